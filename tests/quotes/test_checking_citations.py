"""Citations are checked when saved and when a text arrives; what was found is kept and shown."""

import json

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from archive.models import SourceText
from quotes.fidelity import judging as fidelity
from quotes.fidelity import verifying
from quotes.fidelity.anchors import find
from quotes.fidelity.checks import FidelityCheck
from quotes.models import Citation, Quote
from tests.desk import address, enter, revise, said

pytestmark = pytest.mark.django_db

COPY = "Alice spoke. “We will not grow at any price,” she said. Nobody clapped.\n"
WORDS = "We will not grow at any price"


@pytest.fixture
def text(article):
    return SourceText.objects.create(source=article, text=COPY, language="en")


@pytest.fixture
def cited(quote, text):
    """The cast's quote, anchored in the Daily's text."""
    citation = quote.citations.get()
    citation.source_text, citation.text_length = text, text.length
    for name, value in vars(find(COPY, WORDS)).items():
        setattr(citation, name, value)
    citation.save()
    verifying.check([citation])
    return citation


def verdicts(citation):
    return list(citation.checks.order_by("pk").values_list("verdict", flat=True))


def edition(article, words):
    number = article.texts.count() + 1
    return SourceText.objects.create(source=article, text=words, language="en", edition=number)


def test_a_translation_is_checked_against_its_source_and_not_called_verbatim(cited):
    assert verdicts(cited) == ["translation"]


def test_saving_a_quote_at_the_desk_checks_it(admin_client, cited):
    revise(admin_client, cited.quote, text="We will grow at any price", public_note="Corrected.",
           correction_note="Corrected.")  # fmt: skip

    assert verdicts(cited) == ["translation", "meaning_changed"]


def test_a_quote_entered_by_hand_is_checked(admin_client, text, article):
    row = {"source": article, "source_text": text, "exact": "Nobody clapped"}
    enter(
        admin_client,
        Quote,
        [("citations", row)],
        text="Nobody clapped",
        language="en",
        kind="direct",
    )

    assert verdicts(Citation.objects.get()) == ["verbatim"]


def test_who_saves_words_that_their_text_does_not_print_is_told(admin_client, text, article):
    row = {"source": article, "source_text": text, "exact": "Nobody clapped"}
    entered = {"language": "en", "kind": "direct"}
    warning = "A captured text does not print these words"

    right = enter(admin_client, Quote, [("citations", row)], text="Nobody clapped", **entered)
    assert warning not in " ".join(said(right))
    wrong = revise(admin_client, Quote.objects.get(), text="Nobody ever clapped")
    assert warning in " ".join(said(wrong))


def test_a_new_edition_is_checked_when_it_is_added_and_the_anchor_is_not_moved(
    admin_client, cited, article
):
    new = "A first line was added. " + COPY

    answer = revise(admin_client, article, [("texts", {"text": new, "language": "en"})])

    assert "1 citation was checked against the new text." in said(answer)
    newest = cited.checks.first()
    assert (newest.source_text.edition, newest.verdict) == (2, "translation")
    assert newest.details["start"] == cited.start + len("A first line was added. ")
    cited.refresh_from_db()
    assert (cited.source_text.edition, COPY[cited.start : cited.end]) == (1, WORDS)


def test_an_edition_that_no_longer_says_it_is_a_failure_to_look_at(admin_client, cited, article):
    edition(article, "The Daily withdrew its report.")
    list(verifying.catch_up())

    assert verdicts(cited) == ["translation", "not_found"]
    shown = admin_client.get(address(Quote, "changelist"), {"fidelity": "failed"})
    assert [quote.pk for quote in shown.context["cl"].result_list] == [cited.quote_id]
    page = admin_client.get(address(Quote, "change", cited.quote_id)).content.decode()
    assert '<span class="verdict failed">not found</span> in edition 2, by rules 1' in page


def test_a_failure_that_was_mended_is_none_any_more(admin_client, cited):
    Quote.objects.filter(pk=cited.quote_id).update(text="We will grow at any price")
    verifying.check([cited])
    assert Quote.objects.filter(verifying.failed()).exists()

    Quote.objects.filter(pk=cited.quote_id).update(text=WORDS)
    verifying.check([cited])

    assert not Quote.objects.filter(verifying.failed()).exists()


def test_what_differs_is_drawn_on_the_form_and_escaped(admin_client, cited):
    Quote.objects.filter(pk=cited.quote_id).update(text="We will <b>not</b> grow at any cost")
    verifying.check([cited])

    page = admin_client.get(address(Quote, "change", cited.quote_id)).content.decode()

    assert '<del title="in the quote">' in page
    assert "<b>not" not in page


def test_a_citation_without_captured_text_has_no_verdict(admin_client, quote):
    verifying.check(quote.citations.all())

    assert not FidelityCheck.objects.exists()
    page = admin_client.get(address(Quote, "change", quote.pk)).content.decode()
    assert "unchecked: no text" in page


def test_the_api_gives_the_newest_verdict(client, cited, misattributed):
    check = cited.checks.get()

    (citation,) = client.get(reverse("v1:quote-detail", args=["any-price"])).json()["citations"]
    (other,) = client.get(reverse("v1:quote-detail", args=["a-choice"])).json()["citations"]

    assert citation["fidelity"]["verdict"] == "translation"
    assert citation["fidelity"]["engine"] == fidelity.ENGINE
    assert citation["fidelity"]["checked_at"][:19] == check.checked_at.isoformat()[:19]
    assert other["fidelity"] is None or other["fidelity"]["verdict"] == "not_found"


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE quotes_fidelitycheck SET verdict = 'verbatim'",
        "DELETE FROM quotes_fidelitycheck",
    ],
)
def test_the_database_only_lets_verdicts_be_added(cited, statement):
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_a_draft_can_still_be_deleted_and_its_verdicts_stay(cited):
    cited.quote.delete()

    assert FidelityCheck.objects.count() == 1


def test_checking_again_adds_nothing_unless_words_or_rules_changed(cited, monkeypatch, capsys):
    verifying.check([cited])
    call_command("check_fidelity")
    assert verdicts(cited) == ["translation"]

    monkeypatch.setattr(verifying, "ENGINE", fidelity.ENGINE + 1)
    call_command("check_fidelity")

    assert verdicts(cited) == ["translation", "translation"]
    assert "Checked 1 citation" in capsys.readouterr().out


def test_an_import_checks_what_it_changed(tmp_path, cited, article):
    line = {"type": "quote", "ref": "any-price", "text": "We will grow at any price",
            "kind": "direct", "language": "en", "spoken_language": "zh", "speaker": "alice",
            "citations": [{"source": "article", "edition": 1, "exact": WORDS,
                           "start": cited.start, "end": cited.end}]}  # fmt: skip
    file = tmp_path / "changed.jsonl"
    file.write_text(json.dumps(line) + "\n")

    call_command("import_archive", str(file), verbosity=0, reason="Misquoted.")

    citation = Citation.objects.get()  # perhaps written anew by the import
    assert citation.checks.first().verdict == "meaning_changed"


def test_the_texts_of_a_batch_are_read_once_each(
    make_quote, article, text, django_assert_num_queries
):
    quotes = [
        make_quote(f"Nobody clapped {number}", [article], unattributed=True) for number in range(20)
    ]
    citations = Citation.objects.filter(quote__in=quotes)

    # Savepoint and release, citations with their quotes, verdicts known, one text, one insert; and
    # the citations asked for.
    with django_assert_num_queries(7):
        assert verifying.check(citations) == 20
