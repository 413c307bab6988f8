"""Titles as sources credit them: which offices a credit names, and whether two disagree. Pure.

Only offices of this list are understood; what is not understood never disagrees.
"""

import re
from typing import Final

OFFICES: Final = {
    "vice president": ("vice president", "vice-president", "副总裁"),
    "vice chair": ("vice chair", "vice-chair", "vice chairman", "deputy chair", "副董事长"),
    "chief executive": ("chief executive officer", "chief executive", "ceo", "首席执行官"),
    "chief financial officer": ("chief financial officer", "cfo", "finance chief", "首席财务官"),
    "chief operating officer": ("chief operating officer", "coo", "首席运营官"),
    "chief technology officer": ("chief technology officer", "cto", "首席技术官"),
    "managing director": ("managing director",),
    "founder": ("founder", "co-founder", "cofounder", "创始人"),
    "chair": ("chair", "chairman", "chairwoman", "chairperson", "董事长"),
    "president": ("president", "总裁"),
    "director": ("director", "董事"),
    "spokesperson": ("spokesperson", "spokesman", "spokeswoman", "发言人"),
}
"""Each office under every name, longer names before those they contain."""


def offices(text: str) -> frozenset[str]:
    """The offices a credit or a title names; a deputy's is not also the office itself."""
    left, found = text.casefold(), set()
    for office, names in OFFICES.items():
        for name in sorted(names, key=len, reverse=True):
            edge = r"\b" if name.isascii() else ""
            left, times = re.subn(f"{edge}{re.escape(name)}{edge}", " ", left)
            if times:
                found.add(office)
    return frozenset(found)


def disagree(credited: str, title: str) -> bool:
    """Whether the printed credit names offices, and none of them is the role's."""
    printed, concluded = offices(credited), offices(title)
    return bool(printed and concluded) and printed.isdisjoint(concluded)
