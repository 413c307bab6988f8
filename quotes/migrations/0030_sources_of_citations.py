"""The sources of ten thousand quotes are read from the index that finds their citations.

Making it anew takes less than three seconds for a million citations.
"""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("archive", "0010_publishers_of_sources"),
        ("quotes", "0029_fresh_statistics"),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="citation", name="citation_one_a_place"),
        migrations.AddConstraint(
            model_name="citation",
            constraint=models.UniqueConstraint(
                fields=("quote", "position"), include=("source",), name="citation_one_a_place"
            ),
        ),
    ]
