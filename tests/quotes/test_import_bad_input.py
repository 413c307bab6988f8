"""Bad lines: each is refused with its line, field and reason, and the good ones around it land."""

import itertools

import pytest
from django.db import DataError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from imported import QUOTE, accept, lines, refused, run

from archive.importing.database_errors import sentence
from archive.models import Person, Role, Source
from quotes.importing import InputError
from quotes.importing.kinds import all_kinds
from quotes.models import Quote, Topic

pytestmark = pytest.mark.django_db

PERSON = {"type": "person", "ref": "p", "name": "P"}
ORGANIZATION = {"type": "organization", "ref": "o", "name": "O"}
SOURCE = {"type": "source", "ref": "s", "kind": "article", "title": "S"}
SPEECH = {"type": "speech", "ref": "sp", "title": "Speech"}
ROLE = {"type": "role", "ref": "r", "person": "p", "organization": "o", "title": "Chair"}


def test_good_lines_land_and_bad_ones_are_told_in_order():
    report, refusals = run(
        lines(PERSON, "{", {**PERSON, "ref": "p2", "public": 1}, b"\xff", {**PERSON, "ref": "p3"})
    )
    assert [(r.file, r.line, r.kind, r.field) for r in refusals] == [
        ("file1.jsonl", 2, "line", ""),
        ("file1.jsonl", 3, "person", "public"),
        ("file1.jsonl", 4, "line", ""),
    ]
    assert [r.raw for r in refusals][::2] == ["{", "\\xff"]
    assert str(refusals[1]) == (
        "file1.jsonl, line 3, public: true or false is needed here, not a number."
    )
    assert report.refused == 3
    assert list(Person.objects.order_by("ref").values_list("ref", flat=True)) == ["p", "p3"]


def test_an_unknown_type_is_told_which_there_are():
    [(_, field, reason)] = refused(PERSON | {"type": "poet"})
    assert field == "type"
    assert reason.startswith("The type must be one of person, organization, source, role, speech,")
    assert [found for _, found, _ in refused({"ref": "a"}, {"type": []})] == ["type", "type"]


def test_a_line_with_several_mistakes_is_mended_once():
    wrong = QUOTE | {"kind": "directt", "said": "2026-13", "speeker": "Bob"}
    [(_, field, reason)] = refused(wrong)
    assert field == "kind"
    assert reason.startswith("“directt” is not one of direct, partial, indirect. Also said: ")
    assert " Also speeker: " in reason
    [(_, field, reason)] = refused({"type": "quote", "ref": "q"} | dict.fromkeys("abcdef", 1))
    assert field == "a"
    assert [key for key in "bcdef" if f"Also {key}: " in reason] == ["b", "c", "d", "e"]
    assert reason.endswith(" And 3 more.")  # one key, and the text and kind that are missing


def test_a_ref_used_twice_names_the_first_line():
    assert refused(lines(PERSON, PERSON), lines(SOURCE, PERSON)) == [
        (2, "ref", "This ref is already used on line 1."),
        (2, "ref", "This ref is already used on line 1 of file1.jsonl."),
    ]


@pytest.mark.parametrize(
    ("record", "field", "kind"),
    [
        ({**SOURCE, "publisher": "x"}, "publisher", "organization"),
        ({**SOURCE, "derived_from": [{"source": "x", "relation": "reports"}]},
         "derived_from[1].source", "source"),
        ({**ROLE, "person": "x"}, "person", "person"),
        ({**SPEECH, "sources": ["s", "x"]}, "sources[2]", "source"),
        ({**SPEECH, "speakers": [{"role": "x"}, {"person": "x"}]}, "speakers[2].person", "person"),
        ({**QUOTE, "speech": "x"}, "speech", "speech"),
        ({**QUOTE, "speaker": "mistyped-ref"}, "speaker", "person"),
        ({**QUOTE, "role": "mistyped-ref", "speaker": "p", "organization": "o"}, "role", "role"),
        ({**QUOTE, "citations": [{"source": "s"}, {"source": "s-2"}]},
         "citations[2].source", "source"),
        ({**QUOTE, "relations": [{"quote": "x", "relation": "variant_of"}]},
         "relations[1].quote", "quote"),
    ],
)  # fmt: skip
def test_a_ref_that_leads_nowhere_is_refused(record, field, kind):
    if field == "speakers[2].person":
        record["speakers"][0] = {"as_credited": "the chair"}
    found = refused(PERSON, ORGANIZATION, {**SOURCE, "ref": "s"}, {**record, "ref": "bad"})
    ref = (
        "mistyped-ref"
        if "mistyped-ref" in record.values()
        else "s-2"
        if "s-2" in str(record)
        else "x"
    )
    assert found == [(4, field, f"There is no {kind} with the ref “{ref}”.")]


def test_what_depends_on_a_refused_line_is_refused_as_well():
    chain = [
        {**SOURCE, "ref": f"s{i}", "derived_from": [{"source": f"s{i + 1}", "relation": "reports"}]}
        for i in range(4)
    ]
    bad = {**SOURCE, "ref": "s4", "kind": "blog"}
    found = refused(*chain, bad, SOURCE, {**SPEECH, "sources": ["s0"]})
    assert [line for line, _, _ in found] == [1, 2, 3, 4, 5, 7]
    assert [source.ref for source in Source.objects.all()] == ["s"]


def test_sources_that_derive_from_each_other_are_refused():
    def source(ref, origin):
        return {**SOURCE, "ref": ref, "derived_from": [{"source": origin, "relation": "reports"}]}

    found = refused(source("a", "b"), source("b", "c"), source("c", "a"), source("d", "a"))
    assert {reason for _, _, reason in found[:3]} == {
        "The source would derive from itself in the end."
    }
    assert [field for _, field, _ in refused(source("e", "e"))] == ["derived_from"]
    accept(SOURCE, source("a", "s"))
    assert len(refused({**SOURCE, "derived_from": [{"source": "a", "relation": "reports"}]})) == 1


def test_a_role_held_twice_at_once_is_refused():
    accept(PERSON, ORGANIZATION, {**ROLE, "period": "2015/2018"})
    found = refused(
        {**ROLE, "ref": "r2", "period": "2018-06/.."},
        {**ROLE, "ref": "r3", "period": "2019/2020"},
        {**ROLE, "ref": "r4", "period": "2020"},
        {**ROLE, "ref": "r5"},
        {**ROLE, "ref": "r6", "title": "Chief", "period": "2020"},
    )
    begin = "This person already has this title there in that period: role "
    assert [(line, reason) for line, _, reason in found] == [
        (1, f"{begin}“r”."),
        (3, f"{begin}“r3”."),
        (4, f"{begin}“r”."),
    ]
    assert set(Role.objects.values_list("ref", flat=True)) == {"r", "r3", "r6"}


def test_a_role_that_moves_out_of_the_way_is_no_obstacle():
    accept(PERSON, ORGANIZATION, {**ROLE, "period": "2015/2018"})
    accept({**ROLE, "period": "2015/2016"}, {**ROLE, "ref": "r2", "period": "2017/2018"})


def test_a_topic_has_its_name_alone():
    accept({"type": "topic", "ref": "a", "name": "Growth"})
    found = refused(
        {"type": "topic", "ref": "b", "name": "GROWTH"},
        {"type": "topic", "ref": "c", "name": "Cloud"},
        {"type": "topic", "ref": "d", "name": "cloud!"},
    )
    assert [(line, reason) for line, _, reason in found] == [
        (1, "There is already a topic of this name: “a”."),
        (3, "There is already a topic of this name: “c”."),
    ]
    assert Topic.objects.count() == 2


@pytest.mark.parametrize(
    ("citation", "field"),
    [
        ({"edition": 1, "exact": "Grow", "start": 9, "end": 12}, "citations[1].end"),
        ({"edition": 1, "exact": "Grow", "start": 9}, "citations[1].exact"),
        ({"exact": "Grow", "start": 9, "end": 13}, "citations[1].exact"),
        ({"edition": 2, "exact": "Grow", "start": 9, "end": 13}, "citations[1].edition"),
        ({"edition": 1, "exact": "grow", "start": 9, "end": 13}, "citations[1].exact"),
        ({"edition": 1, "exact": "Grow", "start": 12, "end": 16}, "citations[1].exact"),
    ],
)
def test_an_anchor_holds_in_its_text(citation, field):
    accept({**SOURCE, "texts": [{"text": "We said: Grow!"}]})
    found = refused({**QUOTE, "citations": [{"source": "s", **citation}]})
    assert [f for _, f, _ in found] == [field]
    assert not Quote.objects.exists()


def test_a_quote_is_not_related_to_itself():
    record = {**QUOTE, "relations": [{"quote": "q", "relation": "variant_of"}]}
    assert [reason for _, _, reason in refused(record)] == ["A quote cannot be related to itself."]


def test_what_only_the_database_refuses_is_a_refused_line_too():
    words = itertools.islice(itertools.product("abcdefghijklmnopqrstuvwxyz", repeat=4), 140_000)
    unusual = {**QUOTE, "ref": "x", "text": " ".join("".join(word) for word in words)}
    others = [{**QUOTE, "ref": f"q{i}"} for i in range(5)]
    [(line, _, reason)] = refused(*others[:3], unusual, *others[3:])
    assert line == 4
    assert reason.startswith("The database refuses this record: string is too long for tsvector")
    assert Quote.objects.count() == 5


def test_a_fault_that_no_line_can_have_caused_is_raised():
    with pytest.raises(DataError):
        sentence(DataError("no SQLSTATE"))


@pytest.mark.parametrize(("name", "data"), [("a.jsonl", b"\n \n"), ("a.csv", b"text,kind\n")])
def test_a_file_without_records_is_an_error(name, data):
    with pytest.raises(InputError, match=f"{name} has no records: there is nothing to import"):
        run(data, name=name)


# --- Whatever comes --------------------------------------------------------------------------

KEYS = sorted({f.key for kind in all_kinds() for f in kind.fields} | {
    key for kind in all_kinds() for child in kind.children
    for key in (child.key, *(field.key for field in child.fields))
})  # fmt: skip
scalars = (
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5)
    | st.sampled_from(["2020", "p", "s", "q", "direct", "article", "published", "retracted"])
)  # fmt: skip
values = st.recursive(
    scalars,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=4)
    ),
    max_leaves=6,
)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.lists(
        st.tuples(
            st.sampled_from([PERSON, ORGANIZATION, SOURCE, ROLE, SPEECH, QUOTE]),
            st.dictionaries(st.sampled_from(KEYS), values, max_size=3),
        ),
        min_size=1,
        max_size=6,
    )
)
def test_every_line_lands_or_is_refused_whatever_it_is(drawn):
    with transaction.atomic():
        report, refusals = run(*({**record, **mutation} for record, mutation in drawn))
        landed = sum(
            counts.created + counts.updated + counts.unchanged
            for kind, counts in report.kinds.items()
        )
        assert landed + len(refusals) >= len(drawn)  # more where names were created
        transaction.set_rollback(True)
