"""An editor enters the seed's speech, sources and quotes by hand, from empty, in one sitting."""

import pytest
from django.test import Client

from archive.models import Organization, Person, Role, Source, SourceText, Speech
from quotes.models import Citation, Quote, Status, Topic
from tests.desk import choose, enter, revise, said

pytestmark = pytest.mark.django_db

# A made-up copy around the seed's words: the article's own text is not ours to ship.
COPY = (
    "First paragraph.\n\n“But Huawei cannot take exactly the same path,” for it lacks"
    " ‘unlimited cash’, cautioned Ren.\n"
)


@pytest.fixture
def desk(client, django_user_model):
    """Signed in as Carol, who may do everything."""
    client.force_login(django_user_model.objects.create_superuser("carol", password=None))
    return client


@pytest.fixture
def second_desk(django_user_model):
    """Signed in as Dave, her colleague."""
    dave = Client()
    dave.force_login(django_user_model.objects.create_superuser("dave", password=None))
    return dave


@pytest.fixture
def huawei(desk):
    enter(
        desk,
        Organization,
        [("names", {"name": "Huawei Technologies", "language": "en", "kind": "alias"})],
        name="Huawei",
        language="en",
        ref="huawei",
    )
    return Organization.objects.get(ref="huawei")


@pytest.fixture
def ren(desk, huawei):
    name = {"name": "任正非", "language": "zh", "kind": "native"}
    role = {"organization": huawei, "title": "Founder and CEO"}
    enter(desk, Person, [("names", name), ("roles", role)], name="Ren Zhengfei", ref="ren-zhengfei")
    return Person.objects.named("任正非").get()


@pytest.fixture
def post(desk):
    enter(desk, Source, kind="internal_post", title="Forum post", published="2020-12-30")
    return Source.objects.get(kind="internal_post")


@pytest.fixture
def article(desk, post):
    enter(
        desk,
        Source,
        [("derived_from", {"origin": post, "relation": "reports"}), ("texts", {"text": COPY})],
        kind="article",
        title="Huawei Must Scale Back Businesses",
        language="en",
        published="2020-12-30/..",
    )
    return Source.objects.get(kind="article")


@pytest.fixture
def speech(desk, ren, huawei, post):
    speaker = {"person": ren, "organization": huawei, "role": ren.roles.get(), "as_credited": "Ren"}
    enter(
        desk,
        Speech,
        [("speakers", speaker), ("records", {"source": post})],
        title="Speech at a company event",
        delivered="2020-11",
        language="zh",
    )
    return Speech.objects.get()


@pytest.fixture
def unlimited_cash(desk, ren, huawei, speech, article):
    enter(desk, Topic, name="cloud")
    citation = {
        "source": article,
        "as_credited": "cautioned Ren",
        "source_text": article.texts.get(),
        "exact": "unlimited cash",
    }
    enter(
        desk,
        Quote,
        [("citations", citation)],
        text="unlimited cash",
        language="en",
        spoken_language="zh",
        kind="partial",
        speaker=ren,
        organization=huawei,
        role=ren.roles.get(),
        as_credited="Ren",
        speech=speech,
        topics=[Topic.objects.get()],
    )
    return Quote.objects.get()


def test_the_speaker_has_both_names_and_a_role_of_unknown_period(ren, huawei):
    assert [name.name for name in ren.names.all()] == ["任正非"]
    assert [(role.organization, role.period) for role in Role.objects.all()] == [(huawei, "")]


def test_the_article_derives_from_the_post_and_keeps_its_text_exactly(article, post):
    text = SourceText.objects.get()

    assert list(article.origins.all()) == [post]
    assert text.text == COPY
    assert (text.edition, text.length) == (1, len(COPY))


def test_the_speech_has_its_speaker_and_record(speech, ren, post):
    assert [speaker.person for speaker in speech.speakers.all()] == [ren]
    assert list(speech.sources.all()) == [post]


def test_the_quote_stands_in_the_article_where_its_words_are(unlimited_cash, article):
    citation = Citation.objects.get()

    assert COPY[citation.start : citation.end] == "unlimited cash"
    assert citation.prefix.endswith("‘")
    assert citation.suffix.startswith("’, cautioned Ren")


def test_the_quote_is_a_translation_dated_by_its_speech_and_written_by_carol(unlimited_cash):
    assert unlimited_cash.is_translation
    assert unlimited_cash.said_or_delivered == "2020-11"
    assert unlimited_cash.author.username == "carol"
    assert unlimited_cash.status == Status.DRAFT


def test_huawei_can_be_the_speaker_itself(desk, huawei, article):
    enter(
        desk,
        Quote,
        [("citations", {"source": article})],
        text="tremendous pressure",
        language="en",
        kind="partial",
        organization=huawei,
    )

    quote = Quote.objects.get()
    assert (quote.speaker, quote.organization) == (None, huawei)


def test_a_colleague_publishes_it_and_the_chain_becomes_public(desk, second_desk, unlimited_cash):
    choose(desk, Quote, "submit", [unlimited_cash])
    refused = choose(desk, Quote, "publish", [unlimited_cash])
    published = choose(second_desk, Quote, "publish", [unlimited_cash])

    assert "someone else must review" in said(refused)[0]
    assert said(published) == ["1 quote published."]
    assert Quote.objects.published().get().reviewer.username == "dave"
    for noun in (Person, Organization, Role, Source, Speech, Topic):
        assert not noun.objects.filter(is_public=False).exists()


def test_a_quote_without_speaker_or_source_is_saved_with_advice(desk, speech):
    answer = enter(desk, Quote, text="unlimited cash", kind="partial", speech=speech)

    assert Quote.objects.get().speaker is None
    advice = " ".join(said(answer))
    assert "Its speech was given by: Ren Zhengfei, Founder and CEO, Huawei." in advice
    assert "No source is cited yet" in advice


def test_the_form_of_a_published_quote_still_holds_it_to_its_attribution(
    desk, second_desk, unlimited_cash
):
    choose(desk, Quote, "submit", [unlimited_cash])
    choose(second_desk, Quote, "publish", [unlimited_cash])

    revise(desk, unlimited_cash, speaker="", organization="", role="")

    unlimited_cash.refresh_from_db()
    assert unlimited_cash.speaker is not None
