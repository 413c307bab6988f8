"""The sample is true to the article it comes from: every word it holds stands there.

The article is not ours to ship; it lies beside the checkout where the archive is built.
"""

import json
from pathlib import Path

import pytest
from django.core.management import call_command

from quotes.models import Citation, Quote

ROOT = Path(__file__).parent.parent
FIXTURES = sorted((ROOT / "fixtures").glob("*.jsonl"))
SEED = sorted((ROOT.parent / "shared" / "seed").glob("*.txt"))

LINES = [json.loads(line) for path in FIXTURES for line in path.read_text().splitlines()]
QUOTES = [line for line in LINES if line["type"] == "quote"]

beside_the_seed = pytest.mark.skipif(not SEED, reason="the seed article is not beside the checkout")


@pytest.fixture(scope="module")
def article():
    return "\n".join(path.read_text() for path in SEED)


@beside_the_seed
@pytest.mark.parametrize("quote", QUOTES, ids=lambda quote: quote["ref"])
def test_every_quote_is_printed_in_the_article_word_for_word(article, quote):
    assert quote["text"] in article
    for citation in quote["citations"]:
        for part in citation.get("wording", "").split(" […]. "):
            assert part in article


@beside_the_seed
@pytest.mark.parametrize("quote", QUOTES, ids=lambda quote: quote["ref"])
def test_a_citation_stands_where_its_locator_says(article, quote):
    paragraphs = [line for line in article.splitlines() if line and not line.startswith("SEE ALSO")]
    for citation in quote["citations"]:
        place = citation["locator"]
        at = 0 if place == "headline" else int(place.removeprefix("para "))
        words = citation.get("wording", quote["text"]).split(" […]. ")[-1]
        assert words in paragraphs[at], place


@beside_the_seed
def test_the_article_is_known_by_its_own_title(article):
    [source] = [line for line in LINES if line.get("kind") == "article"]
    assert article.startswith(source["title"])
    assert "publisher" not in source
    assert source["published"] == "2020-12-30/.."


def test_no_long_run_of_the_article_is_shipped():
    assert max(len(quote["text"]) for quote in QUOTES) < 400
    assert not [line for line in LINES if line.get("texts")]


def test_every_word_of_ren_is_a_translation_of_an_unrecorded_original():
    spoken = [quote for quote in QUOTES if quote.get("speaker") == "ren-zhengfei"]
    assert len(spoken) == 10
    assert {(q["language"], q["spoken_language"]) for q in spoken} == {("en", "zh")}
    assert not [quote for quote in QUOTES if quote.get("relations")]


def test_huawei_itself_is_a_speaker():
    own = [quote for quote in QUOTES if "speaker" not in quote]
    assert len(own) == 3
    assert {quote["organization"] for quote in own} == {"huawei"}


def test_the_sample_loads_whole(db):
    call_command("import_archive", *map(str, FIXTURES))
    assert Quote.objects.published().count() == len(QUOTES)
    assert Citation.objects.count() == sum(len(quote["citations"]) for quote in QUOTES)
