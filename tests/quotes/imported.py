"""Short ways to import lines and to look at what became of them; no tests here."""

import io
import json

from quotes.importing import Input, load

QUOTE = {"type": "quote", "ref": "q", "text": "Words", "kind": "direct", "language": "en"}


def lines(*records):
    """Records as the bytes of a file; text and bytes stand for themselves."""
    made = [r if isinstance(r, str | bytes) else json.dumps(r) for r in records]
    return b"\n".join(r if isinstance(r, bytes) else r.encode() for r in made) + b"\n"


def run(*files, **options):
    """Import files given as bytes, or as records of one file; the report and the refusals."""
    if files and isinstance(files[0], dict | str):
        files = (lines(*files),)
    name = options.pop("name", "file{}.jsonl")
    inputs = [Input(name.format(i), io.BytesIO(data)) for i, data in enumerate(files, start=1)]
    refusals = []
    report = load(inputs, refuse=refusals.append, **options)
    return report, refusals


def accept(*files, **options):
    """Import what must all be good; how many were created, updated and left alone."""
    report, refusals = run(*files, **options)
    assert refusals == []
    return {
        kind: (counts.created, counts.updated, counts.unchanged)
        for kind, counts in report.kinds.items()
    }


def refused(*files, **options):
    """Import what is refused: line, field and reason of each."""
    _, refusals = run(*files, **options)
    return [(refusal.line, refusal.field, refusal.reason) for refusal in refusals]
