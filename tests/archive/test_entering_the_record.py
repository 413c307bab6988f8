"""An editor enters people, sources and speeches, and is told what cannot be."""

import pytest

from archive.models import Derivation, Organization, Person, Role, Source, SourceText, Speech
from tests.desk import add_row, address, enter, errors, on_the_page, revise, said

PASTED = "  An indented line,\r\n\r\nand a last one with a space \r\n"


def test_a_ref_is_chosen_once(admin_client):
    enter(admin_client, Person, name="Ren Zhengfei", ref="ren-zhengfei")

    page = admin_client.get(address(Person, "change", Person.objects.get(ref="ren-zhengfei").pk))

    assert "ref" not in page.context["adminform"].form.fields


def test_a_taken_ref_is_refused_with_a_sentence(admin_client, alice):
    answer = enter(admin_client, Person, name="Another Alice", ref="alice")

    assert errors(answer) == [("ref", "Person with this Ref already exists.")]


def test_a_date_that_is_none_is_refused_with_a_sentence(admin_client):
    answer = enter(admin_client, Source, kind="article", title="Article", published="2020-13")

    [(field, sentence)] = errors(answer)
    assert field == "published"
    assert "2020-13" in sentence


def test_an_address_that_is_not_of_the_web_is_refused(admin_client):
    answer = enter(admin_client, Source, kind="article", title="Article", url="javascript:alert(1)")

    assert "url" in dict(errors(answer))


def test_the_same_role_twice_at_once_is_refused_with_a_sentence(admin_client, alice, acme):
    overlapping = {"organization": acme, "title": "Chair", "period": "2016"}

    answer = revise(admin_client, alice, [("roles", overlapping)])

    assert (
        "This person already has this title there in that period." in dict(errors(answer)).values()
    )
    assert Role.objects.count() == 2


def test_what_only_the_database_can_notice_is_told_and_not_an_error_page(admin_client, acme):
    chair = {"organization": acme, "title": "Chair"}

    answer = enter(admin_client, Person, [("roles", chair), ("roles", chair)], name="Ren Zhengfei")

    assert said(answer) == [
        "Nothing was saved. This person already has this title there in that period."
    ]
    assert not Person.objects.exists()


def test_two_speakers_are_numbered_in_the_order_of_the_form(admin_client, alice, bob):
    rows = [("speakers", {"person": alice}), ("speakers", {"person": bob})]
    enter(admin_client, Speech, rows, title="A panel")

    speakers = Speech.objects.get().speakers.all()
    assert [(one.position, one.person) for one in speakers] == [(1, alice), (2, bob)]


def test_a_speaker_who_is_nobody_is_refused(admin_client, db):
    answer = enter(
        admin_client, Speech, [("speakers", {"as_credited": " ", "person": ""})], title="A panel"
    )

    assert not Speech.objects.filter(speakers__isnull=False).exists()
    assert answer.status_code == 200


class TestTheSameSpeechTwice:
    """The cast's speech: Alice, some day of March 2019."""

    def asked(self, client, speaker, delivered):
        rows = [("speakers", {"person": speaker})]
        answer = enter(client, Speech, rows, title="Meeting <b>", delivered=delivered)
        return [str(one.record) for one in answer.context.get("held", ())]

    def test_it_is_asked_when_the_day_may_be_the_same(self, admin_client, alice, speech):
        assert self.asked(admin_client, alice, "2019-03-14") == ["Spring meeting"]

    def test_nothing_is_said_of_another_month(self, admin_client, alice, speech):
        assert self.asked(admin_client, alice, "2019-04") == []

    def test_nothing_is_said_of_another_speaker(self, admin_client, bob, speech):
        assert self.asked(admin_client, bob, "2019-03-14") == []

    def test_nothing_is_said_when_the_date_is_unknown(self, admin_client, alice, speech):
        assert self.asked(admin_client, alice, "") == []


class TestTexts:
    @pytest.fixture
    def text(self, admin_client, article):
        revise(admin_client, article, [("texts", {"text": PASTED, "language": "en"})])
        return SourceText.objects.get()

    def test_a_text_is_kept_as_pasted_with_one_character_for_a_line_break(self, text):
        assert text.text == "  An indented line,\n\nand a last one with a space \n"
        assert text.length == len(text.text)

    def test_a_corrected_text_is_the_next_edition(self, admin_client, article, text):
        revise(admin_client, article, [("texts", {"text": "Corrected."})])

        assert [(one.edition, one.text) for one in article.texts.all()] == [
            (1, text.text),
            (2, "Corrected."),
        ]

    def test_an_edition_cannot_be_changed_or_deleted_through_its_source(
        self, admin_client, article, text
    ):
        url = address(Source, "change", article.pk)
        sent = on_the_page(admin_client.get(url))
        sent |= {"texts-0-text": "Forged.", "texts-0-DELETE": "on", "texts-0-source": article.pk}
        admin_client.post(url, sent)

        assert SourceText.objects.get().text == text.text

    def test_an_edition_has_a_page_to_read_but_not_to_change(self, admin_client, text):
        url = address(SourceText, "change", text.pk)

        assert "An indented line" in admin_client.get(url).content.decode()
        assert admin_client.post(url, {"text": "Forged."}).status_code == 403
        assert admin_client.get(address(SourceText, "add")).status_code == 403
        assert admin_client.get(address(SourceText, "delete", text.pk)).status_code == 403

    def test_a_nul_is_refused_by_the_form(self, admin_client, article):
        answer = revise(admin_client, article, [("texts", {"text": "a\0b"})])

        assert errors(answer) == [("text", "Null characters are not allowed.")]

    def test_a_text_of_nothing_but_spaces_is_refused(self, admin_client, article):
        answer = revise(admin_client, article, [("texts", {"text": " \n "})])

        assert "text" in " ".join(sentence for _, sentence in errors(answer))
        assert not SourceText.objects.exists()


class TestChains:
    def test_a_source_cannot_derive_from_itself(self, admin_client, article):
        row = {"origin": article, "relation": "reports"}
        answer = revise(admin_client, article, [("derived_from", row)])

        assert "That source itself derives from this one." in dict(errors(answer)).values()

    def test_a_chain_cannot_bite_its_own_tail(self, admin_client, article, post):
        row = {"origin": article, "relation": "reports"}
        answer = revise(admin_client, post, [("derived_from", row)])

        assert dict(errors(answer)) == {"origin": "That source itself derives from this one."}
        assert Derivation.objects.count() == 1


class TestDeleting:
    def test_what_is_public_cannot_be_deleted(self, admin_client, bob):
        answer = admin_client.post(address(Person, "delete", bob.pk), {"post": "yes"})

        assert answer.status_code == 403

    def test_not_even_from_the_list(self, admin_client, bob):
        sent = {"action": "delete_selected", "_selected_action": [bob.pk], "post": "yes"}
        admin_client.post(address(Person, "changelist"), sent)

        assert Person.objects.filter(pk=bob.pk).exists()

    def test_what_never_was_can_be(self, admin_client):
        draft = Organization.objects.create(name="A slip of the pen")
        admin_client.post(address(Organization, "delete", draft.pk), {"post": "yes"})

        assert not Organization.objects.exists()


def test_is_public_is_not_for_editing(admin_client, db):
    enter(admin_client, Person, name="Ren Zhengfei", is_public="on")

    assert not Person.objects.get().is_public


def test_a_row_added_twice_is_refused_by_the_form(admin_client, db):
    url = address(Person, "add")
    sent = on_the_page(admin_client.get(url)) | {"name": "Ren Zhengfei"}
    add_row(sent, "names", name="任正非", kind="native")
    add_row(sent, "names", name="任正非", kind="alias")

    answer = admin_client.post(url, sent)

    assert "duplicate" in " ".join(sentence for _, sentence in errors(answer))
