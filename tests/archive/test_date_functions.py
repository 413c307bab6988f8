"""The database's own functions: date bounds as in ``archive.dates``, folded names, digests."""

import hashlib
import unicodedata
from itertools import product

import pytest
from django.db import connection
from hypothesis import example, given, settings
from hypothesis import strategies as st
from test_dates import anything, parsed, partial_dates

pytestmark = pytest.mark.django_db

FUNCTIONS = ["edtf_day", "edtf_bound", "edtf_earliest", "edtf_latest", "fold_name", "sha256_hex"]

# PostgreSQL has no NUL in text and no lone surrogates.
storable = st.characters(exclude_categories=["Cs"], exclude_characters="\0")
names = st.text(storable) | st.text("aÅ éÉİıſßΣςй任正非・·-'’.\u200b\u202e\u0301\u3099ｱﾞ가가½℃")


def rows(sql, *params):
    """All rows that a statement gives."""
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall()


def value(sql, *params):
    """The one value that a statement gives."""
    [[only]] = rows(sql, *params)
    return only


def fold(name):
    return value("SELECT public.fold_name(%s)", name)


def bounds(texts):
    """Earliest and latest of each text, as the database reads them."""
    return rows(
        "SELECT public.edtf_earliest(t), public.edtf_latest(t)"
        " FROM unnest(%s::text[]) WITH ORDINALITY AS typed (t, n) ORDER BY n",
        list(texts),
    )


def expected_bounds(texts):
    """The same, as ``archive.dates`` reads them."""
    read = [parsed(text) for text in texts]
    return [(when.earliest, when.latest) if when else (None, None) for when in read]


@given(st.lists(partial_dates, min_size=1))
@settings(deadline=None)
def test_the_database_gives_every_date_the_same_days(texts):
    assert bounds(texts) == expected_bounds(texts)


@given(st.lists(anything.filter(lambda text: "\0" not in text), min_size=1))
@example(["２０２０", "٢٠٢٠", "2020\n", "\n2020", "2020-11\n", " 2020", "", "/", "../..", "2020/"])
@example(["0000", "000X", "00XX", "0000/..", "../0000", "0001", "../0001", "9999/..", "10000"])
@example(["2020-21", "202X-11", "202X-XX", "2020-XX-15", "199X/2005", "2021/2020", "2020-11/2020"])
@example(["2020/../2021", "../../2020", "2020//2021", "..2020/..", ".././..", "2020~?", "2020?/.."])
@settings(deadline=None)
def test_the_database_refuses_the_same_texts_and_never_fails(texts):
    assert bounds(texts) == expected_bounds(texts)


def test_the_database_knows_every_day_of_a_calendar():
    years = ["1900", "2000", "2020", "2021", "9999"]
    texts = [f"{y}-{m:02}-{d:02}" for y, m, d in product(years, range(14), range(33))]
    assert bounds(texts) == expected_bounds(texts)


def test_an_unknown_date_has_no_bounds():
    assert rows("SELECT public.edtf_earliest(NULL), public.edtf_latest('')") == [(None, None)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Zhèngfēi REN", "zhengfei ren"),
        ("Ｒｅｎ", "ren"),
        ("Jean-Luc", "Jean Luc"),
        ("O’Brien", "O'Brien"),
        ("A.P. Møller–Mærsk", "a p moller maersk"),
        ("ジョン・スミス", "ジョン スミス"),
        ("ｼﾞｮﾝ･ｽﾐｽ", "ジョン スミス"),
        ("任·正非", "任‧正非"),
        ("Ren\u200b Zheng\u00adfei\u202e", "Ren Zhengfei"),
        ("  Ren\t\n Zhengfei ", "Ren Zhengfei"),
        ("STRASSE", "Straße"),
        ("İstanbul", "istanbul"),
        ("ΚΩΝΣΤΑΝΤΊΝΟΣ", "Κωνσταντίνος"),
        ("Rene\u0301", "René"),
        ("辻\U000e0100", "辻"),
    ],
)
def test_two_writings_of_a_name_are_one(one, other):
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("任正非", "任正飞"),
        ("Jean Luc", "JeanLuc"),
        ("ハ", "バ"),
        ("Ren", "Wren"),
        ("иогурт", "йогурт"),
    ],
)
def test_two_names_are_two(one, other):
    assert fold(one) != fold(other)


@given(names)
@settings(deadline=None)
def test_a_folded_name_folds_to_itself_and_has_single_spaces(name):
    folded = fold(name)
    assert fold(folded) == folded
    assert folded == " ".join(folded.split(" "))
    assert not folded.startswith(" ")
    assert not folded.endswith(" ")


@given(names)
@settings(deadline=None)
def test_a_name_folds_the_same_however_its_accents_are_encoded(name):
    assert fold(unicodedata.normalize("NFD", name)) == fold(unicodedata.normalize("NFC", name))


@given(st.text(storable))
@example("电邮[2020]146号")
@settings(deadline=None)
def test_a_digest_is_the_sha_256_of_the_utf_8_bytes(text):
    assert value("SELECT public.sha256_hex(%s)", text) == hashlib.sha256(text.encode()).hexdigest()


def test_the_functions_work_where_pg_restore_has_emptied_the_search_path():
    rows("SELECT set_config('search_path', '', true)")
    assert bounds(["2018-03/2020~"]) == expected_bounds(["2018-03/2020~"])
    assert fold("Zhèngfēi REN") == "zhengfei ren"
    assert value("SELECT public.sha256_hex('')") == hashlib.sha256(b"").hexdigest()


def test_the_functions_are_immutable_and_free_to_run_in_parallel_without_a_set_clause():
    promises = rows(
        "SELECT proname, provolatile, proparallel, proconfig FROM pg_proc"
        " WHERE pronamespace = 'public'::regnamespace AND proname = ANY(%s)",
        FUNCTIONS,
    )
    assert sorted(promises) == sorted((name, "i", "s", None) for name in FUNCTIONS)


def test_the_functions_can_make_stored_columns_and_indexes():
    with connection.cursor() as cursor:
        cursor.execute("""
            CREATE TEMPORARY TABLE sample (
                said text,
                name text,
                earliest date GENERATED ALWAYS AS (public.edtf_earliest(said)) STORED,
                digest text GENERATED ALWAYS AS (public.sha256_hex(name)) STORED
            );
            CREATE INDEX ON sample (public.fold_name(name));
            INSERT INTO sample VALUES ('2020-11', 'Ren'), ('', ''), ('not a date', NULL);
        """)
    found = rows("SELECT earliest::text FROM sample ORDER BY said DESC")
    assert found == [(None,), ("2020-11-01",), (None,)]
