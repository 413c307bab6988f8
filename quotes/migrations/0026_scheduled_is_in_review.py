# What is approved for a time is in review: a file that published it earlier left the time behind.

from django.db import migrations, models


def forget_times_that_mean_nothing(apps, schema_editor):
    quotes = apps.get_model("quotes", "Quote").objects.using(schema_editor.connection.alias)
    quotes.filter(publish_at__isnull=False).exclude(status="in_review").update(publish_at=None)


class Migration(migrations.Migration):
    dependencies = [("quotes", "0025_the_surest_first")]

    operations = [
        migrations.RunPython(forget_times_that_mean_nothing, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="quote",
            constraint=models.CheckConstraint(
                name="quote_scheduled_is_in_review",
                condition=models.Q(publish_at__isnull=True) | models.Q(status="in_review"),
                violation_error_message="Only a quote in review can be approved for a time.",
            ),
        ),
    ]
