"""The publishers of thousands of sources are read from an index, for the facet of publishers."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("archive", "0009_sources_at_an_address")]

    operations = [
        migrations.AddIndex(
            model_name="source",
            index=models.Index(
                fields=["id"],
                include=("publisher",),
                condition=models.Q(is_public=True),
                name="source_publisher",
            ),
        ),
    ]
