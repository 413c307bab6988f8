"""A newer edition has a passage elsewhere: an editor sees both places and decides."""

import pytest

from archive.models import SourceText
from quotes.fidelity import verifying
from quotes.fidelity.anchors import find
from quotes.models import Citation, Quote
from tests.desk import address, revise, said

pytestmark = pytest.mark.django_db

WORDS = "We will not grow at any price"
FIRST = f"Alice spoke. “{WORDS},” she said. Nobody clapped.\n"
MOVED = f"Corrected on 3 April.\n\nAlice spoke. “{WORDS},” she said. Nobody clapped.\n"


@pytest.fixture
def cited(quote, article):
    text = SourceText.objects.create(source=article, text=FIRST, language="en")
    citation = quote.citations.get()
    citation.source_text = text
    for name, value in vars(find(FIRST, WORDS)).items():
        setattr(citation, name, value)
    citation.save()
    return citation


@pytest.fixture
def again(article, cited):
    """Capture another edition."""

    def again(text):
        made = SourceText.objects.create(source=article, text=text, language="en", edition=2)
        verifying.check([cited])
        return made

    return again


def place(citation):
    return address(Quote, "place", citation.quote_id, citation.pk)


def test_the_quotes_form_leads_to_both_places(editor, cited, again):
    assert "is newer" not in editor.get(address(Quote, "change", cited.quote_id)).content.decode()
    again(MOVED)
    form = editor.get(address(Quote, "change", cited.quote_id)).content.decode()
    assert f'href="{place(cited)}">Edition 2 is newer: look where the passage' in form
    page = editor.get(place(cited)).content.decode()
    assert "Edition 1, characters 14–43" in page
    assert "Edition 2, characters 37–66" in page
    assert page.count(f"<mark>{WORDS}</mark>") == 2
    assert Citation.objects.get().source_text.edition == 1


def test_adding_an_edition_leads_to_the_passages_of_earlier_ones(editor, cited, article):
    answer = revise(editor, article, [("texts", {"text": MOVED, "language": "en"})])
    [warning] = [one for one in said(answer) if "earlier edition" in one]
    assert f'<a href="{place(cited)}">{WORDS}</a>' in warning
    assert Citation.objects.get().source_text.edition == 1


def test_the_place_is_moved_when_the_editor_accepts_it(editor, cited, again):
    edition = again(MOVED)
    answer = editor.post(place(cited), {"accept": f"{edition.pk}:37"}, follow=True)
    assert said(answer) == ["The passage is in edition 2 now."]
    moved = Citation.objects.get()
    assert (moved.source_text, moved.start, moved.end) == (edition, 37, 66)
    assert MOVED[moved.start : moved.end] == moved.exact == WORDS
    event = Citation.pgh_event_models["update"].objects.latest("pgh_id")
    assert event.pgh_context.metadata["user"] == editor.user.pk
    assert event.pgh_context.metadata["reason"] == "To edition 2 of the text."
    assert "is newer" not in answer.content.decode()


def test_a_place_that_was_not_shown_is_not_accepted(editor, cited, again):
    edition = again(MOVED)
    answer = editor.post(place(cited), {"accept": f"{edition.pk}:14"})
    assert "It stands somewhere else now than this page showed." in said(answer)[0]
    assert Citation.objects.get().source_text.edition == 1


def test_words_that_are_gone_are_marked_anew_or_left(editor, cited, again):
    again("Alice spoke. “We shall not grow at any price,” she said.\n")
    page = editor.get(place(cited)).content.decode()
    assert "These words are not in the captured text, letter for letter." in page
    assert "Accept this place" not in page
    wrong = editor.post(place(cited), {"mark": "yes", "exact": "We would"})
    assert "These words are not in the captured text" in str(wrong.context["form"].errors)
    editor.post(place(cited), {"mark": "yes", "exact": "We shall not grow at any price"})
    moved = Citation.objects.get()
    assert (moved.source_text.edition, moved.start) == (2, 14)
    assert moved.quote.text == WORDS
    assert moved.checks.first().verdict == "meaning_changed"


def test_where_nothing_is_newer_the_page_says_so(editor, cited):
    answer = editor.get(place(cited), follow=True)
    assert said(answer) == ["This citation counts in the newest edition of the text already."]


def test_a_contributor_moves_nothing_that_is_public(client, make_user, cited, again):
    edition = again(MOVED)
    client.force_login(make_user("carol", "Contributor"))
    assert client.post(place(cited), {"accept": f"{edition.pk}:37"}).status_code == 403


def test_of_another_quote_there_is_no_such_citation(editor, cited, misattributed):
    assert editor.get(address(Quote, "place", misattributed.pk, cited.pk)).status_code == 404


def test_home_and_the_list_have_what_waits_to_be_placed(editor, cited, again):
    def queue():
        [found] = [
            one
            for one in editor.get("/admin/").context["sections"]
            if one.title == "Passages of an earlier edition"
        ]
        return found

    assert queue().count == 0
    again(MOVED)
    assert [line.record for line in queue().lines] == [cited.quote]
    page = editor.get(f"{address(Quote, 'changelist')}?{queue().query}")
    assert [*page.context["cl"].result_list] == [cited.quote]
    shown = editor.get(place(cited)).context["new"]
    accepted = f"{shown.edition.pk}:{shown.anchor.start}"
    editor.post(place(cited), {"accept": accepted})
    assert queue().count == 0
