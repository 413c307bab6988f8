"""Administrators keep the API's keys: make, name and revoke them."""

from django.db import migrations


def permit(apps, _schema_editor):
    """Add the permissions to the group; the group itself is made with the desk's others."""
    content_type, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label="api", model="apikey"
    )
    for group in apps.get_model("auth", "Group").objects.filter(name="Administrator"):
        for act in ("view", "add", "change"):
            permission, _ = apps.get_model("auth", "Permission").objects.get_or_create(
                content_type=content_type,
                codename=f"{act}_apikey",
                defaults={"name": f"Can {act} API key"},
            )
            group.permissions.add(permission)


class Migration(migrations.Migration):
    dependencies = [
        ("api", "0002_usage"),
        ("quotes", "0006_groups"),
    ]

    operations = [migrations.RunPython(permit, migrations.RunPython.noop)]
