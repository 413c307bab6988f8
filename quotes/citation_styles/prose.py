"""The styles people read. Each says who, when, on what occasion, and where it is printed.

Names stay as the archive has them: which part is the family name is not in the record. A date that
no style has a form for (“on or after 30 December 2020”) is said in words.
"""

from collections.abc import Callable

from archive.dates import show
from archive.messages import MONTHS
from archive.models import Source
from quotes.citation_styles.reference import ARCHIVE, Reference, exact_parts

MLA_MONTHS = ("Jan.", "Feb.", "Mar.", "Apr.", "May", "June", "July", "Aug.", "Sept.", "Oct.",
              "Nov.", "Dec.")  # fmt: skip

NO_PUBLISHER = "publisher unknown"
ENDS = (".", "!", "?", "…", "。", "！", "？")

Dated = Callable[[str], str]
"""How a style writes a date (EDTF; empty when unknown)."""


def apa(reference: Reference) -> str:
    """APA, 7th edition: Who. (Year, Month Day). Title [Form]. As cited in Source."""
    title = _apa_title(reference)
    parts = [reference.credited, f"({apa_date(reference.said)})", f"{title} [{reference.form}]"]
    if source := reference.source:
        kind = source.get_kind_display().capitalize()
        named = f"{source.title} [{kind}] ({apa_date(source.published)})"
        record = reference.record
        based = f"based on {record.title} ({apa_date(record.published)})" if record else ""
        where = [source.author_line, named, *_whereabouts(reference, source), based]
        parts += [_where(reference, "As cited in", where), source.url]
    return _written(reference, parts)


def mla(reference: Reference) -> str:
    """MLA, 9th edition: Who. “Title.” Day Month Year. Form. Qtd. in “Source,” publisher, date."""
    parts = [reference.credited, _titled(reference), mla_date(reference.said), reference.form]
    return _written(reference, [*parts, *_printed(reference, "Qtd. in", mla_date)])


def chicago(reference: Reference) -> str:
    """Chicago, 17th edition, as in a bibliography: Who. “Title.” Form, date. Quoted in “Source”.

    The locator, which that edition leaves to the notes, stays: the archive leads to the place.
    """
    said = f"{reference.form}, {chicago_date(reference.said)}"
    parts = [reference.credited, _titled(reference), said]
    return _written(reference, [*parts, *_printed(reference, "Quoted in", chicago_date)])


def _written(reference: Reference, parts: list[str]) -> str:
    """Sentences, with what must not be missed before and the archive's address behind."""
    warning = f"[{reference.warning}]" if reference.warning else ""
    sentences = [_sentence(part) for part in [*parts, ARCHIVE] if part]
    return " ".join([warning, *sentences, reference.address]).lstrip()


def _printed(reference: Reference, verb: str, dated: Dated) -> list[str]:
    """Where the words are printed, with titles between quotation marks."""
    source, record = reference.source, reference.record
    if source is None:
        return []
    publisher, *place = _whereabouts(reference, source)
    where = [source.author_line, _quoted(source.title, ","), publisher, dated(source.published)]
    based = [f"based on {_quoted(record.title, ',')}", dated(record.published)] if record else []
    return [_where(reference, verb, [*where, *place, *based]), source.url]


def _where(reference: Reference, verb: str, parts: list[str]) -> str:
    return f"{verb if reference.second_hand else 'In'} {_listed(parts)}"


def _whereabouts(reference: Reference, source: Source) -> list[str]:
    """Publisher, the issuer's number, and the place within."""
    locator = reference.citation.locator if reference.citation else ""
    return [str(source.publisher or NO_PUBLISHER), source.reference_number, locator]


def _titled(reference: Reference) -> str:
    """The title as MLA and Chicago set it: a paraphrase stands without quotation marks."""
    if reference.quote.speech or reference.verbatim:
        return _quoted(reference.title, ".")
    return reference.title


def _apa_title(reference: Reference) -> str:
    own_words = reference.verbatim and not reference.quote.speech
    return f"“{reference.title}”" if own_words else reference.title


def _quoted(title: str, mark: str) -> str:
    """Between quotation marks, with the sentence's own mark inside as these styles have it."""
    return f"“{title}”" if title.endswith(ENDS) else f"“{title}{mark}”"


def _sentence(part: str) -> str:
    """``part`` with a full stop, unless it has one or is an address."""
    ended = part.rstrip("”").endswith(ENDS) or part.startswith(("http://", "https://"))
    return part if ended else f"{part}."


def _listed(parts: list[str]) -> str:
    """``parts`` with commas between, none after one that ends with its own within the marks."""
    listed = ""
    for part in filter(None, parts):
        comma = "" if not listed or listed.endswith(",”") else ","
        listed += f"{comma} {part}"
    return listed.lstrip()


# --- Dates -----------------------------------------------------------------------------------


def apa_date(edtf: str) -> str:
    """``2020, December 30``."""
    if not edtf:
        return "n.d."
    match exact_parts(edtf):
        case [year, month, day]:
            return f"{year}, {MONTHS[month - 1]} {day}"
        case [year, month]:
            return f"{year}, {MONTHS[month - 1]}"
    return show(edtf)


def mla_date(edtf: str) -> str:
    """``30 Dec. 2020``."""
    if not edtf:
        return "n.d."
    match exact_parts(edtf):
        case [year, month, *day]:
            return " ".join([*map(str, day), MLA_MONTHS[month - 1], str(year)])
    return show(edtf)


def chicago_date(edtf: str) -> str:
    """``December 30, 2020``."""
    if not edtf:
        return "n.d."
    match exact_parts(edtf):
        case [year, month, day]:
            return f"{MONTHS[month - 1]} {day}, {year}"
    return show(edtf)
