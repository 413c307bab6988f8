"""An archive upgraded from before there were passages finds the texts it had captured, at once."""

from importlib import import_module

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from archive.models import SourceText
from quotes.passages import cutting
from quotes.passages.keeping import Passage, keep_passages

MIGRATION = import_module("quotes.migrations.0017_texts_captured_before")
LONG = "The cloud is near. 云服务很重要。\n" * 500 + "A needle in the haystack."


def upgrade():
    """Run the migration as ``manage.py migrate`` does, on an archive that had not."""
    MigrationExecutor(connection).migrate([("quotes", "0016_unlocking")])
    onwards = MigrationExecutor(connection)
    onwards.migrate(onwards.loader.graph.leaf_nodes())  # to the last: other tests need the rest


def cut():
    return list(
        Passage.objects.order_by("edition", "start").values("edition", "start", "text", "language")
    )


@pytest.fixture
def captured(transactional_db, post, article, speech):
    """Two texts of one source and one of another, none cut yet."""
    post.rights = "public"
    post.save()
    SourceText.objects.create(source=post, edition=1, text="What was corrected since.")
    SourceText.objects.create(source=post, edition=2, text=LONG)
    SourceText.objects.create(source=article, text="Nothing of it.", language="de")


def test_what_was_captured_is_found_after_the_upgrade(client, captured):
    found = reverse("v1:speech-list") + '?q="needle in the haystack"'
    assert client.get(found).json()["results"] == []
    upgrade()
    assert [one["id"] for one in client.get(found).json()["results"]] == ["speech"]


def test_it_is_cut_as_an_import_would(captured):
    """The latest editions alone, each in its own language or its source's."""
    upgrade()
    upgraded = cut()
    assert {one["language"] for one in upgraded} == {"zh", "de"}
    Passage.objects.all().delete()
    keep_passages()
    assert upgraded == cut()


def test_what_is_cut_already_is_left_alone(captured):
    keep_passages()
    before = list(Passage.objects.order_by("pk").values_list("pk"))
    upgrade()
    assert list(Passage.objects.order_by("pk").values_list("pk")) == before


@given(st.text(alphabet="ab 云。.\n", min_size=1, max_size=40), st.integers(1, 400))
def test_the_rule_kept_in_the_migration_is_the_rule(text, times):
    """Should the rule change one day, delete this test and say why: a migration keeps its own."""
    assert list(MIGRATION.passages(text * times)) == list(cutting.passages(text * times))
