"""A journalist finds a speech by its heading or by what was said in it."""

import pytest
from django.db import connection

from archive.models import Source, SourceText, Speech, SpeechSource, SpeechSpeaker
from quotes.passages.keeping import Passage, keep_passages
from quotes.search.compile import Compiler
from quotes.search.parsing import parse
from quotes.search.speeches import HEADINGS, headed

CLOUD = """Good morning.

We do not have access to unlimited cash. The cloud is not our forte, and yet we must build it.

Sanctions came later, and nobody was ready for them."""


@pytest.fixture
def capture():
    """Capture a text for a source, which the public may read unless told otherwise."""

    def capture(source, text, rights="public", edition=1, **fields):
        Source.objects.filter(pk=source.pk).update(rights=rights)
        text = SourceText.objects.create(
            source=source, text=text, edition=edition, **{"language": "en", **fields}
        )
        keep_passages()
        return text

    return capture


@pytest.fixture
def others(acme, bob):
    """Speeches that must not come back by mistake."""
    for i, title in enumerate(["Cloud day in Davos", "A talk on sanctions", "年度云大会"]):
        other = Speech.objects.create(
            ref=f"other-{i}", title=title, occasion="Annual meeting", place="Zürich",
            delivered=f"202{i}", is_public=True, language="zh",
        )  # fmt: skip
        SpeechSpeaker.objects.create(speech=other, person=bob, organization=acme)


def ask(client, **parameters):
    answer = client.get("/api/v1/speeches/", parameters)
    assert answer.status_code == 200, answer.json()
    return answer.json()


def found(client, q, **parameters):
    return [speech["id"] for speech in ask(client, q=q, **parameters)["results"]]


@pytest.mark.parametrize(
    ("q", "refs"),
    [
        ("spring meeting", ["speech"]),
        ("meetings", ["other-2", "other-1", "other-0", "speech"]),
        ('"annual meeting" zurich', ["other-2", "other-1", "other-0"]),
        ('"davos annual"', []),  # a title does not run on into the occasion
        ("云大会", ["other-2"]),
        ("雲大會", ["other-2"]),
        ("the davos", ["other-0"]),
        ("cloud", ["other-0", "speech"]),
        ('"unlimited cash"', ["speech"]),
        ('"access to unlimited"', ["speech"]),
        ('"cash unlimited"', []),
        ("spring sanction", ["speech"]),  # one in the heading, one in a text
        ("cloud -sanctions", ["other-0"]),
        ('meeting -"unlimited cash"', ["other-2", "other-1", "other-0"]),
        ("davos OR forte", ["other-0", "speech"]),
        ("sanction*", ["other-1", "speech"]),
        ("cloud speaker:bob", ["other-0"]),
        ("meeting said:2020", ["other-0"]),
        ("meeting before:2019", ["speech"]),
        ("爱丽丝", ["speech"]),  # nobody says her name: she spoke
        ("alice angstrom cloud", ["speech"]),
        ("bob talk", ["other-1"]),
        ("zzzz", []),
    ],
)
def test_a_speech_is_found_by_its_heading_and_its_texts(
    client, speech, others, post, capture, q, refs
):
    capture(post, CLOUD)
    assert found(client, q) == refs


def test_the_whole_question_in_one_place_goes_before_scattered_words(client, speech, post, capture):
    far = Speech.objects.create(ref="far", title="Sanctions", delivered="2024", is_public=True)
    SpeechSource.objects.create(speech=far, source=post)
    near = Speech.objects.create(
        ref="near", title="Cash and sanctions", delivered="1999", is_public=True
    )
    capture(post, "Cash is king. " + "We went on and on. " * 300)
    assert found(client, "cash sanctions") == [near.ref, far.ref]
    assert found(client, "cash sanctions", ordering="newest") == [far.ref, near.ref]


def test_a_passage_shows_where_the_words_stand(client, speech, post, capture):
    capture(post, "x " * 3000 + "\nThe cloud is not our forte.\n" + "y " * 3000)
    [answer] = ask(client, q="cloud")["results"]
    [passage] = answer["passages"]
    assert [one["text"] for one in passage["segments"] if one["match"]] == ["cloud"]
    assert (passage["truncated_before"], passage["truncated_after"]) == (True, True)
    assert (passage["source"]["id"], passage["edition"]) == (post.ref, 1)
    shown = "".join(one["text"] for one in passage["segments"])
    text = post.texts.get().text
    assert text[passage["start"] : passage["start"] + len(shown)] == shown


def test_the_title_is_marked(client, speech):
    [answer] = ask(client, q="meeting")["results"]
    assert answer["highlights"] == [
        {"text": "Spring ", "match": False},
        {"text": "meeting", "match": True},
    ]
    assert answer["passages"] == []


def test_a_list_and_a_detail_without_a_question_show_no_passages(client, speech):
    [answer] = ask(client)["results"]
    assert (answer["highlights"], answer["passages"]) == (None, None)
    assert client.get("/api/v1/speeches/speech/").json()["passages"] is None


@pytest.mark.parametrize("rights", ["unknown", "withheld"])
def test_a_text_the_public_may_not_read_finds_nothing(client, speech, post, capture, rights):
    capture(post, CLOUD, rights=rights)
    assert found(client, "sanctions") == []
    assert ask(client, q="spring")["results"][0]["passages"] == []


def test_what_is_withheld_later_is_found_no_more_at_once(client, speech, post, capture):
    capture(post, CLOUD)
    assert found(client, "sanctions") == ["speech"]
    Source.objects.update(rights="withheld")
    assert found(client, "sanctions") == []
    Source.objects.update(rights="public", is_public=False)
    assert found(client, "sanctions") == []


def test_only_the_latest_edition_counts(client, speech, post, capture):
    capture(post, "We said sanction.")
    capture(post, "We said tariff.", edition=2)
    assert found(client, "sanction") == []
    assert found(client, "tariff") == ["speech"]


def test_a_hidden_speech_is_not_found(client, speech, post, capture):
    capture(post, CLOUD)
    Speech.objects.update(is_public=False)
    assert found(client, "sanctions") == []


def test_the_answer_says_how_it_was_read(client, speech, others):
    read = ask(client, q="bob davos")["query"]
    assert ([name["id"] for name in read["names"]], read["about"]) == (["bob"], "davos")
    assert client.get(read["words_only"]["url"]).json()["count"] == 0


def test_orders_page_by_page(client, speech, others):
    for ordering, refs in {
        "newest": ["other-2", "other-1", "other-0", "speech"],
        "oldest": ["speech", "other-0", "other-1", "other-2"],
        "title": ["other-1", "other-0", "speech", "other-2"],
        "relevance": ["other-2", "other-1", "other-0", "speech"],
    }.items():
        seen, answer = [], ask(client, q="meeting", ordering=ordering, page_size=1)
        while answer:
            seen += [one["id"] for one in answer["results"]]
            answer = client.get(answer["next"]).json() if answer["next"] else None
        assert seen == refs, ordering


@pytest.mark.parametrize(
    ("parameters", "name", "sentence"),
    [
        ({"q": "kind:direct cloud"}, "q", "kind: Speeches are not searched by it. There are"),
        ({"q": "cloud said:soon"}, "q", "said: "),
        ({"q": '"cloud'}, "q", "has no partner"),
        ({"ordering": "relevance"}, "ordering", "Relevance needs words"),
        ({"q": "cloud", "ordering": "loudest"}, "ordering", "Order by one of: relevance, newest"),
        ({"q": "cloud", "cursor": "made-up"}, "cursor", "not one of ours"),
    ],
)
def test_what_is_not_understood_is_refused(client, speech, parameters, name, sentence):
    answer = client.get("/api/v1/speeches/", parameters)
    assert answer.status_code == 400
    assert sentence in answer.json()[name][0]


def test_a_page_of_found_speeches_asks_no_question_for_each(
    client, speech, others, post, capture, django_assert_max_num_queries
):
    """Names, lexemes, keys of the candidates, count, page, speakers, records, chains (2), the
    passages' lexemes and themselves, and what to mark."""
    capture(post, CLOUD)
    with django_assert_max_num_queries(16):
        assert len(found(client, "meeting")) == 4


def test_headings_are_found_through_their_indexes(db):
    compiler = Compiler(parse('cloud "of the"').words)
    condition = compiler.by_rule(parse('cloud "of the"').words, HEADINGS)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    plan = headed().filter(condition).order_by().explain()
    assert "speech_heading_stems" in plan or "speech_heading_exact" in plan


def test_passages_are_kept_by_language_and_not_cut_twice(post, capture):
    text = capture(post, "Wir bauen Häuser.", language="")
    assert list(Passage.objects.values_list("language", flat=True)) == ["zh"]  # the source's
    first = Passage.objects.get()
    assert keep_passages() == 0
    assert Passage.objects.get() == first
    SourceText.objects.filter(pk=text.pk).update(language="de")
    assert keep_passages() == 1
    assert Passage.objects.get().language == "de"


@pytest.mark.parametrize(
    ("q", "refs"),
    [
        ("speaker:alice", ["speech"]),
        ("org:acme", ["other-0", "other-1", "other-2", "speech"]),
        ("source:post", ["speech"]),
        ("after:2021", ["other-1", "other-2"]),
    ],
)
def test_operators_alone_narrow_all_speeches(client, speech, others, q, refs):
    assert sorted(found(client, q)) == refs


def meant(client, q):
    better = ask(client, q=q)["query"]["did_you_mean"]
    return better and better["q"]


def test_a_misspelt_word_is_answered_with_one_of_a_heading_or_a_text(client, speech, post, capture):
    capture(post, CLOUD)
    assert meant(client, "sancsions") == "sanctions"
    assert meant(client, "metting") == "meeting"


def test_a_word_of_a_text_is_not_mended_because_quotes_do_not_hold_it(
    client, speech, post, capture, make_quote, alice
):
    make_quote("Unlimit the forts", speaker=alice)
    capture(post, CLOUD)
    assert meant(client, "unlimited forte after:2030") is None


def test_what_is_withheld_is_in_no_suggestion(client, speech, post, capture):
    capture(post, CLOUD, rights="withheld")
    assert meant(client, "sancsions") is None
