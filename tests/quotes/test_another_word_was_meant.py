"""Did you mean …: what is offered where nothing is found, and what is not."""

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from archive.dates import parse, readings
from archive.models import Organization, Person, Source, SourceText, Speech
from quotes.models import Quote
from quotes.passages.keeping import keep_passages
from quotes.search import spelling
from quotes.search.nearness import is_cjk, looked_for, near_in, parts


@pytest.fixture
def several(make_quote, alice):
    """A few sayings, the first of them the oldest."""
    huawei = Organization.objects.create(ref="huawei", name="Huawei Technologies", is_public=True)
    huawei.names.create(name="华为", language="zh")
    ren = Person.objects.create(ref="ren", name="Ren Zhengfei", is_public=True)
    ren.names.create(name="任正非", language="zh")
    for text, language, speaker in [
        ("A turbine in turbid waters", "en", alice),
        ("Cloud services are growing, and the cloud is not a crowd", "en", ren),
        ("We don’t have access to unlimited cash", "en", ren),
        ("A cloud-based café is naïve", "en", alice),
        ("云服务不是我们的强项", "zh", ren),
        ("雲服務的軟體生態", "zh-Hant", alice),
        ("облачные услуги", "ru", alice),
    ]:
        make_quote(text, language=language, speaker=speaker, organization=huawei)
    return huawei


@pytest.fixture
def meant(client, several, django_assert_max_num_queries):
    """What is offered for a question; it finds something, under the same conditions."""

    def meant(q, **conditions):
        with django_assert_max_num_queries(30):
            answer = client.get("/api/v1/quotes/", {"q": q, **conditions}).json()
        offered = answer["query"]["did_you_mean"]
        if offered is None:
            return None
        assert answer["count"] == 0
        assert client.get(offered["url"]).json()["count"] > 0
        return offered["q"]

    return meant


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("30 December 2020", "said:2020-12-30"),
        ("cash 30th of December, 2020", "cash said:2020-12-30"),
        ("December 30 2020 cash", "cash said:2020-12-30"),
        ("ren zhengfei 2020-12 cash", "ren zhengfei cash said:2020-12"),
        ("cash 2020年12月30日", "cash said:2020-12-30"),
        ("cash 2020s", "cash said:202X"),
        ("cash speaker:ren dec 2020", "cash speaker:ren said:2020-12"),
        ("12/30/2020 -cloud cash", "-cloud cash said:2020-12-30"),
        ("cash 31 December 2019", None),  # nothing was said then
        ("cash 1/2/2020", None),  # two days
        ('cash "30 December 2020"', None),
        ("cash said:2020 30 December 2020", "cash said:2020 said:2020-12-30"),
    ],
)
def test_a_date_in_plain_words_is_offered_as_one(meant, several, typed, offered):
    Quote.objects.filter(text__contains="cash").update(said="2020-12-30")
    assert meant(typed) == offered


def test_words_that_are_found_are_no_date(client, make_quote):
    make_quote("We met on 30 December 2020", said="2021", unattributed=True)
    answer = client.get("/api/v1/quotes/", {"q": "30 December 2020"}).json()
    assert answer["count"] == 1
    assert answer["query"]["did_you_mean"] is None


@given(st.text(max_size=80))
def test_any_text_may_be_tried_as_a_date(text):
    assert all(parse(date).edtf == date for date in readings(text))


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        # a letter wrong, missing, too many, swapped
        ("clowd", "cloud"),
        ("clod", "cloud"),
        ("cllouds", None),
        ("clodu", "cloud"),
        ("sevrices", "services"),
        ("turbit", "turbid"),
        ("CLUOD growing", "CLOUD growing"),
        ("Clodu", "Cloud"),
        ("Ren Zehngfei", "Ren Zhengfei"),
        # two slips in a long word
        ("servcies growign", "services growing"),
        ("unlimmitted", "unlimited"),
        ("zhengfaii", "ren zhengfei"),
        # two slips in a shorter one that has the same letters and begins alike
        ("hauwie", "huawei technologies"),
        ("clduo", "cloud"),
        ("cloduu", "cloud"),
        ("ocldu", None),
        ("clrod", None),
        # names, in any script
        ("huwaei", "huawei technologies"),
        ("hauwei cloud", "huawei technologies cloud"),
        ("zehngfei", "ren zhengfei"),
        ("ren zehngfei", "ren zhengfei"),
        ("huwaei technologies clodu", "huawei technologies cloud"),
        ("angstrum", "alice ångström"),
        ("任正飞", "任正非"),
        ("任非正 云服务", "任正非 云服务"),
        ("华伟", "华为"),
        ("为华 云", "华为 云"),
        # what was left out between
        ("dont", "don’t"),
        ("dont have", "don’t have"),
        ("cloudservices", "cloud services"),
        # other signs
        ("naivve", "naïve"),
        ("e-clodu OR nothing", None),
        ("облачные услуиг", "облачные услуги"),
        # Chinese: wrong, missing, too many, swapped, either script
        ("云服物", "云服务"),
        ("云务", None),
        ("云服务务", "云服务"),
        ("云务服", "云服务"),
        ("我们强项", "我们的强项"),
        ("軟体生熊", "軟體生態"),
        # in phrases, in groups, beside what is left out
        ('"dont have access"', '"don’t have access"'),
        ('"have acces"', '"have access"'),
        ("“云服物”", '"云服务"'),
        ("(clowd OR turbnie) -zzzz", "cloud OR turbine -zzzz"),
        ("clowd -services", "cloud -services"),
        # nothing near
        ("zzzzzz", None),
        ("clowd zzzzzz", None),
        ("growing", None),
        ("clw", None),
        ("clow*", None),
        ("乙丙丁", None),
        ("wxyzab wxyzac wxyzad wxyzae clowd", None),
    ],
)
def test_what_is_offered_finds_something(meant, typed, offered):
    assert meant(typed) == offered


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("cloud or crowd", "cloud OR crowd"),
        ("cash or cloud growing", "cash OR cloud growing"),
        ('turbine or "unlimited cash" or zzzz', 'turbine OR "unlimited cash" OR zzzz'),
        ("don’t or", None),
        ("or cloud", None),
        ("cloud -crowd or", None),
        ("cloud OR crowd", None),
        ("zzzz or zzzzz", None),
    ],
)
def test_a_small_or_between_two_words_may_mean_either(client, several, typed, offered):
    answer = client.get("/api/v1/quotes/", {"q": typed}).json()
    read = answer["query"]["did_you_mean"]
    assert (read and read["q"]) == offered
    page = client.get("/search/", {"q": typed}).content.decode()
    assert ("Did you mean" in page) == (offered is not None)
    if read:
        assert client.get(read["url"]).json()["count"] >= max(answer["count"], 1)


@pytest.mark.parametrize(
    ("conditions", "offered"),
    [({}, "cloud"), ({"speaker": "alice"}, "cloud"), ({"language": "zh"}, None)],
)
def test_what_is_offered_keeps_the_other_conditions(meant, conditions, offered):
    assert meant("clowd", **conditions) == offered


def test_every_word_is_known_however_old(meant, make_quote, bob):
    for n in range(120):
        make_quote(f"Turbit waterz {n}", speaker=bob)
    assert meant("turbne") == "turbine"


def test_of_what_is_equally_near_the_most_frequent_is_offered(meant, make_quote, bob):
    assert meant("croud") == "cloud"
    for n in range(5):
        make_quote(f"A crowd of {n}", speaker=bob)
    assert meant("croud") == "crowd"


def test_words_of_what_is_not_public_are_never_offered(meant, make_quote, bob, quote):
    make_quote("Zeppelins", speaker=bob, status="removed")
    make_quote("Zeppelins again", speaker=bob, status="draft")
    Person.objects.create(ref="hidden", name="Zebulon Quux")
    assert meant("zeppelinz") is None
    assert meant("zebulom") is None


@pytest.mark.parametrize(
    ("typed", "offered"),
    [("sprinh", "spring"), ("turbnie", "turbine"), ("angstrum", "alice ångström"),
     ("云服物", "云服务"), ("secrit", None)],
)  # fmt: skip
def test_speeches_offer_words_of_their_own(client, speech, post, typed, offered):
    Source.objects.update(rights="public")
    SourceText.objects.create(source=post, text="A turbine. 云服务不是我们的强项。")
    withheld = Source.objects.create(ref="secret", kind="article", title="S", is_public=True)
    SourceText.objects.create(source=withheld, text="A secret")
    keep_passages()
    read = client.get("/api/v1/speeches/", {"q": typed}).json()["query"]["did_you_mean"]
    assert (read and read["q"]) == offered
    assert read is None or client.get(read["url"]).json()["count"] == 1
    assert Speech.objects.count() == 1


LETTERS = st.text("abcdé", min_size=4, max_size=9)
CHARACTERS = st.text("云服务华为任", min_size=3, max_size=5)


@given(LETTERS, LETTERS)
def test_a_word_one_slip_away_is_looked_for(a, b):
    """What the index is asked is what is near, no less."""
    [typed], [other] = parts(a), parts(b)
    is_near = any(near.distance == 1 for near in near_in(b, typed.word))
    assert is_near == (OSA.distance(typed.word, other.word) == 1)
    if is_near:
        assert f"'{other.word}'" in looked_for(typed.word)


@given(CHARACTERS, CHARACTERS)
def test_characters_one_slip_away_are_looked_for(a, b):
    if any(near.spelling == b for near in near_in(b, a)):
        assert any(_holds(b, phrase) for phrase in looked_for(a))


def _holds(text, phrase):
    """Whether ``phrase`` of a tsquery stands in ``text``."""
    places = [[]]
    for sign in phrase.split(" "):
        if sign == "<2>":
            places.append(None)
        elif sign != "<->":
            places.append(sign.strip("'"))
    row = places[1:]
    return any(
        all(one is None or text[at + n] == one for n, one in enumerate(row))
        for at in range(len(text) - len(row) + 1)
    )


@given(st.text(max_size=30))
def test_whatever_is_typed_is_cut_into_words_that_can_be_compared(text):
    for one in parts(text):
        assert one.word.isalpha()
        assert "'" not in one.word
        assert len(one.word) >= (2 if is_cjk(one.word) else 4)
        assert looked_for(one.word)


@pytest.mark.parametrize("word", ["云" * 900, "cloud" * 20, "云服" * 11])
def test_what_is_longer_than_any_word_is_not_looked_for(several, client, word):
    assert parts(word) == []
    answer = client.get("/api/v1/quotes/", {"q": word})
    assert answer.status_code == 200
    assert answer.json()["query"]["did_you_mean"] is None


@pytest.mark.django_db(transaction=True)
def test_where_looking_takes_too_long_nothing_is_suggested(quote, client, monkeypatch):
    monkeypatch.setattr(spelling, "HOLDING", "SELECT '' FROM pg_sleep(60), unnest(%s::text[])")

    def stopped(execute, sql, parameters, many, context):
        """Only looking takes too long, however slow the machine is."""
        if "pg_sleep" not in sql:
            return execute(sql, parameters, many, context)
        connection.connection.execute("SET statement_timeout = 1")
        try:
            return execute(sql, parameters, many, context)
        finally:
            connection.connection.execute("RESET statement_timeout")

    with connection.execute_wrapper(stopped):
        answer = client.get("/api/v1/quotes/", {"q": "pricce"})
    assert answer.status_code == 200
    assert (answer.json()["count"], answer.json()["query"]["did_you_mean"]) == (0, None)
