"""The indexes of words know speakers and organizations too.

“must” of one who said a seventh of 1,000,000 quotes: all 142,000 of them were gathered to be met
with those that hold the word, 13 to 21 ms; one index that knows both takes 6. Each is no larger than
before. And the index of languages is of what the search asks, ``en`` of ``en-GB``: as a pattern it
cost 0.5 µs at each quote looked at, as this a tenth. Making the three takes some 40 seconds for
1,000,000 quotes, in which nothing can be written.
"""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.operations import BtreeGinExtension
from django.db import migrations, models

from quotes.search.columns import Primary


class Migration(migrations.Migration):
    dependencies = [("quotes", "0021_what_searches_are_planned_by")]

    operations = [
        BtreeGinExtension(),
        migrations.RemoveIndex(model_name="quote", name="quote_stems"),
        migrations.AddIndex(
            model_name="quote",
            index=GinIndex(fields=["stems", "speaker", "organization"], name="quote_stems"),
        ),
        migrations.RemoveIndex(model_name="quote", name="quote_exact"),
        migrations.AddIndex(
            model_name="quote",
            index=GinIndex(fields=["exact", "speaker", "organization"], name="quote_exact"),
        ),
        migrations.RemoveIndex(model_name="quote", name="quote_language"),
        migrations.AddIndex(
            model_name="quote",
            index=models.Index(Primary(models.F("language")), name="quote_language"),
        ),
        # How many quotes are of each language: without, the planner would guess one of 200.
        migrations.RunSQL("ANALYZE public.quotes_quote", migrations.RunSQL.noop),
    ]
