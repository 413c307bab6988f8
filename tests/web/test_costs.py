"""What a page costs: as many questions for one quote as for a hundred, and under 100 KB."""

import pytest

from archive.models import Role, SourceText, Speech, SpeechSource, SpeechSpeaker

COSTS = [
    ("/", 5, "quotes, citations, speakers, count, speeches"),
    ("/search/", 7, "quotes, citations, count, facets, three kinds they name"),
    ("/quotes/any-price/", 9, "quote, topics, records, citations, relations (2), chain (2), log"),
    ("/speeches/speech/", 8, "speech, speakers, two kinds they name, records, chain, quotes (2)"),
    ("/sources/article/", 8, "source, chain (2), derivatives, speeches, text, quotes (2)"),
    ("/people/alice/", 6, "person, names, roles, speeches, quotes, citations"),
    ("/organizations/acme/", 6, "organization, names, roles, publications, quotes, citations"),
    ("/roles/alice-ceo/", 3, "role, quotes, citations"),
    ("/topics/growth/", 3, "topic, quotes, citations"),
    ("/search/feed/", 2, "quotes, citations"),
    ("/sitemap.xml", 6, "one for each noun"),
    ("/sitemap-quote-0.xml", 1, "quotes"),
    ("/robots.txt", 0, "nothing"),
]


@pytest.fixture
def crowd(quote, make_quote, alice, acme, speech, article, post, growth):
    """Enough of everything to fill a page."""
    ceo = alice.roles.get(ref="alice-ceo")
    for _ in range(30):
        make_quote(
            "All work and no play. " * 200, [article, post], [growth], speaker=alice,
            organization=acme, role=ceo, speech=speech, spoken_language="zh",
        )  # fmt: skip
    for n in range(10):
        Role.objects.create(
            person=alice, organization=acme, title=f"Office {n}", period="2015/..", is_public=True
        )
        other = Speech.objects.create(title=f"Speech {n}", is_public=True)
        SpeechSpeaker.objects.create(speech=other, person=alice, organization=acme)
        SpeechSource.objects.create(speech=other, source=article)
    SourceText.objects.create(source=article, text="云" * 100_000)
    type(article).objects.update(rights="public")


@pytest.mark.parametrize(("address", "expected", "reason"), COSTS)
def test_a_page_asks_a_fixed_number_of_questions(questions, crowd, address, expected, reason):
    assert questions(address) == expected, reason


@pytest.mark.parametrize("address", [address for address, *_ in COSTS])
def test_a_page_stays_under_100_kilobytes(client, crowd, address):
    assert len(client.get(address).content) < 100_000
