"""Fewer indexes and keys for a quote to pay for.

Gone are an index for LIKE on each ref, indexes that repeat the beginning of another, those of the
log's foreign keys that nothing looks up by, the NULLs in those of keys mostly unknown, and keys
that a composite one implies. An import spends a tenth less processor time.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import archive.models.fields


class Migration(migrations.Migration):
    dependencies = [
        ("archive", "0004_lean_indexes"),
        ("quotes", "0008_passages"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="quote",
            name="quote_ref_fits_an_address",
        ),
        migrations.RemoveConstraint(
            model_name="topic",
            name="topic_ref_fits_an_address",
        ),
        migrations.AlterField(
            model_name="citation",
            name="quote",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="citations",
                to="quotes.quote",
            ),
        ),
        migrations.AlterField(
            model_name="citation",
            name="source_text",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                db_index=False,
                help_text="The captured edition the anchor counts in.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="citations",
                to="archive.sourcetext",
            ),
        ),
        migrations.AlterField(
            model_name="citationevent",
            name="source",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="archive.source",
            ),
        ),
        migrations.AlterField(
            model_name="citationevent",
            name="source_text",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                db_index=False,
                help_text="The captured edition the anchor counts in.",
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="archive.sourcetext",
            ),
        ),
        migrations.AlterField(
            model_name="quote",
            name="author",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="authored_quotes",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AlterField(
            model_name="quote",
            name="ref",
            field=archive.models.fields.RefField(
                default=archive.models.fields.new_ref,
                help_text="Permanent name in addresses and files. Never changes.",
                max_length=120,
            ),
        ),
        migrations.AlterField(
            model_name="quote",
            name="reviewer",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="reviewed_quotes",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AlterField(
            model_name="quote",
            name="role",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                help_text="What the speaker was then.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="quotes",
                to="archive.role",
            ),
        ),
        migrations.AlterField(
            model_name="quote",
            name="speech",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="quotes",
                to="archive.speech",
            ),
        ),
        migrations.AlterField(
            model_name="quoteevent",
            name="author",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AlterField(
            model_name="quoteevent",
            name="organization",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                db_index=False,
                help_text="The speaker's, or the speaker itself when no person is named.",
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="archive.organization",
            ),
        ),
        migrations.AlterField(
            model_name="quoteevent",
            name="reviewer",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AlterField(
            model_name="quoteevent",
            name="role",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                db_index=False,
                help_text="What the speaker was then.",
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="archive.role",
            ),
        ),
        migrations.AlterField(
            model_name="quoteevent",
            name="speaker",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="archive.person",
            ),
        ),
        migrations.AlterField(
            model_name="quoteevent",
            name="speech",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="archive.speech",
            ),
        ),
        migrations.AlterField(
            model_name="topic",
            name="ref",
            field=archive.models.fields.RefField(
                default=archive.models.fields.new_ref,
                help_text="Permanent name in addresses and files. Never changes.",
                max_length=120,
            ),
        ),
        migrations.AddIndex(
            model_name="citation",
            index=models.Index(
                condition=models.Q(("source_text__isnull", False)),
                fields=["source_text"],
                name="citation_source_text_known",
            ),
        ),
        migrations.AddIndex(
            model_name="quote",
            index=models.Index(
                condition=models.Q(("role__isnull", False)),
                fields=["role"],
                name="quote_role_known",
            ),
        ),
        migrations.AddIndex(
            model_name="quote",
            index=models.Index(
                condition=models.Q(("author__isnull", False)),
                fields=["author"],
                name="quote_author_known",
            ),
        ),
        migrations.AddIndex(
            model_name="quote",
            index=models.Index(
                condition=models.Q(("reviewer__isnull", False)),
                fields=["reviewer"],
                name="quote_reviewer_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="quote",
            constraint=models.CheckConstraint(
                condition=models.Q(("ref__regex", "^[A-Za-z0-9][A-Za-z0-9._:~-]*$")),
                name="quote_ref_fits_an_address",
                violation_error_message="A ref holds only letters, digits and . _ : ~ -",
            ),
        ),
        migrations.AddConstraint(
            model_name="quote",
            constraint=models.UniqueConstraint(fields=("ref",), name="quote_ref_is_unique"),
        ),
        migrations.AddConstraint(
            model_name="topic",
            constraint=models.CheckConstraint(
                condition=models.Q(("ref__regex", "^[A-Za-z0-9][A-Za-z0-9._:~-]*$")),
                name="topic_ref_fits_an_address",
                violation_error_message="A ref holds only letters, digits and . _ : ~ -",
            ),
        ),
        migrations.AddConstraint(
            model_name="topic",
            constraint=models.UniqueConstraint(fields=("ref",), name="topic_ref_is_unique"),
        ),
    ]
