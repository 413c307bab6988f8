"""From files into the archive, quotes included: the one door for commands and pages.

``door`` is what callers use: :func:`load`. ``sheets`` and ``workbooks`` read records from CSV and
XLSX, ``guard`` knows what a spreadsheet would compute. ``kinds`` has the shapes of topics and
quotes; ``naming`` understands people, companies, roles, sources and topics that a quote names
inline, ``titles`` roles by their title. ``rules`` is what a file may do to a published quote,
``corrections`` and ``steps`` are what it leaves when it does; ``duplicates`` finds what is like a
new quote.
"""

from archive.importing.inputs import Input, open_input
from archive.importing.refusals import InputError, Refusal
from archive.importing.runs import Report
from quotes.importing.door import FORMATS, STATUSES, load
from quotes.importing.duplicates import Near
from quotes.importing.sheets import SHEETS

__all__ = [
    "FORMATS",
    "SHEETS",
    "STATUSES",
    "Input",
    "InputError",
    "Near",
    "Refusal",
    "Report",
    "load",
    "open_input",
]
