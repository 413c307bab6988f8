"""What marks are for: whole sentences of a speaker, some of their words, or no speech at all. Pure.

The marks do not say. A title, a term or irony stands between the same ones: what no cue gives to a
speaker and what reads like a name is a *mention*. Where neither is clear, it is offered as partial.
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from quotes.quotations.cues import Cue, any_of
from quotes.quotations.marks import is_cjk


class Kind(StrEnum):
    """How much of the wording is the speaker's; the values are those of ``quotes.models.Kind``."""

    DIRECT = "direct"
    PARTIAL = "partial"
    MENTION = "mention"


@dataclass(frozen=True, slots=True)
class Place:
    """The words between marks, and what their sentence says around them."""

    words: str
    before: str
    """Of the same sentence."""
    after: str
    cue: Cue | None
    adjacent: bool
    """Whether nothing stands between the cue and the marks."""
    opened: bool

    @property
    def stands_alone(self) -> bool:
        """Whether the quotation begins its sentence, or follows a cue and a colon or comma."""
        lead = self.before.rstrip()
        return not _WORD.search(lead) or (self.adjacent and lead.endswith((":", "：", ",", "，")))

    @property
    def ends_inside(self) -> bool:
        """Whether the words end with a sign of their own, as speech does in print."""
        return self.words.endswith(_ENDS)


_ENDS = tuple(",.!?…，。！？—–；;")
_WORD = re.compile(r"\w")
_CALLED = any_of("""
called known|as named nicknamed dubbed titled entitled so-called headlined codenamed term terms word
words phrase phrases slogan slogans name names motto label title titles song songs book books film
films album albums chapter novel novels play paper papers brand project projects exhibition
programme program essay essays report course workshop display
""").replace(r"\|", " ")
_NAMED = re.compile(rf"\b(?:{_CALLED})[ ,]*$")
_ZH_NAMED = re.compile(
    "(?:"
    + any_of("""
所谓 所谓的 名为 称为 叫 叫做 题为 称作 号称 誉为 称之为 命名为 代号 口号 俗称 简称 主题为 一词
词语 标题为 标题是 书名 歌曲 展览 的
""")
    + ")$"
)
_ZH_NOUN = re.compile(
    any_of("""
战略 计划 倡议 工程 项目 行动 模式 方案 理念 政策 口号 称号 奖 活动 系列 品牌 机制 平台 法案
制度 规划 一词 二字 四个字 这个词 字样 大会 论坛 展 号 时代 现象 效应 经济 之称 之名 之路 精神
栏目 专栏 课程 小组
""")
)
_SHORT: Final = 5
"""Words that without a speaker are more likely a name or irony than speech."""
_ZH_SHORT: Final = 12
_ZH_SENTENCE: Final = 8
"""Characters: at most of a term, at least of a sentence."""


def kind(place: Place) -> Kind:
    """What the marks at ``place`` are for."""
    if not place.opened:
        return Kind.DIRECT
    chinese = any(map(is_cjk, place.words))
    return _chinese(place) if chinese else _spaced(place)


def _spaced(place: Place) -> Kind:
    words = place.words.split()
    if _is_name(place, words):
        return Kind.MENTION
    if place.stands_alone and _reads_as_sentence(place, words):
        return Kind.DIRECT
    if place.cue and place.adjacent and _begins_upper(place.words) and place.ends_inside:
        return Kind.DIRECT
    if place.cue is None and (len(words) <= _SHORT or _in_capitals(words)):
        return Kind.MENTION
    return Kind.PARTIAL


def _is_name(place: Place, words: list[str]) -> bool:
    if _NAMED.search(place.before):
        return True
    return not place.adjacent and not place.ends_inside and _in_capitals(words)


def _reads_as_sentence(place: Place, words: list[str]) -> bool:
    if place.cue and place.adjacent:
        return _begins_upper(place.words)
    return _begins_upper(place.words) and (place.ends_inside or len(words) > _SHORT)


def _begins_upper(words: str) -> bool:
    first = next((sign for sign in words if sign.isalpha()), "")
    return not first.islower()


def _in_capitals(words: list[str]) -> bool:
    """“Cloud First”, “Towards a Quiet City”: a title, not a sentence."""
    capital = sum(word[0].isupper() or word[0].isdigit() for word in words)
    return capital * 2 > len(words) and words[0][0].isupper() and len(words) <= 2 * _SHORT


def _chinese(place: Place) -> Kind:
    lead = place.before.rstrip()
    whole = place.words.endswith(tuple("。！？…，；")) or len(place.words) >= _ZH_SENTENCE
    if _ZH_NAMED.search(lead) or (not place.stands_alone and _ZH_NOUN.match(place.after)):
        return Kind.MENTION if not place.words.endswith(tuple("。！？，")) else Kind.PARTIAL
    if place.stands_alone and place.cue and place.adjacent:
        return Kind.DIRECT if whole or lead.endswith(("：", ":")) else Kind.PARTIAL
    if place.stands_alone and place.words.endswith(tuple("。！？…")):
        return Kind.DIRECT
    if place.cue:
        return Kind.DIRECT if place.adjacent and whole else Kind.PARTIAL
    inside = any(sign in "，。！？；" for sign in place.words)
    return Kind.PARTIAL if inside or len(place.words) > _ZH_SHORT else Kind.MENTION
