"""From files into the archive, quotes included: the one door for commands and pages.

``kinds`` has the shapes of topics and quotes, ``naming`` understands people, companies, roles,
sources and topics that a quote names inline, ``rules`` is what a file may do to a published quote,
``sheets`` reads quotes from CSV, and ``door`` is what callers use: :func:`load`.
"""

from archive.importing.inputs import Input, open_input
from archive.importing.refusals import InputError, Refusal
from archive.importing.runs import Report
from quotes.importing.door import FORMATS, STATUSES, load

__all__ = [
    "FORMATS",
    "STATUSES",
    "Input",
    "InputError",
    "Refusal",
    "Report",
    "load",
    "open_input",
]
