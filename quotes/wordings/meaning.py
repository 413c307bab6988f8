"""The small words that turn a sentence round, English and Chinese: what bears meaning. Pure.

Negations, numbers, units, modal verbs, quantifiers and the words that join or bound clauses. Not a
grammar: a list that says *which* change an editor should look at first. What it does not name is
still a change. Chinese is read by characters, so words that merely hold one of these characters
(非常, 未来, 社会) are listed too, as bearing nothing.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from typing import Final, NamedTuple

from quotes.text import CJK
from quotes.wordings.units import Unit, sentences


class Bearing(StrEnum):
    """What sort of meaning a word bears."""

    NEGATION = "negation"
    NUMBER = "number"
    UNIT = "unit"
    MODAL = "modal"
    QUANTIFIER = "quantifier"
    CONNECTIVE = "connective"
    NAME = "name"


class Marker(NamedTuple):
    """Units that bear a meaning; two spellings of one meaning have one value."""

    kind: Bearing
    value: str
    start: int
    end: int


_NEGATIONS = (
    "not never no none nobody nothing nowhere neither nor without hardly barely scarcely rarely "
    "seldom unable impossible"
)
_MODALS = "can could may might must shall should will would need needs ought perhaps maybe probably"
_QUANTIFIERS = (
    "only all every always each any some many most few several both half entire whole everybody "
    "everyone everything somebody someone something sometimes often usually mostly solely just "
    "merely nearly almost about around approximately roughly exactly completely fully partly least "
    "maximum minimum"
)
_CONNECTIVES = (
    "and or but if unless except because although though however while until till before after "
    "since than more less fewer higher lower above below over under up down increase decrease "
    "increased decreased rise fall rose fell first last against despite whether"
)
_COUNTED = (
    "second minute hour day week month quarter year decade century kilogram gram ton tonne "
    "kilometer kilometre meter metre mile foot inch liter litre barrel gallon acre hectare "
    "watt kilowatt megawatt gigawatt degree"
)
_BELOW_TWENTY = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen"
)
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_NEGATED = "do does did is are was were has have had can could would should must need might ai"
_UNITS = {
    "%": "%", "percent": "%", "percentage": "percentage", "point": "point", "points": "point",
    "$": "dollar", "dollar": "dollar", "dollars": "dollar", "usd": "dollar", "€": "euro",
    "euro": "euro", "euros": "euro", "eur": "euro", "£": "pound", "pound": "pound",
    "pounds": "pound", "gbp": "pound", "¥": "¥", "yen": "yen", "yuan": "yuan", "rmb": "yuan",
    "renminbi": "yuan", "cny": "yuan", "rupees": "rupee", "won": "won", "cent": "cent",
    "cents": "cent",
    **{unit: unit for unit in ("kg", "km", "gb", "tb", "mw", "gw", "kwh", "mph", "°")},
    **{f"{unit}{ending}": unit for unit in _COUNTED.split() for ending in ("", "s")},
}  # fmt: skip
_NUMBERS = {
    **{word: Decimal(value) for value, word in enumerate(_BELOW_TWENTY.split())},
    **{word: Decimal(10 * tens) for tens, word in enumerate(_TENS.split(), start=2)},
}
_SCALES = {
    "hundred": 100, "thousand": 1_000, "thousands": 1_000, "million": 10**6, "millions": 10**6,
    "mn": 10**6, "billion": 10**9, "billions": 10**9, "bn": 10**9, "trillion": 10**12, "tn": 10**12,
    "十": 10, "百": 100, "千": 1_000, "万": 10_000, "亿": 10**8, "兆": 10**12,
}  # fmt: skip
_HAN_DIGITS = {sign: Decimal(value) for value, sign in enumerate("〇一二三四五六七八九")} | {
    "零": Decimal(0),
    "两": Decimal(2),
}

_SINGLE: Final = {
    **{word: (Bearing.NEGATION, word) for word in _NEGATIONS.split()},
    **{word: (Bearing.MODAL, word) for word in _MODALS.split()},
    **{word: (Bearing.QUANTIFIER, word) for word in _QUANTIFIERS.split()},
    **{word: (Bearing.CONNECTIVE, word) for word in _CONNECTIVES.split()},
    **{word: (Bearing.UNIT, value) for word, value in _UNITS.items()},
    "needs": (Bearing.MODAL, "need"),
    "maybe": (Bearing.MODAL, "perhaps"),
}
_CONTRACTED = {"ca": "can", "wo": "will", "sha": "shall"}
_ENDINGS = {"'ll": "will", "'d": "would"}
_UNAPOSTROPHED = {f"{word}nt": f"{word}n't" for word in _NEGATED.split()} | {"wont": "won't"}

_HAN_WORDS = {
    Bearing.NEGATION: ("不 没有 没 无法 无 非 未 否 别 勿 莫 从未 从不 绝不 并非 毫无"),
    Bearing.MODAL: (
        "必须 应该 应当 应 可以 可能 可 能够 能 会 将 必 要 需要 需 也许 或许 大概 愿意 愿 想 得"
    ),
    Bearing.QUANTIFIER: (
        "只有 只 仅 仅仅 唯一 所有 全部 全 都 总是 总 永远 一切 每 任何 大多数 多数 大部分 部分 "
        "少数 有些 一些 许多 很多 至少 最少 至多 最多 超过 不足 几乎 大约 约 近 左右 完全 常常 "
        "经常 有时"
    ),
    Bearing.CONNECTIVE: (
        "但是 但 不过 然而 如果 假如 若 除非 除了 只要 因为 所以 虽然 尽管 直到 之前 之后 以前 "
        "以后 和 或者 或 与 及 更 比 增加 减少 增长 下降 上升 高于 低于 大于 小于 首先 最后"
    ),
    Bearing.UNIT: (
        "百分之 百分点 年 月 日 天 周 小时 分钟 秒 季度 世纪 美元 人民币 欧元 日元 港元 英镑 元 "
        "吨 公斤 公里 千米 米 里 亩 倍 度 岁"
    ),
}
_NOTHING_HAN = (
    "非常 未来 特别 分别 区别 级别 性别 个别 别人 类别 差别 无论 不断 不管 不仅 不但 否则 非洲 "
    "是否 莫斯科 会议 社会 机会 大会 协会 会计 委员会 可是 要求 重要 主要 要么 只要 能源 能力 "
    "功能 智能 性能 节能 可能性 将军 将来 应用 供应 反应 对应 响应 效应 思想 理想 想法 梦想 得到 "
    "获得 取得 值得 觉得 安全 全球 全国 全面 成都 首都 总裁 总经理 总统 总部 总理 总结 每天 和平 "
    "和谐 参与 与会 以及 及时 普及 更新 更换 比如 比较 对比 今年 今天 今日 明天 昨天 每年 日本 "
    "日常 周围 周边 月球 年轻 青年 里面 这里 那里 哪里 千里 制度 程度 速度 角度 印度 态度 温度 "
    "十分 一样 一起 一定 一直 一般 统一 一旦 一致 万一 千万 百姓 一下 一点 半导体 三星 第一 一个 "
    "之一 同一 单一 一方面 附近 最近 近来 节约 合约 大约 条约 约束"
)
_NUMERALS = re.compile("[〇零一二三四五六七八九十百千万亿兆两]+")


def _han_pattern() -> tuple[re.Pattern[str], dict[str, tuple[Bearing, str]]]:
    meant = {word: (kind, word) for kind, words in _HAN_WORDS.items() for word in words.split()}
    nothing = set(_NOTHING_HAN.split()) - set(meant)
    longest_first = sorted({*meant, *nothing}, key=lambda word: -len(word))
    return re.compile("|".join(longest_first)), meant


_HAN, _HAN_MEANT = _han_pattern()
_IS_HAN = re.compile(f"[{CJK}]")
_OPPOSED = re.compile("(?:un|in|im|il|ir|non|dis)(.{4,})")


@lru_cache(maxsize=256)
def markers(found: tuple[Unit, ...], names: tuple[tuple[str, ...], ...] = ()) -> tuple[Marker, ...]:
    """Every meaning borne in a wording, in order; ``names`` are known names, in keys of units.

    Kept for a while: one claim is compared with several records.
    """
    numbers = list(_numbers(found))
    taken = {place for marker in numbers for place in range(marker.start, marker.end)}
    words = [one for place, unit in enumerate(found) for one in _of_word(unit.key, place)]
    known = list(_known(found, names))
    taken |= {place for marker in known for place in range(marker.start, marker.end)}
    rest = [one for one in (*words, *_in_han(found)) if one.start not in taken]
    named = {*_capitalized(found), *known}
    every = sorted((*numbers, *rest, *named), key=lambda marker: (marker.start, marker.end))
    return tuple(every)


def _capitalized(found: Sequence[Unit]) -> Iterator[Marker]:
    """Words with a capital where none is due: within a sentence, or within the word."""
    starts = {start for start, _end in sentences(found)}
    within = {
        unit.text
        for place, unit in enumerate(found)
        if place not in starts and unit.text[:1].isupper()
    }
    for place, unit in enumerate(found):
        if unit.text.partition("'")[0].partition("’")[0] == "I":
            continue
        if unit.text in within or any(sign.isupper() for sign in unit.text[1:]):
            yield Marker(Bearing.NAME, unit.key, place, place + 1)


def _known(found: Sequence[Unit], names: Iterable[Sequence[str]]) -> Iterator[Marker]:
    keys = [unit.key for unit in found]
    for name in names:
        for place in range(len(keys) - len(name) + 1):
            if name and keys[place : place + len(name)] == list(name):
                yield Marker(Bearing.NAME, " ".join(name), place, place + len(name))


@lru_cache(maxsize=4_096)
def _meanings(key: str) -> tuple[tuple[Bearing, str], ...]:
    """What one Latin word bears: ``can't`` is a modal and a negation."""
    key = _UNAPOSTROPHED.get(key, key)
    if key in _SINGLE:
        return (_SINGLE[key],)
    if key == "cannot":
        return ((Bearing.MODAL, "can"), (Bearing.NEGATION, "not"))
    if key.endswith("n't"):
        verb = _CONTRACTED.get(key[:-3], key[:-3])
        modal = ((Bearing.MODAL, verb),) if verb in _MODALS.split() else ()
        return (*modal, (Bearing.NEGATION, "not"))
    return tuple(
        (Bearing.MODAL, modal) for ending, modal in _ENDINGS.items() if key.endswith(ending)
    )


def _of_word(key: str, place: int) -> Iterator[Marker]:
    for kind, value in _meanings(key):
        yield Marker(kind, value, place, place + 1)


def _in_han(found: Sequence[Unit]) -> Iterator[Marker]:
    """Chinese words, longest first; one sign of ``row`` stands for one unit."""
    row = "".join(unit.key if _IS_HAN.fullmatch(unit.key) else " " for unit in found)
    for match in _HAN.finditer(row):
        if match[0] in _HAN_MEANT:
            kind, value = _HAN_MEANT[match[0]]
            yield Marker(kind, value, *match.span())


def _numbers(found: Sequence[Unit]) -> Iterator[Marker]:
    """Runs of digits, number words and scales, each as the number it means."""
    idle = _idle_numerals(found)
    start = None
    for place in range(len(found) + 1):
        inside = place < len(found) and place not in idle and _is_number(found[place].key)
        if inside and start is None:
            start = place
        elif not inside and start is not None:
            value = _value([unit.key for unit in found[start:place]])
            yield Marker(Bearing.NUMBER, value, start, place)
            start = None


def _is_number(key: str) -> bool:
    return (
        key in _NUMBERS
        or key in _SCALES
        or key in _HAN_DIGITS
        or any(sign.isdecimal() for sign in key)
    )


def _idle_numerals(found: Sequence[Unit]) -> set[int]:
    """Places of numerals within Chinese words that are no numbers: 一起, 百分之, 半导体."""
    row = "".join(unit.key if _IS_HAN.fullmatch(unit.key) else " " for unit in found)
    return {
        place
        for match in _HAN.finditer(row)
        if _NUMERALS.search(match[0])
        for place in range(*match.span())
    }


def _value(keys: list[str]) -> str:
    """The number some digits, words and scales mean; the words themselves where that is unclear."""
    total = section = Decimal(0)
    current: Decimal | None = None
    for key in keys:
        scale = _SCALES.get(key)
        if scale is None:
            digit = _NUMBERS.get(key, _HAN_DIGITS.get(key))
            number = digit if digit is not None else _decimal(key)
            if number is None or (current is not None and not (current >= 20 and number < 10)):
                return " ".join(keys)
            current = number if current is None else current + number
        elif scale < 1_000 or key == "千":
            section += (1 if current is None else current) * scale
            current = None
        else:
            amount = section + (current or 0)
            total, section, current = total + (amount or 1) * scale, Decimal(0), None
    return f"{(total + section + (current or 0)).normalize():f}"


def _decimal(key: str) -> Decimal | None:
    return Decimal(key) if re.fullmatch(r"-?\d*\.?\d+", key) else None


def opposed(one: str, other: str) -> bool:
    """Whether one word is the other with a negating prefix: able and unable."""
    longer, shorter = sorted((one, other), key=len, reverse=True)
    found = _OPPOSED.fullmatch(longer)
    return found is not None and found[1] == shorter


_LIMITING = (
    "but if except unless only however although though provided providing until not never may "
    "might could would should perhaps without assuming depending subject yet nor rarely hardly "
    "sometimes some almost nearly"
)
QUALIFIERS: Final = frozenset(_LIMITING.split())
_HAN_QUALIFIERS = re.compile(
    "但是|但|不过|然而|除非|如果|假如|若|除了|只有|只要|只|仅|前提|虽然|尽管|可能|也许|或许|不|没有|没|并非"
)


def qualifications(found: Sequence[Unit]) -> list[str]:
    """Words that limit what a sentence says, as they stand there."""
    own = {
        (place, place + 1)
        for place, unit in enumerate(found)
        if unit.key in QUALIFIERS or any(k is Bearing.NEGATION for k, _ in _meanings(unit.key))
    }
    row = "".join(unit.key if _IS_HAN.fullmatch(unit.key) else " " for unit in found)
    own |= {match.span() for match in _HAN.finditer(row) if _HAN_QUALIFIERS.fullmatch(match[0])}
    return ["".join(unit.text for unit in found[start:end]) for start, end in sorted(own)]
