"""Passages of the captured texts, and the search columns of a speech's heading.

Headings have no stored columns: they are short, and two indexes hold what is looked for. What an
archive captured before is cut by its next import, or when its source is saved.
"""

import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
from django.db import migrations, models

import archive.models.fields

FUNCTIONS = [
    # ``gapsign`` keeps phrases from running from one into the next, as in search_exact.
    """
CREATE FUNCTION public.speech_heading(title text, occasion text, place text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT title || ' gapsign ' || occasion || ' gapsign ' || place
$$""",
    """
CREATE FUNCTION public.speech_stems(title text, occasion text, place text) RETURNS tsvector
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT public.search_stems(public.speech_heading(title, occasion, place), 'en')
$$""",
    """
CREATE FUNCTION public.speech_exact(title text, occasion text, place text) RETURNS tsvector
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT public.search_exact(public.speech_heading(title, occasion, place))
$$""",
    """
CREATE INDEX speech_heading_stems ON archive_speech
    USING gin (public.speech_stems(title, occasion, place))""",
    """
CREATE INDEX speech_heading_exact ON archive_speech
    USING gin (public.speech_exact(title, occasion, place))""",
]

DROP = [
    "DROP INDEX public.speech_heading_exact",
    "DROP INDEX public.speech_heading_stems",
    "DROP FUNCTION public.speech_exact(text, text, text)",
    "DROP FUNCTION public.speech_stems(text, text, text)",
    "DROP FUNCTION public.speech_heading(text, text, text)",
]


class Migration(migrations.Migration):
    dependencies = [
        ("archive", "0002_record"),
        ("quotes", "0007_suggestions_and_corrections"),
    ]

    operations = [
        migrations.CreateModel(
            name="Passage",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "start",
                    models.PositiveIntegerField(
                        help_text="Its first character in the edition, from 0."
                    ),
                ),
                ("text", models.TextField()),
                (
                    "language",
                    archive.models.fields.LanguageField(
                        blank=True,
                        default="",
                        help_text="The edition's, else its source's.",
                        max_length=35,
                    ),
                ),
                (
                    "stems",
                    models.GeneratedField(
                        db_persist=True,
                        expression=models.Func(
                            models.F("text"), models.F("language"), function="public.search_stems"
                        ),
                        output_field=django.contrib.postgres.search.SearchVectorField(),
                    ),
                ),
                (
                    "exact",
                    models.GeneratedField(
                        db_persist=True,
                        expression=models.Func(models.F("text"), function="public.search_exact"),
                        output_field=django.contrib.postgres.search.SearchVectorField(),
                    ),
                ),
                (
                    "edition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="passages",
                        to="archive.sourcetext",
                    ),
                ),
            ],
            options={
                "ordering": ["edition", "start"],
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(
                        fields=["stems"], name="passage_stems"
                    ),
                    django.contrib.postgres.indexes.GinIndex(
                        fields=["exact"], name="passage_exact"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("edition", "start"), name="passage_once_a_place"
                    )
                ],
            },
        ),
        migrations.RunSQL(FUNCTIONS, DROP),
    ]
