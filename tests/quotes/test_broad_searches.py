"""Broad searches: however the first matches are found, pages, counts and facets are the same."""

import random
import re
from collections import Counter

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from quotes import paging, parts
from quotes.conditions import condition
from quotes.filters import QuoteFilter
from quotes.models import Quote
from quotes.said import NEWEST, SUREST
from quotes.search import by_date, density, facets, frequencies, ranking
from quotes.search.answers import Answer
from quotes.search.parsing import parse
from quotes.search.reading import read

pytestmark = pytest.mark.usefixtures("statistics_of_words")

WALK, GATHER = 0, 10**9
"""What looking at a row is made to cost: nothing, so that walks go on; or too much."""

SAMPLED, INDEXED = {"surely": 1}, {"doubt": 10**9}
"""Where a sample or the index tells that more than twenty match, they are not counted."""

PLACED = {"kept": 90, "placed": 26}
"""Where counting brings the sort keys of a first page of twenty-five too."""

ORDERS = ["newest", "oldest", "relevance"]
SEARCHES = [
    {"q": "cloud risk"},
    {"q": "cloud risk -14"},
    {"q": '"cloud risk"'},
    {"q": "cloud OR growth -people"},
    {"q": "云"},
    {"q": '"is quote"'},
    {"q": "云服务"},
    {"q": "cloud", "speaker": "bob"},
    {"q": "cloud", "said": "2001"},
    {"q": "cloud", "status": "retracted"},
    {"q": "cloud", "topic": "growth"},
]


@pytest.fixture
def broad(make_quote, alice, bob, growth):
    """Ninety quotes, three of them on most days; what is said about risk clusters at old dates."""
    rng = random.Random(7)
    for i in range(90):
        about = "risk" if i < 15 else rng.choice(["growth", "people", "and more risk"])
        text = "云服务" if i % 9 == 8 else f"Cloud {about} is quote {i}"
        make_quote(
            text,
            ref=f"quote-{i}",
            language="zh" if i % 9 == 8 else "en",
            speaker=bob if i % 4 else alice,
            said="" if i % 30 == 29 else f"20{i // 9:02}-0{i // 3 % 3 + 1}",
            standing="confirmed" if i % 7 == 0 else "unverified",
            status="retracted" if i % 20 == 19 else "published",
            public_note="Withdrawn." if i % 20 == 19 else "",
            topics=[growth] if i % 5 == 0 else [],
        )
    with connection.cursor() as cursor:  # how many there are; of another test's ANALYZE it stays
        cursor.execute("ANALYZE quotes_quote (id)")


@pytest.fixture
def small(monkeypatch):
    """Set the thresholds, so that ninety quotes are many."""

    def small(
        few=0, probed=6, look=WALK, patience=3, kept=0, surely=10**9, doubt=0, placed=0, counted=20
    ):
        monkeypatch.setattr(paging, "FEW", few)
        monkeypatch.setattr(paging, "PLACED", placed)
        monkeypatch.setattr(paging, "KEPT", kept)
        for module in (paging, facets, density, by_date):
            monkeypatch.setattr(module, "COUNT_FLOOR", 20)
        monkeypatch.setattr(facets, "COUNTED", counted)
        monkeypatch.setattr(parts, "BITS", 2)
        monkeypatch.setattr(density, "SURELY", surely)
        monkeypatch.setattr(density, "CLEARLY", 1)
        monkeypatch.setattr(density, "BEYOND_DOUBT", doubt)
        monkeypatch.setattr(density, "UNDERRATED", 10**9)
        monkeypatch.setattr(density, "RICHEST", 0)
        monkeypatch.setattr(by_date, "PROBED", probed)
        monkeypatch.setattr(by_date, "LOOK", look)
        monkeypatch.setattr(by_date, "PATIENCE", patience)
        monkeypatch.setattr(ranking, "RANKED", few)
        monkeypatch.setattr(ranking, "CANDIDATES", 12)

    return small


def pages(client, **asked):
    """Every page of a search, there and back again: refs, counts and facets."""
    address, found = "/api/v1/quotes/", []
    asked = {**asked, "page_size": 25, "facets": "speaker,kind,timeline"}
    answer = client.get(address, asked).json()
    found.append(contents(answer))
    for way in ("next", "previous"):
        while answer[way]:
            answer = client.get(answer[way]).json()
            found.append(contents(answer))
    return found


def contents(answer):
    refs = [quote["id"] for quote in answer["results"]]
    return refs, answer["count"], answer["count_exact"], answer["facets"]


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("search", SEARCHES, ids=str)
def test_every_way_finds_the_same_pages(client, broad, small, search, order):
    asked = {**search, "ordering": order}
    small(look=GATHER)
    gathered = pages(client, **asked)
    # Of few all are ranked, of many the candidates: the same while few are no more than those.
    few = 12 if order == "relevance" else 20
    walks = ({"look": WALK}, {"look": WALK, "probed": 90})
    for ways in ({"few": few}, *walks, {"kept": 20}, PLACED, SAMPLED, INDEXED):
        small(**ways)
        assert pages(client, **asked) == gathered, ways


@pytest.mark.parametrize("order", ["newest", "oldest"])
@pytest.mark.parametrize(
    "period",
    [{"said": "2005"}, {"after": "2005"}, {"before": "2005"}, {"said": "2003/2006"}],
    ids=str,
)
def test_a_period_without_words_has_the_same_pages_whether_it_is_counted_or_walked_to(
    client, broad, small, period, order
):
    asked = {**period, "ordering": order}
    small(surely=0)  # known for many: the planner walks
    walked = [refs for refs, *_ in pages(client, **asked)]
    small(kept=90)  # counted, which brings the first of them
    assert [refs for refs, *_ in pages(client, **asked)] == walked


def test_counting_a_period_brings_its_first_page(client, broad):
    """The planner would walk to the period from the end of the archive."""
    asked = {"said": "2005", "ordering": "oldest"}
    client.get("/api/v1/quotes/", asked)
    with CaptureQueriesContext(connection) as statements:
        client.get("/api/v1/quotes/", asked)
    assert len(statements) == 3, "what the planner expects, the count, and the page"


@pytest.fixture
def ways(monkeypatch):
    """The statements by which first matches were looked for: walks with their bound, gatherings."""
    asked = []
    places = by_date._asked

    def noted(sql, params):
        found = places(sql, params)
        for way, name in (("walked", "AS visited"), ("gathered", "AS gathered")):
            asked.extend([(way, len(found))] * (name in sql))
        return found

    monkeypatch.setattr(by_date, "_asked", noted)
    return asked


def newest(rows, number):
    rows, way = by_date.in_order(rows, by_date.NEWEST_FIRST)
    return [place[-1] for place in way.places(rows, number)]


def holding(words):
    return Quote.objects.published().filter(Answer(read(parse(words))).matches())


def test_where_many_match_a_walk_is_enough(broad, small, ways):
    small(probed=20)
    rows = holding("cloud")
    assert newest(rows, 5) == list(rows.newest().values_list("pk", flat=True)[:5])
    assert ways == [("walked", 5)]


def test_a_walk_that_finds_too_little_goes_on_while_that_is_cheaper(broad, small, ways):
    small(probed=6)
    rows = holding("cloud")
    assert newest(rows, 20) == list(rows.newest().values_list("pk", flat=True)[:20])
    assert [way for way, _ in ways] == ["walked", "walked"]


def test_a_walk_is_bounded_and_gathers_when_the_matches_are_old(broad, small, ways):
    small(probed=6, patience=1)
    rows = holding('"cloud risk"')
    expected = list(rows.newest().values_list("pk", flat=True)[:2])
    assert newest(rows, 2) == expected
    assert [way for way, _ in ways] == ["walked", "walked", "gathered"]
    dates = [row.said_earliest for row in Quote.objects.filter(pk__in=expected)]
    assert max(day for day in dates if day).year < 2003, "the old end of the corpus"


def test_the_first_matches_are_known_from_counting(broad, small, ways):
    small(kept=10)
    rows = holding('"cloud risk"')
    expected = list(rows.newest().values_list("pk", flat=True)[:11])
    assert newest(rows, 10) == expected[:10]
    assert ways == []
    assert newest(rows, 11) == expected
    assert len(ways) >= 1


def test_few_matches_are_looked_up_once(client, broad, small, ways):
    small(few=20)
    assert len(newest(holding('"cloud risk"'), 5)) == 5
    assert ways == []


def test_what_is_removed_after_it_was_counted_is_not_shown(broad, small):
    small(few=20)
    rows, order = by_date.in_order(holding('"cloud risk"'), by_date.NEWEST_FIRST)
    assert rows.count()
    Quote.objects.update(status="removed")
    assert order.first(rows, 5) == []


def test_what_the_index_of_dates_does_not_hold_is_gathered(broad, small, ways):
    small(probed=90)
    rows = Quote.objects.filter(text__startswith="Cloud")
    assert newest(rows, 5) == list(rows.newest().values_list("pk", flat=True)[:5])
    assert ways == [("gathered", 5)]


@pytest.fixture
def many(db, make_quote):
    """Two hundred quotes about clouds, every second of them about rain too; one in ten of hail."""
    for i in range(200):
        rain, hail = "rain " * (i % 2), "hail " * (i % 10 == 0)
        make_quote(f"Cloud {rain}{hail}{i}", ref=f"many-{i}", unattributed=True)
    analyze()


def analyze():
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE quotes_quote")
    frequencies.forget()


@pytest.fixture
def sampling(monkeypatch):
    """A floor of forty; ten places, of which one is left out, four quotes at each."""
    for module in (paging, density, by_date):
        monkeypatch.setattr(module, "COUNT_FLOOR", 40)
    monkeypatch.setattr(ranking, "RANKED", 40)
    sample = {"PLACES": 10, "EACH": 4, "RICHEST": 1, "SURELY": 1.5, "BEYOND_DOUBT": 0}
    for name, value in sample.items():
        monkeypatch.setattr(density, name, value)


@pytest.mark.parametrize(("words", "sure"), [("cloud", True), ("rain", True), ("hail", False)])
def test_many_matches_are_known_from_a_sample(many, sampling, words, sure):
    rows = holding(words)
    density.see_whether_many(rows)
    assert paging.is_counted(rows) is sure
    assert paging.count_to_floor(rows) == ((40, False) if words != "hail" else (20, True))


def test_matches_that_lie_together_are_counted(many, sampling, make_quote):
    """Thirty in one place are most of a sample that meets them, and yet no forty."""
    for i in range(30):
        make_quote(f"Storm {i}", ref=f"storm-{i}", unattributed=True)
    rows = holding("storm")
    density.see_whether_many(rows)
    assert not paging.is_counted(rows)
    assert paging.count_to_floor(rows) == (30, True)


def test_what_the_public_does_not_see_is_no_match_of_a_sample(many, sampling):
    Quote.objects.filter(ref__regex="[1-9]$").update(status="draft")
    rows = holding("rain")
    density.see_whether_many(rows)
    assert paging.count_to_floor(rows) == (0, True)


def test_a_sample_is_of_fixed_size(many, sampling):
    rows = holding("cloud")
    with CaptureQueriesContext(connection) as asked:
        density.see_whether_many(rows)
    assert len(asked) == 2, "one asks what the planner expects, one looks"
    sample = asked[1]["sql"]
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {sample}")
        plan = str(cursor.fetchone()[0])
    assert "'Actual Loops': 10" in plan


def bound_to(**asked):
    bound = QuoteFilter(asked, Quote.objects.shown())
    assert bound.is_valid()
    return bound


def told_by_statistics(**asked):
    """Whether a question is known to find many before anything was counted or looked at."""
    bound = bound_to(**asked)
    if bound.words:
        density.know_from_statistics(bound.qs, bound.words, alone=bound.asks_words_alone)
    return paging.is_counted(bound.qs)


@pytest.mark.parametrize(
    "words", ["cloud", "clouds OR rain", "hail OR cloud", '"rain"', "clou*", "rai* OR hail"]
)
def test_many_matches_are_known_from_the_statistics_of_words(many, sampling, client, words):
    with CaptureQueriesContext(connection) as asked:
        answer = client.get("/api/v1/quotes/", {"q": words}).json()
    assert (answer["count"], answer["count_exact"]) == (40, False)
    assert len(answer["results"]) == 20
    kinds = r"^\s*(EXPLAIN \(FORMAT JSON\) SELECT FROM|WITH ends|WITH found)"
    assert not [it["sql"] for it in asked if re.search(kinds, it["sql"])], "nothing was looked at"


@pytest.mark.parametrize(
    "asked",
    [
        {"q": "hail"},  # twenty
        {"q": "cloud rain"},  # how often both, statistics of one word do not tell
        {"q": "cloud -rain"},
        {"q": '"cloud rain"'},
        {"q": "hail OR storm"},
        {"q": "hai*"},
        {"q": "cloud -rai*"},
        {"q": "cloud", "kind": "direct"},
        {"q": "cloud kind:direct"},
        {"q": "cloud", "status": "retracted"},
        {"q": "", "said": "2020"},
    ],
    ids=str,
)
def test_statistics_tell_nothing_of_what_else_is_asked(many, sampling, asked):
    assert told_by_statistics(q="cloud")
    assert not told_by_statistics(**asked)


@pytest.mark.parametrize(
    ("words", "few"),
    [
        ("hail", True),
        ("hail cloud", True),  # no more than hold the rarer
        ("hail OR storm", True),
        ('"cloud hail"', True),
        ("hail -cloud", True),
        ("cloud", False),
        ("hail OR cloud", False),
        ("cloud -hail", False),
        ("hail*", False),  # nobody counted what begins so
        ("the hail", True),
        ("the OR hail", True),  # nobody holds the stop word here
    ],
)
def test_what_few_hold_is_neither_explained_nor_sampled(many, sampling, monkeypatch, words, few):
    monkeypatch.setattr(density, "COUNT_FLOOR", 100)
    bound = bound_to(q=words, kind="direct")
    density.know_from_statistics(bound.qs, bound.words, alone=False)
    with CaptureQueriesContext(connection) as asked:
        density.see_whether_many(bound.qs)
    assert (not asked.captured_queries) is few


def test_without_statistics_the_planner_is_asked(broad, small):
    small(surely=1)
    bound = bound_to(q="none")
    density.know_from_statistics(bound.qs, bound.words, alone=True)
    with CaptureQueriesContext(connection) as asked:
        density.see_whether_many(bound.qs)
    assert asked.captured_queries


def test_statistics_allow_for_what_was_changed_since(many, sampling, monkeypatch):
    """Two hundred hold the word: of a hundred changed since, each may have lost it or be new."""
    for changed, rows, sure in [(0, 200, True), (50, 200, True), (100, 200, False)]:
        state = f"SELECT {rows}::float, {changed}::float, 'then'"
        monkeypatch.setattr(frequencies, "STATE", state)
        assert told_by_statistics(q="cloud") is sure, changed
    monkeypatch.setattr(frequencies, "STATE", "SELECT 200::float, 0::float, NULL::text")
    assert not told_by_statistics(q="cloud"), "nobody knows what was changed"


def test_statistics_are_made_anew_before_much_was_changed(db):
    """A fiftieth: what was changed since is taken off, and most words are in less than a tenth."""
    (([option],),) = connection_rows(
        "SELECT reloptions FROM pg_class WHERE oid = 'quotes_quote'::regclass"
    )
    assert option == "autovacuum_analyze_scale_factor=0.02"


def test_statistics_allow_for_what_the_public_does_not_see(many, sampling):
    """Eighty are drafts: of a hundred about rain no more than twenty are surely public."""
    Quote.objects.filter(ref__regex="[1357]$").update(status="draft")
    analyze()
    assert told_by_statistics(q="cloud")
    assert not told_by_statistics(q="rain")


def test_statistics_never_say_more_than_there_is(broad, many):
    """Of a whole table they are exact; of a sample of it their error is taken off."""
    analyze()
    for word in ["cloud", "risk", "growth", "people", "is", "quote", "rain", "hail", "none"]:
        number, share = frequencies.surely_hold([word])
        assert int(number) <= holding(f'"{word}"').count()
        ((rows, _changed, _when),) = connection_rows(frequencies.STATE)
        known = frequencies._frequencies(connection.alias, "exact", "now")
        assert known.surely_published(word, 100 * known.sampled) <= share
    assert frequencies.surely_hold(["cloud"])[0] > 200 > known.sampled / rows


def connection_rows(sql):
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall()


@pytest.mark.parametrize(("order", "index"), [(NEWEST, "quote_newest"), (SUREST, "quote_surest")])
def test_a_walk_uses_the_index_of_its_order(broad, small, order, index):
    """So that it sorts nothing and can stop."""
    walked = Quote.objects.published().order_by(*(key.desc() for key in order))[:5]
    assert index in plan(walked)


def test_of_one_word_all_that_match_are_in_order(client, broad, small, make_quote, alice):
    """As typed before other forms, then the surest, then the newest: however old the best are."""
    small()
    for i in range(3):
        make_quote(f"Clouds of old {i}", ref=f"form-{i}", said=f"190{i}", speaker=alice)
    make_quote("A sure cloud", ref="sure", said="1950", standing="confirmed", speaker=alice)
    make_quote("A wrong cloud", ref="wrong", said="2024", standing="misattributed", speaker=alice)
    shown = pages(client, q="cloud")
    refs = [ref for page, *_ in shown[:4] for ref in page]
    assert refs == list(dict.fromkeys(refs))
    holding_it = (
        Quote.objects.published().filter(text__icontains="cloud").exclude(text__startswith="Clouds")
    )
    first = [*holding_it.order_by(*(key.desc() for key in SUREST)).values_list("ref", flat=True)]
    assert refs == [*first, "form-2", "form-1", "form-0"]
    assert first.index("sure") < first.index("quote-1")
    assert first[-1] == "wrong"


def plan(rows):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_sort = off")
        return rows.explain()


@pytest.fixture
def asked_of(broad):
    """How rows are found by one index, whose part of the plan is given, however few they are."""

    def asked_of(rows, kept):
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute(
                "SELECT indexrelid::regclass::text FROM pg_index JOIN pg_class ON oid = indexrelid"
                " WHERE indrelid = 'quotes_quote'::regclass AND NOT indisunique AND relname <> %s",
                [kept],
            )
            cursor.execute(f"DROP INDEX {', '.join(name for (name,) in cursor.fetchall())}")
            cursor.execute("SET LOCAL enable_seqscan = off")
        return rows.order_by().explain().partition("Bitmap Index Scan")[2]

    return asked_of


BY_INDEX = [
    ("cloud", "quote_stems"),
    ('"splendid cloud"', "quote_exact"),
    ('"cloud risk"', "quote_pairs"),
]


@pytest.mark.parametrize(("words", "index"), BY_INDEX)
def test_the_words_of_a_speaker_are_one_question_to_one_index(asked_of, bob, words, index):
    """Not two, of which that for all he ever said would cost the most."""
    asked = asked_of(bound_to(q=words, speaker="bob").qs, index)
    assert f"AND (speaker_id = '{bob.pk}'::bigint))" in asked


@pytest.mark.parametrize(("words", "index"), BY_INDEX)
def test_the_words_of_a_year_are_one_question_to_one_index(asked_of, words, index):
    """Nor two, of which that for all that was said in the year would cost the most."""
    asked = asked_of(bound_to(q=words, said="2001/2002").qs, index)
    condition = asked.partition("Index Cond: ")[2].partition("\n")[0]
    assert re.search("@@|@>", condition)
    assert "&& '{0,2001,2002}'" in condition


def test_who_a_question_names_is_part_of_that_question_too(asked_of, bob):
    asked = asked_of(holding("bob cloud"), "quote_stems")
    assert f"AND (speaker_id = '{bob.pk}'::bigint))" in asked


def test_what_is_added_pushes_nothing_out_of_what_is_ranked(client, broad, small, make_quote, bob):
    """Of several words only the newest are ranked: new ones must not take the places of others."""
    small()
    asked = {"q": "cloud is", "page_size": 5}
    answer = client.get("/api/v1/quotes/", asked).json()
    ranked = [quote["id"] for quote in answer["results"]]
    before = client.get("/api/v1/quotes/", {**asked, "page_size": 100}).json()
    for i in range(12):
        make_quote(f"Cloud news is {i}", ref=f"news-{i}", said="2024", speaker=bob)
    while answer["next"]:
        answer = client.get(answer["next"]).json()
        assert answer["count"] == before["count"]
        ranked += [quote["id"] for quote in answer["results"]]
    assert len(ranked) == 12
    assert ranked == [quote["id"] for quote in before["results"]]
    assert ranked[0] != client.get("/api/v1/quotes/", asked).json()["results"][0]["id"] == "news-11"


@pytest.mark.parametrize("order", ["newest", "relevance"])
def test_matches_somewhat_beyond_the_floor_are_looked_at_once(client, broad, small, order):
    small(kept=2000)
    asked = {"q": "risk", "ordering": order}
    with CaptureQueriesContext(connection) as statements:
        answer = client.get("/api/v1/quotes/", {**asked, "page_size": 5}).json()
    assert (answer["count"], answer["count_exact"]) == (20, False)
    searches = [it["sql"].strip() for it in statements if re.search(r'stems"? @@', it["sql"])]
    kinds = ["EXPLAIN", "WITH ends", "WITH found"]
    assert [sql.startswith(kind) for sql, kind in zip(searches, kinds, strict=True)] == [True] * 3


def test_the_phrase_of_alternatives_ranks_first_however_old(client, broad, small, make_quote, bob):
    small()
    make_quote("Growth people of old", ref="old", said="1950", speaker=bob)
    answer = client.get("/api/v1/quotes/", {"q": "growth OR people"}).json()
    assert answer["results"][0]["id"] == "old"


def test_where_a_page_of_quotes_holds_the_phrase_no_nearness_is_asked(client, broad, small):
    """In order, there and back again, it is what one page of all that are ranked shows."""
    small()
    asked = {"q": "cloud risk", "page_size": 3}
    whole = client.get("/api/v1/quotes/", {**asked, "page_size": 100}).json()["results"]
    exact = [quote["id"] for quote in whole if quote["text"].startswith("Cloud risk")]
    assert 6 < len(exact) < len(whole), "there are pages of them, and other pages"
    with CaptureQueriesContext(connection) as statements:
        answer = client.get("/api/v1/quotes/", asked).json()
    assert not any("ts_rank_cd" in it["sql"] for it in statements)
    shown = [answer["results"]]
    while answer["next"]:
        answer = client.get(answer["next"]).json()
        shown.append(answer["results"])
    assert [it["id"] for page in shown for it in page] == [quote["id"] for quote in whole]
    for page in shown[-2::-1]:
        answer = client.get(answer["previous"]).json()
        assert answer["results"] == page


@pytest.mark.parametrize(
    "search",
    [
        {"q": "cloud risk"},
        {"q": "cloud risk", "speaker": "bob"},
        {"q": "cloud risk", "said": "2001"},
        {"q": "cloud risk -people"},
        {"q": "is quote"},
    ],
    ids=str,
)
def test_the_index_of_pairs_marks_what_holds_the_phrase(broad, search):
    bound = bound_to(**search)
    by_words = condition(Quote, bound.words.phrase())
    by_pairs = ranking._mark(bound.qs, bound.words)
    assert "search_pairs" in by_pairs[0]
    marked = [
        paging.counted(bound.qs.all(), by_date.NEWEST_FIRST, mark=mark).marked
        for mark in (by_words, by_pairs)
    ]
    assert marked[0] == marked[1]
    assert len(marked[0]) > 1


def test_a_phrase_in_no_pair_is_looked_for_in_each_match(broad):
    bound = bound_to(q="splendid cloud")
    assert ranking._mark(bound.qs, bound.words) == condition(Quote, bound.words.phrase())


def speakers_of(keys):
    return Counter(Quote.objects.filter(pk__in=keys).values_list("speaker__ref", flat=True))


def in_part(keys, halvings):
    """Those of every second block of four, of every fourth …"""
    return [key for key in keys if (key >> 2) % 2**halvings == 0]


@pytest.mark.parametrize("way", [{}, SAMPLED, INDEXED], ids=["counted", "sampled", "indexed"])
@pytest.mark.parametrize("search", [one for one in SEARCHES if "speaker" not in one], ids=str)
def test_of_many_a_fair_part_is_counted(client, broad, small, search, way):
    """Found by one condition, by one for each language, by a topic, or not counted before."""
    asked = QuoteFilter(search, queryset=Quote.objects.shown())
    assert asked.is_valid()
    keys = list(asked.qs.values_list("pk", flat=True))
    small(counted=10, **way)
    answer = client.get("/api/v1/quotes/", {**search, "facets": "speaker"}).json()
    facet = answer["facets"]["speaker"]
    shown = {one["value"]: one["count"] for one in facet["values"]}
    halvings = 0 if len(keys) <= 10 else 1 if len(keys) <= 20 else 2 if len(keys) <= 40 else 3
    assert facet["exact"] is (halvings == 0)
    assert answer["count_exact"] is (halvings < 2)
    assert facet["among"] == sum(shown.values())
    found = [speakers_of(in_part(keys, halvings + more)) for more in (0, 1, 2, -1)]
    assert shown in (found[:1] if halvings < 2 else found), "otherwise where others are expected"


@pytest.mark.parametrize("expected", [0, 41, 81, 161, 10**6])
def test_however_many_the_planner_expects_a_part_is_neither_too_small_nor_too_large(
    many, small, monkeypatch, expected
):
    """Two hundred match: of every eighth block there are some twenty-five, of which a quarter."""
    small(counted=10)
    monkeypatch.setattr(facets, "expected", lambda rows: expected)
    counted = facets.count(holding("cloud"), ["kind"])
    assert not counted.exact
    assert 10 * facets.FEWEST <= counted.among <= 20


def test_what_a_page_counts_is_looked_at_once(client, broad):
    """The count of what was found, its facets and the first page are one search."""
    analyze()  # few hold these words: the planner is not asked
    asked = {"q": "cloud risk", "ordering": "newest", "facets": "speaker,topic,timeline"}
    with CaptureQueriesContext(connection) as statements:
        client.get("/api/v1/quotes/", asked)
    assert len([one for one in statements if "@@" in one["sql"]]) == 1
