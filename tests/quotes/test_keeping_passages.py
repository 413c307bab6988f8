"""Every door through which a text comes makes it searchable: the desk and the import."""

from django.urls import reverse

from archive.models import Source
from quotes.passages.keeping import Passage
from tests.desk import enter, revise
from tests.quotes.imported import accept

SOURCE = {
    "type": "source", "ref": "post", "kind": "article", "title": "T", "rights": "public",
    "texts": [{"text": "The cloud is near.", "language": "en"}],
}  # fmt: skip


def cut():
    return list(Passage.objects.order_by("id").values_list("text", "language"))


def test_a_text_entered_at_the_desk_is_cut(admin_client, db):
    enter(
        admin_client, Source, kind="article", title="T",
        rows=[("texts", {"text": "The cloud is near.", "language": "en"})],
    )  # fmt: skip
    assert cut() == [("The cloud is near.", "en")]


def test_a_corrected_text_takes_the_place_of_the_first(admin_client, db):
    accept(SOURCE)
    source = Source.objects.get()
    revise(admin_client, source, rows=[("texts", {"text": "The cloud is far.", "language": "en"})])
    assert cut() == [("The cloud is far.", "en")]


def test_an_imported_text_is_cut_and_imported_again_it_stays(db):
    accept(SOURCE)
    [first] = Passage.objects.values_list("id")
    assert cut() == [("The cloud is near.", "en")]
    accept(SOURCE)
    assert list(Passage.objects.values_list("id")) == [first]


def test_an_import_that_changes_nothing_cuts_what_is_not_cut_yet(db):
    """The run before may have been killed after it wrote the text."""
    accept(SOURCE)
    Passage.objects.all().delete()
    accept(SOURCE)
    assert cut() == [("The cloud is near.", "en")]


def test_a_dry_run_cuts_nothing(db):
    accept(SOURCE, dry=True)
    assert cut() == []


def test_a_book_of_many_megabytes_can_be_captured_and_found(client, speech, post):
    words = " ".join(f"word{n}" for n in range(300_000))
    text = {"text": f"{words} needle in the haystack", "language": "en"}
    accept({**SOURCE, "ref": post.ref, "kind": "internal_post", "texts": [text], "public": True})
    assert len(text["text"]) > 2_000_000
    answer = client.get(reverse("v1:speech-list"), {"q": '"needle in the haystack"'})
    assert [one["id"] for one in answer.json()["results"]] == ["speech"]
