"""``manage.py check_quotes FILE``: check sentences or a text against the archive."""

import json
import sys
from argparse import ArgumentParser
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, TextIO

from django.core.management.base import BaseCommand, CommandError

from quotes.matching.candidates import AT_THE_DESK, PUBLIC
from quotes.matching.engine import Answer, Claim
from quotes.matching.pasted import CheckError, check_sentences, check_text
from quotes.matching.telling import tell

FIELDS = {"sentence", "speaker", "date"}

Data = dict[str, Any]


class Command(BaseCommand):
    """One JSON line for each claim, in the order given; a claim that cannot be checked says why."""

    help = (
        "Check claims against the archive. FILE holds one sentence a line, or JSON Lines of"
        ' {"sentence": …, "speaker": …, "date": …}; with --text it is one text whose quotations are'
        " found. Writes JSON Lines."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the file and how it is read."""
        add = parser.add_argument
        add("file", metavar="FILE", help="a file, or - for standard input")
        add("--text", action="store_true", help="FILE is one text: check its quotations")
        add("--drafts", action="store_true", help="also tell of drafts: not for the public")

    def handle(self, *_: Any, file: str, text: bool, drafts: bool, **_options: Any) -> None:
        """Write a line for each claim."""
        statuses = AT_THE_DESK if drafts else PUBLIC
        try:
            with _opened(file) as source:
                results = _text(source, statuses) if text else _claims(source, statuses)
                for result in results:
                    self.stdout.write(json.dumps(result, ensure_ascii=False))
        except BrokenPipeError:
            raise  # nobody reads the answers any more; the file was read well
        except (OSError, UnicodeDecodeError) as error:
            reason = getattr(error, "strerror", None) or "it is not UTF-8 text"
            raise CommandError(f"{file} cannot be read: {reason}.") from None
        except CheckError as error:
            raise CommandError(f"{file}: {error}") from None


def _opened(file: str) -> TextIO:
    if file == "-":
        return sys.stdin
    return Path(file).open(encoding="utf-8-sig")


def _text(source: TextIO, statuses: tuple[str, ...]) -> Iterator[Data]:
    checked = check_text(source.read(), statuses)
    for one in checked.passages:
        said_by = one.attribution.speaker if one.attribution else ""
        place = {"start": one.start, "end": one.end, "attributed_to": said_by}
        yield place | {"reported": one.reported} | _result(one.answer)
    if checked.unchecked:
        yield {"unchecked": checked.unchecked}


def _claims(source: Iterable[str], statuses: tuple[str, ...]) -> Iterator[Data]:
    for number, line in enumerate(source, start=1):
        if line.strip():
            yield {"line": number} | _checked(_claim(line.strip()), statuses)


def _checked(claim: Claim | str, statuses: tuple[str, ...]) -> Data:
    if isinstance(claim, str):
        return {"error": claim}
    try:
        (answer,) = check_sentences([claim], statuses)
    except CheckError as error:
        return {"sentence": claim.text, "error": str(error)}
    return _result(answer)


def _claim(line: str) -> Claim | str:
    """The claim of a line, or what is wrong with it."""
    if not line.startswith("{"):
        return Claim(line)
    try:
        record = json.loads(line)
    except ValueError:
        return "This line begins as JSON and is none."
    if unknown := sorted(set(record) - FIELDS):
        return f"There is no field “{unknown[0]}”. Known: {', '.join(sorted(FIELDS))}."
    if not all(isinstance(value, str) for value in record.values()):
        return "Each field must be text."
    return Claim(record.get("sentence", ""), record.get("speaker", ""), record.get("date", ""))


def _result(answer: Answer) -> Data:
    claim = answer.claim
    return {
        "sentence": claim.text,
        "speaker": claim.speaker,
        "verdict": answer.verdict.value,
        "summary": tell(answer),
        "quotes": [match.quote.ref for match in answer.matches]
        or [part.quote.ref for part in answer.parts],
        "cautions": [str(one) for one in answer.best.cautions] if answer.best else [],
        "changes": [
            {"kind": str(one.kind), "claim": one.claim, "record": one.record}
            for one in (answer.best.comparison.changes if answer.best else ())
        ],
    }
