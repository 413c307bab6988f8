"""What an app reads from the API, beside search."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from archive.merging import merge
from archive.models import Person, Source
from quotes.api.v1.documentation import contract
from quotes.models import Quote

LISTS = ["quotes", "speeches", "sources", "people", "organizations", "roles", "topics"]


def refs(answer):
    assert answer.status_code == 200, answer.json()
    return [one["id"] for one in answer.json()["results"]]


def test_a_quote_leads_to_its_sources_up_to_the_start_of_the_chain(client, quote):
    answer = client.get("/api/v1/quotes/any-price/").json()
    [citation] = answer["citations"]
    assert citation["source"]["id"] == "article"
    [origin] = citation["source"]["derived_from"]
    assert (origin["relation"], origin["source"]["id"]) == ("reports", "post")
    assert origin["derived_from"] == []


def test_a_quote_says_who_as_what_when_and_in_which_language(client, quote):
    answer = client.get("/api/v1/quotes/any-price/").json()
    assert answer["speaker"]["name"] == "Alice Ångström"
    assert answer["role"]["title"] == "Chief executive"
    assert answer["said"] == {
        "edtf": "2019-03",
        "earliest": "2019-03-01",
        "latest": "2019-03-31",
        "text": "March 2019",
    }
    assert answer["is_translation"] is True


def test_an_open_end_of_a_date_is_null(client, article):
    answer = client.get("/api/v1/sources/article/").json()
    assert answer["published"]["earliest"] == "2019-04-02"
    assert answer["published"]["latest"] is None


@pytest.mark.parametrize("noun", LISTS)
def test_every_resource_carries_its_name_and_addresses(client, quote, noun):
    for one in client.get(f"/api/v1/{noun}/").json()["results"]:
        detail = client.get(one["url"]).json()
        assert {"id", "url", "web_url", "updated_at"} <= detail.keys()
        assert detail["id"] == one["id"]
        assert client.get(detail["web_url"], follow=True).status_code == 200


@pytest.mark.parametrize(
    ("parameters", "found"),
    [
        ("speaker=alice", ["any-price"]),
        ("speaker=%E7%88%B1%E4%B8%BD%E4%B8%9D", ["any-price"]),  # 爱丽丝
        ("speaker=ALICE+angstrom", ["any-price"]),
        ("organization=acme", ["any-price"]),
        ("speech=speech", ["any-price"]),
        ("source=article", ["a-choice", "any-price"]),
        ("source=post", ["a-choice", "any-price"]),
        ("publisher=The+Daily", ["a-choice", "any-price"]),
        ("topic=growth", ["any-price"]),
        ("kind=direct", ["a-choice", "any-price"]),
        ("kind=indirect", []),
        ("language=en", ["a-choice", "any-price"]),
        ("spoken_language=zh", ["any-price"]),
        ("standing=misattributed", ["a-choice"]),
        ("said=2019", ["any-price"]),
        ("said=2019-03-15", ["any-price"]),
        ("said=2019-04", []),
        ("after=2019-04", ["a-choice"]),
        ("before=2019-04", ["any-price"]),
        ("published=2019-04-02", ["a-choice", "any-price"]),
        ("published_before=2018", []),
        ("published_after=2021", ["a-choice", "any-price"]),
        ("speaker=alice&said=2019&kind=direct&publisher=daily", ["any-price"]),
        ("ordering=oldest", ["any-price", "a-choice"]),
    ],
)
def test_filters_combine_freely(client, quote, misattributed, parameters, found):
    assert refs(client.get(f"/api/v1/quotes/?{parameters}")) == found


def test_one_source_was_published_within_the_whole_period(client, make_quote):
    """One before it and one after it are none within it."""
    printed = [
        Source.objects.create(ref=year, kind="article", title=year, published=year, is_public=True)
        for year in ("2016", "2021")
    ]
    make_quote("Twice in print", printed, ref="twice", unattributed=True)
    for first, last, found in (("2017", "2020", []), ("2015", "2017", ["twice"])):
        asked = {"published_after": first, "published_before": last}
        assert refs(client.get("/api/v1/quotes/", asked)) == found


@pytest.mark.parametrize(
    ("parameters", "field", "sentence"),
    [
        ("speeker=alice", "speeker", "There is no parameter “speeker”"),
        ("speaker=nobody", "speaker", "No person here is known as “nobody”"),
        ("said=2020-13", "said", "2020-13"),
        ("kind=rumour", "kind", "rumour"),
        ("language=english+please", "language", "BCP-47"),
        ("said=2019&said=2020", "said", "more than once"),
        ("page_size=0", "page_size", "from 1 to 100"),
        ("page_size=0000000019999", "page_size", "from 1 to 100"),
        ("page_size=%EF%BC%91", "page_size", "from 1 to 100"),
        ("cursor=made-up", "cursor", "not one of ours"),
        ("ordering=loudest", "ordering", "newest, oldest"),
        ("speaker=%00", "speaker", "Null characters"),
        ("speaker=" + "x" * 2000, "speaker", "at most 1000"),
    ],
)
def test_what_is_not_understood_is_refused_by_name(client, quote, parameters, field, sentence):
    answer = client.get(f"/api/v1/quotes/?{parameters}")
    assert answer.status_code == 400
    assert sentence in " ".join(answer.json()[field])


@pytest.mark.parametrize("noun", LISTS)
def test_every_list_and_detail_refuses_unknown_parameters(client, quote, noun):
    answer = client.get(f"/api/v1/{noun}/?colour=red")
    assert answer.status_code == 400
    assert "colour" in answer.json()
    [one, *_] = client.get(f"/api/v1/{noun}/").json()["results"]
    assert client.get(f"{one['url']}?colour=red").status_code == 400


def test_an_ambiguous_name_is_answered_with_its_candidates(client, alice):
    Person.objects.create(ref="other-alice", name="ALICE ANGSTROM", is_public=True)
    answer = client.get("/api/v1/quotes/?speaker=alice+angstrom")
    assert answer.status_code == 400
    assert "(alice)" in answer.json()["speaker"][0]
    assert "(other-alice)" in answer.json()["speaker"][0]


@pytest.mark.parametrize("status", ["draft", "in_review"])
def test_unpublished_work_is_nowhere(client, quote, status):
    Quote.objects.update(status=status)
    assert refs(client.get("/api/v1/quotes/")) == []
    assert client.get("/api/v1/quotes/any-price/").status_code == 404


def test_a_person_without_anything_public_is_not_shown(client, db):
    Person.objects.create(ref="secret", name="Not yet")
    assert refs(client.get("/api/v1/people/")) == []
    assert client.get("/api/v1/people/secret/").status_code == 404
    assert client.get("/api/v1/quotes/?speaker=secret").status_code == 400


def test_a_retracted_quote_keeps_its_address_and_leaves_the_list(client, quote):
    Quote.objects.update(status="retracted", public_note="The Daily withdrew it.")
    assert refs(client.get("/api/v1/quotes/")) == []
    assert refs(client.get("/api/v1/quotes/?status=retracted")) == ["any-price"]
    answer = client.get("/api/v1/quotes/any-price/").json()
    assert (answer["status"], answer["public_note"]) == ("retracted", "The Daily withdrew it.")


def test_a_removed_quote_is_gone_without_its_words(client, quote):
    Quote.objects.update(status="removed")
    answer = client.get("/api/v1/quotes/any-price/")
    assert answer.status_code == 410
    assert "grow" not in answer.content.decode()


def test_a_merged_person_redirects_to_the_one_kept(client, quote, alice, bob):
    merge(kept=alice, duplicate=bob, reason="One person, two spellings.")
    answer = client.get("/api/v1/people/bob/")
    assert (answer.status_code, answer["Location"]) == (301, "/api/v1/people/alice/")
    assert refs(client.get("/api/v1/people/?name=bob")) == ["alice"]


def test_paging_misses_and_repeats_nothing_while_quotes_arrive(client, make_quote):
    for day in range(1, 8):
        make_quote(
            f"Said on day {day}", unattributed=True, said=f"2020-01-0{day}", ref=f"day-{day}"
        )
    first = client.get("/api/v1/quotes/?page_size=3").json()
    make_quote("Said later", unattributed=True, said="2021", ref="later")
    second = client.get(first["next"]).json()
    third = client.get(second["next"]).json()
    pages = [[one["id"] for one in page["results"]] for page in (first, second, third)]
    assert pages == [["day-7", "day-6", "day-5"], ["day-4", "day-3", "day-2"], ["day-1"]]
    assert third["next"] is None
    back = client.get(third["previous"]).json()
    assert [one["id"] for one in back["results"]] == pages[1]
    start = client.get(client.get(back["previous"]).json()["previous"]).json()
    assert [one["id"] for one in start["results"]] == ["later"]


def test_unknown_dates_come_last_in_both_directions(client, make_quote):
    for said in ("", "2020", "2021"):
        make_quote(f"Said in {said}", unattributed=True, said=said, ref=f"q{said or 'unknown'}")
    assert refs(client.get("/api/v1/quotes/")) == ["q2021", "q2020", "qunknown"]
    assert refs(client.get("/api/v1/quotes/?ordering=oldest")) == ["q2020", "q2021", "qunknown"]
    page = client.get("/api/v1/quotes/?ordering=oldest&page_size=2").json()
    assert refs(client.get(page["next"])) == ["qunknown"]


def test_a_cursor_of_another_order_is_refused(client, make_quote):
    for n in range(3):
        make_quote(f"Number {n}", unattributed=True)
    newest = client.get("/api/v1/quotes/?page_size=1").json()["next"]
    answer = client.get(f"{newest}&ordering=oldest")
    assert answer.status_code == 400
    assert "belongs to the ordering" in answer.json()["cursor"][0]


def test_the_api_can_only_be_read(client, quote):
    for method in (client.post, client.put, client.patch, client.delete):
        assert method("/api/v1/quotes/any-price/").status_code == 405


def test_an_unchanged_answer_is_not_sent_twice(client, quote):
    first = client.get("/api/v1/quotes/any-price/")
    again = client.get("/api/v1/quotes/any-price/", headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304


def test_a_captured_text_is_shown_only_where_rights_allow(client, article):
    article.texts.create(text="The whole article.")
    assert client.get("/api/v1/sources/article/").json()["text"]["text"] is None
    Source.objects.update(rights="public")
    assert client.get("/api/v1/sources/article/").json()["text"]["text"] == "The whole article."


def queries(client, address):
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


@pytest.mark.parametrize(
    ("noun", "expected", "reason"),
    [
        ("quotes", 3, "quotes, counted, with what belongs to them; chain links; origins"),
        (
            "speeches",
            1,
            "speeches, counted, with what belongs to them: their sources derive from none",
        ),
        ("sources", 3, "sources, counted, with their texts; chain links; origins"),
        ("people", 1, "people, counted, with their names"),
        ("organizations", 1, "organizations, counted, with their names"),
        ("roles", 1, "roles, counted"),
        ("topics", 1, "topics, counted"),
    ],
)
def test_a_list_asks_a_fixed_number_of_questions(
    client, quote, misattributed, noun, expected, reason
):
    few = queries(client, f"/api/v1/{noun}/?page_size=1")
    many = queries(client, f"/api/v1/{noun}/")
    assert (few, many) == (expected, expected), reason


def test_a_page_further_on_is_found_and_counted_by_itself(client, quote, misattributed):
    first = "/api/v1/quotes/?page_size=1"
    assert queries(client, client.get(first).json()["next"]) == queries(client, first) + 2


@pytest.mark.parametrize(
    "address", ["/api/v1/", "/api/v1/schema/", "/api/v1/docs/", "/api/v1/redoc/"]
)
def test_the_documentation_is_served(client, db, address):
    answer = client.get(address)
    assert answer.status_code == 200
    assert "cdn" not in answer.content.decode().lower()


def test_the_root_leads_to_every_address_of_the_contract(client, db):
    leads = client.get("/api/v1/").json()
    described = {path for path in contract()["paths"] if "{" not in path}
    assert {address.removeprefix("http://testserver") for address in leads.values()} == {
        *described,
        "/api/v1/schema/",
    }


@pytest.mark.parametrize("noun", LISTS)
def test_the_browsable_api_works(client, quote, noun):
    answer = client.get(f"/api/v1/{noun}/", headers={"Accept": "text/html"})
    assert answer.status_code == 200
    assert "text/html" in answer["Content-Type"]


def test_a_search_marks_what_was_looked_for_without_touching_the_text(client, quote):
    [found] = client.get("/api/v1/quotes/?q=growing+-never").json()["results"]
    assert "".join(segment["text"] for segment in found["highlights"]) == found["text"]
    assert [s["text"] for s in found["highlights"] if s["match"]] == ["grow"]
    assert found["highlights_left_out"] is None


@pytest.mark.parametrize(
    ("before", "word", "after"),
    [("and so on " * 200, "turbine", " and so forth" * 200), ("", "Turbine", " and on" * 200),
     ("云云服务。" * 300, "华为", "。服务云云" * 300), ("Short, a ", "turbine", ".")],
)  # fmt: skip
def test_of_a_long_quote_the_passage_around_the_match_is_marked(
    client, make_quote, bob, before, word, after
):
    text = f"{before}{word}{after}"
    make_quote(text, speaker=bob)
    [found] = client.get("/api/v1/quotes/", {"q": word}).json()["results"]
    shown = "".join(segment["text"] for segment in found["highlights"])
    cut = found["highlights_left_out"] or {"before": 0, "after": 0}
    assert found["text"] == text
    assert text[cut["before"] : len(text) - cut["after"]] == shown
    assert len(shown) <= 600
    assert word in [s["text"] for s in found["highlights"] if s["match"]]
    assert (found["highlights_left_out"] is None) == (len(text) <= 600)


def test_nothing_is_marked_without_words(client, quote):
    [found] = client.get("/api/v1/quotes/?speaker=alice").json()["results"]
    assert found["highlights"] is None
    assert client.get("/api/v1/quotes/any-price/").json()["highlights"] is None


def test_an_operator_names_what_it_does_not_know(client, quote):
    answer = client.get("/api/v1/quotes/?q=grow+speaker:nobody")
    assert answer.status_code == 400
    assert answer.json()["q"] == [
        "speaker: No person here is known as “nobody”. (“speaker:nobody”, character 6)"
    ]


def test_a_choice_that_is_not_offered_is_answered_with_those_that_are(client, db):
    answer = client.get("/api/v1/quotes/?q=x+kind:free")
    assert answer.json()["q"] == [
        "kind: There is no “free” to choose. Known: direct, partial, indirect."
        " (“kind:free”, character 3)"
    ]


@pytest.mark.parametrize("typed", ["Alice", "alice angstrem", "爱丽"])
def test_a_name_that_nobody_bears_is_answered_with_those_near_it(client, quote, bob, typed):
    """Part of a name, a name misspelled, part of a name in another script."""
    [sentence] = client.get("/api/v1/quotes/", {"speaker": typed}).json()["speaker"]
    assert sentence == (
        f"No person here is known as “{typed}”. Did you mean Alice Ångström (alice)?"
    )


def test_nobody_hidden_is_offered_for_a_name(client, alice):
    Person.objects.update(is_public=False)
    [sentence] = client.get("/api/v1/quotes/?speaker=angstrem").json()["speaker"]
    assert sentence == "No person here is known as “angstrem”."


def test_a_search_that_cannot_be_read_says_where_and_what_instead(client, db):
    answer = client.get("/api/v1/quotes/?q=(grow")
    assert answer.json()["q"] == [
        "This bracket is never closed. (“(”, character 1) Close it, or leave it out."
    ]


def test_relevance_needs_words(client, quote):
    answer = client.get("/api/v1/quotes/?ordering=relevance")
    assert answer.json()["ordering"] == ["Relevance needs words in “q”."]
