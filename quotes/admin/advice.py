"""What an editor may have overlooked, said after saving; nothing is written for them."""

from collections.abc import Iterator

from quotes.models import Quote


def advice(quote: Quote) -> Iterator[str]:
    """Sentences about this quote, none when all is well."""
    if quote.speech and not (quote.speaker or quote.organization or quote.unattributed):
        speakers = quote.speech.speakers.select_related("person", "organization", "role")
        names = "; ".join(str(speaker.role or speaker) for speaker in speakers)
        if names:
            yield f"This quote names no speaker. Its speech was given by: {names}."
    if quote.role and quote.role.person_id != quote.speaker_id:
        yield f"The role is not the speaker's: {quote.role}."
    if not quote.citations.exists():
        yield "No source is cited yet: every claim leads to its source."
