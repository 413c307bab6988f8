"""``POST /api/v1/check/``: what an app sends, what it gets, and what is refused."""

import json
import logging

import pytest

from quotes.api.v1.checking_examples import ALTERED, ANSWER
from quotes.models import Quote

pytestmark = pytest.mark.django_db

PRICE = "We will not grow at any price"
CHECK = "/api/v1/check/"


def post(client, **asked):
    return client.post(CHECK, json.dumps(asked), content_type="application/json")


def check(client, **asked):
    answer = post(client, **asked)
    assert answer.status_code == 200, answer.content
    return answer.json()["results"]


def test_a_sentence_is_checked_word_by_word(client, quote):
    (result,) = check(client, sentence="We will grow at any price", speaker="Alice Ångström")
    assert result["verdict"] == "altered"
    assert "Changed: a negation" in result["summary"]
    (match,) = result["matches"]
    assert match["quote"]["id"] == "any-price"
    assert match["quote"]["url"] == "http://testserver/api/v1/quotes/any-price/"
    assert match["changes"] == [{"kind": "negation", "claim": "", "record": "not"}]
    assert "".join(one["record"] for one in match["segments"]) == PRICE
    assert match["speaker_agrees"] is True


def test_the_address_without_its_last_slash_answers_too(client, quote):
    answer = client.post(
        "/api/v1/check", json.dumps({"sentence": PRICE}), content_type="application/json"
    )
    assert answer.json()["results"][0]["verdict"] == "exact"


def test_several_sentences_get_a_result_each(client, quote, misattributed):
    asked = [{"sentence": PRICE, "speaker": "Bob"}, {"sentence": "Growth is a choice"}]
    results = check(client, sentences=asked)
    assert [one["verdict"] for one in results] == ["other_speaker", "exact"]
    assert results[1]["matches"][0]["cautions"][0] == "misattributed"


def test_a_texts_quotations_come_with_their_places(client, quote):
    text = f"“{PRICE},” said Alice Ångström. The rest is silence."
    (result,) = check(client, text=text)
    place = result["passage"]
    assert text[place["start"] : place["end"]] == PRICE
    assert place["attribution"]["name"] == "Alice Ångström"
    assert result["verdict"] == "exact"


def test_a_splice_comes_in_parts(client, quote, make_quote, alice):
    make_quote("In ten years we may sell the whole company to somebody else", speaker=alice)
    (result,) = check(client, sentence=f"{PRICE}, we may sell the whole company to somebody else")
    assert result["verdict"] == "spliced"
    assert [part["text"] for part in result["parts"]] == [
        PRICE,
        "we may sell the whole company to somebody else",
    ]


@pytest.mark.parametrize("status", ["removed", "draft", "in_review"])
def test_what_is_not_public_never_leaks(client, quote, status):
    Quote.objects.update(status=status)
    answer = post(client, sentence=PRICE)
    assert answer.json()["results"][0]["verdict"] == "nothing"
    assert "any-price" not in answer.content.decode()


@pytest.mark.parametrize(
    ("asked", "field", "sentence"),
    [
        ({}, "sentence", "Give one of"),
        ({"sentence": PRICE, "text": PRICE}, "text", "Give one of"),
        ({"sentence": ""}, "sentence", "Give the words"),
        ({"sentence": "growth"}, "sentence", "too short"),
        ({"sentence": "?!…"}, "sentence", "no words"),
        ({"sentence": "\u200f\u200b"}, "sentence", "no words"),
        ({"sentence": "\ufffd\ufffd\ufffd\ufffd\ufffd"}, "sentence", "not look like text"),
        ({"sentence": "a " * 3_000}, "sentence", "too long"),
        ({"sentence": PRICE, "date": "30 December"}, "date", "not a date"),
        ({"sentences": [{"sentence": PRICE, "date": "May"}]}, "sentences", "Sentence 1: date: "),
        ({"sentences": [{"sentence": PRICE, "speker": "x"}]}, "sentences", "Sentence 1: speker: "),
        ({"sentences": []}, "sentences", "may not be empty"),
        ({"sentence": PRICE, "speeker": "Bob"}, "speeker", "There is no field"),
        ({"text": PRICE, "speaker": "Bob"}, "speaker", "goes with"),
        ({"text": "a" * 200_001}, "text", "at most 200 KB"),
        ({"sentences": [{"sentence": PRICE}] * 51}, "sentences", "at most 50"),
        ({"sentences": [{"sentence": PRICE}, {"speaker": "Bob"}]}, "sentences", "Sentence 2: sent"),
        ({"sentences": "x"}, "sentences", "Expected a list"),
        ({"sentences": ["x"]}, "sentences", "Sentence 1: Give an object"),
        ({"sentence": 3}, "sentence", "Give text"),
        ({"sentence": "we will \ud800"}, "sentence", "urrogate"),
    ],
)
def test_what_cannot_be_checked_is_refused_by_name(client, asked, field, sentence):
    answer = post(client, **asked)
    assert answer.status_code == 400
    assert list(answer.json()) == [field]
    assert sentence in answer.json()[field][0]


def test_ten_megabytes_are_refused_unread_and_count_as_one_request(client, settings):
    settings.API_LIMIT = 120
    answer = post(client, text="a" * 10_000_000)
    assert answer.status_code == 413
    assert answer["RateLimit"].startswith('"anonymous";r=119;')
    assert answer.json() == {"detail": "This is too much at once: send at most 200 KB of text."}


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"\x89PNG\r\n\x1a\n\0\0", "application/json", 400),
        (b'["x", 2]', "application/json", 400),
        (b"sentence=x", "application/x-www-form-urlencoded", 415),
    ],
)
def test_a_body_that_is_not_what_it_should_be_is_refused(client, body, kind, status):
    answer = client.post(CHECK, body, content_type=kind)
    assert answer.status_code == status
    assert list(answer.json()) == ["detail"]
    assert answer["Content-Type"] == "application/json"


def test_it_is_asked_with_post_alone(client):
    assert client.get(CHECK, headers={"accept": "application/json"}).status_code == 405


def test_nothing_that_is_sent_is_logged(client, quote, caplog):
    caplog.set_level(logging.DEBUG)
    post(client, sentence="zebras will not grow at any price")
    post(client, sentence="zebras")
    lines = [record for record in caplog.records if record.name != "django.db.backends"]
    assert not any("zebra" in record.getMessage() for record in lines)


def test_the_contract_has_the_shapes_and_real_examples(client):
    schema = client.get("/api/v1/schema/?format=json").json()
    operation = schema["paths"]["/api/v1/check/"]["post"]
    assert {"200", "400", "413", "415", "429", "503"} <= set(operation["responses"])
    assert "/api/v1/check" not in schema["paths"]
    media = operation["requestBody"]["content"]["application/json"]
    assert len(media["examples"]) == 3


def test_the_example_is_what_the_archive_answers(client, django_db_blocker):
    from django.core.management import call_command

    call_command("import_archive", "fixtures/ren-zhengfei-2020.jsonl", "--no-progress")
    answer = post(client, **ALTERED.value).content.decode()
    given = json.loads(answer.replace("http://testserver", "https://archive.example"))
    assert given == ANSWER.value
