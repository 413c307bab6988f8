"""The functions that generated columns and indexes are built from, before any table needs one.

Each is schema-qualified and names everything outside ``pg_catalog`` with its schema, because
``pg_restore`` empties the search path. None has a ``SET search_path`` clause: that would keep
PostgreSQL from inlining the one-line ones, and costs more than all the work of the others.

Changing what one of them returns does not recompute what is stored: a later migration that
redefines one must also rewrite the columns and reindex the indexes that use it.
"""

from django.contrib.postgres.operations import (
    BtreeGistExtension,
    TrigramExtension,
    UnaccentExtension,
)
from django.db import migrations

EDTF_DAY = r"""
CREATE FUNCTION public.edtf_day(value text, latest boolean) RETURNS date
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
-- First or last day of one partial date, no interval. The pattern is that of archive/dates.py.
DECLARE
    bare text COLLATE "C" := rtrim(value, '?~%');
    y int;
    m int;
    d int;
    days int;
BEGIN
    -- COLLATE "C": a nondeterministic collation cannot match patterns and would raise.
    IF value COLLATE "C" !~ ('^(?!000[0X]|00XX)([0-9]{2}([0-9]X|XX)|'
        || '[0-9]{4}(-XX(-XX)?|-(0[1-9]|1[0-2])(-(XX|0[1-9]|[12][0-9]|3[01]))?)?)[?~%]?$')
    THEN
        RETURN NULL;
    END IF;
    y := translate(left(bare, 4), 'X', CASE WHEN latest THEN '9' ELSE '0' END);
    m := nullif(translate(substr(bare, 6, 2), 'X', ''), '');
    IF m IS NULL THEN
        RETURN CASE WHEN latest THEN make_date(y, 12, 31) ELSE make_date(y, 1, 1) END;
    END IF;
    -- Counted here because make_date raises for 30 February, and a cast depends on DateStyle.
    days := CASE
        WHEN m IN (4, 6, 9, 11) THEN 30
        WHEN m <> 2 THEN 31
        WHEN y % 4 = 0 AND (y % 100 <> 0 OR y % 400 = 0) THEN 29
        ELSE 28
    END;
    d := nullif(translate(substr(bare, 9, 2), 'X', ''), '');
    IF d IS NULL THEN
        d := CASE WHEN latest THEN days ELSE 1 END;
    END IF;
    RETURN CASE WHEN d <= days THEN make_date(y, m, d) END;
END $$
"""

EDTF_BOUND = r"""
CREATE FUNCTION public.edtf_bound(value text, latest boolean) RETURNS date
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
-- First or last day of a partial date or an interval; an open end is the first or last day of
-- Python's calendar, so that every bound fits a datetime.date.
DECLARE
    plain text COLLATE "C" := value;
    first_day date;
    last_day date;
BEGIN
    IF plain = '' THEN
        RETURN NULL;
    ELSIF strpos(plain, '/') = 0 THEN
        RETURN public.edtf_day(plain, latest);
    ELSIF plain = '../..' OR plain !~ '^([.][.]|[0-9-]+[?~%]?)/([.][.]|[0-9-]+[?~%]?)$' THEN
        RETURN NULL;
    END IF;
    first_day := CASE WHEN starts_with(plain, '../') THEN make_date(1, 1, 1)
                      ELSE public.edtf_day(split_part(plain, '/', 1), false) END;
    last_day := CASE WHEN right(plain, 3) = '/..' THEN make_date(9999, 12, 31)
                     ELSE public.edtf_day(split_part(plain, '/', 2), true) END;
    RETURN CASE WHEN first_day <= last_day THEN CASE WHEN latest THEN last_day ELSE first_day END END;
END $$
"""

EDTF_EARLIEST = """
CREATE FUNCTION public.edtf_earliest(value text) RETURNS date
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$ SELECT public.edtf_bound(value, false) $$
"""

EDTF_LATEST = """
CREATE FUNCTION public.edtf_latest(value text) RETURNS date
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$ SELECT public.edtf_bound(value, true) $$
"""

# Explicit code points, because classes like [[:punct:]] differ between locale providers.
INVISIBLE = (
    r"\u00AD\u034F\u061C\u115F\u1160\u17B4\u17B5\u180B-\u180F\u200B-\u200F\u202A-\u202E"
    r"\u2060-\u206F\u3164\uFE00-\uFE0F\uFEFF\uFFA0\uFFF9-\uFFFB\U000E0000-\U000E01EF"
)
SEPARATORS = (
    r"\u0001-\u002F\u003A-\u0040\u005B-\u0060\u007B-\u00A9\u00AB-\u00B1\u00B4\u00B6-\u00B8"
    r"\u00BB\u00BF\u00D7\u00F7\u02B9-\u02BF\u02C8\u055A-\u055F\u0589\u058A\u05BE\u05C0\u05C3\u05C6"
    r"\u05F3\u05F4\u060C\u061B\u061F\u066A-\u066D\u06D4\u0964\u0965\u0970\u0F0B-\u0F0E\u104A\u104B"
    r"\u1360-\u1368\u1680\u17D4-\u17DA\u2000-\u206F\u20A0-\u20CF\u2190-\u2BFF"
    r"\u2E00-\u2E7F\u3000-\u3004\u3008-\u3020\u3030\u303D\u30A0\u30FB\uFD3E\uFD3F\uFE10-\uFE6F\uFFFD"
)

FOLD_NAME = rf"""
CREATE FUNCTION public.fold_name(value text) RETURNS text
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
-- How names are compared: compatibility forms, case and accents removed; punctuation is a space.
-- unaccent() is only STABLE because a dictionary can be altered. Ours is named and never is.
DECLARE
    folded text COLLATE "default" := value;
BEGIN
    folded := lower(normalize(regexp_replace(folded, '[{INVISIBLE}]+', '', 'g'), NFKC));
    -- Lower case on both sides: the dictionary knows some letters in one case only, and gives
    -- capitals for signs such as ℗. A Greek sigma at the end of a word is the same letter.
    folded := translate(lower(public.unaccent('public.unaccent', folded)), 'ς', 'σ');
    folded := normalize(regexp_replace(folded, '[\u0300-\u036F]+', '', 'g'), NFKC);
    RETURN btrim(regexp_replace(folded, '[{SEPARATORS}]+', ' ', 'g'), ' ');
END $$
"""

SHA256_HEX = """
CREATE FUNCTION public.sha256_hex(value text) RETURNS text
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
-- convert_to() is only STABLE because conversions can be replaced; to UTF-8 from UTF-8 is none.
BEGIN
    RETURN encode(sha256(convert_to(value, 'UTF8')), 'hex');
END $$
"""


def function(create, signature):
    """Create a function; going back drops it."""
    return migrations.RunSQL(create, f"DROP FUNCTION public.{signature}")


class Migration(migrations.Migration):
    """Extensions and functions."""

    initial = True
    dependencies = []
    operations = [
        UnaccentExtension(),
        BtreeGistExtension(),
        TrigramExtension(),
        function(EDTF_DAY, "edtf_day(text, boolean)"),
        function(EDTF_BOUND, "edtf_bound(text, boolean)"),
        function(EDTF_EARLIEST, "edtf_earliest(text)"),
        function(EDTF_LATEST, "edtf_latest(text)"),
        function(FOLD_NAME, "fold_name(text)"),
        function(SHA256_HEX, "sha256_hex(text)"),
    ]
