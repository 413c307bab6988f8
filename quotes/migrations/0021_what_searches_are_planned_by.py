"""What the planner needs to choose well for a search.

An index of languages, for questions that a minority's language reads otherwise: “also people” took
147 ms at a million quotes, and takes 15, since of German quotes, where “also” is a stop word, there
are none to look at. And statistics of four times as many stems: a rare one was taken to be in 1,300
quotes, so that all 140,000 quotes of a speaker were looked up to be met with thirteen.
"""

from django.contrib.postgres.indexes import OpClass
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("quotes", "0020_uploads_with_a_reason")]

    operations = [
        migrations.AddIndex(
            model_name="quote",
            index=models.Index(
                OpClass(models.F("language"), name="varchar_pattern_ops"), name="quote_language"
            ),
        ),
        migrations.RunSQL(
            "ALTER TABLE public.quotes_quote ALTER COLUMN stems SET STATISTICS 400",
            "ALTER TABLE public.quotes_quote ALTER COLUMN stems SET STATISTICS -1",
        ),
    ]
