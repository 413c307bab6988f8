"""Two records that turn out to be one."""

import pytest

from archive.merging import MergeError, merge
from archive.models import Derivation, Organization, Person, Redirect, Role, Source, SpeechSource
from quotes.models import Citation, Quote


@pytest.fixture
def twin(acme):
    """Alice again, entered by someone else; chair in the same years."""
    twin = Person.objects.create(ref="alice-2", name="A. Ångström", language="en", is_public=True)
    twin.names.create(name="爱丽丝", language="zh")
    Role.objects.create(ref="chair-2", person=twin, organization=acme, title="Chair", period="2016")
    return twin


def test_everything_said_by_the_duplicate_is_the_kept_persons(alice, twin, make_quote):
    make_quote("Twice as sure", speaker=twin)
    merge(alice, twin, "One person.")
    assert Quote.objects.get().speaker == alice
    assert not Person.objects.filter(ref="alice-2").exists()


def test_the_duplicates_names_find_the_kept_person(alice, twin):
    merge(alice, twin, "One person.")
    assert list(Person.objects.named("A Angstrom")) == [alice]
    assert alice.names.filter(name="爱丽丝").count() == 1


def test_a_role_both_held_is_merged_in_turn(alice, twin):
    merge(alice, twin, "One person.")
    assert alice.roles.filter(title="Chair").count() == 1
    assert Redirect.objects.target("role", "chair-2") == "alice-chair"


def test_the_old_address_leads_to_the_new_and_chains_are_shortened(alice, twin, bob):
    merge(twin, bob, "A pen name.")
    merge(alice, twin, "One person.")
    assert Redirect.objects.target("person", "alice-2") == "alice"
    assert Redirect.objects.target("person", "bob") == "alice"


def test_a_source_takes_its_texts_citations_and_anchors_along(article, post, quote):
    text = article.texts.create(text="We will not grow at any price.")
    Citation.objects.filter(source=article).update(
        source_text=text, text_length=text.length, exact="We will not", start=0, end=11
    )
    post.texts.create(text="The notes.")
    merge(post, article, "The same document.")
    citation = Citation.objects.get()
    assert (citation.source, citation.source_text.source) == (post, post)
    assert sorted(post.texts.values_list("edition", flat=True)) == [1, 2]
    assert Derivation.objects.count() == 0
    assert SpeechSource.objects.get().source == post


def test_a_quote_takes_its_citations_along_numbered_on(quote, misattributed):
    merge(quote, misattributed, "The same words.")
    assert list(quote.citations.values_list("position", flat=True)) == [1, 2]


def test_a_speech_brings_its_date_to_the_quotes_moved(speech, quote):
    other = speech.__class__.objects.create(title="Another record of it", delivered="2019-03-14")
    merge(other, speech, "One occasion.")
    quote.refresh_from_db()
    assert quote.said_or_delivered == "2019-03-14"


def test_what_was_public_stays_public(alice, twin):
    Person.objects.filter(pk=alice.pk).update(is_public=False)
    alice.refresh_from_db()
    merge(alice, twin, "One person.")
    alice.refresh_from_db()
    assert alice.is_public


@pytest.mark.parametrize("reason", ["", "  "])
def test_a_merge_needs_a_reason(alice, twin, reason):
    with pytest.raises(MergeError, match="reason"):
        merge(alice, twin, reason)
    assert Person.objects.count() == 2


def test_only_two_of_a_kind_can_be_merged(alice, acme):
    with pytest.raises(MergeError, match="same kind"):
        merge(alice, acme, "No.")
    with pytest.raises(MergeError, match="into itself"):
        merge(alice, alice, "No.")
    assert Organization.objects.count() == 1


def test_a_source_derived_from_its_twin_keeps_no_circle(article, post):
    merge(article, post, "The same document.")
    assert Source.objects.get().derived_from.count() == 0
