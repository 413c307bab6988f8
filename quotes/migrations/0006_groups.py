"""The desk's groups. What belongs to one is listed here once; an administrator may change it."""

from django.db import migrations

RECORD = ("person", "organization", "role", "source", "speech")
ROWS = ("personname", "organizationname", "derivation", "speechspeaker", "speechsource")
"""What is entered on a noun's own page."""

ENTERING = [
    *(("archive", f"{act}_{noun}") for noun in RECORD for act in ("view", "add", "change")),
    *(("archive", f"{act}_{row}") for row in ROWS for act in ("view", "add", "change", "delete")),
    ("archive", "view_sourcetext"),
    ("archive", "add_sourcetext"),
    ("archive", "view_redirect"),
    *(("quotes", f"{act}_topic") for act in ("view", "add", "change")),
    *(
        ("quotes", f"{act}_{noun}")
        for noun in ("quote", "citation", "quoterelation")
        for act in ("view", "add", "change", "delete")
    ),
    ("quotes", "submit_quote"),
]

EDITING = [
    *(("archive", f"{act}_{noun}") for noun in RECORD for act in ("delete", "correct", "merge")),
    *(("quotes", f"{act}_topic") for act in ("delete", "correct", "merge")),
    *(
        ("quotes", f"{act}_quote")
        for act in ("edit_others", "review", "retract", "correct", "merge")
    ),
]

ADMINISTERING = [
    ("quotes", "remove_quote"),
    *(
        ("auth", f"{act}_{noun}")
        for noun in ("user", "group")
        for act in ("view", "add", "change", "delete")
    ),
]

GROUPS = {
    "Contributor": ENTERING,
    "Editor": [*ENTERING, *EDITING],
    "Administrator": [*ENTERING, *EDITING, *ADMINISTERING],
}


def create_groups(apps, _schema_editor):
    """Create the groups; permissions are else created only after every migration has run."""
    Group = apps.get_model("auth", "Group")
    for name, permissions in GROUPS.items():
        group, _ = Group.objects.get_or_create(name=name)
        group.permissions.add(*(permission(apps, *one) for one in permissions))


def permission(apps, app, codename):
    """The permission as Django will name it, created if it is not there yet."""
    noun = codename.rpartition("_")[2]
    content_type, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label=app, model=noun
    )
    return apps.get_model("auth", "Permission").objects.get_or_create(
        content_type=content_type, codename=codename, defaults={"name": label(apps, app, codename)}
    )[0]


def label(apps, app, codename):
    """The permission's name: a model's own, else Django's “Can add person”."""
    act, _, noun = codename.rpartition("_")
    options = apps.get_model(app, noun)._meta
    return dict(options.permissions).get(codename, f"Can {act} {options.verbose_name}")


class Migration(migrations.Migration):
    dependencies = [
        ("archive", "0003_permissions"),
        ("quotes", "0005_permissions"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(create_groups, migrations.RunPython.noop)]
