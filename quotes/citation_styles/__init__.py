"""A quote's reference, ready to paste: APA, MLA, Chicago, BibTeX, RIS and CSL-JSON.

Written here and not by a CSL processor: ``citeproc-py`` printed 任正非 as “任, . 正非 .”, lost the
year of a period, set titles in capitals the source does not have, and invented “Edition.” where
nothing is known; and no processor knows a date “on or after”, or words that one source reports from
another. ``reference`` is what is cited, ``prose`` and ``data`` write it.
"""

from collections.abc import Callable
from dataclasses import dataclass

from quotes.citation_styles.data import bibtex, csl_json, ris
from quotes.citation_styles.prose import apa, chicago, mla
from quotes.citation_styles.reference import Reference, reference_to

__all__ = ["STYLES", "Reference", "Style", "reference_to"]


@dataclass(frozen=True)
class Style:
    """A way to write a reference: what people call it, its media type and its files' ending."""

    label: str
    write: Callable[[Reference], str]
    media_type: str = "text/plain"
    ending: str = "txt"


STYLES = {
    "apa": Style("APA", apa),
    "mla": Style("MLA", mla),
    "chicago": Style("Chicago", chicago),
    "bibtex": Style("BibTeX", bibtex, "application/x-bibtex", "bib"),
    "ris": Style("RIS", ris, "application/x-research-info-systems", "ris"),
    "csl-json": Style("CSL-JSON", csl_json, "application/vnd.citationstyles.csl+json", "json"),
}
"""The styles on offer, by the name they are asked for."""
