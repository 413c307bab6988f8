"""What an editor may have overlooked, said while entering and after saving; nothing is written."""

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from archive.dates import show
from archive.models import Role
from quotes.entering.credits import disagree
from quotes.fidelity.verifying import failed
from quotes.models import Quote

MOST = 10
"""Roles proposed."""


def advice(quote: Quote) -> Iterator[str]:
    """Sentences about this quote, none when all is well."""
    if quote.speech and not (quote.speaker or quote.organization or quote.unattributed):
        speakers = quote.speech.speakers.select_related("person", "organization", "role")
        names = "; ".join(str(speaker.role or speaker) for speaker in speakers)
        if names:
            yield _("This quote names no speaker. Its speech was given by: %(names)s.") % {
                "names": names
            }
    yield from about_the_role(quote, _credits(quote))
    if Quote.objects.filter(failed(), pk=quote.pk).exists():
        yield _("A captured text does not print these words: look at “Fidelity” of its citation.")
    if not quote.citations.exists():
        yield _("No source is cited yet: every claim leads to its source.")


def held_then(quote: Quote) -> list[Role]:
    """The roles the speaker may have held when it was said; of unknown period last, or no date.

    Those at the quote's organization, where it names one, come before others of their sort.
    """
    if quote.speaker_id is None:
        return []
    roles = Role.objects.filter(person=quote.speaker_id).select_related("person", "organization")
    when = quote.said_or_delivered
    found = [*(roles.on(when)[:MOST] if when else ()), *roles.undated()[:MOST]]
    there = quote.organization_id
    found.sort(key=lambda one: (not one.period, there is not None and one.organization_id != there))
    return found[:MOST]


def told(role: Role) -> str:
    """A role as it is proposed: its title, where, and for how long."""
    period = show(role.period) if role.period else _("undated")
    return f"{role.title}, {role.organization} ({period})"


def about_the_role(quote: Quote, printed: Iterable[str]) -> Iterator[str]:
    """What disagrees about the quote's role, with the attributions as they are printed."""
    role, when = quote.role, quote.said_or_delivered
    if role is None:
        if proposed := "; ".join(f"{one.title}, {one.organization}" for one in held_then(quote)):
            yield _("No role is chosen. %(speaker)s may have spoken as: %(roles)s.") % {
                "speaker": quote.speaker,
                "roles": proposed,
            }
        return
    if role.person_id != quote.speaker_id:
        yield _("The role is not the speaker's: %(role)s.") % {"role": role}
    elif when and role.period and not Role.objects.on(when).filter(pk=role.pk).exists():
        values = {"role": role, "period": show(role.period), "when": show(when)}
        yield _("%(role)s was not held then: %(period)s, and this was said %(when)s.") % values
    for credit in printed:
        if disagree(credit, role.title):
            sentence = _(
                "Printed is “%(credit)s”, chosen is the role “%(role)s”. Both are kept; is the "
                "role the right one?"
            )
            yield sentence % {"credit": credit, "role": role.title}


def _credits(quote: Quote) -> list[str]:
    """The attributions as printed, each once."""
    printed = [quote.as_credited, *quote.citations.values_list("as_credited", flat=True)]
    return list(dict.fromkeys(one for one in printed if one))
