"""What the database refuses by name, whoever writes: SQL here, never the models' own checks."""

import hashlib

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction

from archive.models import Derivation, Organization, Person, Role, Source, SourceText
from quotes.models import Citation, Quote, QuoteRelation


def run(sql, parameters=()):
    """Run ``sql`` and check at once what would else be checked at the end of the transaction."""
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def refused(name, sql, parameters=()):
    """Run ``sql`` and expect the constraint ``name`` to refuse it."""
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        run(sql, parameters)


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ("text = ' '", "quote_has_a_text"),
        ("kind = 'rumour'", "quote_kind_is_known"),
        ("status = 'secret'", "quote_status_is_known"),
        ("standing = 'sure'", "quote_standing_is_known"),
        ("said = '30 December'", "quote_said_is_a_date"),
        ("said = '2020-02-30'", "quote_said_is_a_date"),
        ("said = '2020/2019'", "quote_said_is_a_date"),
        ("language = 'English'", "quote_language_is_a_language_tag"),
        ("ref = 'a b'", "quote_ref_fits_an_address"),
        ("ref = '../admin'", "quote_ref_fits_an_address"),
        ("speaker_id = NULL, organization_id = NULL", "quote_shown_has_an_attribution"),
        ("unattributed = true", "quote_unattributed_names_no_speaker"),
        ("status = 'retracted'", "quote_retracted_says_why"),
        ("publish_at = now()", "quote_scheduled_is_in_review"),
        ("speech_delivered = '1999'", "quote_repeats_its_speechs_date"),
        ("speech_id = NULL", "quote_date_comes_from_its_speech"),
    ],
)
def test_a_quote_that_breaks_a_promise_is_refused(quote, change, constraint):
    refused(constraint, f"UPDATE quotes_quote SET {change}")


def test_a_reviewer_is_not_the_author(quote, django_user_model):
    user = django_user_model.objects.create(username="alice")
    change = "UPDATE quotes_quote SET author_id = %s, reviewer_id = %s"
    refused("quote_reviewer_is_not_author", change, [user.pk, user.pk])
    with connection.cursor() as cursor:
        cursor.execute(f"{change}, self_reviewed = true", [user.pk, user.pk])


def test_refs_are_unique(quote, misattributed):
    refused("quote_ref_is_unique", "UPDATE quotes_quote SET ref = 'same'")


def test_a_ref_has_one_index(quote):
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_indexes WHERE indexdef ~ '\\mref\\M'")
        tables = [table for (table,) in cursor.fetchall()]
    assert len(tables) == len(set(tables)) == 7


def test_the_speech_of_a_quote_is_there(quote):
    refused("quote_repeats_its_speechs_date", "UPDATE quotes_quote SET speech_id = 0")


def test_a_correction_of_a_speechs_date_arrives_in_its_quotes_at_once(quote):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE archive_speech SET delivered = '2019-05-06'")
    quote.refresh_from_db()
    assert quote.said_or_delivered == "2019-05-06"
    assert quote.said_earliest.isoformat() == quote.said_latest.isoformat() == "2019-05-06"


def test_a_quotes_own_date_goes_before_its_speechs(quote):
    Quote.objects.update(said="2019-03-14")
    quote.refresh_from_db()
    assert quote.said_earliest.isoformat() == "2019-03-14"


@pytest.mark.parametrize(
    ("period", "fits"),
    [("2020", False), ("2020-12-31/..", False), ("2021/..", True), ("", False)],
)
def test_nobody_holds_the_same_title_twice_at_once(alice, acme, period, fits):
    sql = """
        INSERT INTO archive_role (ref, person_id, organization_id, title, period, is_public)
        VALUES ('again', %s, %s, 'Chief executive', %s, false)
    """
    if fits:
        with connection.cursor() as cursor:
            cursor.execute(sql, [alice.pk, acme.pk, period])
    else:
        refused("role_not_held_twice_at_once", sql, [alice.pk, acme.pk, period])


def test_roles_on_a_date_are_those_whose_period_may_hold_it(alice, acme):
    Role.objects.create(person=alice, organization=acme, title="Founder")
    assert {role.title for role in Role.objects.on("2019-03")} == {"Chair", "Chief executive"}
    assert {role.title for role in Role.objects.on("2021")} == {"Chair"}
    assert {role.title for role in Role.objects.on("2010")} == set()
    assert [role.title for role in Role.objects.undated()] == ["Founder"]


def test_a_source_does_not_derive_from_itself(article):
    refused("derivation_not_from_itself", "UPDATE archive_derivation SET origin_id = source_id")
    assert Derivation.objects.count() == 1


@pytest.mark.parametrize("url", ["javascript:alert(1)", "ftp://example.org", "example.org"])
def test_a_sources_address_is_a_web_address(article, url):
    refused("source_url_is_a_web_address", "UPDATE archive_source SET url = %s", [url])


def test_a_quote_is_not_its_own_variant(quote):
    refused(
        "quoterelation_not_to_itself",
        """INSERT INTO quotes_quoterelation (quote_id, other_id, relation)
           VALUES (%s, %s, 'variant_of')""",
        [quote.pk, quote.pk],
    )
    assert QuoteRelation.objects.count() == 0


@pytest.fixture
def cited(quote, article):
    """The quote's citation, anchored in a captured text."""
    text = article.texts.create(text="She said: “We will not grow at any price”.")
    [citation] = quote.citations.all()
    citation.source_text = text
    citation.exact, citation.start, citation.end = "We will not grow at any price", 11, 40
    citation.save()
    return citation


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ('start = 20, "end" = 49', "citation_anchor_lies_in_the_text"),
        ('"end" = 39', "citation_anchor_is_as_long_as_its_words"),
        ("exact = ''", "citation_anchor_is_whole|citation_anchor_is_as_long_as_its_words"),
        ("start = NULL", "citation_anchor_is_whole"),
        ("text_length = 9999", "citation_text_is_of_its_source"),
        ("text_length = NULL", "citation_anchor_lies_in_the_text|citation_text_has_its_length"),
        ("source_text_id = NULL", "citation_anchor_is_whole|citation_text_has_its_length"),
    ],
)
def test_an_anchor_lies_in_the_text_it_counts_in(cited, change, constraint):
    refused(constraint, f"UPDATE quotes_citation SET {change}")


def test_an_anchor_counts_in_a_text_of_the_source_cited(cited, post):
    refused(
        "citation_text_is_of_its_source", "UPDATE quotes_citation SET source_id = %s", [post.pk]
    )


def test_a_captured_text_is_there_as_long_as_an_anchor_in_it(cited):
    key = "citation_text_is_of_its_source"
    refused(key, "UPDATE quotes_citation SET source_text_id = 0")
    refused(key, "DELETE FROM archive_sourcetext")


def test_a_captured_text_never_changes(cited):
    with pytest.raises(ProgrammingError, match="Cannot update"), transaction.atomic():
        SourceText.objects.update(text="Something else.")
    text = SourceText.objects.get()
    assert text.sha256 == hashlib.sha256(text.text.encode()).hexdigest()


def test_names_are_found_in_any_script_and_spelling(alice):
    for name in ("alice angstrom", "ALICE ÅNGSTRÖM", "爱丽丝", " Alice  Ångström "):
        assert list(Person.objects.named(name)) == [alice], name
    assert not Person.objects.named("Alice").exists()
    assert not Organization.objects.named("nobody").exists()


def test_what_is_stored_by_raw_sql_is_in_the_history(quote, bob):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE quotes_quote SET public_note = 'Changed in SQL'")
        cursor.execute("DELETE FROM archive_person WHERE ref = 'bob'")
    events = Quote.pgh_event_model.objects.filter(pgh_obj_id=quote.pk).order_by("pgh_id")
    assert [event.pgh_label for event in events] == ["insert", "update"]
    assert [event.public_note for event in events] == ["", "Changed in SQL"]
    gone = Person.pgh_event_model.objects.filter(pgh_label="delete").get()
    assert gone.name == "Bob"


def test_the_history_itself_cannot_be_changed(quote):
    with pytest.raises(ProgrammingError, match="Cannot update"), transaction.atomic():
        Quote.pgh_event_model.objects.update(text="Never said")


def test_rows_written_in_bulk_carry_what_the_database_derives(speech, alice, article):
    quotes = [Quote(text=f"Number {n}", kind="direct", speaker=alice, speech=speech) for n in "ab"]
    Quote.objects.bulk_create(quotes)
    assert Quote.objects.filter(said_earliest="2019-03-01", exact="number").count() == 2
    Citation.objects.bulk_create(Citation(quote=quote, source=article) for quote in quotes)
    assert Source.objects.get(ref="article").citations.count() == 2
