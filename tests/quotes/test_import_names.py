"""Quotes that name people, companies, roles, sources and topics instead of giving refs."""

import pytest
from imported import QUOTE, accept, refused

from archive.merging import merge
from archive.models import Organization, Person, Role, Source
from quotes.models import Quote, Topic

pytestmark = pytest.mark.django_db

NAMED = {
    **QUOTE,
    "speaker": "Ren Zhengfei",
    "organization": "Huawei",
    "role": "Founder and CEO",
    "topics": ["cloud", "e-commerce"],
    "citations": [{"source": "Huawei Must Scale Back Businesses"}],
}


def test_names_that_nobody_has_are_created_once():
    counts = accept(
        NAMED,
        {**NAMED, "ref": "q2", "speaker": "REN  Zhengfei", "topics": ["Cloud"]},
    )
    assert counts["person"] == counts["organization"] == counts["role"] == (1, 0, 0)
    assert counts["source"] == (1, 0, 0)
    assert counts["topic"] == (2, 0, 0)
    quote = Quote.objects.get(ref="q2")
    assert (quote.speaker.name, quote.organization.name) == ("Ren Zhengfei", "Huawei")
    assert (quote.role.title, quote.role.person) == ("Founder and CEO", quote.speaker)
    source = Source.objects.get()
    assert (source.kind, source.title) == ("other", "Huawei Must Scale Back Businesses")
    assert [topic.name for topic in quote.topics.all()] == ["cloud"]


def test_a_second_run_finds_what_the_first_created():
    accept(NAMED)
    assert accept(NAMED) == {"quote": (0, 0, 1)}


def test_a_created_record_is_found_by_its_ref_after_editors_renamed_it():
    accept(NAMED)
    Person.objects.update(name="任正非")
    Role.objects.update(title="创始人")
    assert accept(NAMED) == {"quote": (0, 0, 1)}


def test_a_made_ref_can_be_read():
    accept(NAMED, {**QUOTE, "ref": "q3", "speaker": "任正非"})
    refs = {ref.rsplit("-", 1)[0] for ref in Person.objects.values_list("ref", flat=True)}
    assert refs == {"ren-zhengfei", "person"}
    assert Role.objects.get().ref.startswith("founder-and-ceo-")


@pytest.mark.parametrize("name", ["ren zhengfei", "Ren, Zhengfei", "任正非", "ren-zhengfei"])
def test_a_known_name_in_any_script_or_a_ref_is_the_person(name):
    person = {"type": "person", "ref": "ren-zhengfei", "name": "Ren Zhengfei"}
    accept({**person, "names": [{"name": "任正非", "language": "zh", "kind": "native"}]})
    accept({**QUOTE, "speaker": name})
    assert Quote.objects.get().speaker.ref == "ren-zhengfei"
    assert Person.objects.count() == 1


def test_a_ref_goes_before_a_name():
    accept(
        {"type": "person", "ref": "smith", "name": "Jones"},
        {"type": "person", "ref": "jones", "name": "Smith"},
    )
    accept({**QUOTE, "speaker": "smith"})
    assert Quote.objects.get().speaker.ref == "smith"


def test_a_name_that_several_have_is_refused_with_their_refs():
    accept(
        {"type": "person", "ref": "a", "name": "Li Wei"},
        {"type": "person", "ref": "b", "name": "Li Qiang", "names": [{"name": "LI WEI"}]},
        {"type": "organization", "ref": "o", "name": "O"},
        {"type": "source", "ref": "s1", "kind": "article", "title": "Report"},
        {"type": "source", "ref": "s2", "kind": "article", "title": "Report"},
    )
    found = refused(
        {**QUOTE, "speaker": "Li Wei"},
        {**QUOTE, "ref": "q2", "citations": [{"source": "report"}]},
    )
    assert found == [
        (1, "speaker", "“Li Wei” may be any of these; give a ref: a, b."),
        (2, "citations[1].source", "“report” may be any of these; give a ref: s1, s2."),
    ]


def test_a_title_several_times_held_is_refused_and_asks_for_a_ref():
    role = {"type": "role", "person": "p", "organization": "o", "title": "Chair"}
    accept(
        {"type": "person", "ref": "p", "name": "P"},
        {"type": "organization", "ref": "o", "name": "O"},
        {**role, "ref": "r1", "period": "2001"},
        {**role, "ref": "r2", "period": "2003"},
    )
    titled = {**QUOTE, "speaker": "p", "organization": "o", "role": "chair"}
    assert refused(titled) == [(1, "role", "“chair” may be any of these; give a ref: r1, r2.")]
    accept({**titled, "role": "r2"})
    assert Quote.objects.get().role.ref == "r2"


def test_a_title_needs_its_person_and_place():
    reason = "A role given by its title needs a speaker and an organization."
    assert refused({**QUOTE, "speaker": "P P", "role": "Chair"}) == [(1, "role", reason)]
    assert not Person.objects.exists()


def test_nothing_is_created_for_a_refused_quote():
    refused({**NAMED, "speech": "nowhere"})
    for model in (Person, Organization, Role, Source, Topic):
        assert not model.objects.exists()


def test_a_merged_person_is_found_by_the_old_name():
    accept(NAMED, {**QUOTE, "ref": "q2", "speaker": "Ren Z."})
    merge(Person.objects.get(name="Ren Zhengfei"), Person.objects.get(name="Ren Z."), "the same")
    accept({**QUOTE, "ref": "q3", "speaker": "Ren Z."})
    assert Quote.objects.get(ref="q3").speaker.name == "Ren Zhengfei"


def test_a_name_without_letters_is_a_name():
    accept({**QUOTE, "organization": "!!!"}, {**QUOTE, "ref": "q2", "organization": "???"})
    assert set(Organization.objects.values_list("name", flat=True)) == {"!!!", "???"}


def test_a_quote_without_a_ref_gets_one_from_its_words():
    record = {**QUOTE, "speaker": "P P"}
    del record["ref"]
    accept(record, {**record, "text": "Other words"})
    assert accept(record) == {"quote": (0, 0, 1)}
    assert Quote.objects.count() == 2
    assert [field for _, field, _ in refused(record, record)] == ["ref"]
