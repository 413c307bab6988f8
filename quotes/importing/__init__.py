"""From files into the archive, quotes included: the one door for commands and pages.

``kinds`` has the shapes of topics and quotes, ``naming`` understands people, companies, roles,
sources and topics that a quote names inline, ``rules`` is what a file may do to a published quote,
``sheets`` and ``workbooks`` read records from CSV and XLSX, ``guard`` knows what a spreadsheet
would compute, ``duplicates`` finds what is like a new quote, and ``door`` is what callers use:
:func:`load`.
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
