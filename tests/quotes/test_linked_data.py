"""A quote in the words of schema.org, as machines read it."""

import pytest

from quotes.models import Quote


def linked(client, ref="any-price"):
    answer = client.get(f"/api/v1/quotes/{ref}/?format=jsonld")
    assert answer["Content-Type"] == "application/ld+json"
    return answer.json()


def test_a_quotation_has_its_creator_and_what_it_is_based_on(client, quote):
    data = linked(client)
    assert (data["@context"], data["@type"]) == ("https://schema.org", "Quotation")
    assert data["@id"] == "http://testserver/quotes/any-price/"
    assert data["text"] == "We will not grow at any price"
    assert data["creator"] == {
        "@type": "Person",
        "@id": "http://testserver/people/alice/",
        "name": "Alice Ångström",
        "jobTitle": "Chief executive",
        "affiliation": {
            "@type": "Organization",
            "@id": "http://testserver/organizations/acme/",
            "name": "Acme",
        },
    }
    [article] = data["isBasedOn"]
    assert (article["name"], article["publisher"]["name"]) == ("Alice speaks", "The Daily")
    assert [one["name"] for one in article["isBasedOn"]] == ["Spring meeting, notes"]


def test_a_month_stays_a_month_and_an_open_date_is_none(client, quote):
    data = linked(client)
    assert data["dateCreated"] == "2019-03"
    assert "datePublished" not in data["isBasedOn"][0]
    assert data["isBasedOn"][0]["isBasedOn"][0]["datePublished"] == "2019-04-02"


def test_a_paraphrase_is_no_quotation(client, quote):
    Quote.objects.update(kind="indirect")
    assert linked(client)["@type"] == "Claim"


@pytest.mark.parametrize("standing", ["misattributed", "disputed"])
def test_who_is_doubted_is_no_creator(client, misattributed, standing):
    Quote.objects.update(standing=standing)
    data = linked(client, "a-choice")
    assert "creator" not in data
    assert data["creativeWorkStatus"] == standing.capitalize()
    assert data["description"] == (
        f"{standing.capitalize()}: attributed to Bob. First printed in 1950, long before Bob."
    )


def test_a_retraction_is_said_with_its_reason(client, quote):
    Quote.objects.update(status="retracted", public_note="The Daily withdrew it.")
    data = linked(client)
    assert data["creativeWorkStatus"] == "Retracted"
    assert data["correction"]["text"] == "The Daily withdrew it."


def test_a_translation_names_the_quote_it_translates(client, quote, make_quote):
    original = make_quote("我们不会不惜一切代价增长", language="zh", unattributed=True, ref="zh")
    quote.relations.create(other=original, relation="translation_of")
    assert linked(client)["translationOfWork"] == [
        {"@type": "Quotation", "@id": "http://testserver/quotes/zh/"}
    ]


def test_a_crawler_asks_by_media_type(client, quote):
    answer = client.get("/api/v1/quotes/any-price/", headers={"Accept": "application/ld+json"})
    assert answer.json() == linked(client)
