"""The references to all that a search finds, for a reference manager."""

import pytest

from quotes.models import Quote


def taken(client, address, status=200):
    answer = client.get(address)
    assert answer.status_code == status
    return answer.content.decode()


def test_each_quote_found_is_an_entry(client, quote, misattributed):
    assert taken(client, "/search/citations/?cite=bibtex").count("@misc{") == 2
    assert taken(client, "/search/citations/?cite=ris&speaker=alice").count("TY  - ") == 1


def test_it_comes_as_a_file(client, quote):
    answer = client.get("/search/citations/?cite=bibtex")
    assert answer["Content-Disposition"] == 'attachment; filename="quotes.bib"'


def test_it_is_in_the_order_of_the_search(client, quote, misattributed):
    newest = taken(client, "/search/citations/?cite=bibtex&ordering=newest")
    oldest = taken(client, "/search/citations/?cite=bibtex&ordering=oldest")
    assert newest.index("{a-choice") < newest.index("{any-price")
    assert oldest.index("{any-price") < oldest.index("{a-choice")


def test_it_ends_somewhere(client, make_quote, monkeypatch):
    monkeypatch.setattr("quotes.web.citations_file.MOST_CITED", 3)
    for n in range(5):
        make_quote(f"Saying {n}", unattributed=True)
    assert taken(client, "/search/citations/?cite=ris").count("TY  - ") == 3


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ("", "Give one of these as “cite”: bibtex, ris."),
        ("cite=apa", "Give one of these as “cite”: bibtex, ris."),
        ("cite=ris&speeker=alice", "There is no parameter “speeker”"),
        ("cite=ris&ordering=loudest", "Order by one of"),
        ("cite=ris&said=2020-13", "is not a date"),
    ],
)
def test_what_is_not_understood_is_refused_with_a_sentence(client, db, asked, sentence):
    assert sentence in taken(client, f"/search/citations/?{asked}", status=400)


@pytest.mark.parametrize("status", ["draft", "retracted", "removed"])
def test_only_what_is_published_is_taken(client, quote, status):
    Quote.objects.update(status=status, public_note="Why.")
    assert taken(client, "/search/citations/?cite=ris").strip() == ""
