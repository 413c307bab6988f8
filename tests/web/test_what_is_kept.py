"""What pages keep from one reader to the next: what is the same for all of them, and no more."""

import pytest
from django.template import Context, Template
from django.utils import translation

PARTS = Template(
    "{% load i18n once %}{{ who }}: {% once %}{% translate 'Search' %} {{ who }}{% endonce %}"
)


def test_what_is_kept_is_kept_for_each_language():
    with translation.override("en"):
        english = PARTS.render(Context({"who": "Alice"}))
    with translation.override("de"):
        german = PARTS.render(Context({"who": "Alice"}))
    assert (english, german) == ("Alice: Search ", "Alice: Suche ")
    assert PARTS.render(Context({"who": "Alice"})) == english


def test_nothing_of_one_readers_page_is_kept_for_another():
    """A variable is unknown within, even to the reader who came first."""
    first = PARTS.render(Context({"who": "Alice"}))
    assert first == "Alice: Search "
    assert PARTS.render(Context({"who": "Bob"})) == "Bob: Search "


@pytest.mark.parametrize(
    ("typed", "chosen"),
    [
        ("topic=growth", 'value="Growth"'),
        ("said=2020-11", 'value="2020-11"'),
        ("kind=direct", 'value="direct" selected'),
    ],
)
def test_what_one_reader_types_is_in_no_other_readers_form(client, quote, growth, typed, chosen):
    empty = client.get("/search/").content.decode()
    assert chosen in client.get(f"/search/?{typed}").content.decode()
    again = client.get("/search/").content.decode()
    assert chosen not in again
    assert again == empty


def test_a_refused_value_is_marked_in_that_form_alone(client, quote):
    assert 'id="f-said-error"' in client.get("/search/?said=never").content.decode()
    assert "aria-invalid" not in client.get("/search/").content.decode()
