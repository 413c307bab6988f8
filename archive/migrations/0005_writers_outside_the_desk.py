"""The change log names the database's own user for what is written outside the desk."""

from django.db import migrations

# In place of django-pghistory's function, which leaves such a write without a context. One context
# a transaction; what the desk writes names its person, as before.
ATTACH = """
CREATE OR REPLACE FUNCTION _pgh_attach_context() RETURNS pghistory_context.id%TYPE AS $$
DECLARE
    context_id uuid := NULLIF(current_setting('pghistory.context_id', true), '');
    said jsonb := NULLIF(current_setting('pghistory.context_metadata', true), '');
BEGIN
    IF context_id IS NULL OR said IS NULL THEN
        context_id := gen_random_uuid();
        said := jsonb_build_object('database_user', session_user);
        PERFORM set_config('pghistory.context_id', context_id::text, true),
                set_config('pghistory.context_metadata', said::text, true);
    END IF;
    INSERT INTO pghistory_context (id, metadata, created_at, updated_at)
        VALUES (context_id, said, now(), now())
        ON CONFLICT (id) DO UPDATE SET metadata = EXCLUDED.metadata, updated_at = EXCLUDED.updated_at
            WHERE pghistory_context.metadata <> EXCLUDED.metadata;
    RETURN context_id;
END;
$$ LANGUAGE plpgsql
"""


class Migration(migrations.Migration):
    dependencies = [
        ("archive", "0004_lean_indexes"),
        ("pghistory", "0007_auto_20250421_0444"),
    ]

    operations = [
        migrations.RunSQL(ATTACH, migrations.RunSQL.noop)
    ]  # it works for the older state, too
