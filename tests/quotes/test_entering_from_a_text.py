"""An editor pastes a text and makes quotes of its passages, on one screen."""

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from archive.models import Person, Source, SourceText
from quotes.entering.drafting import language_of
from quotes.fidelity.checks import Dismissal
from quotes.models import Quote
from tests.desk import said

pytestmark = pytest.mark.django_db

TEXT = (
    "Alice speaks\n\n"
    "Alice Ångström, who chairs Acme, spoke in spring."
    " “We will not grow at any price,” she said.\n\n"
    "We sell fewer things. We mend more of them,” Ångström added.\n\n"
    "Bob called it “rather slow.”\n"
)


@pytest.fixture
def carol(make_user, client):
    """Signed in as Carol, a contributor."""
    carol = make_user("carol", "Contributor")
    client.force_login(carol)
    return client


@pytest.fixture
def text(article):
    return SourceText.objects.create(source=article, text=TEXT, language="en")


def screen(text):
    return reverse("admin:quotes_quote_mark", args=[text.pk])


def filled_in(page):
    """Every passage of the page as a browser would send it back, none ticked."""
    sent = {"row": [], "language": "en", "spoken_language": ""}
    for row in page.context["rows"]:
        sent["row"].append(row.suggestion.key)
        sent |= {
            field.html_name: field.value() or ""
            for field in row.form
            if field.name != "unattributed"
        }
    return sent


def key_of(page, words):
    (key,) = [row.suggestion.key for row in page.context["rows"] if words in row.suggestion.words]
    return key


def draft(client, text, *passages, **changes):
    """Tick the passages with these words, after ``changes``, and make quotes of them."""
    page = client.get(screen(text))
    keys = [key_of(page, words) for words in passages]
    sent = filled_in(page) | {"act": "draft", "take": keys}
    for name, value in changes.items():
        sent |= {f"{key}-{name}": value for key in keys}
    return client.post(screen(text), sent, follow=True)


def complaints(answer):
    return [
        sentence
        for row in answer.context["rows"]
        for sentences in row.form.errors.values()
        for sentence in sentences
    ]


def test_a_text_of_megabytes_is_refused_by_its_field_and_stays_on_the_page(carol, article):
    sent = {"source": article.pk, "text": "word " * 600_000}
    page = carol.post(reverse("admin:quotes_quote_enter"), sent)
    assert page.status_code == 200
    (sentence,) = page.context["paste"].errors["text"]
    assert sentence == "This text is longer than 1,000,000 characters. Split it."
    assert page.context["paste"]["text"].value() == sent["text"]
    assert not SourceText.objects.exists()


def test_a_pasted_text_is_kept_exactly_and_its_quotations_are_offered(carol, article):
    pasted = "  “We <b>grow</b>,” said Bob.\r\n\r\n\tEnd. "

    answer = carol.post(
        reverse("admin:quotes_quote_enter"),
        {"source": article.pk, "text": pasted, "note": "From the web page."},
        follow=True,
    )

    text = article.texts.get()
    assert text.text == pasted.replace("\r\n", "\n")
    assert [row.suggestion.words for row in answer.context["rows"]] == ["We <b>grow</b>"]
    assert b"We &lt;b&gt;grow" in answer.content
    assert b"<b>grow" not in answer.content


def test_a_new_source_and_its_text_are_entered_together_or_not_at_all(carol):
    new = {"new-kind": "article", "new-title": "Bob speaks", "new-language": "en"}
    start = reverse("admin:quotes_quote_enter")

    refused = carol.post(start, {**new, "text": "   ", "note": ""})
    assert not Source.objects.exists()
    carol.post(start, {**new, "text": "“No,” said Bob.", "note": ""})

    assert refused.context["paste"].errors
    assert Source.objects.get(title="Bob speaks").texts.get().language == "en"


def test_the_same_text_pasted_again_is_the_same_edition(carol, article, text):
    carol.post(reverse("admin:quotes_quote_enter"), {"source": article.pk, "text": TEXT})

    assert article.texts.count() == 1


def test_every_quotation_is_offered_with_speaker_kind_cue_and_how_sure_that_is(carol, text, alice):
    rows = carol.get(screen(text)).context["rows"]

    assert [(row.suggestion.speaker, row.suggestion.kind, row.suggestion.cue) for row in rows] == [
        ("Alice Ångström", "direct", "she said"),
        ("Alice Ångström", "direct", "Ångström added"),
        ("Bob", "partial", "Bob called"),
    ]
    assert rows[0].hedge == "the text says “she”"
    assert not rows[1].suggestion.opened


def test_accepted_passages_become_drafts_with_their_anchor(carol, text, alice, bob):
    answer = draft(carol, text, "at any price", "rather slow")

    price, slow = Quote.objects.order_by("id")
    assert said(answer)[0].startswith("2 drafts made")
    assert (price.text, price.kind, price.status) == (
        "We will not grow at any price",
        "direct",
        "draft",
    )
    assert (price.speaker, price.as_credited, price.author.username) == (alice, "she said", "carol")
    citation = slow.citations.get()
    assert TEXT[citation.start : citation.end] == citation.exact == "rather slow"
    assert citation.wording == "“rather slow.”"
    assert citation.locator == "para 3"
    assert len(answer.context["rows"]) == 1


def test_sending_the_form_twice_makes_nothing_twice(carol, text, alice):
    page = carol.get(screen(text))
    sent = filled_in(page) | {"act": f"draft:{key_of(page, 'at any price')}"}

    carol.post(screen(text), sent)
    again = carol.post(screen(text), sent, follow=True)

    assert Quote.objects.count() == 1
    assert said(again)[-1] == "These passages were entered already."


def test_an_unknown_speaker_is_refused_with_what_was_typed_kept(carol, text):
    answer = draft(carol, text, "rather slow", words="rather, rather slow")

    assert not Quote.objects.exists()
    assert complaints(answer) == ["Nobody in the archive is called “Bob”. Or say to add them."]
    assert b"rather, rather slow" in answer.content


def test_a_speaker_may_be_added_to_the_archive_in_the_same_go(carol, text):
    draft(carol, text, "at any price", "We mend", add="person")

    alice = Person.objects.get()
    assert alice.name == "Alice Ångström"
    assert {quote.speaker for quote in Quote.objects.all()} == {alice}


def test_a_name_several_people_have_is_asked_about_not_guessed(carol, text, bob):
    other = Person.objects.create(ref="bob-2", name="Bob", description="Acme's gardener")

    answer = draft(carol, text, "rather slow")
    assert complaints(answer) == [
        "Several are called so. Write which: bob (Bob), bob-2 (Acme's gardener)."
    ]
    draft(carol, text, "rather slow", speaker="bob-2")

    assert Quote.objects.get().speaker == other


def test_an_organization_can_be_the_speaker(carol, text, acme):
    draft(carol, text, "rather slow", speaker="顶点公司")

    assert Quote.objects.get().organization == acme
    assert Quote.objects.get().speaker is None


def test_who_gave_the_speech_speaks_as_the_speech_records(
    carol, text, article, alice, acme, speech
):
    page = carol.get(screen(text))
    assert page.context["shared"].initial["speech"] == speech  # the article derives from its post
    key = key_of(page, "at any price")

    carol.post(screen(text), filled_in(page) | {"act": f"draft:{key}", "speech": speech.pk})

    quote = Quote.objects.get()
    assert (quote.organization, quote.speech, quote.said_or_delivered) == (acme, speech, "2019-03")


def test_dismissed_passages_are_remembered_for_that_edition_and_can_be_offered_again(carol, text):
    page = carol.get(screen(text))
    key = key_of(page, "rather slow")

    answer = carol.post(screen(text), {"act": "dismiss", "take": [key, key]}, follow=True)
    assert said(answer) == ["1 passage dismissed in this edition."]
    assert len(answer.context["rows"]) == 2
    assert [one.words for one in answer.context["dismissed"]] == ["rather slow"]

    carol.post(screen(text), {"act": "offer", "take": key})
    assert not Dismissal.objects.exists()


def test_a_passage_is_marked_by_its_words_and_by_what_stands_before(carol, text):
    rows = carol.get(screen(text), {"words": "We sell fewer things."}).context["rows"]
    assert (rows[0].suggestion.kind, rows[0].suggestion.speaker) == ("direct", "Alice Ångström")

    answer = carol.get(screen(text), {"words": "We"})
    assert "more than once" in said(answer)[0]
    rows = carol.get(screen(text), {"words": "We", "before": "things. "}).context["rows"]
    assert rows[0].suggestion.start == TEXT.index("We mend")


def test_a_passage_outside_quotation_marks_is_indirect_and_its_speaker_proposed(carol, article):
    text = SourceText.objects.create(
        source=article, text="Bob admitted that growth is not what Acme is for.", language="en"
    )

    (row,) = carol.get(screen(text), {"words": "growth is not what Acme is for"}).context["rows"]

    assert (row.suggestion.kind, row.suggestion.cue) == ("indirect", "Bob admitted")


def test_a_selection_in_the_browser_counts_code_points(carol, article):
    text = SourceText.objects.create(source=article, text="\U0001f600 “No way,” said Bob.")
    start = text.text.index("No way")

    answer = carol.get(
        reverse("admin:quotes_quote_passage", args=[text.pk]), {"start": start, "end": start + 6}
    )

    assert answer.context["row"].suggestion.words == "No way"


@pytest.mark.parametrize(
    "place",
    [{"start": "x", "end": "2"}, {"start": 5, "end": 5}, {"start": 0, "end": 10**9}, {},
     {"start": 0, "end": "9" * 5000}],
)  # fmt: skip
def test_a_place_that_is_none_is_not_found(carol, text, place):
    assert (
        carol.get(reverse("admin:quotes_quote_passage", args=[text.pk]), place).status_code == 404
    )


@pytest.mark.parametrize("source", ["x", "-1", "\0", "9" * 18, "9" * 5000])
def test_a_source_that_is_none_is_not_chosen_beforehand(carol, article, source):
    start = reverse("admin:quotes_quote_enter")
    assert "selected" not in str(carol.get(start, {"source": source}).context["paste"]["source"])
    assert "selected" in str(carol.get(start, {"source": article.pk}).context["paste"]["source"])


def test_words_the_archive_holds_are_shown_beside_the_passage(carol, text, quote):
    row = carol.get(screen(text)).context["rows"][0]

    assert [held.pk for held in row.held] == [quote.pk]
    assert row.same


def test_words_being_typed_are_looked_for_in_the_archive(carol, quote, make_quote):
    make_quote("A hidden saying of somebody else", status="draft")
    alike = reverse("admin:quotes_quote_alike")

    (found,) = carol.get(alike, {"text": "we will NOT grow, at any price!"}).json()["alike"]
    within = carol.get(alike, {"text": "grow at any"}).json()["alike"]

    assert (found["how"], found["text"]) == (
        "Alice Ångström, published, the same words",
        quote.text,
    )
    assert [one["how"] for one in within] == ["Alice Ångström, published, has these words"]
    assert carol.get(alike, {"text": "a hidden saying"}).json()["alike"] == []
    assert (
        carol.get(alike, {"text": "we will not grow at any price", "but": quote.pk}).json()["alike"]
        == []
    )
    assert carol.get(alike, {"text": "\0 ,,"}).json()["alike"] == []


def test_words_nearly_held_are_found_and_said_to_differ(carol, bob, make_quote):
    make_quote("Every ladder we sell is mended by us within ten days", speaker=bob)

    (found,) = carol.get(
        reverse("admin:quotes_quote_alike"),
        {"text": "Every ladder we sell is mended by us within twenty days"},
    ).json()["alike"]

    assert found["how"] == "Bob, published, altered"


def test_only_who_may_enter_quotes_comes_here(client, make_user, text, article):
    addresses = [
        reverse("admin:quotes_quote_enter"),
        screen(text),
        reverse("admin:quotes_quote_passage", args=[text.pk]),
        reverse("admin:quotes_quote_alike"),
    ]
    assert {client.get(address).status_code for address in addresses} == {302}
    client.force_login(make_user("eve"))
    assert {client.get(address).status_code for address in addresses} == {403}
    assert client.post(screen(text), {"act": "dismiss", "take": "0-5"}).status_code == 403


def test_adding_a_person_needs_the_permission_for_that(client, make_user, text):
    eve = make_user("eve")
    eve.user_permissions.set(
        Permission.objects.filter(codename__in=["add_quote", "view_sourcetext"])
    )
    client.force_login(eve)

    assert draft(client, text, "rather slow", add="person").status_code == 403
    assert not Person.objects.exists()
    assert not Quote.objects.exists()


def test_a_page_of_many_passages_asks_no_more_than_one_of_few(
    carol, article, django_assert_max_num_queries
):
    many = "\n\n".join(
        f"“We count {number} sheep tonight,” said Bob Number{number}." for number in range(50)
    )
    text = SourceText.objects.create(source=article, text=many, language="en")

    # Text, session, user and permissions; passages' names, parts of names and words held: one
    # statement each for people and organizations, whatever the number of passages.
    with django_assert_max_num_queries(26):
        assert len(carol.get(screen(text)).context["rows"]) == 50


def test_a_text_longer_than_what_is_read_says_so(carol, text, monkeypatch):
    assert "longer than what is read" not in carol.get(screen(text)).content.decode()
    monkeypatch.setattr("quotes.admin.entering.LONGEST_READ", 10)
    assert "looked for in its first 10 characters" in carol.get(screen(text)).content.decode()


@pytest.mark.parametrize(
    ("words", "language", "expected"),
    [
        ("We mend more", "en", "en"),
        ("我们不会涨价。", "en", ""),
        ("我们不会涨价。", "zh-Hans", "zh-Hans"),
        ("Cloud first", "zh", ""),
        ("我们做Cloud", "zh", "zh"),
        ("We call it 云", "en", "en"),
        ("100%", "en", "en"),
        ("We mend more", "", ""),
    ],
)
def test_words_in_another_script_than_the_texts_language_are_not_said_to_be_in_it(
    words, language, expected
):
    assert language_of(words, language) == expected


def test_chinese_words_of_an_english_text_are_no_english_quote(carol, article):
    text = SourceText.objects.create(
        source=article, text="陈先生说：“我们不会涨价。”\n\n“We mend,” said Bob.\n", language="en"
    )
    draft(carol, text, "涨价", "We mend", add="person")
    assert set(Quote.objects.values_list("language", flat=True)) == {"", "en"}


def test_the_day_they_were_said_on_is_given_once_for_all_of_a_text(carol, text):
    page = carol.get(screen(text))
    keys = [row.suggestion.key for row in page.context["rows"]][:2]
    sent = filled_in(page) | {"act": "draft", "take": keys}
    for key in keys:
        sent |= {f"{key}-speaker": "", f"{key}-unattributed": "on"}

    wrong = carol.post(screen(text), sent | {"said": "3 March 2021"})
    assert "use 2021-03-03 (3 March 2021)" in wrong.content.decode()
    assert not Quote.objects.exists()

    carol.post(screen(text), sent | {"said": "2021-03-03"})
    assert [quote.said for quote in Quote.objects.all()] == ["2021-03-03"] * len(keys)


def test_a_publisher_and_a_speech_can_be_added_beside_the_screen(carol, text):
    start = carol.get(reverse("admin:quotes_quote_enter")).content.decode()
    assert 'id="add_id_new-publisher"' in start
    marking = carol.get(screen(text)).content.decode()
    assert 'id="add_id_speech"' in marking
    for page in (start, marking):
        assert "admin/js/admin/RelatedObjectLookups.js" in page
