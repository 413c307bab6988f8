"""In a language made up for the purpose every translated text is marked, and the record is Greek
and Chinese: a Latin letter outside the marks is a word of the interface that nobody can translate.
"""

import html
import json
import re
from html.parser import HTMLParser

import pytest
from django.db import OperationalError
from django.utils import translation
from psycopg.errors import QueryCanceled

from archive.models import (
    Derivation,
    Organization,
    Person,
    Redirect,
    Role,
    Source,
    SourceText,
    Speech,
    SpeechSource,
    SpeechSpeaker,
)
from quotes.models import Citation, Quote, QuoteRelation, Topic
from quotes.templatetags.once import OnceNode
from quotes.web import dates, filling, form

NAMES = {
    "API", "Atom", "CSV", "JSON", "JSON-LD", "Lines", "APA", "MLA", "Chicago", "BibTeX",
    "RIS", "CSL-JSON", "SHA-256",
}  # fmt: skip
"""Names of things, the same in every language."""

SAID_BY_A_TAG = {
    "alt", "aria-label", "placeholder", "title",
    # What a script says in its turn.
    "data-copied", "data-done", "data-failed", "data-found", "data-label", "data-none", "data-off",
    "data-on",
}  # fmt: skip
SAID_TO_OTHERS = {"og:title", "og:description", "og:site_name", "og:image:alt"}
UNREAD = {"script", "style", "code", "pre", "kbd"}
"""Elements whose text is no word of the interface."""

WORDS = "Χωρίς σύννεφο δεν υπάρχει βροχή, ούτε 100% του κέρδους"


@pytest.fixture
def marked(monkeypatch):
    """Django's translation, with a mark around all it has looked up."""

    def mark(found):
        return f"⟦{found}⟧" if found.strip() else found

    # No words from before, and none with marks afterwards.
    monkeypatch.setattr("quotes.web.dates._said", dates._said.__wrapped__)
    monkeypatch.setattr("quotes.web.form._inputs", form._inputs.__wrapped__)
    monkeypatch.setattr("quotes.web.filling._pattern", filling._pattern.__wrapped__)
    monkeypatch.setattr(OnceNode, "_pattern", OnceNode._rendered)
    for name in ("gettext", "pgettext", "ngettext", "npgettext"):
        real = getattr(translation._trans, name)
        monkeypatch.setattr(translation._trans, name, lambda *said, real=real: mark(real(*said)))


@pytest.fixture
def record(db):
    """One of everything that a page can tell of, without a Latin letter in it."""
    who = Person.objects.create(
        ref="1", name="Ελένη", language="el", description="Μηχανικός", is_public=True
    )
    who.names.create(name="爱丽丝", language="zh", kind="native")
    firm = Organization.objects.create(
        ref="2", name="Νεφέλη", language="el", description="Εταιρεία", is_public=True
    )
    firm.names.create(name="Νέφος", language="el", kind="former")
    post = Source.objects.create(
        ref="3", kind="internal_post", title="Ανάρτηση", publisher=firm, published="2020-12-30",
        language="el", reference_number="〔2020〕146", note="Σημείωση", is_public=True,
        rights="public", url="https://example.org/1", archived_url="https://example.org/2",
        author_line="Γράφει η Άννα",
    )  # fmt: skip
    article = Source.objects.create(
        ref="4", kind="article", title="Άρθρο", published="2020-12-30/..", is_public=True
    )
    Derivation.objects.create(source=article, origin=post, relation="reports")
    chair, _ = (
        Role.objects.create(
            ref=ref, person=who, organization=firm, title=title, period=period, source=post,
            is_public=True,
        )
        for ref, title, period in [("5", "πρόεδρος", "2015/.."), ("6", "μέλος", "")]
    )  # fmt: skip
    speech = Speech.objects.create(
        ref="7", title="Ομιλία", language="el", delivered="2020-11", occasion="Γιορτή",
        place="Αθήνα", note="Σημείωση", is_public=True,
    )  # fmt: skip
    SpeechSpeaker.objects.create(
        speech=speech, person=who, organization=firm, role=chair, as_credited="η Ελένη"
    )
    SpeechSource.objects.create(speech=speech, source=post)
    topic = Topic.objects.create(ref="8", name="Καιρός", is_public=True)

    def quote(ref, text=WORDS, **fields):
        told = {
            "speaker": who, "organization": firm, "role": chair, "speech": speech,
            "language": "el", "spoken_language": "zh", "kind": "direct", "status": "published",
        }  # fmt: skip
        made = Quote.objects.create(ref=ref, text=text, **{**told, **fields})
        Citation.objects.create(
            quote=made, source=article, locator="§ 6", wording=text, as_credited="είπε"
        )
        made.topics.add(topic)
        return made

    plain = quote("10", as_credited="είπε", public_note="Διορθώθηκε ο μήνας")
    spoken = quote("11", "没有云就没有雨", language="zh")
    variant = quote("12", WORDS.replace("δεν", "πάντα").replace("100", "20"), said="2019-05~")
    quote("13", "Λάθος", status="retracted", public_note="Αποσύρθηκε")
    quote("14", "Ποτέ", standing="misattributed", said="199X", kind="partial")
    quote("15", "Ίσως", standing="disputed", kind="indirect", said="2001?")
    quote("16", "Μυστικό", status="removed")
    quote("17", "Κάποιος", speaker=None, organization=None, role=None, unattributed=True,
          speech=None, spoken_language="el", said="1980/1990")  # fmt: skip
    quote("18", "Μακρύ κείμενο " * 200)
    QuoteRelation.objects.create(quote=plain, other=spoken, relation="translation_of")
    QuoteRelation.objects.create(quote=variant, other=plain, relation="variant_of")
    said = f"各位同事：{spoken.text}。" * 900
    text = SourceText.objects.create(source=post, text=said, language="zh")
    Citation.objects.create(
        quote=spoken, source=post, position=2, source_text=text, exact=spoken.text, start=5,
        end=5 + len(spoken.text),
    )  # fmt: skip
    for number in range(30):
        quote(f"2{number:02}", f"Σύννεφο αριθμός {number}", said=f"{1990 + number}")
    Quote.objects.filter(ref="12").update(text=variant.text + "!")  # a correction
    Redirect.objects.create(kind="quote", old_ref="9", new_ref="10", reason="Διπλό")


PAGES = [
    "/", "/search/", "/search/?q=σύννεφο", "/search/?q=Ελένη+σύννεφο",
    "/search/?speaker=1&said=2020",
    "/search/?q=συννεφοο", "/search/?speaker=1&said=1200&kind=direct",
    "/search/?standing=disputed",
    "/search/?status=retracted",
    "/search/?said=..%2F2020&after=2019-05&language=el&spoken_language=zh",
    "/search/speeches/", "/search/speeches/?q=云", "/search/speeches/?q=Ελένη+Ομιλία",
    "/search/speeches/?q=ομιλλία", *(f"/quotes/{ref}/" for ref in [10, 11, 12, 13, 14, 15, 17, 18]),
    "/people/1/", "/organizations/2/", "/sources/3/", "/sources/3/?from=12000", "/sources/4/",
    "/roles/5/", "/roles/6/", "/speeches/7/", "/topics/8/", "/corrections/", "/check/",
    "/embed/quotes/10/", "/embed/quotes/13/", "/embed/quotes/15/", "/embed/speeches/7/",
]  # fmt: skip
REFUSED = [
    "/nothing/", "/quotes/0/", "/quotes/16/", "/people/1/?cursor=!", "/search/?cursor=!",
    "/search/?ordering=!", "/search/?speaker=Ελενη2", "/search/?speaker=1&speaker=2",
    "/search/?organization=?", "/search/?topic=?", "/search/?source=?", "/search/?speech=?",
    "/search/?publisher=?", "/search/?kind=?", "/search/?language=!", "/search/?5=6",
    "/search/speeches/?ordering=!",
    "/embed/quotes/0/", "/embed/quotes/16/",
]  # fmt: skip
DATES = [
    "2020-13", "2020-02-30", "0000", "2020-XX-15", "202X-11", "2021/2020", "../..", "199X/2005",
    "2020-21", "1/2/2020", "30/12/2020", "[2020]", "-0500", "1950S2", "2020?-11", "2XXX", "?",
    "9" * 50,
]  # fmt: skip
QUESTIONS = [
    '"', "(", ")", "()", "-5", "5 NOT", "OR", "5 OR", "*", "5*5", "x:5", "speaker:", "said:?",
    "5 -(", "5" * 1001, '""', "said:2020-13",
]  # fmt: skip
TEXTS = [
    "", "5", "…", WORDS, WORDS.replace("δεν", ""), "没有云就没有雨", f"Είπε η Ελένη: «{WORDS}».",
    f"{WORDS} 没有云就没有雨", "Δεν το είπε ποτέ κανείς εδώ", "αβ\0γ", "Κάποιος " * 3000,
]  # fmt: skip


class Reader(HTMLParser):
    """What a page says, in its text and in its tags."""

    def __init__(self):
        super().__init__()
        self.text, self.tags, self.unread = [], [], 0

    def handle_starttag(self, tag, attributes):
        told = dict(attributes)
        self.unread += tag in UNREAD
        said = SAID_BY_A_TAG | ({"content"} if told.get("property") in SAID_TO_OTHERS else set())
        self.tags += [told[name] or "" for name in said & set(told)]

    def handle_endtag(self, tag):
        self.unread -= tag in UNREAD

    def handle_data(self, data):
        if not self.unread:
            self.text.append(data)


def unmarked(text):
    """What stands outside the marks, which may stand in one another."""
    depth, outside = 0, []
    for sign in text:
        depth += (sign == "⟦") - (sign == "⟧")
        if depth == 0 and sign != "⟧":
            outside.append(sign)
    assert depth == 0, "a mark was cut"
    return "".join(outside)


def words_of_its_own(text, typed=""):
    bare = re.sub(r"https?://\S+", " ", unmarked(text))
    return [word for word in words_in(bare) if word not in NAMES.union(words_in(typed))]


def words_in(text):
    return re.findall(r"[A-Za-z][A-Za-z0-9-]*", text)


def untranslated(page, typed=""):
    """The words of a page that are neither marked nor what the reader ``typed``."""
    reader = Reader()
    reader.feed(page)
    return words_of_its_own(" ".join(["".join(reader.text), *reader.tags]), typed)


@pytest.mark.parametrize("address", PAGES)
def test_no_page_says_a_word_that_is_not_translated(client, marked, record, address):
    answer = client.get(address)
    assert answer.status_code == 200
    assert untranslated(answer.content.decode()) == []


@pytest.mark.parametrize(
    "address", ["/", "/search/", "/search/?q=5", "/search/speeches/", "/corrections/"]
)
def test_nor_does_an_empty_archive(client, db, marked, address):
    assert untranslated(client.get(address).content.decode()) == []


@pytest.mark.parametrize("address", REFUSED)
def test_nor_does_a_refusal(client, marked, record, address):
    answer = client.get(address)
    assert answer.status_code >= 400
    assert untranslated(answer.content.decode()) == []


@pytest.mark.parametrize("page", ["/search/", "/search/speeches/"])
@pytest.mark.parametrize(
    ("name", "typed"),
    [*(("said", date) for date in DATES), *(("q", question) for question in QUESTIONS)],
)
def test_nor_does_the_refusal_of_what_was_typed(client, marked, record, page, name, typed):
    name = "delivered" if (name, page) == ("said", "/search/speeches/") else name
    answer = client.get(page, {name: typed})
    assert answer.status_code == 400
    assert untranslated(answer.content.decode(), typed) == []


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("more", [{}, {"speaker": "Άννα", "date": "2001"}, {"date": "5.5.5"}])
def test_nor_does_the_answer_to_a_text_that_is_checked(client, marked, record, text, more):
    answer = client.post("/check/", {"text": text, **more})
    assert untranslated(answer.content.decode()) == []


def test_nor_do_the_pages_for_what_is_too_much(client, settings, marked, record, monkeypatch):
    settings.API_LIMIT = 1
    answers = [client.post("/check/", {"text": WORDS}) for _ in range(2)]
    assert answers[1].status_code == 429

    def stopped(*_, **_more):
        raise OperationalError from QueryCanceled()

    monkeypatch.setattr("quotes.web.search.listing", stopped)
    answers.append(client.get("/search/"))
    assert answers[2].status_code == 503
    assert [untranslated(one.content.decode()) for one in answers] == [[], [], []]


@pytest.mark.parametrize(
    "address",
    ["/search/feed/", "/search/feed/?speaker=1&said=2020&q=σύννεφο", "/corrections/feed/"],
)
def test_nor_does_a_feed(client, marked, record, address):
    said = re.sub(
        r"<(id|updated|published)>.*?</\1>|<[^>]*>", " ", client.get(address).content.decode()
    )
    said = re.sub(r"<[^>]*>", " ", html.unescape(said))  # a summary is HTML of its own
    assert words_of_its_own(said.replace("utf-8", "")) == []


@pytest.mark.parametrize(
    "address",
    [
        "/search/suggest/?field=5", "/oembed/?url=5", "/oembed/?url=http://testserver/quotes/0/",
        "/oembed/?url=http://testserver/quotes/16/", "/oembed/?url=http://testserver/",
        "/oembed/?url=http://testserver/5/5/5", "/oembed/?url=http://testserver/quotes/10/&format=5",
        "/oembed/?url=http://testserver/quotes/10/&maxwidth=!", "/search/citations/?cite=5",
        "/api/v1/quotes/?said=1/2/2020&q=(&speaker=?", "/api/v1/quotes/?cursor=!",
    ],
)  # fmt: skip
def test_nor_does_a_machine_hear_one(client, marked, record, address):
    answer = client.get(address)
    assert answer.status_code >= 400
    said = answer.content.decode()
    if answer["Content-Type"].startswith("application/json"):
        told = json.loads(said).values()
        said = " ".join(
            one for field in told for one in ([field] if isinstance(field, str) else field)
        )
    assert words_of_its_own(re.sub(r"^\w+: ", "", said, flags=re.MULTILINE)) == []


def test_suggestions_are_told_in_the_readers_language(client, marked, record):
    told = client.get("/search/suggest/?q=Ελ").json()["suggestions"]
    assert [words_of_its_own(one["label"]) for one in told] == [[]]


def test_a_word_that_is_not_translated_would_be_noticed():
    assert untranslated('<p>⟦Said by <a title="here">Ελένη</a>⟧ today</p>') == ["today", "here"]
