"""Quotes: what was said."""

from typing import Self

import pghistory
from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Collate, Now

from archive.models import Organization, Person, Role, Source, Speech
from archive.models.base import desk_permissions
from archive.models.changes import Spread, differs, told, told_of
from archive.models.fields import (
    CopiedTextField,
    LanguageField,
    PartialDateField,
    RefField,
    earliest_of,
    is_a_date,
    is_a_language,
    is_a_ref,
    is_not_blank,
    latest_of,
    where_known,
)
from archive.models.history import kept, unindexed
from quotes.language_tags import is_translation
from quotes.models.topics import Topic
from quotes.parts import Divisors
from quotes.said import LONG, NEWEST, OLDEST, SUREST, Years
from quotes.search.columns import Primary, pairs_of, search_column
from quotes.states import (
    IS_SHOWN,
    PUBLISHED,
    SCHEDULED,
    SHOWN,
    WAS_OR_IS_SHOWN,
    Kind,
    Standing,
    Status,
)


class QuoteQuerySet(models.QuerySet["Quote"]):
    """Questions about quotes."""

    def published(self) -> Self:
        """What search, lists and feeds show by default."""
        return self.filter(PUBLISHED)

    def shown(self) -> Self:
        """What has a readable page: published, and retracted with its note."""
        return self.filter(status__in=SHOWN)

    def scheduled(self) -> Self:
        """What is approved and waits for its time."""
        return self.filter(SCHEDULED)

    def newest(self) -> Self:
        """Latest first, unknown dates last."""
        return self.order_by(*(key.desc() for key in NEWEST))


class Quote(models.Model):
    """Words attributed to a person or an organization.

    ``text`` is the archive's reading of the words; what each source printed is in its citation.
    """

    ref = RefField()
    text = models.TextField(help_text="The words, exactly, in the language given below.")
    language = LanguageField(help_text="Language of these words: en, zh.")
    spoken_language = LanguageField(
        help_text="Language they were spoken in. Different from the above: a translation."
    )
    kind = models.CharField(max_length=10, choices=Kind.choices)
    speaker = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="quotes"
    )
    organization = models.ForeignKey(
        Organization,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="quotes",
        help_text="The speaker's, or the speaker itself when no person is named.",
    )
    role = models.ForeignKey(
        Role,
        models.PROTECT,
        null=True,
        blank=True,
        db_index=False,
        related_name="quotes",
        help_text="What the speaker was then.",
    )
    unattributed = models.BooleanField(
        default=False, db_default=False, help_text="The source names no speaker."
    )
    as_credited = models.CharField(
        max_length=500, blank=True, default="", help_text="The attribution as printed."
    )
    speech = models.ForeignKey(
        Speech,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="quotes",
        db_constraint=False,  # the key that keeps `speech_delivered` true says this too
    )
    speech_delivered = CopiedTextField(of="speech.delivered", max_length=40, default="", blank=True)
    said = PartialDateField(help_text="Only where better known than the speech's date.")
    said_earliest = earliest_of("said", "speech_delivered")
    said_latest = latest_of("said", "speech_delivered")
    topics = models.ManyToManyField(Topic, blank=True, related_name="quotes")
    related = models.ManyToManyField(
        "self", through="QuoteRelation", symmetrical=False, related_name="related_from"
    )
    sources = models.ManyToManyField(Source, through="Citation", related_name="quotes")

    status = models.CharField(max_length=10, choices=Status.choices, default=Status.DRAFT)
    standing = models.CharField(
        max_length=15, choices=Standing.choices, default=Standing.UNVERIFIED
    )
    public_note = models.TextField(
        blank=True,
        default="",
        help_text="Shown with the quote: why disputed, retracted, corrected.",
    )
    editor_note = models.TextField(blank=True, default="", help_text="For editors only.")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        db_index=False,
        related_name="authored_quotes",
    )
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        db_index=False,
        related_name="reviewed_quotes",
    )
    self_reviewed = models.BooleanField(default=False, db_default=False, editable=False)
    publish_at = models.DateTimeField(
        null=True,
        blank=True,
        editable=False,
        help_text="Approved by its reviewer, to be published at this time.",
    )
    published_at = models.DateTimeField(null=True, blank=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True, db_default=Now())
    updated_at = models.DateTimeField(auto_now=True, db_default=Now())

    stems = search_column("public.search_stems", "text", "language")
    exact = search_column("public.search_exact", "text")

    objects = QuoteQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        indexes = [
            # What was said by one, or within a year, is found without looking at all of that.
            GinIndex("stems", "speaker", "organization", Years(), Divisors(), name="quote_stems"),
            GinIndex("exact", "speaker", "organization", Years(), Divisors(), name="quote_exact"),
            GinIndex(
                Collate(pairs_of("exact"), "C"),
                F("speaker"),
                F("organization"),
                Years(),
                Divisors(),
                name="quote_pairs",
            ),
            *where_known("quote", "role", "author", "reviewer"),
            models.Index(
                F("published_at").desc(nulls_last=True),
                F("id").desc(),
                name="quote_published_lately",
                condition=PUBLISHED,
            ),
            # Few of many: what an editor's home counts and begins.
            models.Index(
                fields=["status", "id"],
                name="quote_open",
                condition=Q(status__in=["draft", "in_review"]),
            ),
            # Asked once a second by every process: is anything due?
            models.Index(fields=["publish_at"], name="quote_scheduled", condition=SCHEDULED),
            # A page in order walks one of these; the expressions are those of the query.
            models.Index(*(key.desc() for key in SUREST), name="quote_surest", condition=PUBLISHED),
            models.Index(*(key.desc() for key in NEWEST), name="quote_newest", condition=PUBLISHED),
            models.Index(*(key.asc() for key in OLDEST), name="quote_oldest", condition=PUBLISHED),
            # For questions that a minority's language reads otherwise.
            models.Index(Primary(F("language")), name="quote_language"),
            models.Index(
                fields=["said_latest"], name="quote_said_long", condition=PUBLISHED & LONG
            ),
        ]
        constraints = [
            *is_a_ref("quote"),
            is_a_date("quote", "said"),
            is_not_blank("quote", "text"),
            *is_a_language("quote", "language", "spoken_language"),
            models.CheckConstraint(name="quote_kind_is_known", condition=Q(kind__in=Kind.values)),
            models.CheckConstraint(
                name="quote_status_is_known", condition=Q(status__in=Status.values)
            ),
            models.CheckConstraint(
                name="quote_standing_is_known", condition=Q(standing__in=Standing.values)
            ),
            models.CheckConstraint(
                name="quote_shown_has_an_attribution",
                condition=~Q(status__in=SHOWN)
                | Q(speaker__isnull=False)
                | Q(organization__isnull=False)
                | Q(unattributed=True),
                violation_error_message=(
                    "A published quote needs a speaker, an organization, or “unattributed”."
                ),
            ),
            models.CheckConstraint(
                name="quote_unattributed_names_no_speaker",
                condition=Q(unattributed=False)
                | Q(speaker__isnull=True, organization__isnull=True, role__isnull=True),
                violation_error_message="An unattributed quote has no speaker or organization.",
            ),
            models.CheckConstraint(
                name="quote_scheduled_is_in_review",
                condition=Q(publish_at__isnull=True) | Q(status=Status.IN_REVIEW.value),
                violation_error_message="Only a quote in review can be approved for a time.",
            ),
            models.CheckConstraint(
                name="quote_retracted_says_why",
                condition=~Q(status="retracted") | Q(public_note__regex=r"\S"),
                violation_error_message="A retraction needs a public note that says why.",
            ),
            models.CheckConstraint(
                name="quote_reviewer_is_not_author",
                condition=Q(self_reviewed=True)
                | Q(reviewer__isnull=True)
                | Q(author__isnull=True)
                | ~Q(reviewer=F("author")),
                violation_error_message="The reviewer must be someone other than the author.",
            ),
            models.CheckConstraint(
                name="quote_date_comes_from_its_speech",
                condition=Q(speech__isnull=False) | Q(speech_delivered=""),
            ),
        ]
        triggers = told(
            "quote",
            {Spread.SHOWN: WAS_OR_IS_SHOWN + f" AND ({differs('text', 'language', 'status')})"},
            public=IS_SHOWN,
            restored="a.status = 'published' AND b.status IN ('retracted', 'removed')",
        )
        permissions = [
            *desk_permissions("quote", "quotes"),
            ("edit_others_quote", "Can see and change quotes others are working on"),
            ("submit_quote", "Can submit quotes for review"),
            ("review_quote", "Can publish quotes others wrote"),
            ("retract_quote", "Can retract and restore quotes"),
            ("remove_quote", "Can remove quotes for legal reasons"),
        ]

    def __str__(self) -> str:
        return self.text if len(self.text) <= 80 else f"{self.text[:79]}…"

    @property
    def said_or_delivered(self) -> str:
        """When it was said, as EDTF: the quote's own date, else its speech's; empty if unknown."""
        return self.said or self.speech_delivered

    @property
    def is_translation(self) -> bool:
        """Whether the words are known to be in another language than the one spoken."""
        return is_translation(self.language, self.spoken_language)


pghistory.track(
    *kept(),
    exclude=["stems", "exact", "said_earliest", "said_latest", "related", "sources"],
    attrs=unindexed(Quote, "speaker", "organization", "role", "speech", "author", "reviewer"),
    # The newest corrections are found among changes alone: a load of a million quotes is none.
    meta={
        "indexes": [
            models.Index(
                fields=["-pgh_id"], name="quoteevent_updates", condition=Q(pgh_label="update")
            )
        ]
    },
)(Quote)


@pghistory.track(
    pghistory.InsertEvent(level=pghistory.Statement),
    pghistory.DeleteEvent(level=pghistory.Statement),
    obj_field=None,
)
class QuoteTopic(Quote.topics.through):  # type: ignore[name-defined]  # made by Django at run time
    """A quote's topic, for the change log."""

    class Meta:
        proxy = True
        triggers = told_of("quote", "quotes_quote", "quote_id", IS_SHOWN)

    def __str__(self) -> str:
        return f"{self.quote}: {self.topic}"
