"""Editors merge what is one, see first what would move, and undo what was two."""

import pytest
from django.utils.html import strip_tags

from archive.models import Merge, Organization, Person, Redirect, Source, Speech
from quotes import merging
from quotes.merging import MergeError
from quotes.models import Quote, Topic
from tests.desk import address, choose, said


@pytest.fixture
def dave(sign_in):
    return sign_in("dave", "Editor")


@pytest.fixture
def twin(make_quote):
    twin = Person.objects.create(ref="alice-2", name="A. Ångström", is_public=True)
    make_quote("Twice as sure", speaker=twin)
    return twin


def merge(client, kept, *others, **answers):
    return choose(
        client, type(kept), "merge_records", [kept, *others], kept=kept.pk, shown=kept.pk,
        merge="yes", **{"reason": "One and the same.", **answers},
    )  # fmt: skip


def test_ticking_two_shows_what_would_move(dave, alice, twin):
    page = choose(dave, Person, "merge_records", [alice, twin]).content.decode()
    text = " ".join(strip_tags(page).split())
    assert "A. Ångström (alice-2) → Alice Ångström: 1 quote to move" in text
    assert address(Person, "change", twin.pk) in page
    assert "Its address will lead to alice." in text
    assert Person.objects.count() == 2


def test_the_other_one_can_be_kept(dave, alice, twin):
    page = choose(
        dave, Person, "merge_records", [alice, twin], kept=twin.pk, look="yes", reason=""
    ).content.decode()
    assert "Its address will lead to alice-2." in page


def test_another_one_is_kept_only_once_it_was_shown_what_would_happen(dave, alice, twin):
    sent = {"kept": twin.pk, "merge": "yes", "reason": "One and the same."}
    answer = choose(dave, Person, "merge_records", [alice, twin], shown=alice.pk, **sent)
    assert said(answer)[0].startswith("You keep “A. Ångström” now")
    assert Person.objects.count() == 2
    page = answer.content.decode()
    assert "Its address will lead to alice-2." in page
    assert "One and the same." in page
    choose(dave, Person, "merge_records", [alice, twin], shown=twin.pk, **sent)
    assert Person.objects.get() == twin


def test_merging_needs_a_reason(dave, alice, twin):
    page = merge(dave, alice, twin, reason=" ").content.decode()
    assert "A merge needs a reason." in page
    assert Person.objects.count() == 2


def test_they_are_merged_and_the_old_address_leads_on(dave, client, alice, twin):
    answer = merge(dave, alice, twin)

    assert said(answer) == ["1 merged into “Alice Ångström”. It can be undone under Merges."]
    assert Redirect.objects.get().created_by == dave.user
    page = client.get("/people/alice-2/")
    assert (page.status_code, page["Location"]) == (301, "/people/alice/")
    assert client.get("/api/v1/people/alice-2/").status_code in (301, 308)


def test_three_are_merged_at_once_or_none(dave, alice, twin, bob):
    merge(dave, alice, twin, bob)
    assert Person.objects.count() == 1
    assert Merge.objects.count() == 2


@pytest.mark.parametrize("number", [1, 11])
def test_two_to_ten_are_merged(dave, number):
    people = [Person.objects.create(name=f"Person {n}") for n in range(number)]
    answer = choose(dave, Person, "merge_records", people)
    assert said(answer) == ["Tick two to 10 records that are one and the same."]


@pytest.mark.parametrize("noun", [Organization, Source, Speech, Topic, Quote])
def test_every_noun_can_be_merged(dave, noun):
    fields = {
        Organization: [{"name": "Acme"}, {"name": "Acme Inc."}],
        Source: [{"title": "A", "kind": "article"}, {"title": "B", "kind": "article"}],
        Speech: [{"title": "A"}, {"title": "B"}],
        Topic: [{"name": "A"}, {"name": "B"}],
        Quote: [{"text": "A", "kind": "direct"}, {"text": "A.", "kind": "direct"}],
    }[noun]
    one, two = (noun.objects.create(**values) for values in fields)
    merge(dave, one, two)
    assert list(noun.objects.all()) == [one]


def test_a_contributor_is_not_offered_it_and_cannot_do_it(sign_in, alice, twin):
    carol = sign_in("carol", "Contributor")
    assert "merge_records" not in carol.get(address(Person, "changelist")).content.decode()
    merge(carol, alice, twin)
    assert Person.objects.count() == 2


def test_a_merge_is_undone_from_its_page(dave, alice, twin):
    merge(dave, alice, twin)
    done = Merge.objects.get()
    page = dave.get(address(Merge, "change", done.pk)).content.decode()
    undo = address(Merge, "undo", done.pk)
    assert undo in page

    asked = dave.get(undo).content.decode()
    assert "Moved: 1 quote" in asked
    answer = dave.post(undo, {"reason": "Two people."}, follow=True)

    assert said(answer) == ["“A. Ångström” is a record of its own again."]
    assert Quote.objects.get().speaker == Person.objects.get(ref="alice-2")
    assert undo not in dave.get(address(Merge, "change", done.pk)).content.decode()


def test_what_changed_since_is_told_on_the_form(dave, alice, twin, bob):
    merge(dave, alice, twin)
    Quote.objects.update(speaker=bob)
    answer = dave.post(address(Merge, "undo", Merge.objects.get().pk), {"reason": "Two people."})
    assert "was changed since: its speaker." in answer.content.decode()


def test_undoing_asks_who(sign_in, dave, alice, twin):
    merge(dave, alice, twin)
    carol = sign_in("carol", "Contributor")
    answer = carol.post(address(Merge, "undo", Merge.objects.get().pk), {"reason": "Two."})
    assert "You may not merge such records." in answer.content.decode()
    assert Merge.objects.get().undone_at is None


def test_a_public_quote_is_not_merged_into_a_hidden_one(quote, make_quote, acme):
    hidden = make_quote("We will not grow", organization=acme, status="draft")
    with pytest.raises(MergeError, match="keep that one instead"):
        merging.merge(hidden, quote, "The same words.")
    merging.merge(quote, hidden, "The same words.")
    assert Quote.objects.get() == quote


def test_a_quote_that_became_public_since_it_was_read_is_not_merged_away(make_quote, acme):
    kept = make_quote("We will not grow", organization=acme, status="draft")
    duplicate = make_quote("We will not grow!", organization=acme, status="in_review")
    Quote.objects.filter(pk=duplicate.pk).update(status="published")  # by someone else, meanwhile
    with pytest.raises(MergeError, match="keep that one instead"):
        merging.merge(kept, duplicate, "The same words.")
    Quote.objects.filter(pk=duplicate.pk).update(status="removed")
    with pytest.raises(MergeError, match="removed quote cannot be merged"):
        merging.merge(kept, duplicate, "The same words.")
    assert Quote.objects.count() == 2


def test_a_removed_quote_stays_gone(quote, make_quote, acme):
    removed = make_quote("We will not grow", organization=acme, status="removed")
    for kept, duplicate in ((quote, removed), (removed, quote)):
        with pytest.raises(MergeError, match="removed quote cannot be merged"):
            merging.merge(kept, duplicate, "The same words.")


def test_what_a_merged_quotes_source_leads_to_is_public(quote, make_quote, acme):
    source = Source.objects.create(title="Another print", kind="article")
    draft = make_quote("We will not grow", [source], organization=acme, status="draft")
    merging.merge(quote, draft, "The same words.")
    source.refresh_from_db()
    assert source.is_public


def test_what_only_the_merged_one_says_is_told_before_it_goes(dave, article):
    other = Source.objects.create(
        title="Alice speaks out", kind="article", url="https://example.org/b", author_line="A. B."
    )
    page = choose(dave, Source, "merge_records", [article, other]).content.decode()
    table = page.partition("Goes</th>")[2].partition("</table>")[0]
    told = [" ".join(row.split()) for row in table.split("<tr>")[1:]]
    assert [row.partition("</th>")[0].rpartition(">")[2] for row in told] == [
        "Author line", "Title", "Url",
    ]  # fmt: skip
    assert '<td class="words">–</td><td class="words">A. B.</td>' in told[0]
    assert 'https://example.org/alice</td><td class="words">https://example.org/b<' in told[2]
    assert "Copy what should stay first" in page


def test_a_name_goes_nowhere_and_nothing_is_said_of_what_is_the_same(dave, alice, twin):
    page = choose(dave, Person, "merge_records", [alice, twin]).content.decode()
    assert "Goes" not in page


def test_quotes_of_a_topic_are_counted_as_quotes(dave, quote):
    kept, other = Topic.objects.create(name="Prices"), Topic.objects.create(name="Pricing")
    quote.topics.add(other)
    page = choose(dave, Topic, "merge_records", [kept, other]).content.decode()
    assert "1 quote to move" in " ".join(page.split())
