"""Files that wait between their preview and the yes."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models

import quotes.files.uploads


class Migration(migrations.Migration):
    dependencies = [
        ("quotes", "0013_quotes_still_open"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Upload",
            fields=[
                (
                    "token",
                    models.CharField(
                        default=quotes.files.uploads.new_token,
                        max_length=32,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("noun", models.CharField(max_length=20)),
                ("name", models.CharField(max_length=200)),
                ("status", models.CharField(max_length=10)),
                ("content", models.BinaryField()),
                (
                    "created_at",
                    models.DateTimeField(
                        auto_now_add=True, db_default=django.db.models.functions.datetime.Now()
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["created_at"],
            },
        ),
    ]
