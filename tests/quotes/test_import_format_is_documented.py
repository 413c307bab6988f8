"""The document of the format names every key and every word, and its examples work."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from imported import accept

from quotes.importing.kinds import all_kinds
from quotes.importing.sheets import SHEETS
from quotes.models import Quote

TEXT = (Path(settings.BASE_DIR) / "docs" / "import-format.md").read_text()


def section(kind):
    """What the document says about a kind of record."""
    found = re.search(rf"^### [^\n]*\b{kind}\b[^\n]*\n(.*?)(?=^##)", TEXT, re.MULTILINE | re.DOTALL)
    assert found, f"no section about {kind}"
    return found[1]


def keys(kind):
    yield from ((kind, field.key) for field in kind.fields)
    for child in kind.children:
        yield kind, child.key
        if not child.single:
            yield from ((kind, field.key) for field in child.fields)


@pytest.mark.parametrize(
    ("kind", "key"),
    [pair for kind in all_kinds() for pair in keys(kind)],
    ids=lambda value: value if isinstance(value, str) else value.name,
)
def test_every_key_is_named(kind, key):
    assert re.search(rf"\b{key}\b", section(kind.name))


CHOICES = sorted(
    {
        choice
        for kind in all_kinds()
        for model in (kind.model, *(child.model for child in kind.children))
        for field in model._meta.fields
        for choice, _ in field.choices or ()
    }
)


@pytest.mark.parametrize("word", CHOICES)
def test_every_word_that_may_be_chosen_is_named(word):
    assert f"`{word}`" in TEXT


@pytest.mark.parametrize(
    "column", sorted({column for sheet in SHEETS.values() for column in sheet.items})
)
def test_every_column_of_a_list_is_named(column):
    assert f"`{column}`" in TEXT


@pytest.mark.django_db
def test_the_sheet_is_one():
    [sheet] = re.findall(r"```\n(.*?)```", TEXT, re.DOTALL)
    accept(sheet.encode(), name="example.csv")
    quote = Quote.objects.get()
    assert quote.speaker.name == "Alice Ångström"
    assert quote.citations.count() == quote.topics.count() == 2
