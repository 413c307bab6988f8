"""Answers of a check as data, with the addresses of this host."""

from typing import Any

from django.urls import reverse
from rest_framework.request import Request

from archive.models import Organization, Person
from archive.translating import translated
from quotes.api.v1.building import partial_date
from quotes.matching.engine import Answer, Match
from quotes.matching.pasted import Checked
from quotes.matching.telling import tell
from quotes.matching.verdicts import LABELS
from quotes.models import Quote
from quotes.quotations import Attribution

Data = dict[str, Any]


class Showing:
    """Makes the data; ``checking_shapes`` says what it looks like."""

    def __init__(self, request: Request) -> None:
        self.absolute = request.build_absolute_uri

    def result(self, answer: Answer, passage: Checked | None = None) -> Data:
        """One claim's result; ``passage`` where it stands in a text."""
        claim = answer.claim
        return {
            "claim": {"sentence": claim.text, "speaker": claim.speaker, "date": claim.date},
            "verdict": answer.verdict.value,
            "label": translated(LABELS[answer.verdict]),
            "summary": tell(answer),
            "passage": passage and self._passage(passage),
            "matches": [self._match(match) for match in answer.matches],
            "parts": [
                {
                    "start": part.start,
                    "end": part.end,
                    "text": claim.text[part.start : part.end],
                    "quote": self._quote(part.quote),
                }
                for part in answer.parts
            ],
        }

    def _passage(self, passage: Checked) -> Data:
        said_by = passage.attribution
        return {
            "attribution": said_by and _attribution(said_by),
            "start": passage.start,
            "end": passage.end,
            "reported": passage.reported,
            "opened": passage.opened,
            "closed": passage.closed,
        }

    def _match(self, match: Match) -> Data:
        found = match.comparison
        return {
            "quote": self._quote(match.quote),
            "verdict": match.verdict.value,
            "cautions": [caution.value for caution in match.cautions],
            "changes": [
                {"kind": one.kind.value, "claim": one.claim, "record": one.record}
                for one in found.changes
            ],
            "typography": [one.value for one in found.typography],
            "cut": {
                "before": found.before,
                "inside": list(found.inside),
                "after": found.after,
                "qualifications": list(found.qualifications),
            },
            "segments": [
                {"how": one.how.value, "claim": one.claim, "record": one.record}
                for one in found.segments
            ],
            "printed_in": self._printed(match),
            "speaker_agrees": match.speaker_agrees,
            "date_agrees": match.date_agrees,
        }

    def _printed(self, match: Match) -> Data | None:
        if match.printed_in is None:
            return None
        source = match.printed_in.source
        return {
            "id": source.ref,
            "url": self._address("v1:source-detail", source.ref),
            "title": source.title,
            "wording": match.printed_in.wording,
        }

    def _quote(self, quote: Quote) -> Data:
        return {
            "id": quote.ref,
            "url": self._address("v1:quote-detail", quote.ref),
            "web_url": self._address("web:quote", quote.ref),
            "text": quote.text,
            "language": quote.language,
            "spoken_language": quote.spoken_language,
            "is_translation": quote.is_translation,
            "kind": quote.kind,
            "speaker": self._named("person", quote.speaker),
            "organization": self._named("organization", quote.organization),
            "as_credited": quote.as_credited,
            "said": partial_date(quote.said_or_delivered),
            "status": quote.status,
            "standing": quote.standing,
            "public_note": quote.public_note,
        }

    def _named(self, noun: str, record: Person | Organization | None) -> Data | None:
        if record is None:
            return None
        address = self._address(f"v1:{noun}-detail", record.ref)
        return {"id": record.ref, "url": address, "name": record.name}

    def _address(self, route: str, ref: str) -> str:
        return self.absolute(reverse(route, args=[ref]))


def _attribution(said_by: Attribution) -> Data:
    return {
        "name": said_by.name,
        "cue": said_by.cue,
        "start": said_by.start,
        "end": said_by.end,
        "certainty": said_by.certainty.value,
        "refers_to": said_by.refers_to,
    }
