"""An app asks for less of each record, or for whole records in place of links."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from archive.models import Source

QUOTE = "/api/v1/quotes/any-price/"
QUOTES = "/api/v1/quotes/"


@pytest.fixture
def ask(client, quote):
    def ask(address, **parameters):
        answer = client.get(address, parameters)
        assert answer.status_code == 200, answer.content
        return answer.json()

    return ask


@pytest.fixture
def refusal(client, quote):
    def refusal(parameter, address=QUOTES, **parameters):
        answer = client.get(address, parameters)
        assert answer.status_code == 400, answer.content
        return answer.json()[parameter][0]

    return refusal


def test_fields_leave_only_what_is_named(ask):
    one = {"id": "any-price", "text": "We will not grow at any price"}
    assert ask(QUOTE, fields="text,id") == one
    assert ask(QUOTES, fields="id, text")["results"] == [one]


def test_fields_reach_into_what_is_nested(ask):
    assert ask(QUOTE, fields="speaker.name,citations.source.title,said") == {
        "speaker": {"name": "Alice Ångström"},
        "said": {
            "edtf": "2019-03", "earliest": "2019-03-01", "latest": "2019-03-31",
            "text": "March 2019",
        },
        "citations": [{"source": {"title": "Alice speaks"}}],
    }  # fmt: skip


def test_the_whole_wins_over_a_part_of_it(ask):
    assert ask(QUOTE, fields="speaker.name,speaker")["speaker"].keys() > {"name", "url"}


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ("colour", "There is no “colour”. Known: id, url, web_url, text,"),
        ("text,speaker.colour", "“colour” in “speaker.colour”). Known: id, url, web_url, name."),
        ("txt", "There is no “txt”. Did you mean “text”? Known: "),
        ("speaker.nmae", "(“nmae” in “speaker.nmae”). Did you mean “name”? Known: id, url,"),
        ("text.length", "Known: nothing."),
        ("speech.place", "Known: id, url, web_url, title."),
        ("x" * 900, "x…”. Known: id"),
    ],
)
def test_a_field_that_is_not_there_is_refused_by_name(refusal, fields, sentence):
    assert sentence in refusal("fields", fields=fields)
    assert sentence in refusal("fields", QUOTE, fields=fields)


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("speaker", "people/alice"),
        ("organization", "organizations/acme"),
        ("role", "roles/alice-ceo"),
        ("speech", "speeches/speech"),
        ("topics", "topics/growth"),
        ("citations.source", "sources/article"),
        ("citations.source.publisher", "organizations/daily"),
    ],
)
def test_a_link_becomes_the_whole_record(client, ask, path, kind):
    value = ask(QUOTE, expand=path)
    for step in path.split("."):
        value = value[step]
        value = value[0] if isinstance(value, list) else value
    assert value == client.get(f"/api/v1/{kind}/").json()


def test_what_only_a_whole_record_has_makes_it_whole(client, ask):
    speech = ask(QUOTE, expand="speech.speakers.person")["speech"]
    assert speech["speakers"][0]["person"] == client.get("/api/v1/people/alice/").json()
    assert speech["place"] == ""


def test_several_are_expanded_and_trimmed_together(ask):
    answer = ask(
        QUOTES, expand="speech,citations.source", fields="id,speech.language,citations.source.note"
    )
    assert answer["results"] == [
        {"id": "any-price", "speech": {"language": "zh"}, "citations": [{"source": {"note": ""}}]}
    ]


@pytest.mark.parametrize(
    ("expand", "sentence"),
    [
        ("colour", "There is no “colour”. Known: speaker, organization, role, speech, topics,"),
        ("text", "There is no “text”. Known: speaker,"),
        ("speech.colour", "(“colour” in “speech.colour”). Known: passages.source, "),
        ("citation.source", "“citation.source”). Known: speaker,"),
        ("speech.speakers.role.person", "goes deeper than 2 records"),
        (",".join(["speaker", "organization", "role", "speech", "topics", "citations.source",
                   "citations.source.publisher", "relations.quote", "role.person"]), "At most 8"),
    ],
)  # fmt: skip
def test_what_cannot_be_expanded_is_refused_by_name(refusal, expand, sentence):
    assert sentence in refusal("expand", expand=expand)


def test_an_expansion_costs_two_statements_for_any_number_of_rows(
    client, quote, make_quote, speech, article, alice, growth
):
    def asked(address):
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200
        return len(captured)

    few = asked(f"{QUOTES}?expand=speaker,topics")
    for number in range(20):
        make_quote(f"Number {number}", [article], [growth], speaker=alice, speech=speech)
    assert asked(f"{QUOTES}?expand=speaker,topics") == few
    # person: keys, people with their names; topic: keys, rows
    assert few == asked(QUOTES) + 4


def test_what_the_public_may_not_read_stays_a_link(ask, quote, make_quote):
    other = make_quote("Taken back", unattributed=True, ref="other")
    quote.relations.create(other=other, relation="variant_of")
    type(other).objects.filter(pk=other.pk).update(status="removed")
    assert ask(QUOTE, expand="relations.quote")["relations"] == []


def test_an_expanded_source_comes_without_its_whole_text(ask, article):
    article.texts.create(text="The whole article.")
    Source.objects.update(rights="public")
    assert ask("/api/v1/sources/article/")["text"]["text"] == "The whole article."
    [citation] = ask(QUOTE, expand="citations.source")["citations"]
    assert (citation["source"]["text"]["edition"], citation["source"]["text"]["text"]) == (1, None)


def test_a_file_of_lines_is_shaped_too(client, quote):
    answer = client.get(f"{QUOTES}?format=jsonl&fields=speech.place&expand=speech")
    assert json.loads(b"".join(answer.streaming_content)) == {"speech": {"place": ""}}


def test_a_table_is_trimmed_by_its_columns(client, quote, refusal):
    answer = client.get(f"{QUOTES}?format=csv&fields=speaker_name,id")
    assert (
        b"".join(answer.streaming_content)
        == b"speaker_name,id\r\nAlice \xc3\x85ngstr\xc3\xb6m,any-price\r\n"
    )
    assert "jsonl" in refusal("expand", format="csv", expand="speech")


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ("speaker.name", "no column “speaker.name”. In a table that is “speaker_name”. Known: id,"),
        ("citations.source", "no column “citations.source”. In a table that is “sources”. Known:"),
        ("citations", "In a table that is “sources”."),
        ("speaker_nmae", "no column “speaker_nmae”. Did you mean “speaker_name”? Known:"),
        ("citations.source.title", "no column “citations.source.title”. Known:"),
        ("said.text", "no column “said.text”. Known:"),
    ],
)
def test_a_column_that_is_not_there_is_refused_with_the_one_that_holds_it(
    refusal, fields, sentence
):
    assert sentence in refusal("fields", format="csv", fields=fields)


@pytest.mark.parametrize(
    "noun", ["speeches", "sources", "people", "organizations", "roles", "topics"]
)
def test_every_noun_takes_fields(ask, noun):
    for one in ask(f"/api/v1/{noun}/", fields="id")["results"]:
        assert list(one) == ["id"]


@pytest.mark.parametrize("form", ["cite=apa", "format=jsonld"])
def test_a_format_of_its_own_shape_takes_neither(client, quote, form):
    answer = client.get(f"{QUOTE}?{form}&fields=id&expand=speech")
    assert answer.status_code == 400
    assert set(answer.json()) == {"fields", "expand"}
