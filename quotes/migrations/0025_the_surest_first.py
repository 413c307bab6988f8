"""An index in the order of equal matches: the surest first, then the newest.

Of one word the relevant quotes are those in this order, most often of those that hold it as typed.
Where many do, a walk along the index finds the first twenty of all, and not of the newest 500: “must”
took 15 ms of PostgreSQL's time and takes 5. It is 40 MB for 1,000,000 quotes.
"""

from datetime import date

from django.db import migrations, models
from django.db.models.functions import Coalesce


def _day(field: str) -> Coalesce:
    return Coalesce(field, models.Value(date.min, output_field=models.DateField()))


class Migration(migrations.Migration):
    dependencies = [("quotes", "0024_standing_steps_and_distinct_quotes")]

    operations = [
        migrations.AddIndex(
            model_name="quote",
            index=models.Index(
                models.Case(
                    models.When(standing="confirmed", then=1),
                    models.When(standing="unverified", then=0),
                    default=-1,
                    output_field=models.IntegerField(),
                ).desc(),
                _day("said_earliest").desc(),
                _day("said_latest").desc(),
                models.F("id").desc(),
                condition=models.Q(status="published"),
                name="quote_surest",
            ),
        ),
    ]
