"""The log of changes tells of a quote whose citation has a new verdict."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("quotes", "0017_texts_captured_before"),
    ]

    operations = [
        pgtrigger.migrations.AddTrigger(
            model_name="fidelitycheck",
            trigger=pgtrigger.compiler.Trigger(
                name="tell_of_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="INSERT INTO public.archive_change (kind, ref, spread, event) \nSELECT 'quote', o.ref, '', '' FROM public.quotes_quote o\nWHERE o.id IN (SELECT (SELECT quote_id FROM public.quotes_citation c WHERE c.id = after.citation_id) FROM after) AND o.status IN ('published', 'retracted')\n    AND o.xmin <> pg_current_xact_id()::xid; RETURN NULL;",
                    hash="b963ae3a38600525d607961a8547209f5772431d",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_tell_of_insert_387fc",
                    referencing="REFERENCING NEW TABLE AS after ",
                    table="quotes_fidelitycheck",
                    when="AFTER",
                ),
            ),
        ),
    ]
