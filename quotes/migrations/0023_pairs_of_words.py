"""Pairs of neighbouring words, for phrases of the commonest words and for Chinese.

“be that a” are three words that half of all quotes hold: whatever an index of words says of them,
12,700 quotes had to be looked at for 19 matches. So two words side by side are indexed as one where
either is among the commonest of its language (Lucene's *common grams*), or is a character that is
a word of its own (Han, kana, Hangul: *bigrams*). The pairs are taken from the column ``exact``, so
that they are there wherever a phrase may match it, with hyphens read either way. Frozen: the index
was made with these words.
"""

from django.contrib.postgres.indexes import GinIndex
from django.db import migrations, models
from django.db.models.functions import Collate

COMMON = (
    # English
    "the of and to in a we that is our for it this will with on be have as are not they by from at"
    " which has i or was you he but"
    # German, without accents as they are indexed
    " der die und den von zu das mit sich des auf fur ist im dem nicht ein eine als auch es wir ich"
    # French
    " de la le les et du un une que est pour qui dans par plus pas au sur ne se il nous d l ce"
    # Spanish
    " el los y en se del las con no por para su al lo como mas o"
    # Italian
    " di che e il per non sono della si da del i con ci ha"
    # Portuguese
    " do em um uma os na com ao dos mais foi"
    # Russian
    " и в не на я что он с по это к но мы за из у как"
)

ADJACENT = f"""
CREATE FUNCTION public.search_adjacent(words text[]) RETURNS text[]
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE COST 200 AS $$
DECLARE
    word text;
    before text;
    is_common boolean;
    was_common boolean;
    found text[] := '{{}}';
BEGIN
    FOREACH word IN ARRAY words LOOP
        is_common := word = ANY ('{{{",".join(dict.fromkeys(COMMON.split()))}}}'::text[])
            OR length(word) = 1 AND word COLLATE "C" >= U&'\\1100';
        IF word IS NOT NULL AND before IS NOT NULL AND (is_common OR was_common) THEN
            found := found || (before || ' ' || word);
        END IF;
        before := word;
        was_common := is_common;
    END LOOP;
    RETURN found;
END
$$"""
"""Those of these words that are indexed as pairs; NULL stands for what is no word."""

PAIRS = """
CREATE FUNCTION public.search_pairs(value tsvector) RETURNS text[]
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE COST 400 AS $$
DECLARE
    word text;
    places smallint[];
    place smallint;
    words text[] := '{}';
BEGIN
    FOR word, places IN SELECT * FROM unnest(value) AS known(lexeme, positions) LOOP
        FOREACH place IN ARRAY places LOOP
            words[place] := word;
        END LOOP;
    END LOOP;
    RETURN public.search_adjacent(words);
END
$$"""

PHRASE = """
CREATE FUNCTION public.phrase_pairs(value tsquery) RETURNS text[]
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
    words text[] := string_to_array(translate(value::text, '''', ''), ' <-> ');
BEGIN
    IF value::text !~ '^''[^'']+''( <-> ''[^'']+'')+$' THEN
        RETURN NULL;
    END IF;
    FOR place IN 1 .. cardinality(words) LOOP
        IF public.search_adjacent(words[place - 1 : place + 1]) = '{}' THEN
            RETURN NULL;
        END IF;
    END LOOP;
    RETURN public.search_adjacent(words);
END
$$"""
"""The pairs of a phrase; NULL where they say less than its words: one of them is in no pair, is open
at its end, or may be spelled in two ways."""


class Migration(migrations.Migration):
    dependencies = [("quotes", "0022_words_of_a_speaker")]

    operations = [
        migrations.RunSQL(
            [ADJACENT, PAIRS, PHRASE],
            [
                "DROP FUNCTION public.phrase_pairs(tsquery)",
                "DROP FUNCTION public.search_pairs(tsvector)",
                "DROP FUNCTION public.search_adjacent(text[])",
            ],
        ),
        migrations.AddIndex(
            model_name="quote",
            index=GinIndex(
                Collate(models.Func(models.F("exact"), function="public.search_pairs"), "C"),
                models.F("speaker"),
                models.F("organization"),
                name="quote_pairs",
            ),
        ),
        # How rare each pair is: without, the planner would guess one of 200.
        migrations.RunSQL("ANALYZE public.quotes_quote", migrations.RunSQL.noop),
    ]
