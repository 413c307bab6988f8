"""An administrator unlocks who was locked out: deleting the attempts is all it takes."""

from importlib import import_module

from django.db import migrations

UNLOCKING = [("axes", f"{act}_accessattempt") for act in ("view", "delete")]


def let_administrators_unlock(apps, _schema_editor):
    """Add it to what the group may do."""
    permission = import_module("quotes.migrations.0006_groups").permission
    administrators = apps.get_model("auth", "Group").objects.filter(name="Administrator")
    for group in administrators:
        group.permissions.add(*(permission(apps, *one) for one in UNLOCKING))


class Migration(migrations.Migration):
    dependencies = [
        ("quotes", "0015_dates_that_span_years"),
        ("axes", "0010_accessattemptexpiration"),
    ]

    operations = [migrations.RunPython(let_administrators_unlock, migrations.RunPython.noop)]
