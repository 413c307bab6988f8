"""Reading, refusing and saying partial dates. The ``edtf`` package is the judge of what is EDTF."""

import subprocess
import sys
from datetime import date

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from archive.dates import DateError, parse, show

QUALIFIERS = st.sampled_from(["", "?", "~", "%"])


def joined(*parts):
    """Texts made of one text from each strategy."""
    return st.tuples(*parts).map("".join)


years = st.integers(1, 9999).map("{:04}".format)
months = st.dates().map("{:%m}".format)
days = st.dates().map(date.isoformat)

ends = joined(years | joined(years, st.just("-"), months) | days, QUALIFIERS)
unspecified = joined(
    st.integers(1, 999).map("{:03}X".format)
    | st.integers(1, 99).map("{:02}XX".format)
    | joined(years, st.sampled_from(["-XX", "-XX-XX"]))
    | joined(years, st.just("-"), months, st.just("-XX")),
    QUALIFIERS,
)
ordered = st.tuples(st.dates(), st.dates()).map(lambda pair: "/".join(map(str, sorted(pair))))
periods = (
    ordered
    | joined(ends, st.just("/.."))
    | joined(st.just("../"), ends)
    | st.tuples(ends, ends).map(sorted).map("/".join)  # by text: a few end before they begin
)
partial_dates = ends | unspecified | periods

# Text that nearly is a date finds more than text at random.
anything = (
    st.text()
    | st.text("0123456789X-/.?~% \n２٢", max_size=12)
    | st.builds(lambda date, more: date + more, partial_dates, st.text(max_size=2))
    | st.sampled_from(["2020-21", "[2020,2021]", "Y17E7", "2020-1X", "/" * 60, "30 Dec 2020"])
)


def parsed(text):
    """The partial date, or None when it is refused."""
    try:
        return parse(text)
    except DateError:
        return None


def refusal(text):
    """The sentence with which a text is refused."""
    with pytest.raises(DateError) as refused:
        parse(text)
    return str(refused.value)


@pytest.mark.parametrize(
    ("text", "precision", "earliest", "latest"),
    [
        ("2020-12-30", "day", (2020, 12, 30), (2020, 12, 30)),
        ("2020-11", "month", (2020, 11, 1), (2020, 11, 30)),
        ("2020-11-XX", "month", (2020, 11, 1), (2020, 11, 30)),
        ("2020-02", "month", (2020, 2, 1), (2020, 2, 29)),
        ("1900-02", "month", (1900, 2, 1), (1900, 2, 28)),
        ("2000-02-29", "day", (2000, 2, 29), (2000, 2, 29)),
        ("2020", "year", (2020, 1, 1), (2020, 12, 31)),
        ("2020-XX", "year", (2020, 1, 1), (2020, 12, 31)),
        ("2020-XX-XX", "year", (2020, 1, 1), (2020, 12, 31)),
        ("202X", "decade", (2020, 1, 1), (2029, 12, 31)),
        ("20XX", "century", (2000, 1, 1), (2099, 12, 31)),
        ("0001", "year", (1, 1, 1), (1, 12, 31)),
        ("9999-12", "month", (9999, 12, 1), (9999, 12, 31)),
        ("2018-03/2020", "interval", (2018, 3, 1), (2020, 12, 31)),
        ("2020-11/2020", "interval", (2020, 11, 1), (2020, 12, 31)),
        ("2020-12-30/..", "interval", (2020, 12, 30), (9999, 12, 31)),
        ("../2020-11", "interval", (1, 1, 1), (2020, 11, 30)),
    ],
)
def test_a_date_knows_how_exact_it_is(text, precision, earliest, latest):
    when = parse(text)
    assert (when.edtf, when.precision) == (text, precision)
    assert (when.earliest, when.latest) == (date(*earliest), date(*latest))


@pytest.mark.parametrize(
    ("qualifier", "approximate", "uncertain"),
    [("", False, False), ("~", True, False), ("?", False, True), ("%", True, True)],
)
@pytest.mark.parametrize("text", ["2020", "2020-11", "2020-12-30", "202X", "2018/2020"])
def test_a_qualifier_is_kept_and_widens_nothing(text, qualifier, approximate, uncertain):
    when = parse(text + qualifier)
    assert (when.approximate, when.uncertain) == (approximate, uncertain)
    assert (when.earliest, when.latest) == (parse(text).earliest, parse(text).latest)
    assert when.precision == parse(text).precision


def test_an_open_end_is_the_first_or_last_day_of_the_calendar():
    since, until = parse("2020~/.."), parse("../2020")
    assert (since.open_start, since.open_end, since.latest) == (False, True, date.max)
    assert (until.open_start, until.open_end, until.earliest) == (True, False, date.min)
    assert not parse("2020").open_end


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("2020-13", "month 13 does not exist"),
        ("2020/2021-00", "month 00 does not exist"),
        ("2020-11-31", "November 2020 has no day 31"),
        ("2021-02-29", "February 2021 has no day 29"),
        ("2020-11-00", "November 2020 has no day 00"),
        ("0000", "there is no year 0"),
        ("000X", "there is no year 0"),
        ("202X-11", "a decade or a century has no month"),
        ("2020-XX-15", "a day needs its month"),
        ("2021/2020", "the period ends before it begins"),
        ("../..", "it has neither a beginning nor an end; leave an unknown date empty"),
        ("199X/2005", "an end of a period is a year, a month or a day, without X"),
        ("2020-21", "write a season or a quarter as its months, such as 2020-03/2020-05"),
        ("2020-33", "write a season or a quarter as its months, such as 2020-03/2020-05"),
    ],
)
def test_what_cannot_be_is_refused_with_the_reason(text, reason):
    assert refusal(text) == f'"{text}" is not a date: {reason}.'


@pytest.mark.parametrize(
    ("text", "advice"),
    [
        ("30 Dec 2020", "use 2020-12-30 (30 December 2020)"),
        ("30th of December, 2020", "use 2020-12-30 (30 December 2020)"),
        ("Sept. 2020", "use 2020-09 (September 2020)"),
        ("December 30, 2020", "use 2020-12-30 (30 December 2020)"),
        ("2020/12/30", "use 2020-12-30 (30 December 2020)"),
        ("20201230", "use 2020-12-30 (30 December 2020)"),
        ("2020年12月30日", "use 2020-12-30 (30 December 2020)"),
        ("2020-12-30T10:00", "use 2020-12-30 (30 December 2020)"),
        ("2020/12", "use 2020-12 (December 2020)"),
        ("2020–2021", "use 2020/2021 (between 2020 and 2021)"),
        ("the 1990s", "use 199X (1990s)"),
        ("202x", "use 202X (2020s)"),
        (" 2020", "use 2020"),
        ("２０２０", "use 2020"),
        ("٢٠٢٠", "use 2020"),
        ("about November 2020", "use 2020-11~ (about November 2020)"),
        ("since March 2018", "use 2018-03/.. (in or after March 2018)"),
        ("2018/", "use 2018/.. (in or after 2018)"),
        ("until 2018", "use ../2018 (in or before 2018)"),
        ("Q3 2020", "write a season or a quarter as its months, such as 2020-03/2020-05"),
        ("[2020,2021]", "write a choice or a set of dates as a period, such as 2018/2020"),
        ("Y17E7", "years run from 0001 to 9999"),
        ("-0500", "years run from 0001 to 9999"),
        ("1950S2", "write 202X or 20XX for digits that are not known"),
        ("2020?-11", "one of ? ~ % may stand at the end of a date, once"),
        ("2XXX", "X may be the last one or two digits of a year, or all of a day or month"),
        ("yesterday", "use 2020-12-30, 2020-12 or 2020"),
        ("Smarch 2020", "use 2020-12-30, 2020-12 or 2020"),
    ],
)
def test_what_is_written_otherwise_is_refused_with_the_form_to_use(text, advice):
    assert refusal(text) == f'"{text}" is not a date as the archive writes them: {advice}.'


def test_a_doubt_about_day_and_month_is_said_and_not_settled():
    assert refusal("1/2/2020").endswith(
        "which number is the day is not clear; "
        "use 2020-02-01 (1 February 2020) or 2020-01-02 (2 January 2020)."
    )
    assert refusal("12/30/2020").endswith("use 2020-12-30 (30 December 2020).")


def test_a_refusal_repeats_little_and_nothing_invisible():
    assert refusal("").startswith("An empty text is not a date")
    assert refusal("2020\n").startswith('"2020�" is not')
    assert len(refusal("9" * 100_000)) < 150


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2020-12-30", "30 December 2020"),
        ("2020-01-05", "5 January 2020"),
        ("2020-11", "November 2020"),
        ("2020-11-XX", "November 2020"),
        ("2020", "2020"),
        ("2020-XX", "2020"),
        ("0987", "987"),
        ("202X", "2020s"),
        ("190X", "1900–1909"),
        ("19XX", "1900–1999"),
        ("2020~", "about 2020"),
        ("2020-11?", "November 2020 (uncertain)"),
        ("2020%", "about 2020 (uncertain)"),
        ("2018-03/2020", "between March 2018 and 2020"),
        ("2018~/2020?", "between about 2018 and 2020 (uncertain)"),
        ("2020-12-30/..", "on or after 30 December 2020"),
        ("2020-11/..", "in or after November 2020"),
        ("../2020-12-30", "on or before 30 December 2020"),
    ],
)
def test_a_date_is_said_in_words(text, words):
    assert show(text) == words


@given(ends | unspecified | ordered)
def test_a_valid_date_is_read_kept_and_said(text):
    when = parse(text)
    assert str(when) == text
    assert parse(str(when)) == when
    assert when.earliest <= when.latest
    assert show(text)


@given(anything)
@example("2020\n")
@example("/" * 60)
def test_any_text_is_a_date_or_is_refused_in_one_sentence(text):
    if when := parsed(text):
        assert when.edtf == text
        assert when.earliest <= when.latest
        assert show(text)
    else:
        assert refusal(text).isprintable()
        assert refusal(text).endswith(".")


@settings(deadline=None, max_examples=50)  # the edtf package takes milliseconds
@given(partial_dates)
def test_every_date_we_keep_is_edtf_and_spans_the_days_that_edtf_gives_it(text):
    from edtf import parse_edtf

    judged, when = parse_edtf(text), parsed(text)
    first, last = judged.lower_strict(), judged.upper_strict()
    if when is None:
        assert first > last
        return
    assert when.open_start or tuple(first)[:3] == when.earliest.timetuple()[:3]
    assert when.open_end or tuple(last)[:3] == when.latest.timetuple()[:3]


def test_reading_dates_needs_neither_django_nor_the_edtf_package():
    program = "import sys, archive.dates; print({'django', 'edtf'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    assert done.stdout.strip() == b"set()"
