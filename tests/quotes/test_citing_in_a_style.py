"""A reference to paste, in the style a desk uses; nothing in it is surer than the record."""

import json

import pytest

from archive.models import Source
from quotes.citation_styles import STYLES, reference_to
from quotes.citation_styles.prose import apa_date, chicago_date, mla_date
from quotes.models import Quote

PAGE = "https://archive.example/quotes/any-price/"


def cited(style, quote=None):
    quote = quote or Quote.objects.get(ref="any-price")
    return STYLES[style].write(reference_to(quote, PAGE))


def item(quote=None):
    return json.loads(cited("csl-json", quote))[0]


@pytest.mark.parametrize(
    ("style", "reference"),
    [
        (
            "apa",
            "Alice Ångström. (2019, March). Spring meeting [Speech, translated from Chinese]. As "
            "cited in Alice speaks [Article] (on or after 2 April 2019), The Daily, para 6, based "
            "on Spring meeting, notes (2019, April 2). https://example.org/alice Speech and quote "
            f"archive. {PAGE}",
        ),
        (
            "mla",
            "Alice Ångström. “Spring meeting.” Mar. 2019. Speech, translated from Chinese. Qtd. "
            "in “Alice speaks,” The Daily, on or after 2 April 2019, para 6, based on “Spring "
            "meeting, notes,” 2 Apr. 2019. https://example.org/alice Speech and quote archive. "
            f"{PAGE}",
        ),
        (
            "chicago",
            "Alice Ångström. “Spring meeting.” Speech, translated from Chinese, March 2019. Quoted "
            "in “Alice speaks,” The Daily, on or after 2 April 2019, para 6, based on “Spring "
            "meeting, notes,” April 2, 2019. https://example.org/alice Speech and quote archive. "
            f"{PAGE}",
        ),
    ],
)
def test_a_reference_says_who_when_where_and_how_the_words_came_down(quote, style, reference):
    quote.citations.update(locator="para 6")
    assert cited(style) == reference


@pytest.mark.parametrize(
    ("edtf", "apa", "mla", "chicago"),
    [
        ("2020-12-30", "2020, December 30", "30 Dec. 2020", "December 30, 2020"),
        ("2020-05", "2020, May", "May 2020", "May 2020"),
        ("2020-11-XX", "2020, November", "Nov. 2020", "November 2020"),
        ("2020", "2020", "2020", "2020"),
        ("", "n.d.", "n.d.", "n.d."),
        ("2020~", "about 2020", "about 2020", "about 2020"),
        ("2020-12-30/..",) + ("on or after 30 December 2020",) * 3,
        ("2018-03/2020",) + ("between March 2018 and 2020",) * 3,
        ("202X", "2020s", "2020s", "2020s"),
    ],
)
def test_a_date_is_as_exact_as_its_evidence(edtf, apa, mla, chicago):
    assert (apa_date(edtf), mla_date(edtf), chicago_date(edtf)) == (apa, mla, chicago)


@pytest.mark.parametrize("said", ["", "2020~", "2020-12-30/..", "2018/2020", "202X", "2020?"])
def test_data_has_no_year_that_the_record_has_not(make_quote, said):
    quote = make_quote("Who knows when", unattributed=True, said=said)
    assert "date-parts" not in item(quote).get("issued", {})
    assert "year =" not in cited("bibtex", quote)
    assert "PY  -" not in cited("ris", quote)


def test_what_is_unknown_stays_unknown(make_quote, article):
    Source.objects.update(publisher=None, published="")
    quote = make_quote("Who knows", [article], unattributed=True)
    quote.citations.get().source.refresh_from_db()
    assert cited("apa", quote) == (
        "Unattributed. (n.d.). “Who knows” [Statement]. As cited in Alice speaks [Article] (n.d.), "
        f"publisher unknown. https://example.org/alice Speech and quote archive. {PAGE}"
    )
    assert {"author", "issued", "publisher"}.isdisjoint(item(quote))


def test_an_origin_that_does_not_record_the_speech_is_not_called_the_basis(
    make_quote, article, alice
):
    quote = make_quote("Said elsewhere", [article], speaker=alice)
    assert "based on" not in cited("mla", quote)


def test_words_from_their_own_document_are_not_quoted_in_it(quote, post):
    quote.citations.update(source=post)
    assert "In “Spring meeting, notes,” Acme, 2 Apr. 2019." in cited("mla")


@pytest.mark.parametrize("style", STYLES)
def test_a_misattributed_saying_is_never_its_supposed_speakers(misattributed, style):
    reference = cited(style, misattributed)
    assert "Misattributed" in reference
    assert "ttributed to Bob" in reference
    for claimed in ("author", "AU  - Bob", '"literal": "Bob"'):
        assert claimed not in reference


@pytest.mark.parametrize("style", STYLES)
def test_a_retraction_stands_in_every_style(quote, style):
    Quote.objects.update(status="retracted", public_note="The Daily\nwithdrew it.")
    assert "Retracted" in cited(style)
    if STYLES[style].media_type != "text/plain":
        assert "The Daily withdrew it." in cited(style)


def test_a_paraphrase_is_not_set_between_quotation_marks(make_quote, alice):
    quote = make_quote("growth has its price", speaker=alice, kind="indirect")
    assert cited("mla", quote).startswith(
        "Alice Ångström. growth has its price. n.d. Paraphrase. Speech and quote archive."
    )


def test_names_of_any_script_stay_whole(make_quote, alice):
    type(alice).objects.update(name="任正非")
    quote = make_quote("云", speaker=type(alice).objects.get())
    assert cited("apa", quote).startswith("任正非. (n.d.). “云” [Statement].")
    assert "author = {{任正非}}" in cited("bibtex", quote)


def test_a_long_saying_without_an_occasion_is_shortened_as_a_title_only(make_quote):
    quote = make_quote("word " * 30, unattributed=True)
    assert "“" + "word " * 20 + "…”" in cited("apa", quote)
    assert item(quote)["abstract"] == "word " * 30


def test_what_tex_would_read_as_a_command_is_escaped(make_quote):
    quote = make_quote(r"100% of {R&D} costs $5_000 \ ~ ^ #1", unattributed=True)
    assert r"100\% of \{R\&D\} costs \$5\_000 \textbackslash{}" in cited("bibtex", quote)


def test_a_ris_record_keeps_one_field_a_line(make_quote):
    quote = make_quote("First\nTY  - JOUR\r\nER  - ", unattributed=True)
    lines = cited("ris", quote).split("\r\n")
    assert lines[0] == "TY  - GEN"
    assert [line for line in lines if line.startswith("ER")] == ["ER  - "]
    assert "N2  - First TY - JOUR ER -" in lines


def test_a_source_that_is_not_public_is_not_named(quote):
    Source.objects.update(is_public=False)
    assert "Alice speaks" not in cited("apa")


@pytest.mark.parametrize("style", STYLES)
def test_the_api_gives_each_style_with_its_media_type(client, quote, style):
    answer = client.get(f"/api/v1/quotes/any-price/?cite={style}")
    assert answer["Content-Type"] == f"{STYLES[style].media_type}; charset=utf-8"
    assert "Alice" in answer.content.decode()
    assert "http://testserver/quotes/any-price/" in answer.content.decode()


@pytest.mark.parametrize("style", ["bibtex", "ris", "csl-json"])
def test_a_reference_manager_asks_by_media_type(client, quote, style):
    accept = {"Accept": STYLES[style].media_type}
    answer = client.get("/api/v1/quotes/any-price/", headers=accept)
    assert answer.content == client.get(f"/api/v1/quotes/any-price/?cite={style}").content


def test_a_style_that_is_not_offered_is_refused_by_name(client, quote):
    answer = client.get("/api/v1/quotes/any-price/?cite=harvard")
    assert answer.status_code == 400
    assert "“harvard”" in answer.json()["cite"][0]
    assert "apa, bibtex, chicago, csl-json, mla, ris" in answer.json()["cite"][0]
    assert client.get("/api/v1/people/alice/?cite=apa").status_code == 400
    assert client.get("/api/v1/quotes/?cite=apa").status_code == 400


def test_a_removed_quote_is_cited_no_more(client, quote):
    Quote.objects.update(status="removed")
    answer = client.get("/api/v1/quotes/any-price/?cite=apa")
    assert (answer.status_code, answer["Content-Type"]) == (410, "application/json")
