"""What a journalist learns on a quote's page."""

import html
import json
import re

import pytest

from archive.models import SpeechSource
from quotes.models import Quote, QuoteRelation, Standing


def test_the_words_stand_exactly_and_in_their_language(client, quote):
    page = client.get("/quotes/any-price/").content.decode()
    assert '<p lang="en" dir="auto" id="words">We will not grow at any price</p>' in page


def test_who_as_what_when_and_where(read, quote):
    page = read("/quotes/any-price/")
    assert "Alice Ångström, Chief executive, Acme" in page
    assert "March 2019 · Spring meeting" in page
    assert "As credited said Alice" in page


def test_of_a_long_quote_the_speaker_stands_before_the_words(read, make_quote, alice):
    make_quote("We will grow. " * 60, ref="long", speaker=alice)
    make_quote("We will grow.", ref="short", speaker=alice)
    long, short = (read(f"/quotes/{ref}/").split(": Direct quote")[1] for ref in ("long", "short"))
    assert long.index("Date unknown") < long.index("We will grow.")
    assert short.index("Date unknown") > short.index("We will grow.")


def test_a_translation_without_its_original_says_so(read, quote):
    assert "Translated from Chinese; original not recorded." in read("/quotes/any-price/")


def test_a_translation_with_its_original_leads_there_and_back(read, client, quote, make_quote):
    original = make_quote(
        "我们不会不惜代价地增长", ref="original", unattributed=True, language="zh"
    )
    QuoteRelation.objects.create(quote=quote, other=original, relation="translation_of")
    page = read("/quotes/any-price/")
    assert "Translated from Chinese." in page
    assert "original not recorded" not in page
    assert "We will not grow at any price 我们不会不惜代价地增长 The original" in page
    assert "我们不会不惜代价地增长 We will not grow at any price A translation" in read(
        "/quotes/original/"
    )
    assert '<p lang="zh" dir="auto">' in client.get("/quotes/any-price/").content.decode()


def test_of_several_translations_one_stands_beside_the_words_and_the_rest_below(
    client, read, quote, make_quote
):
    for ref, language, words in (
        ("de", "de", "Nicht um jeden Preis"),
        ("fr", "fr", "Pas à tout prix"),
    ):
        other = make_quote(words, ref=ref, unattributed=True, language=language)
        QuoteRelation.objects.create(quote=other, other=quote, relation="translation_of")
    page = read("/quotes/any-price/")
    assert "Nicht um jeden Preis A translation" in page
    assert "Translated as Pas à tout prix" in page
    assert page.count("Nicht um jeden Preis") == 1


def test_an_original_that_is_not_published_is_neither_shown_nor_denied(read, quote, make_quote):
    draft = make_quote("尚未发表", ref="draft", unattributed=True, language="zh", status="draft")
    QuoteRelation.objects.create(quote=quote, other=draft, relation="translation_of")
    page = read("/quotes/any-price/")
    assert "尚未发表" not in page
    assert "original not recorded" not in page


def test_words_spoken_as_printed_are_no_translation(read, make_quote):
    make_quote("Yes", unattributed=True, ref="yes", language="en-GB", spoken_language="en")
    assert "Translated" not in read("/quotes/yes/")


def test_each_source_shows_what_it_printed_where_and_how_it_credits(read, quote):
    quote.citations.update(wording="not “at any price”", as_credited="so Alice", locator="para 6")
    page = read("/quotes/any-price/")
    assert "not “at any price” As printed. Credited: so Alice" in page
    assert "Article Alice speaks The Daily on or after 2 April 2019 para 6" in page


def test_the_chain_leads_from_the_article_to_the_post_and_the_speech(read, quote):
    page = read("/quotes/any-price/")
    chain = page[page.index("Where it is printed") : page.index("Cite it")]
    steps = ["Alice speaks", "reports", "Spring meeting, notes", "records", "Spring meeting March"]
    places = [chain.index(step) for step in steps]
    assert places == sorted(places)


def test_a_source_that_records_the_speech_itself_says_so(read, quote, speech, article):
    SpeechSource.objects.create(speech=speech, source=article, position=2)
    assert read("/quotes/any-price/").count("records Speech Spring meeting") == 2


def test_the_source_opens_at_the_words(client, quote):
    quote.citations.update(wording="“We will not grow”")
    page = client.get("/quotes/any-price/").content.decode()
    assert 'href="https://example.org/alice#:~:text=We%20will%20not%20grow"' in page


def test_a_source_that_is_not_public_is_not_named(read, quote, article):
    article.is_public = False
    article.save()
    assert "Alice speaks" not in read("/quotes/any-price/")


@pytest.mark.parametrize("standing", [Standing.DISPUTED, Standing.MISATTRIBUTED])
def test_doubt_stands_before_the_words(read, quote, standing):
    Quote.objects.update(standing=standing, public_note="Printed in 1950.")
    page = read("/quotes/any-price/")
    main = page[page.index("Search") :]
    assert main.index(standing.label.title()) < main.index("We will not grow")
    assert main.index("Printed in 1950.") < main.index("We will not grow")


def test_a_note_is_shown_with_any_standing(read, quote):
    Quote.objects.update(public_note="The opening quotation mark is missing.")
    assert "Editors’ note The opening quotation mark is missing." in read("/quotes/any-price/")


def test_notes_for_editors_are_not_for_readers(read, quote):
    Quote.objects.update(editor_note="Ask legal.")
    assert "Ask legal." not in read("/quotes/any-price/")


def test_only_the_speakers_own_words_stand_between_quotation_marks(client, quote):
    assert 'class="words verbatim"' in client.get("/quotes/any-price/").content.decode()
    Quote.objects.update(kind="indirect")
    page = client.get("/quotes/any-price/").content.decode()
    assert 'class="words paraphrase"' in page
    assert "Paraphrase" in page


def citation(client):
    page = client.get("/quotes/any-price/").content.decode()
    return re.search(r"<p [^>]*data-citation[^>]*>(.*?)</p>", page)[1]


def test_the_citation_is_ready_to_copy(client, quote):
    quote.citations.update(locator="para 6")
    assert citation(client) == (
        "Alice Ångström (Chief executive, Acme): “We will not grow at any price”. "
        "Spring meeting, March 2019. Translated from Chinese. "
        "In “Alice speaks”, The Daily, on or after 2 April 2019, para 6. "
        "http://testserver/quotes/any-price/"
    )


def test_a_retracted_quote_does_not_ask_to_be_cited(read, quote):
    assert "Cite it" in read("/quotes/any-price/")
    Quote.objects.update(status="retracted", public_note="Withdrawn.")
    page = read("/quotes/any-price/")
    assert "How to refer to it Retracted." in page
    assert "Cite it" not in page


def test_the_citation_of_a_retracted_quote_begins_with_that(client, quote):
    Quote.objects.update(status="retracted", public_note="Withdrawn.")
    assert citation(client).startswith("Retracted. Alice")


def test_the_citation_of_a_paraphrase_does_not_pretend_to_quote(client, quote):
    Quote.objects.update(kind="indirect")
    assert "We will not grow at any price (paraphrase)." in citation(client)
    assert "“We will" not in citation(client)


def test_what_is_unknown_is_called_unknown(client, read, make_quote, article):
    article.publisher, article.published = None, ""
    article.save()
    make_quote("Who knows", [article], ref="any-price", unattributed=True)
    assert citation(client) == (
        "Unattributed: “Who knows”. Said date unknown. "
        "In “Alice speaks”, publisher unknown, date unknown. http://testserver/quotes/any-price/"
    )
    assert "Date unknown" in read("/quotes/any-price/")


def structured(client):
    page = client.get("/quotes/any-price/").content.decode()
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', page)
    return json.loads(found[1]) if found else None


def test_machines_read_the_quotation_too(client, quote):
    data = structured(client)
    assert data["@type"] == "Quotation"
    assert data["text"] == "We will not grow at any price"
    assert data["creator"]["name"] == "Alice Ångström"
    assert data["isBasedOn"][0]["isBasedOn"][0]["name"] == "Spring meeting, notes"


@pytest.mark.parametrize(
    "change", [{"kind": "indirect"}, {"standing": "disputed"}, {"standing": "misattributed"}]
)
def test_machines_are_not_told_what_is_doubted_or_paraphrased(client, quote, change):
    Quote.objects.update(**change)
    assert structured(client) is None


@pytest.mark.parametrize(("rights", "shown"), [("public", True), ("withheld", False)])
def test_the_words_around_the_quote_are_shown_where_rights_allow(read, quote, rights, shown):
    source = quote.citations.get().source
    text = source.texts.create(text="Growth? We will not grow at any price, she said.")
    quote.citations.update(
        source_text=text, text_length=len(text.text), exact="We will not grow at any price",
        prefix="Growth? ", suffix=", she said.", start=8, end=37,
    )  # fmt: skip
    type(source).objects.filter(pk=source.pk).update(rights=rights)
    page = read("/quotes/any-price/")
    assert ("Growth? We will not grow at any price, she said." in page) is shown


def test_a_long_text_is_shown_as_far_as_the_words_need_it(read, quote):
    source = quote.citations.get().source
    before, after = "before " * 200, " after" * 200
    text = source.texts.create(text=f"{before}We will not grow at any price{after}")
    quote.citations.update(
        source_text=text, text_length=len(text.text), exact="We will not grow at any price",
        start=len(before), end=len(before) + 29,
    )  # fmt: skip
    type(source).objects.filter(pk=source.pk).update(rights="public")
    page = read("/quotes/any-price/")
    assert "… before" in page
    assert "before We will not grow at any price after" in page
    assert "after …" in page
    assert page.count(" after") < 60


def test_the_reference_can_be_had_in_every_style(client, read, quote):
    page = read("/quotes/any-price/")
    for label in ("APA", "MLA", "Chicago", "BibTeX", "RIS", "CSL-JSON"):
        assert f"Copy as {label}" in page
    assert "Ångström" in client.get("/api/v1/quotes/any-price/?cite=apa").content.decode()
    assert (
        'href="/api/v1/quotes/any-price/?cite=apa"'
        in client.get("/quotes/any-price/").content.decode()
    )


def test_each_citation_says_how_it_compares_with_its_text(read, client, quote):
    assert "Not checked against a captured text." in read("/quotes/any-price/")
    citation = quote.citations.get()
    text = citation.source.texts.create(text="We will grow at any price, she said.")
    for verdict, sentence in (
        ("verbatim", "Verbatim in the captured text."),
        ("meaning_changed", "A word that bears the meaning differs from the captured text."),
    ):
        citation.checks.create(source_text=text, verdict=verdict, engine=1, compared="x")
        assert sentence in read("/quotes/any-price/")
    assert 'class="fidelity warning"' in client.get("/quotes/any-price/").content.decode()
    assert "she said" not in read("/quotes/any-price/")


def test_the_code_to_embed_it_is_text_to_copy_and_shows_the_card(client, quote):
    page = client.get("/quotes/any-price/").content.decode()
    code = html.unescape(re.search(r'<pre class="cite" id="embed">(.*?)</pre>', page)[1])
    assert code.startswith('<iframe src="http://testserver/embed/quotes/any-price/"')
    assert "<iframe" not in page
    assert client.get("/embed/quotes/any-price/").status_code == 200
