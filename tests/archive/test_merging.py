"""Two records that turn out to be one."""

from threading import Barrier, Thread

import pytest
from django.db import connection

from archive.merging import MergeError, NotPermittedError, merge, preview, undo
from archive.models import (
    Derivation,
    Merge,
    Organization,
    Person,
    PersonName,
    Redirect,
    Role,
    Source,
    SourceText,
    Speech,
    SpeechSource,
    SpeechSpeaker,
)
from quotes.models import Citation, Quote, Topic


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


def test_a_sources_citation_keeps_its_place_among_those_of_its_quote(article, post, quote):
    Citation.objects.update(position=7)
    merge(post, article, "The same document.")
    assert quote.citations.get().position == 7


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


def state():
    """Every row of the record, as it is; when a row was last touched does not count."""
    nouns = [
        Person, PersonName, Organization, Role, Source, SourceText, Derivation, Redirect, Speech,
        SpeechSource, SpeechSpeaker, Quote, Citation, Topic, Quote.topics.through,
    ]  # fmt: skip
    return {
        noun.__name__: [
            {name: value for name, value in row.items() if name != "updated_at"}
            for row in noun.objects.order_by("pk").values()
        ]
        for noun in nouns
    }


def only_merge():
    return Merge.objects.latest("pk")


def merge_and_undo(kept, duplicate):
    before = state()
    merge(kept, duplicate, "One and the same.")
    assert state() != before
    undo(only_merge(), "They are two.")
    return before


def test_undoing_restores_both_people_exactly(alice, twin, make_quote):
    make_quote("Twice as sure", speaker=twin)
    assert merge_and_undo(alice, twin) == state()


def test_undoing_restores_both_sources_with_texts_and_anchors(article, post, quote):
    text = article.texts.create(text="We will not grow at any price.")
    Citation.objects.filter(source=article).update(
        source_text=text, text_length=text.length, exact="We will not", start=0, end=11
    )
    post.texts.create(text="The notes.")
    assert merge_and_undo(post, article) == state()


def test_undoing_restores_both_quotes(quote, misattributed, growth):
    misattributed.topics.add(growth)
    assert merge_and_undo(quote, misattributed) == state()


def test_undoing_restores_topics_and_organizations(quote, growth, acme, daily):
    other = Topic.objects.create(ref="expansion", name="Expansion", is_public=True)
    quote.topics.add(other)
    assert merge_and_undo(growth, other) == state()
    assert merge_and_undo(acme, daily) == state()


def test_after_undoing_the_old_address_is_its_own_again(alice, twin):
    merge_and_undo(alice, twin)
    assert Redirect.objects.target("person", "alice-2") is None
    assert Person.objects.get(ref="alice-2").name == "A. Ångström"


def test_earlier_redirects_lead_where_they_led(alice, twin, bob):
    merge(twin, bob, "A pen name.")
    merge(alice, twin, "One person.")
    undo(only_merge(), "Two.")
    assert Redirect.objects.target("person", "bob") == "alice-2"


def test_what_changed_since_is_said_and_nothing_is_undone(alice, twin, bob, make_quote):
    quote = make_quote("Twice as sure", speaker=twin)
    merge(alice, twin, "One person.")
    Quote.objects.filter(pk=quote.pk).update(speaker=bob)
    before = state()

    with pytest.raises(MergeError, match="“Twice as sure” was changed since: its speaker"):
        undo(only_merge(), "Two.")

    assert state() == before


def test_a_moved_row_that_is_gone_is_said(alice, twin, make_quote):
    make_quote("Twice as sure", speaker=twin, status="draft")
    merge(alice, twin, "One person.")
    Quote.objects.all().delete()
    with pytest.raises(MergeError, match=r"Quote \d+ is not there any more"):
        undo(only_merge(), "Two.")


def test_an_address_taken_since_is_said(alice, twin):
    merge(alice, twin, "One person.")
    Person.objects.create(ref="alice-2", name="Someone else")
    with pytest.raises(MergeError, match="“alice-2” cannot come back"):
        undo(only_merge(), "Two.")


def test_a_merge_is_undone_once_and_with_a_reason(alice, twin):
    merge(alice, twin, "One person.")
    with pytest.raises(MergeError, match="needs a reason"):
        undo(only_merge(), " ")
    undo(only_merge(), "Two.")
    with pytest.raises(MergeError, match="undone before"):
        undo(only_merge(), "Two.")


def test_what_became_public_by_a_merge_stays_so(alice, twin):
    Person.objects.filter(pk=alice.pk).update(is_public=False)
    alice.refresh_from_db()
    merge(alice, twin, "One person.")
    undo(only_merge(), "Two.")
    alice.refresh_from_db()
    assert alice.is_public


def test_a_preview_says_exactly_what_would_move_and_moves_nothing(alice, twin, make_quote):
    make_quote("Twice as sure", speaker=twin)
    make_quote("Once", speaker=twin)
    before = state()

    told = preview(alice, twin)

    assert state() == before
    assert told["moved"] == {"quotes": 2}
    assert told["dropped"] == {"person name": 1, "role": 1}


def test_a_kept_row_a_moved_one_repeats_is_not_moved(alice, twin):
    twin.names.create(name="Ali", language="en")
    assert preview(alice, twin)["moved"] == {"person name": 1}


def test_a_merge_asks_for_permission(alice, twin, make_user):
    with pytest.raises(NotPermittedError):
        merge(alice, twin, "One person.", make_user("carol", "Contributor"))
    dave = make_user("dave", "Editor")
    assert merge(alice, twin, "One person.", dave).created_by == dave
    with pytest.raises(NotPermittedError):
        undo(only_merge(), "Two.", make_user("erin", "Contributor"))
    undo(only_merge(), "Two.", dave)


def test_many_quotes_move_in_a_few_statements(
    alice, twin, make_quote, django_assert_max_num_queries
):
    for n in range(40):
        make_quote(f"Words {n}", speaker=twin)
    with django_assert_max_num_queries(80):  # a statement or four for each kind of row, none a row
        merge(alice, twin, "One person.")
    assert Quote.objects.filter(speaker=alice).count() == 40


@pytest.mark.django_db(transaction=True)
def test_merges_at_once_neither_deadlock_nor_lose_a_quote(make_quote):
    people = [Person.objects.create(ref=f"p{n}", name=f"Person {n}") for n in range(4)]
    for person in people:
        make_quote(f"Words of {person}", speaker=person)
    pairs = [(0, 1), (1, 2), (2, 3), (3, 0)]
    start, refused = Barrier(len(pairs)), []

    def meet(kept, duplicate):
        try:
            start.wait()
            merge(people[kept], people[duplicate], "One person.")
        except MergeError as error:
            refused.append(str(error))
        finally:
            connection.close()

    editors = [Thread(target=meet, args=pair) for pair in pairs]
    for editor in editors:
        editor.start()
    for editor in editors:
        editor.join()

    left = {person.ref for person in Person.objects.all()}
    assert Quote.objects.filter(speaker__ref__in=left).count() == 4
    assert len(left) + Redirect.objects.count() == 4
    assert {*Redirect.objects.values_list("new_ref", flat=True)} <= left
    assert {*refused} <= {"One of the two is no longer there."}
