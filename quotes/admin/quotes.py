"""Quotes: the list editors work from, and the form they enter them in."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, QueryDict
from django.urls import URLPattern

from archive.admin.alike import Alike, Held
from archive.admin.base import DeskAdmin, TableInline
from archive.admin.merging import Mergeable
from quotes import merging, permissions
from quotes.admin import entering, near, proposing
from quotes.admin.advice import advice, held_then, told
from quotes.admin.citations import CitationInline
from quotes.admin.classifying import CLASSIFYING
from quotes.admin.corrections import Correcting, QuoteForm
from quotes.admin.fidelity import FidelityFailed
from quotes.admin.files import Files
from quotes.admin.finding import DeskQuotes, Finding
from quotes.admin.moving import Moving, PassagesMoved
from quotes.admin.on_the_site import OnTheSite
from quotes.admin.one_step import Stepping
from quotes.admin.proposing import NONE_KNOWN
from quotes.admin.steps import BUTTONS, action
from quotes.admin.transitions import TransitionInline
from quotes.fidelity.verifying import check
from quotes.matching import distinct, holding
from quotes.models import ONCE_PUBLIC, SCHEDULED, Quote, QuoteRelation, QuoteTopic
from quotes.waiting import held_already
from quotes.workflow import open_the_chain


class RelationInline(TableInline):
    """What the quote is a translation or a variant of."""

    model = QuoteRelation
    fk_name = "quote"
    fields = ["relation", "other"]
    autocomplete_fields = ["other"]
    verbose_name = "relation"
    verbose_name_plural = "related quotes"

    def get_queryset(self, request: HttpRequest) -> QuerySet[QuoteRelation]:
        """With what each row is titled by."""
        return super().get_queryset(request).select_related("quote", "other")


class Mine(admin.SimpleListFilter):
    """One's own quotes, or those one may review."""

    title = "author"
    parameter_name = "by"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Me, or someone else."""
        return [("me", "me"), ("others", "others")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Quote]) -> QuerySet[Quote]:
        """Quotes this user wrote, or did not."""
        match self.value():
            case "me":
                return queryset.filter(author=request.user.pk)
            case "others":
                return queryset.exclude(author=request.user.pk)
        return queryset


class Scheduled(admin.SimpleListFilter):
    """Quotes approved for a time."""

    title = "scheduled"
    parameter_name = "scheduled"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Yes or no."""
        return [("yes", "approved for a time"), ("no", "not scheduled")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Quote]) -> QuerySet[Quote]:
        """Those that wait for their time, or do not."""
        match self.value():
            case "yes":
                return queryset.filter(SCHEDULED)
            case "no":
                return queryset.filter(publish_at=None)
        return queryset


class HeldTwice(admin.SimpleListFilter):
    """New quotes whose words another quote has."""

    title = "duplicates"
    parameter_name = "twice"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Only what may be one."""
        return [("yes", "possible duplicates")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Quote]) -> QuerySet[Quote]:
        """The newest that are not yet public and whose words are held."""
        return queryset.filter(pk__in=held_already()) if self.value() == "yes" else queryset


@admin.register(Quote)
class QuoteAdmin(
    Alike, Files, OnTheSite, Stepping, Moving, Correcting, Mergeable, Finding, DeskAdmin
):
    """What was said."""

    change_list_template = "admin/quotes/quote/change_list.html"
    form = QuoteForm
    merge = staticmethod(merging.merge)
    preview = staticmethod(merging.preview)
    list_display = [
        "words", "attributed_to", "kind", "when", "status", "standing", "author",
    ]  # fmt: skip
    list_filter = [
        "status",
        "kind",
        "standing",
        Mine,
        Scheduled,
        FidelityFailed,
        PassagesMoved,
        HeldTwice,
        "unattributed",
    ]
    # No index serves these orders; a click must not sort the whole archive.
    sortable_by = []
    search_fields = ["text"]
    found_by = DeskQuotes
    autocomplete_fields = ["speaker", "organization", "role", "speech", "topics"]
    inlines = [CitationInline, RelationInline, TransitionInline]
    actions = [action(button) for button in (*BUTTONS, *CLASSIFYING)]
    logged = [QuoteTopic]
    readonly_fields = [
        "status", "author", "reviewer", "self_reviewed", "publish_at", "published_at",
        "created_at", "updated_at", "said_or_delivered", "roles_held_then",
    ]  # fmt: skip
    fieldsets = [
        ("The words", {"fields": ["text", ("language", "spoken_language"), "kind"]}),
        (
            "Who said it",
            {
                "fields": [
                    "speaker", "organization", "role", "roles_held_then", "as_credited",
                    "unattributed",
                ]
            },
        ),
        ("When and where", {"fields": ["speech", ("said", "said_or_delivered")]}),
        ("About", {"fields": ["topics"]}),
        ("How sure we are", {"fields": ["standing", "public_note", "editor_note"]}),
        (
            "Record",
            {
                "classes": ["collapse"],
                "fields": [
                    "ref", "status", "author", "reviewer", "self_reviewed",
                    "publish_at", "published_at", "created_at", "updated_at",
                ],
            },
        ),
    ]  # fmt: skip

    class Media:
        js = ["quotes/proposing.js"]

    def get_urls(self) -> list[URLPattern]:
        """Those of the entering screen and of the form's questions before the admin's own."""
        return [*entering.urls(), proposing.url(), near.url(), *super().get_urls()]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Quote]:
        """With what a row names, without the search columns, which are larger than the text."""
        quotes = super().get_queryset(request).defer("stems", "exact")
        quotes = quotes.select_related("speaker", "organization", "author")
        return permissions.visible_to(request.user, quotes)

    def get_readonly_fields(self, request: HttpRequest, obj: Quote | None = None) -> list[str]:
        """The ref too, once the quote exists: it is in its address."""
        return [*super().get_readonly_fields(request, obj), *(["ref"] if obj else [])]

    def has_change_permission(self, request: HttpRequest, obj: Quote | None = None) -> bool:
        """One's own drafts, an editor everyone's; what is public, those who may correct."""
        allowed = super().has_change_permission(request, obj)
        return allowed and (obj is None or permissions.may_change(request.user, obj))

    def has_delete_permission(self, request: HttpRequest, obj: Quote | None = None) -> bool:
        """Drafts only: an address given out keeps answering."""
        allowed = super().has_delete_permission(request, obj)
        return allowed and (obj is None or permissions.may_delete(request.user, obj))

    def has_submit_permission(self, request: HttpRequest) -> bool:
        """Whether this user may hand quotes to the reviewers."""
        return request.user.has_perm("quotes.submit_quote")

    def has_review_permission(self, request: HttpRequest) -> bool:
        """Whether this user may publish, and send back."""
        return request.user.has_perm("quotes.review_quote")

    def has_retract_permission(self, request: HttpRequest) -> bool:
        """Whether this user may retract and restore."""
        return request.user.has_perm("quotes.retract_quote")

    def has_remove_permission(self, request: HttpRequest) -> bool:
        """Whether this user may remove for legal reasons."""
        return request.user.has_perm("quotes.remove_quote")

    def alike_to(self, request: HttpRequest, filled: QueryDict) -> list[Held]:
        """Those with the same words, nearly the same, or theirs in translation."""
        words = filled.get("text", "").replace("\0", " ").replace("\r\n", "\n")
        found = holding.alike(words, request.user) if words.strip() else {}
        judged = _judged_with(filled.get("but", ""))
        return [
            Held(one, _how(one, how), asked=not holding.no_duplicate(how))
            for one, how in found.items()
            if one.pk not in judged
        ]

    def get_inlines(self, request: HttpRequest, obj: Any) -> list[Any]:
        """A new quote has not come any way yet."""
        inlines = super().get_inlines(request, obj)
        return [one for one in inlines if obj is not None or one is not TransitionInline]

    def save_model(self, request: HttpRequest, obj: Quote, form: Any, change: bool) -> None:
        """Whoever enters a quote is its author."""
        if not change:
            obj.author_id = request.user.pk
        super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Then open what a public quote leads to now, and say what seems to be missing."""
        super().save_related(request, form, formsets, change)
        check(form.instance.citations.all())
        if form.instance.status in ONCE_PUBLIC:
            open_the_chain()
        for sentence in advice(form.instance):
            messages.warning(request, sentence)

    @admin.display(description="held then")
    def roles_held_then(self, quote: Quote) -> str:
        """What the speaker may have spoken as, with each role's period."""
        if quote.speaker_id is None:
            return "Proposed once the speaker and the date are saved."
        return "; ".join(told(one) for one in held_then(quote)) or str(NONE_KNOWN)

    @admin.display(description="quote")
    def words(self, quote: Quote) -> str:
        """Its beginning."""
        return str(quote)

    @admin.display(description="said by")
    def attributed_to(self, quote: Quote) -> str:
        """The speaker; the organization when it speaks itself."""
        speaker = quote.speaker or quote.organization
        return str(speaker) if speaker else "unattributed" if quote.unattributed else "–"

    @admin.display(description="said")
    def when(self, quote: Quote) -> str:
        """The quote's own date, else its speech's."""
        return quote.said_or_delivered


def _judged_with(key: str) -> set[int]:
    """The keys of quotes that an editor judged to be others than the one on the form."""
    if not key.isdecimal() or len(key) >= near.MANY_DIGITS:
        return set()
    pairs = distinct.of([int(key)]).values_list("quote_id", "other_id")
    return {one for pair in pairs for one in pair}


def _how(quote: Quote, how: str) -> str:
    who = str(quote.speaker or quote.organization or "")
    return ", ".join(part for part in (who, quote.get_status_display(), how) if part)
