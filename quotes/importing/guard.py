"""The guard of words that a spreadsheet would take for a formula (``=1+1``, ``@SUM``). Pure.

A CSV file cannot say that a cell is text: what begins with one of these signs may be computed, or
fetch an address, as soon as the file is opened. So exported cells of that look get an apostrophe in
front, and the row says so in its column ``guarded``. Only where it does is the apostrophe taken off
again: the words come back to the letter, and nobody else's apostrophe is ever touched. JSON Lines
and workbooks need no guard: there text is text.
"""

import re

GUARDED = "guarded"
_RISKY = re.compile(r"'*[=+\-@\t\r\n]")


def guarded(row: dict[str, str]) -> dict[str, str]:
    """The row with an apostrophe before what looks like a formula, and whether there was any."""
    safe = {column: f"'{cell}" if _RISKY.match(cell) else cell for column, cell in row.items()}
    return {**safe, GUARDED: "yes" if safe != row else ""}


def unguarded(row: dict[str, str]) -> dict[str, str]:
    """The row as it was before :func:`guarded`; one that was not guarded stays as it is."""
    mark = row.get(GUARDED, "").strip().lower()
    cells = {column: cell for column, cell in row.items() if column != GUARDED}
    if mark not in {"yes", "true", "1"}:
        return cells
    return {
        column: cell[1:] if cell.startswith("'") and _RISKY.match(cell) else cell
        for column, cell in cells.items()
    }
