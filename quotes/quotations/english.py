"""Who is said to say something in English: “Ren said”, “cautioned Ren”, “according to Acme”. Pure.

Also “the chair, Alice, told reporters”, and “…, adding that” whose subject stands earlier.
"""

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

from quotes.quotations.cues import PRONOUNS, Cue, any_of, listed

VERBS: Final = listed("""
said says say saying told tells tell telling added adds add adding cautioned cautions cautioning
warned warns warn warning admitted admits admitting asked asks asking replied replies replying
explained explains explaining noted notes noting argued argues argue arguing insisted insists
insisting claimed claims claim claiming stated states stating declared declares declaring
announced announces announcing remarked remarks remarking observed observes recalled recalls
recalling concluded concludes concluding continued continues wrote writes writing tweeted tweets
posted predicted predicts predicting promised promises promising pledged pledges pledging
stressed stresses stressing emphasized emphasizes emphasizing emphasised emphasises emphasising
acknowledged acknowledges acknowledging conceded concedes conceding confirmed confirms
confirming denied denies denying described describes describing called calls calling joked jokes
joking quipped suggested suggests suggesting urged urges urging vowed vows vowing commented
comments commenting testified responded responds responding answered answers answering countered
counters countering objected objects objecting complained complains complaining lamented laments
lamenting boasted boasts boasting reiterated reiterates reiterating maintained maintains
maintaining asserted asserts asserting contended contends mused muses agreed agrees spoke speaks
speaking alleged alleges believes believed thinks thought shouted whispered read reads put puts
accused accuses accusing criticised criticized dismissed dismisses dismissing praised praises
likened likens blamed blames hailed hails labelled labeled branded rejected rejects demanded
demands demanding advised advises advising assured assures assuring referred refers referring
wondered wonders opined signalled signaled hinted hints expects expected
""")

_PARTICIPLES: Final = frozenset(verb for verb in VERBS if verb.endswith("ing"))

LEADING: Final = listed("""
Mr Mr. Mrs Mrs. Ms Ms. Dr Dr. Sir Professor Prof Prof. President Chairman Chairwoman Chair CEO
CFO CTO COO Founder Co-founder Director Minister Secretary Senator Governor Mayor Judge Chief
Executive Officer Spokesman Spokeswoman Spokesperson Analyst Engineer Vice Former But And In On
At As When While Then Yesterday Today However Meanwhile Still Yet So If Although Though After
Before Since Because That Asked Later Also For From With By To Last Earlier Monday Tuesday
Wednesday Thursday Friday Saturday Sunday January February March April May June July August
September October November December
""")
"""Capitalized words that stand before a name and are no part of it."""

_BODIES: Final = listed("""
Association Authority Bank Board Bureau Chamber College Commission Committee Company Council Court
Department Federation Fund House Institute Kingdom Ministry Museum Office Party Republic School
Society Union University
""")
"""Words of which a name with “of” in it is made: the Central Bank of the North."""

_UPPER = "".join(
    chr(code)
    for code in (*range(0x41, 0x250), *range(0x370, 0x530), *range(0x1E00, 0x1F00))
    if unicodedata.category(chr(code)) in ("Lu", "Lt")
)
_CAPITALIZED = (
    rf"[{_UPPER}](?:[\w’'-]*\w)?"
    rf"(?:(?<=[{_UPPER}])\.|(?<=Mr|Ms|Dr|Jr|Sr|St)\.|(?<=Mrs)\.)?"
)
_LINK = any_of("de da di du van von der den al bin la le of and for the &")
NAME: Final = rf"{_CAPITALIZED}(?:(?:[ ](?:{_LINK})){{0,2}}[ ]{_CAPITALIZED}){{0,6}}"
"""A run of capitalized words: Ren Zhengfei, Bank of the North."""

_DETERMINER = any_of("""
the The a A an An one One its Its his His her Her their Their another Another some Some this This
that That two Two several Several many Many all All our Our my My
""")
_PHRASE = rf"(?:{_DETERMINER}|\w+[’']s)(?:[ ][\w’'-]+){{1,7}}?"
_PLURAL = r"[A-Za-z][\w-]*(?:s|people|men|women)"
_PRONOUN = any_of("he He she She they They it It I we We")
_HELPER = any_of("""
has had have is was were are also later then once again recently previously just further even still
never not did does would will often now first today yesterday himself herself itself on in at
earlier went to sought tried been being quoted as
Monday Tuesday Wednesday Thursday Friday Saturday Sunday
""")
_HELPERS = rf"(?:[ ](?:{_HELPER}|[\w’]+ly)){{0,5}}"
_ASIDE = r"(?:[ ]?\([^()]{1,40}\))?(?:,(?P<aside>[^,;:“”\"]{1,90}),)?"
_BEFORE_VERB = re.compile(
    rf"(?P<who>\b(?:{_PRONOUN}|{NAME}|{_PHRASE}|{_PLURAL})){_ASIDE}{_HELPERS}[ ]$"
)
_GOES_ON = any_of(
    "in on at to as after during who when while of from for with put puts above below beside near"
)
_WHOLE_PHRASE = rf"{_PHRASE}(?=[,.;:]|[ ](?:{_GOES_ON})\b|$)"
_AFTER_VERB = re.compile(
    rf"{_HELPERS}[ ](?P<who>(?:he|she|they|it)\b|{NAME}|{_WHOLE_PHRASE})"
    r"(?:,[ ](?P<aside>[^,;:.“”\"]{1,90}))?"
)
_ACCORDING = re.compile(
    r"\b(?:[Aa]ccording to|[Ii]n the words of|[Ii]n an?[ ][\w ]{1,40}? by"
    rf"|[Aa]s (?=[^.]{{2,60}} puts? it))[ ]?(?P<who>{NAME}|{_WHOLE_PHRASE}|him|her|them)"
)
_VERB = re.compile(rf"(?<![\w’'-])(?:{any_of(' '.join(VERBS))})(?![\w’'-])")
_REACH = 160
"""Characters around a verb in which its subject is looked for."""

_AFTER_A_QUOTATION = re.compile(r"[”\"’'»›“」』＂][\s,，—–-]*$")
_PLAIN_ASIDE = re.compile(rf"^[ ]?(?:[\w’' -]*?[ ])??(?P<name>{NAME})[ ]?$")


def cues(text: str) -> Iterator[Cue]:
    """Every cue of ``text``."""
    yield from _with_verbs(text)
    yield from _according(text)


def _with_verbs(text: str) -> Iterator[Cue]:
    for verb in _VERB.finditer(text):
        if cue := _with_subject(text, verb.start(), verb.end()):
            yield cue
        elif verb[0] in _PARTICIPLES:
            yield Cue(
                "", verb.start(), verb.start(), verb.start(), verb.end(), verb.start(), bare=True
            )


def _with_subject(text: str, start: int, end: int) -> Cue | None:
    left = max(0, start - _REACH)
    before = text[left:start].replace("\n", " ")
    if _AFTER_A_QUOTATION.search(before[-6:]):
        if text[start:end] in _PARTICIPLES:
            return None
        found = _AFTER_VERB.match(text[end : end + _REACH].replace("\n", " "))
        return found and _cue(found, end, start, end + found.end("who"), start, inverted=True)
    found = _last_subject(before)
    return found and _cue(found, left, left + found.start("who"), end, start)


def _last_subject(before: str) -> re.Match[str] | None:
    """The longest subject that ends right before the verb."""
    return _BEFORE_VERB.search(before)


def _cue(
    found: re.Match[str], offset: int, start: int, end: int, verb: int, inverted: bool = False
) -> Cue | None:
    first, last = found.span("who")
    aside = found.groupdict().get("aside")
    named = aside and not re.match(NAME, found["who"]) and _PLAIN_ASIDE.match(aside)
    if named:  # “the chair, Alice Ångström, said”
        first, last = (found.start("aside") + at for at in named.span("name"))
        if inverted:
            end = max(end, offset + last)
    first, last = _trimmed(found.string, first, last)
    if first >= last:
        return None
    name = found.string[first:last]
    return Cue(name, offset + first, offset + last, min(start, offset + first), end, verb, inverted)


def _trimmed(text: str, first: int, last: int) -> tuple[int, int]:
    """The name without the titles and little words that stand before it, if a name is left."""
    words = text[first:last].split(" ")
    while len(words) > 1 and words[0] in LEADING:
        first += len(words[0]) + 1
        words = words[1:]
    if len(words) == 1 and words[0] in LEADING and words[0] not in PRONOUNS:
        return last, last
    last -= _of_what(words)
    words = text[first:last].split(" ")
    possessive = re.search(r"[’']s$", words[-1])
    return first, last - (len(possessive[0]) if possessive else 0)


def _of_what(words: list[str]) -> int:
    """Characters at the end that say what a person is of: Carol Winter of the Bureau."""
    place = words.index("of") if "of" in words else 0
    if place < 2 or not _BODIES.isdisjoint(words[:place]):
        return 0
    return len(" ".join(["", *words[place:]]))


def _according(text: str) -> Iterator[Cue]:
    for found in _ACCORDING.finditer(text):
        first, last = _trimmed(text, *found.span("who"))
        if first < last:
            yield Cue(text[first:last], first, last, found.start(), last, found.start())
