"""What a public record leads to is public too, so that every claim leads to its source."""

from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from archive.models import Organization, Person, Role, Source, SpeechSource, SpeechSpeaker


def open_to_public(model: Any, led_to_by: "QuerySet[Any]") -> int:
    """Make the hidden rows of ``model`` public that ``led_to_by`` points to; return how many."""
    hidden = model.objects.filter(is_public=False).filter(Exists(led_to_by))
    return int(hidden.update(is_public=True, updated_at=timezone.now()))


@transaction.atomic
def open_the_record() -> None:
    """Make public whatever a public record of the archive leads to.

    Set-wise and idempotent: a speech leads to its speakers, their roles and the sources that
    record it; a role to person, organization and source; a source to its publisher and to its
    origins, to the start of the chain.
    """
    here = OuterRef("pk")
    speakers = SpeechSpeaker.objects.filter(speech__is_public=True)
    roles = Role.objects.filter(is_public=True)
    sources = Source.objects.filter(is_public=True)
    open_to_public(Role, speakers.filter(role=here))
    open_to_public(Source, SpeechSource.objects.filter(source=here, speech__is_public=True))
    open_to_public(Source, roles.filter(source=here))
    while open_to_public(Source, sources.filter(derived_from__origin=here)):
        pass  # one link of the chain a turn
    open_to_public(Organization, sources.filter(publisher=here))
    for leading in (speakers, roles):
        open_to_public(Organization, leading.filter(organization=here))
        open_to_public(Person, leading.filter(person=here))
