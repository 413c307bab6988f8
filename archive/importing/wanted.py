"""What the archive shall hold: staged records and items as queries with their links resolved."""

from archive.importing.fields import Field
from archive.importing.links import joined
from archive.importing.shapes import Children, Kind
from archive.importing.staging import staged_items


def expression(field: Field, row: str) -> str:
    """The new value of a column."""
    if field.link:
        return f'"to_{field.key}".id'
    return field.wanted or f'{row}."{field.key}"'


def columns(kind: Kind) -> list[tuple[str, str]]:
    """The columns that a record fills, and the expression of each."""
    filled = [(field.stored, expression(field, "s")) for field in kind.fields]
    return [(f'"{column}"', value) for column, value in [*filled, *kind.extra]]


def records(kind: Kind, *, new: bool) -> str:
    """Staged records as ``FROM … WHERE …``: the new ones, or those the archive has as ``t``."""
    # ON false costs nothing and gives the expressions that look at the stored row only NULLs.
    stored = "false" if new else "t.id = p.id"
    return f"""
        FROM placed_{kind.name} p JOIN staged_{kind.name} s ON s.n = p.n
        LEFT JOIN {kind.table} t ON {stored}
        {joined(kind.fields, "s")} {kind.joins}
        WHERE {"p.is_new AND NOT p.written" if new else "NOT p.is_new"}
    """


def item_columns(child: Children) -> list[tuple[str, str]]:
    """The columns that an item fills beside its owner and its number."""
    filled = [(field.stored, expression(field, "c")) for field in child.fields]
    return [(f'"{column}"', value) for column, value in [*filled, *child.extra]]


def items(kind: Kind, child: Children, *, written: bool = False) -> str:
    """Staged items as ``FROM …``; ``p.id`` is their owner, ``c.i`` their number.

    Those of owners that helpers have written are only among them when ``written``.
    """
    rest = "" if written else "AND NOT p.written"
    return f"""
        FROM {staged_items(kind, child)} c JOIN placed_{kind.name} p ON p.n = c.n {rest}
        {joined(child.fields, "c")} {child.joins}
    """
