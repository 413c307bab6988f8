"""Statistics of quotes are made anew when one in fifty was changed, not one in ten.

Whether a word is in more than 10,000 quotes is known from them, less what was changed since: of
1,000,000 quotes that would be up to 100,000, more than hold most words. It takes the server ten
seconds, in the background.
"""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("quotes", "0028_pairs_of_common_words")]

    operations = [
        migrations.RunSQL(
            "ALTER TABLE public.quotes_quote SET (autovacuum_analyze_scale_factor = 0.02)",
            "ALTER TABLE public.quotes_quote RESET (autovacuum_analyze_scale_factor)",
        ),
    ]
