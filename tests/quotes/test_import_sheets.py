"""Quotes from spreadsheets: CSV as people really have it."""

import codecs

import pytest
from imported import QUOTE, accept, refused, run

from archive.models import Source
from quotes.importing import InputError
from quotes.models import Citation, Quote

pytestmark = pytest.mark.django_db

HEADING = "ref,text,kind,language,speaker,topics,source,locator,source_2,citation_as_credited_2"
ROW = 'q,"Grow, and\ngrow",direct,en,Ann Lee,cloud; 5G ;,The Report,p. 1,The Post,said Lee'


def sheet(*rows, heading=HEADING):
    return "\r\n".join([heading, *rows]).encode()


def take(data, **options):
    return accept(data, name="quotes.csv", **options)


def reject(data, **options):
    return refused(data, name="quotes.csv", **options)


def test_a_row_is_a_quote_with_its_citations():
    counts = take(sheet(ROW))
    assert counts["quote"] == counts["person"] == (1, 0, 0)
    quote = Quote.objects.get()
    assert quote.text == "Grow, and\ngrow"
    assert quote.speaker.name == "Ann Lee"
    assert {topic.name for topic in quote.topics.all()} == {"cloud", "5G"}
    first, second = quote.citations.all()
    assert (first.source.title, first.locator) == ("The Report", "p. 1")
    assert (second.source.title, second.as_credited) == ("The Post", "said Lee")
    assert take(sheet(ROW)) == {"quote": (0, 0, 1)}


@pytest.mark.parametrize("mark", [",", ";", "\t"])
@pytest.mark.parametrize("begin", [b"", codecs.BOM_UTF8])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_separators_marks_and_line_ends_are_recognized(mark, begin, end):
    rows = [["text", "kind", "organization"], ["“Größe” zählt", "direct", "Firma AG"]]
    data = begin + end.join(mark.join(row) for row in rows).encode()
    take(data)
    assert Quote.objects.get().text == "“Größe” zählt"


def test_a_sheet_is_recognized_without_its_name():
    accept(sheet(ROW), name="standard input")
    accept(b'\xef\xbb\xbf {"type": "person", "ref": "p", "name": "P"}', name="standard input")


def test_a_wrong_row_is_told_by_its_first_line_and_its_columns():
    found = reject(
        sheet(
            ROW,
            "q2,too,few",
            "q3,Words,loud,en,,,,,,",
            "q4,Words,direct,en,,,S,,wrong-ref,",
            "q5,Words,direct,en,,ok;" + "x" * 101 + ",,,,",
        )
    )
    assert [(line, field) for line, field, _ in found] == [
        (4, ""),
        (5, "kind"),
        (6, "source_2"),
        (7, "topics"),
    ]
    assert found[0][2] == "The row has 3 cells; the heading has 10."
    assert [quote.ref for quote in Quote.objects.all()] == ["q"]


def test_bytes_that_are_not_utf8_are_told_by_their_column():
    data = sheet("q,Words,direct,en,,,,,,", "q2,W\u00f6rter,direct,en,,,,,,", "q3,A,direct,,,,,,,")
    found = reject(data.replace("ö".encode(), b"\xf6"))
    assert found == [(3, "text", "The cell is not UTF-8; save the sheet as “CSV UTF-8”.")]
    assert Quote.objects.count() == 2


def test_a_nul_byte_is_told_by_its_column():
    assert [field for _, field, _ in reject(sheet("q,A\0,direct,en,,,,,,"))] == ["text"]


def test_quotation_marks_out_of_place_are_told():
    found = reject(sheet('q,"A" B,direct,en,,,,,,', "q2,Words,direct,en,,,,,,"))
    assert [(line, reason[:16]) for line, _, reason in found] == [(2, "This is not CSV:")]
    assert Quote.objects.get().ref == "q2"


@pytest.mark.parametrize("rest", ["q2,Words", "q2,Words\r\n" * 200_000])
def test_a_quotation_mark_that_is_never_closed_ends_the_reading(rest):
    found = reject(sheet("q,Words,direct,en,,,,,,", 'q1,"Words,direct', rest))
    assert [(line, reason[:16]) for line, _, reason in found] == [(3, "This is not CSV:")]


@pytest.mark.parametrize(
    ("heading", "sentence"),
    [
        ("text,knid", "column “knid”: There is no key of this name here. Did you mean “kind”?"),
        ("text,kind,text", "the column “text” stands there twice"),
        ("kind,speaker", "the column “text” is missing"),
        ("\x00\x01\x02", "column"),
        ('"text', "has no readable heading"),
    ],
)
def test_a_wrong_heading_stops_before_anything(heading, sentence):
    with pytest.raises(InputError, match=sentence):
        run(sheet(ROW, heading=heading), name="quotes.csv")


def test_what_excel_calls_unicode_text_is_told_from_utf8():
    with pytest.raises(InputError, match="UTF-16"):
        run(codecs.BOM_UTF16_LE + "text,kind".encode("utf-16-le"), name="quotes.csv")


def test_yes_and_no():
    heading = "text,kind,unattributed"
    take(sheet("A,direct,yes", "B,direct,FALSE", "C,direct,", heading=heading))
    assert Quote.objects.get(unattributed=True).text == "A"
    assert reject(sheet("D,direct,maybe", heading=heading)) == [
        (2, "unattributed", "This must be true or false.")
    ]


def test_what_a_sheet_has_no_place_for_stays():
    accept(
        {
            "type": "source",
            "ref": "s",
            "kind": "article",
            "title": "S",
            "texts": [{"text": "Grow!"}],
        },
        {**QUOTE, "ref": "other"},
        {
            **QUOTE,
            "relations": [{"quote": "other", "relation": "variant_of"}],
            "citations": [
                {"source": "s", "edition": 1, "exact": "Grow", "start": 0, "end": 4, "suffix": "!"}
            ],
        },
    )
    heading = "ref,text,kind,language,source"
    assert take(sheet("q,Words,direct,en,s", heading=heading))["quote"] == (0, 0, 1)
    assert take(sheet("q,Changed,direct,en,s", heading=heading))["quote"] == (0, 1, 0)
    quote = Quote.objects.get(ref="q")
    assert quote.relations.count() == 1
    assert quote.citations.get().exact == "Grow"
    Source.objects.create(ref="s2", title="S2", kind="article")
    take(sheet("q,Changed,direct,en,s2", heading=heading))
    assert Citation.objects.get().exact == ""
