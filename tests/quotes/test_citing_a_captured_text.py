"""An editor cites a source: the place of the words in its text is found, or asked for."""

import pytest

from archive.models import Source, SourceText
from quotes.models import Citation
from tests.desk import address, enter, errors, on_the_page, revise

COPY = "He asked for cash. “We don’t have ‘unlimited cash’,”\nhe said. No cash came."


@pytest.fixture
def text(article):
    return SourceText.objects.create(source=article, text=COPY)


@pytest.fixture
def draft(make_quote, acme):
    return make_quote("unlimited cash", status="draft", organization=acme)


def cite(client, quote, text, **values):
    row = {"source": text.source, "source_text": text, **values}
    return revise(client, quote, [("citations", row)])


def test_words_that_occur_once_are_found(admin_client, draft, text):
    cite(admin_client, draft, text, exact="unlimited cash")

    citation = Citation.objects.get()
    assert COPY[citation.start : citation.end] == citation.exact == "unlimited cash"
    assert COPY.startswith(citation.suffix, citation.end)


def test_words_across_a_line_break_are_found_though_browsers_send_two_characters(
    admin_client, draft, text
):
    cite(admin_client, draft, text, exact="cash’,”\r\nhe said")

    assert Citation.objects.get().exact == "cash’,”\nhe said"


def test_spaces_pasted_around_the_words_do_not_matter(admin_client, draft, text):
    cite(admin_client, draft, text, exact=" unlimited cash\r\n")

    assert Citation.objects.get().exact == "unlimited cash"


@pytest.mark.parametrize(
    ("exact", "sentence"),
    [("Unlimited cash", "not in the captured text"), ("cash", "more than once")],
)
def test_words_without_a_single_place_are_refused(admin_client, draft, text, exact, sentence):
    answer = cite(admin_client, draft, text, exact=exact)

    assert sentence in dict(errors(answer))["exact"]
    assert not Citation.objects.exists()


def test_context_tells_places_apart(admin_client, draft, text):
    cite(admin_client, draft, text, exact="cash", prefix="No ")

    assert Citation.objects.get().start == COPY.index("cash came")


def test_words_without_a_text_ask_for_the_text(admin_client, draft, article):
    row = {"source": article, "exact": "unlimited cash"}
    answer = revise(admin_client, draft, [("citations", row)])

    assert dict(errors(answer)) == {"source_text": "Choose the captured text these words stand in."}


def test_a_text_of_another_source_is_refused(admin_client, draft, text, post):
    answer = cite(admin_client, draft, text, source=post)

    assert "of another source: Alice speaks" in dict(errors(answer))["source_text"]


class TestLater:
    @pytest.fixture
    def citation(self, admin_client, draft, text):
        cite(admin_client, draft, text, exact="unlimited cash")
        return Citation.objects.get()

    def test_saving_again_moves_nothing(self, admin_client, draft, citation):
        before = Citation.objects.values().get()

        assert errors_of(revise(admin_client, draft)) == []
        assert Citation.objects.values().get() == before

    def test_new_words_are_found_without_the_old_context(self, admin_client, draft, citation):
        change(admin_client, draft, exact="He asked")

        citation.refresh_from_db()
        assert (citation.start, citation.end, citation.prefix) == (0, 8, "")

    def test_taking_the_words_away_takes_the_place_away(self, admin_client, draft, citation):
        change(admin_client, draft, exact="")

        citation.refresh_from_db()
        assert (citation.start, citation.end, citation.exact, citation.suffix) == (
            None, None, "", "",
        )  # fmt: skip

    def test_a_new_edition_is_searched_anew(self, admin_client, draft, citation, article):
        edition = SourceText.objects.create(source=article, edition=2, text=f"New. {COPY}")
        change(admin_client, draft, source_text=edition.pk)

        citation.refresh_from_db()
        assert citation.start == edition.text.index("unlimited")

    def test_a_second_citation_comes_second(self, admin_client, draft, citation, post):
        revise(admin_client, draft, [("citations", {"source": post})])

        assert [one.position for one in draft.citations.all()] == [1, 2]


def change(client, quote, **values):
    url = address(type(quote), "change", quote.pk)
    sent = on_the_page(client.get(url))
    client.post(url, sent | {f"citations-0-{name}": value for name, value in values.items()})


def errors_of(answer):
    return errors(answer) if "adminform" in answer.context else []


def test_naming_the_chosen_text_does_not_load_it(
    admin_client, draft, text, django_assert_num_queries
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    cite(admin_client, draft, text, exact="unlimited cash")
    with CaptureQueriesContext(connection) as captured:
        admin_client.get(address(type(draft), "change", draft.pk))

    assert not any('"archive_sourcetext"."text"' in query["sql"] for query in captured)


def test_a_source_cited_by_a_published_quote_becomes_public(admin_client, quote):
    hidden = Source.objects.create(kind="video", title="A recording")
    revise(admin_client, quote, [("citations", {"source": hidden})])

    hidden.refresh_from_db()
    assert hidden.is_public


def test_entering_a_quote_needs_its_words(admin_client, db):
    from quotes.models import Quote

    answer = enter(admin_client, Quote, text=" \n ", kind="direct")

    assert dict(errors(answer)) == {"text": "This field is required."}
