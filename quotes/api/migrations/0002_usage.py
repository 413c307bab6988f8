"""How full each client's bucket is (``quotes.api.limits``): a table and no model.

Only one statement reads and writes it, nothing refers to it, and after a crash it is empty.
``fillfactor`` leaves room in each page, so that an update stays in it and touches no index.
"""

from django.db import migrations

MAKE = """
CREATE UNLOGGED TABLE public.api_usage (
    client text COLLATE "C" PRIMARY KEY,
    full_at timestamptz NOT NULL
) WITH (fillfactor = 50, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000)
"""


class Migration(migrations.Migration):
    dependencies = [("api", "0001_keys")]

    operations = [migrations.RunSQL(MAKE, "DROP TABLE public.api_usage")]
