"""A captured text: read where rights allow, the quotes in it marked, each with an address."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.models import Source, SourceText
from quotes.models import Citation, Quote
from quotes.web.captured import LONGEST_PART, _marked

TEXT = "Growth? We will not grow at any price, she said. Not ever."


@pytest.fixture
def captured(post):
    Source.objects.update(rights="public")
    return SourceText.objects.create(source=post, text=TEXT, language="en")


@pytest.fixture
def cite(captured):
    """Anchor some words of the text as a citation of a quote."""

    def cite(quote, exact):
        start = captured.text.index(exact)
        return Citation.objects.create(
            quote=quote, source=captured.source, position=9, source_text=captured, exact=exact,
            start=start, end=start + len(exact),
        )  # fmt: skip

    return cite


def page_of(client, address):
    return client.get(address).content.decode()


def test_the_quotes_in_a_text_are_marked_and_lead_to_their_pages(client, quote, cite):
    cite(quote, "We will not grow at any price")
    for address in ("/sources/post/", "/speeches/speech/"):
        assert 'Growth? <span id="passage-' in (page := page_of(client, address))
        assert (
            '<mark><a href="/quotes/any-price/">We will not grow at any price</a></mark>, she'
            in page
        )


def test_a_quote_leads_to_its_place_in_the_text(client, quote, cite):
    anchor = f"passage-{cite(quote, 'We will not grow at any price').pk}"
    assert f'href="/sources/post/#{anchor}"' in page_of(client, "/quotes/any-price/")
    assert f'id="{anchor}"' in page_of(client, "/sources/post/")


def test_a_place_far_into_a_text_is_on_the_part_that_holds_it(client, quote, post):
    Source.objects.update(rights="public")
    words, before = "We will not grow", "word " * LONGEST_PART
    text = SourceText.objects.create(source=post, text=before + words)
    one = Citation.objects.create(
        quote=quote, source=post, position=9, source_text=text, exact=words, start=len(before),
        end=len(before) + len(words),
    )  # fmt: skip
    address = f"/sources/post/?from={5 * LONGEST_PART}#passage-{one.pk}"
    assert f'href="{address}"' in page_of(client, "/quotes/any-price/")
    assert f'id="passage-{one.pk}"' in page_of(client, address)


def test_without_the_right_to_read_there_are_no_words_and_no_way_to_them(client, quote, cite):
    cite(quote, "We will not grow at any price")
    Source.objects.update(rights="withheld")
    assert "she said" not in page_of(client, "/sources/post/")
    assert "she said" not in page_of(client, "/speeches/speech/")
    assert "/sources/post/#passage" not in page_of(client, "/quotes/any-price/")


def test_a_quote_the_public_may_not_read_is_not_marked(client, quote, cite):
    cite(quote, "We will not grow at any price")
    for status in ("draft", "removed"):
        Quote.objects.update(status=status)
        assert "<mark>" not in page_of(client, "/sources/post/")


def test_a_transcript_comes_before_other_records_of_a_speech(client, speech, captured):
    transcript = Source.objects.create(
        ref="t", kind="transcript", title="Transcript", rights="public", is_public=True
    )
    SourceText.objects.create(source=transcript, text="As taken down.")
    speech.records.create(source=transcript, position=2)
    page = page_of(client, "/speeches/speech/")
    assert "As taken down." in page
    assert TEXT not in page


def test_the_dates_of_a_speech_are_told_by_what_happened_then(read, speech, article):
    page = read("/speeches/speech/")
    assert "Delivered March 2019 Posted 2 April 2019 Internal post Spring meeting, notes" in page
    assert "Reported on or after 2 April 2019 Article Alice speaks" in page


def test_a_report_that_is_not_public_is_not_told(read, speech, article):
    Source.objects.filter(ref="article").update(is_public=False)
    assert "Reported" not in read("/speeches/speech/")


@settings(deadline=None)
@given(st.text(min_size=1, max_size=40), st.data())
def test_however_quotes_overlap_the_text_stays_the_text(part, data):
    places = st.tuples(st.integers(0, 60), st.integers(1, 60))
    placed = data.draw(st.lists(places, max_size=5))
    cited = [Citation(pk=n, start=a, end=a + size) for n, (a, size) in enumerate(placed)]
    within = [one for one in cited if one.start < 10 + len(part) and one.end > 10]
    pieces = list(_marked(part, 10, within))
    assert "".join(piece.text for piece in pieces) == part
    anchors = [anchor for piece in pieces for anchor in piece.anchors]
    assert len(anchors) == len(set(anchors)) == len(within)


def test_a_part_of_a_text_has_no_tag_between_its_words(client, captured):
    shown = re.search(r'<div class="captured"[^>]*>(.*?)</div>', page_of(client, "/sources/post/"))
    assert shown[1] == TEXT
