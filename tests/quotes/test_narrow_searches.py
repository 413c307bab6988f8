"""Searches that few quotes answer: one statement tells all of the first page that several would."""

import random

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from archive.models import Organization, Person
from quotes.models import Quote
from quotes.search import frequencies, narrow
from tests.quotes.searches import analyze

ORDERS = ["relevance", "newest", "oldest"]
ADDRESS = "/api/v1/quotes/"


@pytest.fixture
def sayings(make_quote, alice, bob):
    """Sixty, in six languages; words stand in all their forms, near each other and far apart."""
    rng = random.Random(11)
    words = {
        "en": ["cloud", "clouds", "risk", "risky", "people", "would", "also", "services"],
        "de": ["also", "Risiko", "Wolke", "Wolken", "Dienste", "die"],
        "fr": ["nuage", "nuages", "risque", "aussi", "le"],
        "nl": ["cloud", "risico", "wolken"],
        "zh": ["云", "服", "务", "风", "险"],
        "zh-Hant": ["雲", "服", "務"],
    }
    for number in range(60):
        language = rng.choice(["en", "en", "en", *words])
        said = rng.choices(words[language], k=rng.randint(2, 12))
        make_quote(
            ("" if language.startswith("zh") else " ").join(said),
            ref=f"saying-{number}",
            language=language,
            speaker=rng.choice([alice, bob]),
            said=rng.choice(["", "2020", "2020-11", "2021-03-01", "199X"]),
            standing=rng.choice(["confirmed", "unverified", "disputed"]),
            status="published" if number % 9 else "retracted",
            public_note="" if number % 9 else "Withdrawn.",
        )


@pytest.fixture
def at_once(monkeypatch):
    """Let every search be taken for one that few quotes answer, or for one that many do."""
    return lambda yes: monkeypatch.setattr(narrow, "probably_few", lambda answer, times: yes)


ASKED = [
    "cloud", "clouds", "also", "die", "risk", "the", '"cloud risk"', '"people would"', '"also"',
    "cloud risk", "people would cloud", "cloud -risk", "cloud OR risk", "cloud OR 云", "Wolke risk",
    "(cloud OR risk) people", 'cloud "risk people"', "云", "云服", "服务", "雲服務", '"云服"',
    "cloud*", "clou* risk", "nuage", "aussi le", "risk -clo*", "cloud-risk", "would OR also",
    "nothing", "cloud nothing", "alice cloud", "bob", "also people",
]  # fmt: skip


def answers(client, **asked):
    """Of a page's answer all but the addresses that say how large it is."""
    return client.get(ADDRESS, asked).json()


@pytest.mark.parametrize("order", [*ORDERS, ""])
@pytest.mark.parametrize("size", [1, 7, 100])
def test_it_says_what_several_statements_say(client, sayings, at_once, order, size):
    asked = [{"q": words, "page_size": size, "ordering": order} for words in ASKED]
    at_once(False)
    expected = [answers(client, **one) for one in asked]
    at_once(True)
    for one, answer in zip(asked, expected, strict=True):
        assert answers(client, **one) == answer, one


@pytest.mark.parametrize("order", ORDERS)
def test_further_pages_go_on_where_it_ended_and_lead_back(client, sayings, at_once, order):
    at_once(True)
    whole = answers(client, q="cloud risk", ordering=order, page_size=100)
    page = first = answers(client, q="cloud risk", ordering=order, page_size=4)
    refs = [quote["id"] for quote in page["results"]]
    while page["next"]:
        before, page = page, client.get(page["next"]).json()
        refs += [quote["id"] for quote in page["results"]]
        assert client.get(page["previous"]).json()["results"] == before["results"]
    assert len(refs) > 8
    assert refs == [quote["id"] for quote in whole["results"]]
    assert first["count"] == whole["count"] == len(refs)


@pytest.mark.parametrize("fields", ["id,text,speaker.name", "id,highlights", "citations"])
def test_what_is_trimmed_is_read_after_it_is_found(client, sayings, at_once, fields):
    asked = {"q": "cloud", "fields": fields}
    at_once(False)
    expected = answers(client, **asked)
    at_once(True)
    assert answers(client, **asked) == expected


@pytest.fixture
def rare(make_quote, statistics_of_words):
    """Two hundred quotes; their number stands in each."""
    for number in range(200):
        make_quote(f"Cloud people would say {number}", ref=f"rare-{number}", unattributed=True)
    analyze()


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("words", ["77", "cloud 77", '"people would say 77"', "77 OR 78"])
def test_one_statement_tells_whom_it_names_how_many_match_and_what_is_shown(
    client, rare, words, order
):
    """Statistics tell beforehand that few match; what the words are looked for as is remembered."""
    asked = {"q": words, "ordering": order}
    client.get(ADDRESS, asked)
    with CaptureQueriesContext(connection) as statements:
        answer = client.get(ADDRESS, asked).json()
    assert answer["results"][0]["highlights"]
    assert len(statements) == 1


def test_a_pair_of_common_words_may_be_rare(make_quote, statistics_of_words):
    """The statistics of the index of pairs tell it: each word alone is in every quote."""
    for number in range(100):
        text = "Would they? The people would." if number < 3 else "Would they? The people."
        make_quote(text, unattributed=True)
    analyze()
    assert frequencies.may_hold("exact", "would") == 1
    assert frequencies.may_hold("pairs", "people would") == pytest.approx(0.03)


def test_it_names_somebody_and_is_asked_anew(client, rare, make_quote, at_once):
    """What is by Ada about 77 is found as well as what holds both words; her name is read once."""
    ada = Person.objects.create(ref="ada", name="Ada", is_public=True)
    make_quote("77 it is", ref="by-ada", speaker=ada)
    asked = {"q": "ada 77"}
    client.get(ADDRESS, asked)
    with CaptureQueriesContext(connection) as statements:
        answer = client.get(ADDRESS, asked).json()
    assert [quote["id"] for quote in answer["results"]] == ["by-ada"]
    assert answer["query"]["names"][0]["id"] == "ada"
    assert sum("fold_name" in one["sql"] for one in statements) == 1


def test_a_name_that_several_bear_stays_words(client, rare, make_quote):
    for number in range(2):
        Person.objects.create(ref=f"ada-{number}", name="Ada", is_public=True)
    Organization.objects.create(ref="hidden", name="77", is_public=False)
    make_quote("Ada said 77 of it", ref="holds-both", unattributed=True)
    answer = answers(client, q="ada 77")
    assert [quote["id"] for quote in answer["results"]] == ["holds-both"]
    assert answer["query"]["names"] == []


@pytest.mark.parametrize("ordering", ["relevance", "newest"])
def test_more_than_were_expected_are_looked_for_in_the_other_way(
    client, rare, monkeypatch, ordering
):
    monkeypatch.setattr(narrow, "probably_few", lambda answer, times: True)
    expected = answers(client, q="cloud people", ordering=ordering)
    monkeypatch.setattr(narrow, "RANKED", 150)
    monkeypatch.setattr(narrow, "MOST", 151)
    assert answers(client, q="cloud people", ordering=ordering) == expected
    assert expected["count"] == Quote.objects.count()


def test_an_order_that_is_not_offered_is_refused_all_the_same(client, rare):
    answer = client.get(ADDRESS, {"q": "77", "ordering": "shortest"})
    assert answer.status_code == 400
    assert "ordering" in answer.json()


def test_its_plan_is_kept_whatever_is_searched(client, rare):
    """Rare words differ; psycopg prepares the second, PostgreSQL keeps a plan after five more."""
    for number in range(11):
        client.get(ADDRESS, {"q": str(number)})
    kept = "SELECT sum(generic_plans) FROM pg_prepared_statements WHERE statement LIKE %s"
    with connection.cursor() as cursor:
        cursor.execute(kept, ["%found AS MATERIALIZED%json_build_array%"])
        before = cursor.fetchone()[0] or 0
        client.get(ADDRESS, {"q": "77"})
        cursor.execute(kept, ["%found AS MATERIALIZED%json_build_array%"])
        assert cursor.fetchone()[0] == before + 1


@pytest.mark.parametrize(
    ("asked", "times"),
    [
        ({"q": "cloud"}, 1),
        ({"q": '"cloud risk"'}, 2),
        ({"q": "cloud risk", "ordering": "newest"}, 2),
        ({"q": "cloud risk", "ordering": "relevance"}, 1 / 3),
    ],
)
def test_it_is_for_what_is_looked_at_whole_in_any_case(client, rare, monkeypatch, asked, times):
    """Of one word more than the floor are known for many, by relevance several are not all ranked.

    Of a phrase the statistics know but the rarest word.
    """
    seen = []
    monkeypatch.setattr(narrow, "probably_few", lambda answer, times: bool(seen.append(times)))
    assert client.get(ADDRESS, asked).status_code == 200
    assert seen == [times]
