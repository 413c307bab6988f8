"""Did they really say that? Each verdict, what is said before it, and what is never shown."""

import pytest
from django.db import connection

from quotes.matching.candidates import AT_THE_DESK, GROUPS, groups
from quotes.matching.engine import Claim, check
from quotes.matching.telling import tell
from quotes.matching.verdicts import Caution, Verdict
from quotes.models import Quote, QuoteRelation
from quotes.search.frequencies import Frequencies
from quotes.wordings.changes import ChangeKind

pytestmark = pytest.mark.django_db

PRICE = "We will not grow at any price"
LONG = "In ten years we may open forty new plants in Europe, unless the market turns against us."


def ask(text, speaker="", date="", **options):
    (answer,) = check([Claim(text, speaker, date)], **options)
    return answer


@pytest.fixture
def plants(make_quote, alice, acme, article):
    return make_quote(LONG, [article], ref="plants", speaker=alice, organization=acme, said="2019")


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        (LONG, "exact"),
        (LONG.replace("Europe", "“Europe”"), "typography"),
        ("we may open forty new plants in Europe", "excerpt"),
        (LONG.replace("Europe,", "Europe"), "punctuation"),
        (LONG.replace("may", "will"), "altered"),
        ("Ten years from now we open plants all over the world", "similar"),
        ("The weather is fine in the mountains today", "nothing"),
    ],
)
def test_each_verdict(plants, claim, verdict):
    assert ask(claim).verdict == verdict


@pytest.mark.parametrize(
    ("old", "new", "kind"),
    [
        ("may open", "may not open", "negation"),
        ("ten years", "two years", "number"),
        ("ten years", "ten months", "unit"),
        ("may open", "must open", "modal"),
        ("unless", "if", "connective"),
        ("Europe", "Africa", "name"),
    ],
)
def test_a_change_of_meaning_is_named_and_told(plants, old, new, kind):
    answer = ask(LONG.replace(old, new))
    assert answer.verdict == Verdict.ALTERED
    assert answer.best.comparison.kinds == (ChangeKind(kind),)
    assert "Changed: " in tell(answer)


def test_an_excerpt_says_what_limited_it(plants):
    best = ask("we may open forty new plants in Europe").best
    assert Caution.QUALIFICATION_CUT in best.cautions
    assert "“unless”" in tell(ask("we may open forty new plants in Europe"))


def test_a_chinese_claim_is_told_by_characters(make_quote, alice):
    make_quote("我们不会不惜一切代价增长，除非市场好转。", speaker=alice, language="zh")
    assert ask("我們不會不惜一切代價增長").verdict == Verdict.EXCERPT
    answer = ask("我们会不惜一切代价增长，除非市场好转。")
    assert answer.best.comparison.kinds == (ChangeKind.NEGATION,)


def test_a_name_without_capitals_is_known_from_the_archive(make_quote, alice, acme):
    make_quote("明年顶点公司不会降价销售", speaker=alice, language="zh")
    answer = ask("明年爱丽丝不会降价销售")
    assert ChangeKind.NAME in answer.best.comparison.kinds


def test_a_sentence_put_together_from_two_is_spliced(plants, quote):
    claim = "We will not grow at any price unless the market turns against us"
    answer = ask(claim)
    assert answer.verdict == Verdict.SPLICED
    pieces = [(claim[part.start : part.end], part.quote.ref) for part in answer.parts]
    assert pieces == [
        ("We will not grow at any price", "any-price"),
        ("unless the market turns against us", "plants"),
    ]


@pytest.mark.parametrize("name", ["Alice Ångström", "alice angstrom", "爱丽丝", "Ångström", "Acme"])
def test_the_speaker_under_any_name_changes_nothing(quote, name):
    answer = ask(PRICE, name)
    assert (answer.verdict, answer.best.speaker_agrees) == (Verdict.EXACT, True)


@pytest.mark.parametrize("name", ["Bob", "Jack Ma"])
def test_the_words_of_somebody_else_are_told_so(quote, bob, name):
    answer = ask(PRICE, name)
    assert answer.verdict == Verdict.OTHER_SPEAKER
    assert "from Alice Ångström" in tell(answer)


def test_a_speaker_and_a_date_raise_the_rank_of_equals(make_quote, quote, bob, alice):
    bobs = make_quote(PRICE, ref="bobs", speaker=bob, said="2021")
    early = make_quote(PRICE, ref="early", speaker=alice, said="2001-05")
    assert ask(PRICE, "Bob").best.quote == bobs
    assert ask(PRICE, "Alice Ångström", "2001").best.quote == early


def test_another_date_changes_no_verdict_and_is_told(quote):
    answer = ask(PRICE, date="2024")
    assert answer.verdict == Verdict.EXACT
    assert "The archive dates it" in tell(answer)


def test_a_nearer_wording_of_a_source_is_what_counts(make_quote, alice, article):
    found = make_quote("Growth has a price, always", [article], speaker=alice)
    found.citations.update(wording="growth has its price — always")
    answer = ask("growth has its price — always")
    assert (answer.verdict, answer.best.printed_in.source) == (Verdict.EXACT, article)


def test_standing_is_said_first(misattributed):
    answer = ask("Growth is a choice")
    assert answer.best.cautions[0] == Caution.MISATTRIBUTED
    assert tell(answer).startswith(
        "This quote is known to be misattributed. First printed in 1950, long before Bob."
    )


def test_a_retraction_is_said_first_with_its_note(quote):
    Quote.objects.update(status="retracted", public_note="Alice never said so.")
    assert tell(ask(PRICE)).startswith("The archive has retracted this quote. Alice never said so.")


@pytest.mark.parametrize("status", ["removed", "draft", "in_review"])
def test_what_is_not_public_is_never_told(quote, status):
    Quote.objects.update(status=status)
    assert ask(PRICE).verdict == Verdict.NOTHING


def test_the_desk_finds_its_drafts_and_never_what_was_removed(quote):
    Quote.objects.update(status="draft")
    assert ask(PRICE, statuses=AT_THE_DESK).best.quote == quote
    Quote.objects.update(status="removed")
    assert ask(PRICE, statuses=AT_THE_DESK).verdict == Verdict.NOTHING


def test_another_wording_of_a_translation_is_no_alteration(make_quote, alice):
    make_quote(
        "In the long run only quality brings growth to us", speaker=alice, spoken_language="zh"
    )
    assert (
        ask("To us growth in the long run comes from quality alone").verdict == Verdict.TRANSLATION
    )


def test_a_translation_and_a_paraphrase_are_told(make_quote, alice):
    make_quote("the firm needs to grow slowly", speaker=alice, kind="indirect",
               spoken_language="zh")  # fmt: skip
    assert {Caution.PARAPHRASE, Caution.TRANSLATED} <= {
        *ask("the firm needs to grow slowly").best.cautions
    }


def test_few_words_prove_little(plants):
    assert Caution.FEW_WORDS in ask("new plants").best.cautions


def test_an_answer_takes_as_many_statements_for_many_claims(
    plants, quote, django_assert_num_queries
):
    """Speakers, words, the quotes with three prefetches; one more for each claim.

        A Chinese claim asks which names stand in it.
    The planner's statistics are asked once a minute.
    """
    ask(PRICE)
    claims = [Claim(PRICE, "Alice"), Claim(LONG, "Bob"), Claim("我们不会增长得太快", "Bob")]
    for size in (1, 2, 3):
        connection.queries_log.clear()
        with django_assert_num_queries(6 + size + (size == 3)):
            check(claims[:size])


def test_a_long_claim_asks_for_no_more_groups_than_a_short_one():
    known = Frequencies(1_000_000, {"the": 0.5, "we": 0.4}, 0.001)
    words = [f"word{number}" for number in range(3_000)]
    assert len(groups(["the", *words], known)) == GROUPS


@pytest.mark.parametrize("words", [[], ["growth"], ["the", "the"], ["the", "of"]])
def test_a_claim_of_hardly_a_word_is_asked_for_as_it_is(words):
    known = Frequencies(1_000_000, {"the": 0.5, "of": 0.6}, 0.001)
    assert groups(words, known) == [tuple(dict.fromkeys(words))]


def test_a_group_is_of_neighbours_and_passes_over_what_everybody_says():
    known = Frequencies(1_000_000, {"the": 0.5, "of": 0.6}, 0.001)
    words = ["the", "cost", "of", "steel", "and", "glass", "in", "europe", "next", "year"]
    assert ("cost", "steel") in groups(words, known)


def test_a_retracted_translation_of_a_quote_is_a_quote_of_its_own(quote, make_quote, alice):
    other = make_quote("我们不会不惜代价增长", ref="zh", speaker=alice, language="zh")
    QuoteRelation.objects.create(quote=quote, other=other, relation="translation_of")
    assert ask("我们不会不惜代价增长").best.quote == other
