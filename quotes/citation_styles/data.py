"""The formats that reference managers read. What is not known has no field.

A doubted speaker is no author here either: the attribution and the doubt stand in the note.
"""

import json
import re
from collections.abc import Iterable
from typing import Any

from archive.dates import show
from quotes.citation_styles.reference import ARCHIVE, Reference, exact_parts

BIBTEX_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")

BIBTEX_SPECIAL = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "#": r"\#", "$": r"\$", "%": r"\%",
    "&": r"\&", "_": r"\_", "^": r"\textasciicircum{}", "~": r"\textasciitilde{}",
}  # fmt: skip


def bibtex(reference: Reference) -> str:
    """A BibTeX entry; ``date`` is EDTF, which biblatex reads, ``year`` only what is sure."""
    year, month, *_ = [*exact_parts(reference.said), 0, 0]
    source = reference.source
    fields = {
        "author": _braced(reference.author),
        "title": _braced(reference.title),
        "type": _bibtex(reference.form),
        "date": reference.said,
        "year": str(year or ""),
        "booktitle": _braced(source.title) if source else "",
        "publisher": _braced(str(source.publisher)) if source and source.publisher else "",
        "pages": _bibtex(_locator(reference)),
        "url": reference.address,
        "note": _bibtex(" ".join(_notes(reference))),
        "annote": _bibtex(reference.quote.text),
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    if month:
        lines.append(f"  month = {BIBTEX_MONTHS[month - 1]},")
    key = reference.quote.ref.replace("~", "-")
    return "\n".join([f"@misc{{{key},", *lines, "}\n"])


def _bibtex(text: str) -> str:
    return "".join(BIBTEX_SPECIAL.get(char, char) for char in text)


def _braced(text: str) -> str:
    """In braces of its own: a name is not taken apart, a title keeps its capitals."""
    return f"{{{_bibtex(text)}}}" if text else ""


def ris(reference: Reference) -> str:
    """A RIS record. Its lines cannot be broken, so a line break in the words becomes a space."""
    year, month, day = [*exact_parts(reference.said), 0, 0, 0][:3]
    date = f"{year:04}/{month:02}/{day:02}/".replace("/00", "/") if year else ""
    source = reference.source
    fields = [
        ("TY", "GEN"),
        ("ID", reference.quote.ref),
        ("AU", reference.author),
        ("TI", reference.title),
        ("M3", reference.form),
        ("PY", f"{year:04}" if year else ""),
        ("DA", date),
        ("T2", source.title if source else ""),
        ("PB", str(source.publisher) if source and source.publisher else ""),
        ("SP", _locator(reference)),
        ("LA", reference.quote.language),
        ("DB", ARCHIVE),
        ("UR", reference.address),
        *(("N1", note) for note in _notes(reference)),
        ("N2", reference.quote.text),
    ]
    lines = [f"{tag}  - {' '.join(value.split())}" for tag, value in fields if value]
    return "\r\n".join([*lines, "ER  - ", ""])


def csl_json(reference: Reference) -> str:
    """CSL-JSON: a list of one item."""
    return json.dumps([csl_item(reference)], ensure_ascii=False, indent=2) + "\n"


def csl_item(reference: Reference) -> dict[str, Any]:
    """The item of a CSL processor."""
    quote, source = reference.quote, reference.source
    item = {
        "id": quote.ref,
        "type": "speech" if quote.speech else "document",
        "genre": reference.form,
        "author": [{"literal": reference.author}] if reference.author else None,
        "title": reference.title,
        "event-title": quote.speech.occasion if quote.speech else "",
        "event-place": quote.speech.place if quote.speech else "",
        "issued": _csl_date(reference.said),
        "container-title": source.title if source else "",
        "publisher": str(source.publisher) if source and source.publisher else "",
        "locator": _locator(reference),
        "language": quote.language,
        "archive": ARCHIVE,
        "URL": reference.address,
        "status": reference.warning.lower(),
        "note": " ".join(_notes(reference)),
        "abstract": quote.text,
    }
    return {name: value for name, value in item.items() if value}


def _csl_date(edtf: str) -> dict[str, Any] | None:
    if parts := exact_parts(edtf):
        return {"date-parts": [parts]}
    return {"literal": show(edtf)} if edtf else None


def _locator(reference: Reference) -> str:
    return reference.citation.locator if reference.citation else ""


def _notes(reference: Reference) -> Iterable[str]:
    """What no field can say: the doubt, the date of the source, what the source stands on."""
    if reference.warning:
        who = f", attributed to {reference.speaker}" if reference.doubted else ""
        note = re.sub(r"\s+", " ", reference.quote.public_note).strip()
        yield f"{reference.warning}{who}: {note}" if note else f"{reference.warning}{who}."
    source, record = reference.source, reference.record
    if source is None:
        return
    verb = "Quoted in" if reference.second_hand else "In"
    dated = show(source.published) if source.published else "date unknown"
    yield f"{verb}: {source.title} ({source.get_kind_display()}, {dated}){_at(source.url)}"
    if record is not None:
        dated = show(record.published) if record.published else "date unknown"
        yield f"Based on: {record.title} ({record.get_kind_display()}, {dated}){_at(record.url)}"


def _at(url: str) -> str:
    return f". {url}" if url else "."
