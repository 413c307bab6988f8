"""What the API says about a search beside its results."""

import pytest
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext

from quotes.failing import AWAY
from quotes.models import Quote
from quotes.search.facets import FACETS


@pytest.fixture
def several(quote, misattributed, make_quote, alice, acme):
    make_quote("Cloud is growing", ref="cloud", speaker=alice, organization=acme, said="2020-02")
    make_quote("云在增长", ref="zh", language="zh", speaker=alice, said="2020-01/2020-03")
    make_quote("Growing without a date", ref="undated", unattributed=True)


def ask(client, **parameters):
    answer = client.get("/api/v1/quotes/", parameters)
    assert answer.status_code == 200, answer.json()
    return answer.json()


def test_the_answer_says_whom_the_words_name_and_how_to_search_the_words_only(client, several):
    read = ask(client, q="acme growing")["query"]
    [name] = read["names"]
    assert (name["kind"], name["id"], read["about"]) == ("organization", "acme", "growing")
    assert read["words_only"]["q"] == '"acme" growing'
    assert client.get(read["words_only"]["url"]).json()["results"] == []


def test_a_search_without_names_is_read_as_words(client, several):
    read = ask(client, q="growing")["query"]
    assert (read["understood"], read["names"], read["words_only"]) == ("growing", [], None)
    assert ask(client)["query"] is None


def test_a_name_that_two_people_bear_stays_words(client, several, bob):
    bob.__class__.objects.create(ref="bob-2", name="Bob", is_public=True)
    assert ask(client, q="bob growth")["query"]["names"] == []


def test_facets_count_what_was_found(client, several):
    found = ask(client, facets="speaker,organization,kind,language,topic,standing,publisher")
    facets = found["facets"]
    speakers = {value["value"]: value["count"] for value in facets["speaker"]["values"]}
    assert speakers == {"alice": 3, "bob": 1}
    assert facets["speaker"]["values"][0]["label"] == "Alice Ångström"
    assert [value["value"] for value in facets["topic"]["values"]] == ["growth"]
    assert {v["value"]: v["count"] for v in facets["language"]["values"]} == {"en": 4, "zh": 1}
    assert facets["kind"]["exact"] is True


def test_a_facet_ignores_its_own_choice_and_respects_the_others(client, several):
    facets = ask(client, speaker="bob", language="en", facets="speaker,language")["facets"]
    assert {v["value"]: v["count"] for v in facets["speaker"]["values"]} == {"alice": 2, "bob": 1}
    assert {v["value"]: v["count"] for v in facets["language"]["values"]} == {"en": 1}


@pytest.mark.parametrize("q", ["speaker:bob", "speaker:bob grow*", "speaker:bob org:acme -zzz"])
def test_a_choice_typed_as_an_operator_is_a_choice_too(client, several, q):
    """By the facet's own count, less that operator and nothing else."""
    facet = ask(client, q=q, facets="speaker")["facets"]["speaker"]
    rest = q.replace("speaker:bob", "").strip()
    alike = ask(client, facets="speaker", **({"q": rest} if rest else {}))["facets"]["speaker"]
    assert facet == alike
    assert len(facet["values"]) >= 1


CHOICES = {
    "speaker": "bob", "organization": "acme", "kind": "direct", "language": "zh",
    "standing": "misattributed", "topic": "growth", "publisher": "daily",
}  # fmt: skip


@pytest.mark.parametrize("name", CHOICES)
def test_each_facet_is_less_its_own_choice_and_no_other(client, several, name):
    everything = ask(client, facets=name)["facets"][name]
    assert ask(client, facets=name, **{name: CHOICES[name]})["facets"][name] == everything
    others = {other: value for other, value in CHOICES.items() if other != name}
    for other, value in others.items():
        narrowed = ask(client, facets=name, **{other: value})["facets"][name]
        chosen = ask(client, facets=name, **{other: value, name: CHOICES[name]})["facets"][name]
        assert narrowed == chosen


@pytest.mark.parametrize("name", CHOICES)
def test_choosing_a_value_leaves_as_many_as_its_facet_said(client, several, name):
    for value in ask(client, facets=name)["facets"][name]["values"]:
        assert ask(client, **{name: value["value"]})["count"] == value["count"], value


def test_a_language_counts_what_is_told_more_exactly(client, several, make_quote):
    make_quote("雲在增長", ref="hant", language="zh-Hant", unattributed=True)
    values = ask(client, facets="language")["facets"]["language"]["values"]
    assert {v["value"]: v["count"] for v in values} == {"en": 4, "zh": 2, "zh-Hant": 1}
    assert ask(client, language="zh")["count"] == 2


def test_a_bar_counts_what_choosing_its_period_finds(client, several):
    for bar in ask(client, facets="timeline")["facets"]["timeline"]["bars"]:
        count = ask(client, said=bar["period"])["count"]
        assert count == bar["count"] + bar["possible"], bar


def test_a_publisher_counts_along_the_whole_chain_as_its_filter_finds(client, several, post):
    """The Daily is cited; what it reports was published by Acme."""
    values = ask(client, facets="publisher")["facets"]["publisher"]["values"]
    assert {value["value"]: value["count"] for value in values} == {"daily": 2, "acme": 2}
    post.__class__.objects.filter(pk=post.pk).update(is_public=False)
    values = ask(client, facets="publisher")["facets"]["publisher"]["values"]
    assert {value["value"]: value["count"] for value in values} == {"daily": 2}
    assert ask(client, publisher="acme")["count"] == 0


def test_a_speechs_own_source_is_in_the_chain_of_its_quotes(client, make_quote, speech, alice):
    make_quote("Never cited", speech=speech, speaker=alice)
    [value] = ask(client, facets="publisher")["facets"]["publisher"]["values"]
    assert (value["value"], value["count"]) == ("acme", 1)
    assert ask(client, publisher="acme")["count"] == 1


def test_the_timeline_has_no_gaps_and_tells_sure_from_possible(client, several):
    line = ask(client, said="2020", facets="timeline")["facets"]["timeline"]
    assert line["unit"] == "month"
    bars = {bar["period"]: (bar["count"], bar["possible"]) for bar in line["bars"]}
    assert list(bars) == sorted(bars)
    assert bars["2019-03"] == (1, 0)
    assert bars["2019-07"] == (0, 0)
    assert bars["2020-02"] == (1, 2)
    assert line["undated"] == 1


@pytest.mark.parametrize("said", ["2015-03?", "2015-03~", "2015-03%", "2015-03-09?"])
def test_a_quote_whose_date_is_in_doubt_is_surely_of_no_period(client, make_quote, bob, said):
    make_quote("In doubt", speaker=bob, said=said)
    line = ask(client, facets="timeline")["facets"]["timeline"]
    assert line["bars"] == [{"period": "2015-03", "count": 0, "possible": 1}]
    assert ask(client, said="2015-03")["count"] == 1


def test_a_speech_of_doubtful_date_makes_its_quotes_dates_doubtful(client, speech, make_quote):
    make_quote("At the meeting", speech=speech, unattributed=True)
    make_quote("At the meeting, on this day", speech=speech, unattributed=True, said="2019-03-07")
    speech.__class__.objects.update(delivered="2019-03?")
    line = ask(client, facets="timeline")["facets"]["timeline"]
    assert line["bars"] == [{"period": "2019-03", "count": 1, "possible": 1}]


def test_what_was_said_then_or_later_is_surely_of_no_period(client, make_quote, bob):
    """Even where the one bar there is begins and ends with the month that is known."""
    make_quote("Since then", speaker=bob, said="2015-03/..")
    line = ask(client, facets="timeline")["facets"]["timeline"]
    assert line["bars"] == [{"period": "2015-03", "count": 0, "possible": 1}]


def test_all_facets_cost_one_statement_whatever_they_name(client, several):
    """Names and refs of four kinds of records come with the numbers."""
    with CaptureQueriesContext(connection) as one:
        ask(client, facets="kind")
    with CaptureQueriesContext(connection) as all_of_them:
        assert ask(client, facets=",".join(FACETS))["facets"]["publisher"]["values"]
    assert len(all_of_them) == len(one)


def test_a_facet_that_is_not_offered_is_refused_by_name(client, several):
    answer = client.get("/api/v1/quotes/?facets=speaker,colour")
    assert answer.status_code == 400
    assert "There is no facet “colour”" in answer.json()["facets"][0]


def test_a_private_record_is_in_no_facet(client, several):
    Quote.objects.get(ref="cloud").speaker.__class__.objects.update(is_public=False)
    assert ask(client, facets="speaker")["facets"]["speaker"]["values"] == []


@pytest.mark.parametrize("address", ["/api/v1/quotes/?q=growing", "/search/?q=growing"])
def test_a_question_that_takes_too_long_is_stopped_with_advice(client, several, address):
    def slowly(execute, sql, parameters, many, context):
        with connection.cursor() as cursor:
            cursor.connection.execute("SET LOCAL statement_timeout = 1")
            return execute("SELECT pg_sleep(1)", None, False, {**context, "cursor": cursor})

    with connection.execute_wrapper(slowly):
        answer = client.get(address)
    assert answer.status_code == 503
    assert answer["Retry-After"] == "10"
    assert "Ask for less at once" in answer.content.decode()


def test_another_failure_of_the_database_is_not_said_to_be_of_the_question(client, several, caplog):
    def broken(*_):
        raise OperationalError("The disk is on fire.")

    client.raise_request_exception = False
    with connection.execute_wrapper(broken):
        answer = client.get("/api/v1/quotes/")
    assert (answer.status_code, answer.json()["detail"]) == (503, str(AWAY))
    assert "The disk is on fire." in caplog.text
