"""A ref is unique by a constraint of that name, without the index for LIKE that nothing asks.

The check of its letters leaves the length to the column: bounded repetition took 5 µs a row.
"""

from django.db import migrations, models

import archive.models.fields


class Migration(migrations.Migration):
    dependencies = [
        ("archive", "0003_permissions"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="organization",
            name="organization_ref_fits_an_address",
        ),
        migrations.RemoveConstraint(
            model_name="person",
            name="person_ref_fits_an_address",
        ),
        migrations.RemoveConstraint(
            model_name="role",
            name="role_ref_fits_an_address",
        ),
        migrations.RemoveConstraint(
            model_name="source",
            name="source_ref_fits_an_address",
        ),
        migrations.RemoveConstraint(
            model_name="speech",
            name="speech_ref_fits_an_address",
        ),
        migrations.AlterField(
            model_name="organization",
            name="ref",
            field=archive.models.fields.RefField(
                default=archive.models.fields.new_ref,
                help_text="Permanent name in addresses and files. Never changes.",
                max_length=120,
            ),
        ),
        migrations.AlterField(
            model_name="person",
            name="ref",
            field=archive.models.fields.RefField(
                default=archive.models.fields.new_ref,
                help_text="Permanent name in addresses and files. Never changes.",
                max_length=120,
            ),
        ),
        migrations.AlterField(
            model_name="role",
            name="ref",
            field=archive.models.fields.RefField(
                default=archive.models.fields.new_ref,
                help_text="Permanent name in addresses and files. Never changes.",
                max_length=120,
            ),
        ),
        migrations.AlterField(
            model_name="source",
            name="ref",
            field=archive.models.fields.RefField(
                default=archive.models.fields.new_ref,
                help_text="Permanent name in addresses and files. Never changes.",
                max_length=120,
            ),
        ),
        migrations.AlterField(
            model_name="speech",
            name="ref",
            field=archive.models.fields.RefField(
                default=archive.models.fields.new_ref,
                help_text="Permanent name in addresses and files. Never changes.",
                max_length=120,
            ),
        ),
        migrations.AddConstraint(
            model_name="organization",
            constraint=models.CheckConstraint(
                condition=models.Q(("ref__regex", "^[A-Za-z0-9][A-Za-z0-9._:~-]*$")),
                name="organization_ref_fits_an_address",
                violation_error_message="A ref holds only letters, digits and . _ : ~ -",
            ),
        ),
        migrations.AddConstraint(
            model_name="organization",
            constraint=models.UniqueConstraint(fields=("ref",), name="organization_ref_is_unique"),
        ),
        migrations.AddConstraint(
            model_name="person",
            constraint=models.CheckConstraint(
                condition=models.Q(("ref__regex", "^[A-Za-z0-9][A-Za-z0-9._:~-]*$")),
                name="person_ref_fits_an_address",
                violation_error_message="A ref holds only letters, digits and . _ : ~ -",
            ),
        ),
        migrations.AddConstraint(
            model_name="person",
            constraint=models.UniqueConstraint(fields=("ref",), name="person_ref_is_unique"),
        ),
        migrations.AddConstraint(
            model_name="role",
            constraint=models.CheckConstraint(
                condition=models.Q(("ref__regex", "^[A-Za-z0-9][A-Za-z0-9._:~-]*$")),
                name="role_ref_fits_an_address",
                violation_error_message="A ref holds only letters, digits and . _ : ~ -",
            ),
        ),
        migrations.AddConstraint(
            model_name="role",
            constraint=models.UniqueConstraint(fields=("ref",), name="role_ref_is_unique"),
        ),
        migrations.AddConstraint(
            model_name="source",
            constraint=models.CheckConstraint(
                condition=models.Q(("ref__regex", "^[A-Za-z0-9][A-Za-z0-9._:~-]*$")),
                name="source_ref_fits_an_address",
                violation_error_message="A ref holds only letters, digits and . _ : ~ -",
            ),
        ),
        migrations.AddConstraint(
            model_name="source",
            constraint=models.UniqueConstraint(fields=("ref",), name="source_ref_is_unique"),
        ),
        migrations.AddConstraint(
            model_name="speech",
            constraint=models.CheckConstraint(
                condition=models.Q(("ref__regex", "^[A-Za-z0-9][A-Za-z0-9._:~-]*$")),
                name="speech_ref_fits_an_address",
                violation_error_message="A ref holds only letters, digits and . _ : ~ -",
            ),
        ),
        migrations.AddConstraint(
            model_name="speech",
            constraint=models.UniqueConstraint(fields=("ref",), name="speech_ref_is_unique"),
        ),
    ]
