"""A fair part of the archive: every second block of quotes, every fourth, and so on.

What many quotes have in common is told from a part of them, as quotes lie when they are added, a
*block* of 512 after another. The first that lie in a table are the oldest entered; every 32nd block
is of all imports alike. Parts are nested: what is in every fourth block is in every second.

The indexes of words know the blocks. So they gather of a word only what lies in the part: of
182,000 places in 4,000,000 quotes, 65 ms of PostgreSQL's time, the 5,800 in every 32nd block, 5 ms.
"""

from math import ceil, log2
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db.models import BigIntegerField, BooleanField, Func, TextField, Value

BITS = 9
"""A block is of 2 to this power of numbers. The indexes hold it: another needs a migration."""

MOST_HALVINGS = 40
"""So often the archive can be halved."""


class Divisors(Func):
    """The largest power of two that divides the number of a quote's block, in an array for GIN.

    0 for the first block. Of one value a row, for a range of them, btree_gin would gather first all
    that is in the range.
    """

    arity = 1
    output_field = ArrayField(BigIntegerField())
    template = "ARRAY[({0} >> {1}) & (-({0} >> {1}))]"

    def __init__(self, key: Any = "id") -> None:
        super().__init__(key)

    def as_sql(self, compiler: Any, connection: Any, *args: Any, **more: Any) -> tuple[str, Any]:
        """The lowest bit of the block's number."""
        (key,) = self.get_source_expressions()
        return self.template.format(compiler.compile(key)[0], BITS), []


class InPart(Func):
    """Whether a quote lies in the part that is left when the archive is halved so many times."""

    template = "(%(expressions)s::bigint[])"
    arg_joiner = " && "
    output_field = BooleanField()

    @classmethod
    def halved(cls, times: int) -> "InPart":
        """The blocks that 2 to this power divides."""
        divisors = (0, *(1 << power for power in range(times, MOST_HALVINGS)))
        return cls(Divisors(), Value(f"{{{','.join(map(str, divisors))}}}", TextField()))


def no_more_than(most: int, number: str, key: str, halved: int, looked_at: int) -> str:
    """SQL: whether a quote is in what is left of a ``number`` of them when there may be ``most``.

    They are of the part so many times ``halved``, and halved further until they are that few. No
    more than so many are ``looked_at``.
    """
    further = range(max(0, ceil(log2(looked_at / most))) + 1)
    cases = (
        f"WHEN {number} <= {most << more} THEN ({key} >> {BITS + halved}) & {(1 << more) - 1} = 0"
        for more in further
    )
    return f"CASE {' '.join(cases)} END"
