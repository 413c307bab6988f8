"""What a page costs: as many questions for one quote as for a hundred, and under 100 KB."""

import gzip

import pytest

from archive.models import Role, SourceText, Speech, SpeechSource, SpeechSpeaker

COSTS = [
    ("/", 5, "quotes, citations, speakers, count, speeches"),
    ("/search/", 3, "which quotes, quotes, count with facets"),
    (
        "/search/?kind=direct",
        4,
        "as above, and a count with a facet as if nothing were chosen",
    ),
    (
        "/quotes/any-price/",
        7,
        "quote with which lists it has, citations, topics, records, chain (2), log",
    ),
    (
        "/speeches/speech/",
        9,
        "speech, speakers, records, reports, chain, text, marks, quotes (2)",
    ),
    ("/sources/article/", 9, "source, chain (2), derivatives, speeches, text, marks, quotes (2)"),
    (
        "/people/alice/",
        9,
        "person, names, roles, speeches (3), when it was said, which quotes, quotes",
    ),
    (
        "/organizations/acme/",
        7,
        "organization, names, roles, publications, when it was said, which quotes, quotes",
    ),
    ("/roles/alice-ceo/", 3, "role, which quotes, quotes"),
    ("/people/", 3, "people, names, how often each is quoted"),
    ("/organizations/", 3, "organizations, names, how often each is quoted"),
    ("/publishers/", 3, "organizations, names, how many sources of each"),
    ("/topics/", 2, "topics, how many quotes of each"),
    ("/sources/", 2, "which sources, sources with their publishers"),
    ("/topics/growth/", 4, "topic, when it was said, which quotes, quotes"),
    ("/corrections/", 5, "log, rows before, notes, quotes, citations"),
    ("/corrections/feed/", 5, "log, rows before, notes, quotes, citations"),
    ("/search/suggest/?q=al", 2, "the name as it is compared, suggestions"),
    ("/search/citations/?cite=ris", 5, "quotes, records, citations, chain (2)"),
    ("/quotes/any-price/card.png", 1, "quote"),
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
    SourceText.objects.create(source=post, text="云" * 100_000)
    type(article).objects.update(rights="public")
    type(quote).objects.filter(pk=quote.pk).update(standing="confirmed")


@pytest.mark.parametrize(("address", "expected", "reason"), COSTS)
def test_a_page_asks_a_fixed_number_of_questions(questions, crowd, address, expected, reason):
    assert questions(address) == expected, reason


@pytest.mark.parametrize("address", [one for one, *_ in COSTS if "cite=" not in one])
def test_a_page_stays_under_100_kilobytes(client, crowd, address):
    assert len(client.get(address).content) < 100_000


LONG = "".join(f"We said in year {year} what we did. " for year in range(1000, 3800))
"""Words of 95 KB: a whole speech kept as one quote."""


@pytest.fixture
def long_quote(make_quote, article, growth, alice, acme, speech):
    """A quote about as long as a page may be."""
    return make_quote(
        LONG, [article], [growth], ref="long", speaker=alice, organization=acme, speech=speech
    )


def test_a_very_long_quote_is_whole_on_its_own_page_and_travels_small(client, long_quote):
    """Exact words are not cut, nor repeated in each citation style: they are there once."""
    assert len(LONG) > 90_000
    page = client.get("/quotes/long/", headers={"accept-encoding": "gzip"})
    assert page["Content-Encoding"] == "gzip"
    assert len(page.content) < 100_000
    whole = gzip.decompress(page.content).decode()
    assert whole.count(LONG.strip()) == 1
    assert len(whole) < len(LONG) + 25_000


@pytest.mark.parametrize(
    "address",
    [address for address, *_ in COSTS if address.startswith("/") and "cite=" not in address],
)
def test_no_other_page_holds_a_very_long_quote_whole(client, crowd, long_quote, address):
    assert LONG[:2_000] not in client.get(address).content.decode(errors="replace")
