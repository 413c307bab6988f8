"""The indexes of words know the blocks that quotes lie in.

Of a word in 182,000 of 4,000,000 quotes all places were gathered, 65 ms of PostgreSQL's time, for
the 10,000 quotes that facets looked at. With the blocks (``quotes.parts``) those of every 32nd
are, 5 ms. The indexes grow by 5 MB each at 4,000,000. Making them anew takes four minutes of
processor time for 1,000,000 quotes, in which nothing can be written.
"""

from django.contrib.postgres.indexes import GinIndex
from django.db import migrations, models
from django.db.models.functions import Collate

from quotes.parts import Divisors
from quotes.said import Years
from quotes.search.columns import pairs_of


def _made_of(
    name: str, words: str | models.Func
) -> list[migrations.RemoveIndex | migrations.AddIndex]:
    beside = (models.F("speaker"), models.F("organization"), Years(), Divisors())
    index = GinIndex(words, *beside, name=name)
    return [
        migrations.RemoveIndex(model_name="quote", name=name),
        migrations.AddIndex(model_name="quote", index=index),
    ]


class Migration(migrations.Migration):
    dependencies = [("quotes", "0030_sources_of_citations")]

    operations = [
        *_made_of("quote_stems", "stems"),
        *_made_of("quote_exact", "exact"),
        *_made_of("quote_pairs", Collate(pairs_of("exact"), "C")),
        # How many quotes are in each part: without, the planner would guess one of 200.
        migrations.RunSQL("ANALYZE public.quotes_quote", migrations.RunSQL.noop),
    ]
