"""What the archive holds already and may be the same, told while a record is entered.

``alike.js`` asks while one types. Whoever saves a new record that may be a second one of something
is shown the same and asked once, with or without scripts: it is sooner said than merged.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.forms import Media
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_GET

if TYPE_CHECKING:
    Base = admin.ModelAdmin[Any]
else:
    Base = object

ASKED = "Nothing was saved yet: say whether this is one of those named above."
ANOTHER = "_another"
"""The field that says of which records, by key, the new one is none."""


@dataclass(frozen=True)
class Held:
    """A record that may be the same, and what speaks for it."""

    record: Model
    how: str
    asked: bool = True
    """Whether to ask before saving; else it is only told while one types."""

    @property
    def address(self) -> str:
        """Its page at the desk."""
        opts = self.record._meta
        return reverse(f"admin:{opts.app_label}_{opts.model_name}_change", args=[self.record.pk])


class Alike(Base):
    """Mixin: tells and asks; a noun says in :meth:`alike_to` what may be the same."""

    @property
    def media(self) -> Media:
        """With the script that asks while one types."""
        return super().media + Media(js=["archive/alike.js"])

    def alike_to(self, request: HttpRequest, filled: QueryDict) -> Iterable[Held]:
        """Records like the one that is filled in so far, with a bound; nothing is written."""
        raise NotImplementedError

    def get_urls(self) -> list[URLPattern]:
        """With the address that is asked while one types."""
        name = f"{self.opts.app_label}_{self.opts.model_name}_alike"
        view = self.admin_site.admin_view(require_GET(self.alike_view))
        return [path("alike/", view, name=name), *super().get_urls()]

    def alike_view(self, request: HttpRequest) -> JsonResponse:
        """What is alike, the record on the form left out."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        but = request.GET.get("but", "")
        held = [one for one in self.alike_to(request, request.GET) if str(one.record.pk) != but]
        told = [{"url": one.address, "text": str(one.record), "how": one.how} for one in held]
        return JsonResponse({"alike": told, "label": gettext("In the archive:")})

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Ask before a second record of one is saved, unless that was answered."""
        if request.method == "POST" and object_id is None and self.has_add_permission(request):
            held = [one for one in self.alike_to(request, request.POST) if one.asked]
            answered = request.POST.get(ANOTHER, "").split(",")
            if any(str(one.record.pk) not in answered for one in held):
                request.refusal = ASKED  # type: ignore[attr-defined]  # read by Guarded.get_form
            keys = ",".join(str(one.record.pk) for one in held)
            asked = {"held": held, "another": ANOTHER, "held_keys": keys}
            extra_context = {**(extra_context or {}), **asked}
        return super().changeform_view(request, object_id, form_url, extra_context)
