"""The feed of changes: everything public once, then whatever is committed."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.urls import reverse
from drf_spectacular.utils import (
    OpenApiParameter,
    OpenApiResponse,
    PolymorphicProxySerializer,
    extend_schema,
    extend_schema_field,
)
from rest_framework import serializers as drf
from rest_framework.exceptions import APIException, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from archive.models import Redirect
from quotes.api.v1.building import Building, moment
from quotes.api.v1.pagination import is_number_to
from quotes.api.v1.schema import DETAIL
from quotes.api.v1.shaping import WHOLE
from quotes.following.cursor import CursorError, OtherArchiveError
from quotes.following.nouns import PUBLIC
from quotes.following.reading import Mention, read
from quotes.models import Status

DEFAULT_SIZE, LARGEST_SIZE = 100, 1_000
KNOWN = ("format", "page_size", "since")
ACTIONS = {
    "upsert": "new or changed: keep `record` in place of what you have",
    "retract": "a quote that was withdrawn, with its note in `record`; not in the lists by default",
    "restore": "a quote that is published again",
    "remove": "no longer public: forget it; no word of it is given",
    "merge": "it is now part of `merged_into`: forget it, and lead its address there",
}
CHOICES = list(ACTIONS)


class StartAgain(APIException):
    """410: what the cursor has seen is not known here."""

    status_code = 410
    default_detail = (
        "This cursor is of another archive, or from before this one was restored from a backup."
        " Start again without “since”."
    )
    default_code = "gone"


class ChangeSerializer(drf.Serializer[Any]):
    """What changes of every type have."""

    action = drf.ChoiceField(
        choices=CHOICES,
        help_text="; ".join(f"{name}: {said}" for name, said in ACTIONS.items()),
    )
    id = drf.CharField(help_text="Permanent name, unique within its type.")
    changed_at = drf.DateTimeField(
        allow_null=True, help_text="When it was told; null where it is met for the first time."
    )
    merged_into = drf.CharField(allow_null=True, help_text="With `merge`: the `id` to go to.")


def change_of(kind: str) -> type[drf.Serializer[Any]]:
    """The shape of a change of one type, told from the others by its constant ``type``.

    By their records they are not: a person looks like an organization.
    """
    described = extend_schema_field({"type": "string", "const": kind})
    type_field = described(type("TypeField", (drf.CharField,), {}))
    record = WHOLE[kind](
        allow_null=True, help_text="As its own address gives it; null with `remove` and `merge`."
    )
    shape = {
        "__doc__": f"A {kind} as it is now, because it changed.",
        "type": type_field(),
        "record": record,
    }
    return type(f"{kind.capitalize()}Change", (ChangeSerializer,), shape)


class ChangesSerializer(drf.Serializer[Any]):
    """A page of the feed."""

    results = PolymorphicProxySerializer(
        "Change",
        {kind: change_of(kind) for kind in PUBLIC},
        resource_type_field_name="type",
        many=True,
    )
    more = drf.BooleanField(help_text="Whether to follow `next` at once; else when you like.")
    cursor = drf.CharField(help_text="To keep, and to give as `since` the next time.")
    next = drf.URLField(help_text="The address with that cursor; never null.")


class ChangesView(APIView):
    """The feed of changes."""

    detail = False

    @extend_schema(
        operation_id="changes_list",
        tags=["changes"],
        parameters=[
            OpenApiParameter(
                "since", description="The `cursor` of the page before; without it, from the start."
            ),
            OpenApiParameter(
                "page_size",
                {
                    "type": "integer",
                    "minimum": 1,
                    "maximum": LARGEST_SIZE,
                    "default": DEFAULT_SIZE,
                },
                description="About how many changes on a page.",
            ),
        ],
        responses={
            200: ChangesSerializer,
            410: OpenApiResponse(DETAIL, "The cursor is of another archive: start again."),
        },
    )
    def get(self, request: Request) -> Response:
        """What changed since a cursor, in the order it was committed; from the start without one.

        Keep records by `type` and `id`, do what `action` says, and you hold the public archive.
        """
        since, size = _asked(request)
        try:
            reading = read(since, size)
        except CursorError as error:
            raise ValidationError({"since": [str(error)]}) from error
        except OtherArchiveError as error:
            raise StartAgain from error
        site = request.build_absolute_uri("/")[:-1]
        cursor = str(reading.cursor)
        return Response(
            {
                "results": list(_entries(reading.mentions, Building(site))),
                "more": reading.more,
                "cursor": cursor,
                "next": f"{site}{reverse('v1:changes')}?since={cursor}&page_size={size}",
            }
        )


def _asked(request: Request) -> tuple[str, int]:
    """The cursor and the size of the page. Raises a 400 that names what is not understood."""
    given, refused = request.query_params, {}
    for name in given:
        if name not in KNOWN:
            refused[name] = [f"There is no parameter “{name}”. Known: {', '.join(KNOWN)}."]
        elif len(given.getlist(name)) > 1:
            refused[name] = [f"“{name}” is given more than once."]
    size = given.get("page_size", str(DEFAULT_SIZE))
    if not is_number_to(LARGEST_SIZE, size):
        refused["page_size"] = [f"Give a whole number from 1 to {LARGEST_SIZE}."]
    if refused:
        raise ValidationError(refused)
    return given.get("since", ""), int(size)


def _entries(mentions: Iterable[Mention], building: Building) -> Iterator[dict[str, Any]]:
    """What became of each record mentioned, once, where it was mentioned last."""
    last: dict[tuple[str, str], Mention] = {}
    for mention in mentions:
        earlier = last.pop((mention.kind, mention.ref), mention)
        last[mention.kind, mention.ref] = mention.after(earlier)
    records = _records(last, building)
    targets = _targets(last.keys() - records.keys())
    for (kind, ref), mention in last.items():
        record, target = records.get((kind, ref)), targets.get((kind, ref))
        if record or target or not mention.quiet:
            yield {
                "action": _action(record, target, mention),
                "type": kind,
                "id": ref,
                "changed_at": mention.at and moment(mention.at),
                "record": record,
                "merged_into": target,
            }


def _action(record: dict[str, Any] | None, target: str | None, mention: Mention) -> str:
    if record is None:
        return "merge" if target else "remove"
    if record.get("status") == Status.RETRACTED:
        return "retract"
    return "restore" if mention.restored else "upsert"


def _records(
    names: Iterable[tuple[str, str]], building: Building
) -> dict[tuple[str, str], dict[str, Any]]:
    """The public ones among these records, as they are now."""
    found = {}
    for kind, refs in _by_kind(names).items():
        keys = PUBLIC[kind].filter(ref__in=refs).values_list("pk", flat=True)
        for record in building.of(kind, list(keys)).values():
            found[kind, record["id"]] = record
    return found


def _targets(names: Iterable[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """Where the addresses of merged records lead, if visitors may go there."""
    found: dict[tuple[str, str], str] = {}
    for kind, refs in _by_kind(names).items():
        redirects = Redirect.objects.filter(kind=kind, old_ref__in=refs)
        public = PUBLIC[kind].filter(ref__in=redirects.values("new_ref")).values("ref")
        leading = redirects.filter(new_ref__in=public).values_list("old_ref", "new_ref")
        found |= {(kind, old): new for old, new in leading}
    return found


def _by_kind(names: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    kinds: dict[str, list[str]] = {}
    for kind, ref in names:
        kinds.setdefault(kind, []).append(ref)
    return kinds
