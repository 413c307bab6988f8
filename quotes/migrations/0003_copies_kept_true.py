"""Composite foreign keys: the database keeps repeated columns equal to their originals.

A quote's date is its speech's unless better known, and a generated column can only read its own
row; so the row repeats the speech's date, and this key makes a wrong repetition impossible and
carries every correction along (ON UPDATE CASCADE). Likewise an anchor lies within its text, and
the text belongs to the source cited.
"""

from django.db import migrations

QUOTE_DATE = """
ALTER TABLE quotes_quote ADD CONSTRAINT quote_repeats_its_speechs_date
    FOREIGN KEY (speech_id, speech_delivered) REFERENCES archive_speech (id, delivered)
    ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED
"""

CITED_TEXT = """
ALTER TABLE quotes_citation ADD CONSTRAINT citation_text_is_of_its_source
    FOREIGN KEY (source_text_id, source_id, text_length)
    REFERENCES archive_sourcetext (id, source_id, length)
    ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED
"""


class Migration(migrations.Migration):
    dependencies = [("quotes", "0002_quotes")]

    operations = [
        migrations.RunSQL(
            QUOTE_DATE,
            "ALTER TABLE quotes_quote DROP CONSTRAINT quote_repeats_its_speechs_date",
        ),
        migrations.RunSQL(
            CITED_TEXT,
            "ALTER TABLE quotes_citation DROP CONSTRAINT citation_text_is_of_its_source",
        ),
    ]
