"""Judged searches: what a journalist types, and what must come back, in this order.

The corpus is small enough to hold in the head. A case lists every quote that must be found, best
first. Change a case only by arguing about what a journalist expects.
"""

import pytest

from archive.models import Organization, Person
from quotes.search import narrow

CORPUS = {
    # Each is its text, language, speaker, date and standing.
    "cash": ("We don’t have access to ‘unlimited cash’ from the US stock market", "en", "alice", "2020-11", "confirmed"),
    "cash-flow": ("Cash is king, but nobody's cash is unlimited", "en", "bob", "2021-03-01", "unverified"),
    "cloud": ("Cloud services are not our forte", "en", "alice", "2020-11", "unverified"),
    "cloud-old": ("Our cloud service serves a million developers", "en", "bob", "2015", "confirmed"),
    "cloud-far": ("The cloud will change how every bank, shop and school in the world thinks about its services", "en", "bob", "2022-05", "unverified"),
    "alice-cited": ("As Alice Chan told me, the cloud is somebody else's computer", "en", "bob", "2019", "unverified"),
    "sanctions": ("US sanctions cost us a third of our phones", "en", "alice", "2020-12-30", "unverified"),
    "sanctioned": ("Nobody is sanctioned forever", "en", "bob", "2020-01", "unverified"),
    "us": ("They trust us, and they should", "en", "bob", "2018", "unverified"),
    "usa": ("The U.S. market is closed to our phones", "en", "alice", "2019-05-16", "confirmed"),
    "to-be": ("To be or not to be a public company: that is the question", "en", "alice", "2014", "unverified"),
    "being": ("Being public is being watched", "en", "bob", "2016", "unverified"),
    "cpp": ("We rewrote it from C++ to Rust", "en", "bob", "2023", "unverified"),
    "vitamin": ("Vitamin C will not save this quarter", "en", "bob", "2020-03", "unverified"),
    "att": ("AT&T was our first customer", "en", "alice", "1999", "unverified"),
    "section": ("§ 230 protects platforms, not people", "en", "bob", "2021-02", "unverified"),
    "room": ("Room 230 is where we signed", "en", "bob", "2017", "unverified"),
    "number-five": ("No. 5 on the list is quality", "en", "alice", "2013", "unverified"),
    "five": ("Five years are no time; 5 weeks are", "en", "bob", "2012", "unverified"),
    "million": ("We sold 1,000,000 phones in 90 days, up 4.3%", "en", "alice", "2011", "unverified"),
    "percent-10": ("Margins of 10% are the new normal", "en", "alice", "2010", "unverified"),
    "ten": ("10 people started this company", "en", "alice", "2009", "unverified"),
    "email": ("Send me an e-mail at press@example.org, not a letter", "en", "bob", "2008", "unverified"),
    "well-known": ("A well-known brand is a promise", "en", "alice", "2007", "unverified"),
    "known-well": ("I have known him well", "en", "alice", "2006", "unverified"),
    "cafe": ("Every café in Zürich takes our card", "de", "bob", "2005", "unverified"),
    "haus": ("Unsere Häuser stehen in ganz Europa", "de", "bob", "2004", "unverified"),
    "zh-cloud": ("云服务不是我们的强项", "zh", "alice", "2020-11", "unverified"),
    "zh-trad": ("我們必須加強雲服務的軟體生態", "zh-Hant", "bob", "2021", "unverified"),
    "zh-5g": ("5G时代已经到来，AWS的经验值得学习", "zh", "alice", "2019-09", "unverified"),
    "zh-service": ("服务客户是我们存在的唯一理由", "zh", "alice", "2001", "unverified"),
    "misquote": ("Cloud services will never work", "en", "bob", "2024", "misattributed"),
    "learn": ("Learning from failure is cheaper than learning from success", "en", "alice", "2018-06", "unverified"),
    "url": ("Read it at https://www.example.org/annual-report before you ask", "en", "alice", "2017-02", "unverified"),
    "strategy": ("Strategy without focus is a wish", "en", "bob", "2019-11", "unverified"),
    "focus": ("Focus, focus and again focus: that is our strategy", "en", "alice", "2019-11", "confirmed"),
}  # fmt: skip

CASES = [
    # one word, in all its forms
    ("strategy", ["focus", "strategy"]),  # confirmed first
    ("strategies", ["focus", "strategy"]),
    ("sanctions", ["sanctions", "sanctioned"]),  # the typed form before other forms
    ("sanction", ["sanctions", "sanctioned"]),
    ("learned", ["learn"]),
    ("failures", ["learn"]),
    ("phone", ["usa", "sanctions", "million"]),
    ("häuser", ["haus"]),
    ("Häusern", ["haus"]),
    ("haus", ["haus"]),
    ("nosuchword", []),
    # several words
    ("focus strategy", ["focus", "strategy"]),
    ("cloud services", ["cloud", "misquote", "cloud-old", "cloud-far"]),
    ("services cloud", ["cloud-old", "cloud", "misquote", "cloud-far"]),
    ("cloud developers", ["cloud-old"]),
    ("cash unlimited", ["cash", "cash-flow"]),
    ("unlimited cash", ["cash", "cash-flow"]),
    ("US phones", ["usa", "sanctions"]),
    # exact phrases
    ('"cloud services"', ["cloud", "misquote"]),
    ('"cloud service"', ["cloud-old"]),
    ('"unlimited cash"', ["cash"]),
    ("“unlimited cash”", ["cash"]),
    ("「unlimited cash」", ["cash"]),
    ('"to be or not to be"', ["to-be"]),
    ('"is the question"', ["to-be"]),
    ('"not to be a"', ["to-be"]),
    ('"being public"', ["being"]),
    ('"be public"', []),
    ('"don\'t have access"', ["cash"]),
    ('"don’t have access"', ["cash"]),
    ('"dont have access"', []),
    # leaving out
    ("cloud -services", ["alice-cited"]),
    ('cloud -"somebody else\'s"', ["cloud-old", "cloud-far", "cloud", "misquote"]),
    ('unlimited -"unlimited cash"', ["cash-flow"]),
    ("focus -(wish OR quarter)", ["focus"]),
    ("-cash unlimited OR forte", ["cloud"]),
    # either
    ("vitamin OR forte", ["cloud", "vitamin"]),
    ("(vitamin OR forte) cloud", ["cloud"]),
    ("rust OR sanctioned OR watched", ["cpp", "sanctions", "sanctioned", "being"]),
    ("rust | watched", ["cpp", "being"]),
    # beginnings
    ("sanction*", ["sanctions", "sanctioned"]),
    ("strat*", ["focus", "strategy"]),
    ('"cloud serv*"', ["cloud-old", "cloud", "misquote"]),
    # signs and numbers
    ("C++", ["cpp"]),
    ("c++", ["cpp"]),
    ("AT&T", ["att"]),
    ("at&t customer", ["att"]),
    ('"§ 230"', ["section"]),
    ("§230", ["section"]),
    ("§ 230", ["section"]),
    ("230", ["section", "room"]),
    ('"No. 5"', ["number-five"]),
    ("10%", ["percent-10"]),
    ("1,000,000", ["million"]),
    ("1000000", ["million"]),
    ("4.3%", ["million"]),
    ("43", []),
    ("U.S.", ["cash", "usa", "sanctions"]),
    ("US", ["cash", "usa", "sanctions"]),
    ('"U.S. market"', ["usa"]),
    ("dont", []),
    ("don't", ["cash"]),
    # hyphens, addresses
    ("e-mail", ["email"]),
    ("email", ["email"]),
    ('"e mail"', ["email"]),
    ("well-known", ["well-known"]),
    ('"well known"', ["well-known"]),
    ("well known", ["well-known", "known-well"]),
    ("press@example.org", ["email"]),
    ("https://www.example.org/annual-report", ["url"]),
    ("example.org", ["url", "email"]),
    # accents and width
    ("cafe", ["cafe"]),
    ("café zurich", ["cafe"]),
    ("ｃａｆｅ", ["cafe"]),
    # Chinese
    ("云服务", ["zh-trad", "zh-cloud"]),
    ("雲服務", ["zh-trad", "zh-cloud"]),
    ('"云服务"', ["zh-trad", "zh-cloud"]),
    ("服务", ["zh-trad", "zh-cloud", "zh-service"]),
    ("务服", []),
    ("强项", ["zh-cloud"]),
    ("5G时代", ["zh-5g"]),
    ("AWS的", ["zh-5g"]),
    ("aws 经验", ["zh-5g"]),
    ("软体", ["zh-trad"]),
    ("雲服務 -軟體", ["zh-cloud"]),
    ("服务*", ["zh-trad", "zh-cloud", "zh-service"]),
    ("５Ｇ時代", ["zh-5g"]),
    # both scripts at once
    ("云服务 OR forte", ["zh-trad", "zh-cloud", "cloud"]),
    # names: by whoever is named about the rest, and quotes that hold the words
    ("alice chan cloud", ["cloud", "alice-cited"]),
    ('"alice chan" cloud', ["alice-cited"]),
    ("陈爱丽 云", ["zh-cloud"]),
    ("bob cloud", ["cloud-old", "cloud-far", "alice-cited", "misquote"]),
    ("acme sanctions", ["sanctions"]),
    ("alice chan focus", ["focus"]),
    # operators
    ("speaker:bob sanction*", ["sanctioned"]),
    ('speaker:"alice chan" cloud', ["cloud"]),
    ("cloud said:2020", ["cloud"]),
    ("cloud after:2021", ["cloud-far", "misquote"]),
    ("cloud before:2019", ["cloud-old", "alice-cited"]),
    ("lang:zh 服务", ["zh-trad", "zh-cloud", "zh-service"]),
    ("standing:misattributed cloud", ["misquote"]),
]  # fmt: skip


@pytest.fixture
def corpus(make_quote):
    acme = Organization.objects.create(ref="acme", name="Acme", is_public=True)
    people = {
        "alice": Person.objects.create(ref="alice", name="Alice Chan", is_public=True),
        "bob": Person.objects.create(ref="bob", name="Bob", is_public=True),
    }
    people["alice"].names.create(name="陈爱丽", language="zh")
    for ref, (text, language, speaker, said, standing) in CORPUS.items():
        make_quote(
            text, ref=ref, language=language, speaker=people[speaker], said=said,
            standing=standing, organization=acme if speaker == "alice" else None,
        )  # fmt: skip


@pytest.mark.parametrize("at_once", [True, False])
def test_every_judged_search_finds_what_it_should_in_order(client, corpus, at_once, monkeypatch):
    """By the one statement of a search that few quotes answer, and by those of any other."""
    monkeypatch.setattr(narrow, "probably_few", lambda answer, times: at_once)
    wrong = {}
    for typed, expected in CASES:
        answer = client.get("/api/v1/quotes/", {"q": typed, "page_size": 100})
        assert answer.status_code == 200, (typed, answer.json())
        found = [quote["id"] for quote in answer.json()["results"]]
        if found != expected:
            wrong[typed] = f"expected {expected}, found {found}"
    assert not wrong, "\n".join(f"{typed}: {why}" for typed, why in wrong.items())


def test_there_are_enough_cases():
    assert len({typed for typed, _ in CASES}) >= 60
