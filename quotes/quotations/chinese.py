"""Who is said to say something in Chinese: 任正非表示, 发言人称, 据他介绍. Pure.

The tables are in simplified characters: a text is read in them, character for character, so that
places stay what they are; what is printed is taken from the text itself.
"""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from quotes.han import SIMPLIFIED, TRADITIONAL
from quotes.quotations.cues import Cue, any_of
from quotes.quotations.marks import CJK

_TO_SIMPLIFIED: Final = str.maketrans(TRADITIONAL, SIMPLIFIED)

_SAYS = any_of("""
表示 指出 强调 认为 坦言 回应 解释 补充 透露 宣布 承认 警告 提醒 呼吁 感叹 感慨 反问 写道 说道
答道 问道 直言 声称 宣称 谈到 提到 提出 建议 要求 预测 评价 形容 否认 重申 介绍 总结 告诉 批评
承诺 抱怨 笑言 断言 主张 质疑 回答 回忆 说 称 写 问 答 喊 讲
""")
_NOT_AFTER = "名职对简统俗号尊堪小传据学假难再听声宣昵爱代喻谈诉知报频渠轨管街提"
"""说 and 称 after one of these are part of another word: 名称, 小说, 据说."""
_NOT_BEFORE = "着明法服辞谎号呼赞职为作题案路理德具"
"""And before one of these: 说明, 称为, 问题, 写着."""
_VERB = re.compile(
    rf"(?<![{_NOT_AFTER}])(?:{_SAYS})(?![{_NOT_BEFORE}])(?:道|说|称|到|过|了|为)?(?:{_SAYS})?"
    rf"(?:(?<=告诉)[{CJK}]{{1,6}}(?=[，：:“「])|记者|媒体)?"
)
_CLAUSE = re.compile(rf"[{CJK}A-Za-z0-9·•《》.\- ]*$")
_SUBJECT_ENDS = re.compile(
    any_of("""
在 于 对 向 就 日前 近日 今日 今天 昨天 昨日 本周 上周 周一 周二 周三 周四 周五 周六 周日 周天
星期 随后 还 也 则 又 曾 再次 再度 进一步 明确 公开 近期 当天 当日 首次 同时 接着 接受 通过 并
最后 这样 如此 笑着 补充 回应 解释 告诉 强调 不断 一直 多次 时 介绍 坦率 坦诚 直接 反复 此前
稍后 以 用 把 将 都
""")
    + r"|\d+[月日]"
)
_BEGINS = any_of("""
但 但是 而 不过 对此 其中 同时 此外 另外 随后 之后 后来 近日 日前 今天 昨天 昨日 今日 当时 据悉
因此 所以 最后 接着 据 然而 于是
""")
_BEFORE_SUBJECT = re.compile(
    rf"(?:(?:{_BEGINS}|[上本]?周[一二三四五六日天]?|(?:\d+年)?\d+月(?:\d+日)?)[，,]?)+"
)
_ROLE = any_of("""
创始人 总裁 董事长 首席执行官 首席财务官 首席技术官 CEO CFO CTO 发言人 总经理 经理 主席 部长
主任 负责人 分析师 专家 教授 院长 记者 工程师 董事 秘书长 研究员 厂长 店长 局长 主管 顾问 会长
律师 高管 总监 主编 校长 馆长 市长 省长 镇长 行长 队长 主播 议员 设计师 编辑 公司 集团
""")
ROLE: Final = re.compile(rf"(?:{_ROLE})$")
_TITLED = re.compile(rf"[{CJK}A-Za-z ]*(?:{_ROLE})(?P<name>[{CJK}·•A-Za-z ]{{2,12}})$")
_PRONOUN = re.compile(r"(?:[他她我]们|[他她它其我]|本人|[前后]者)$")
_ACCORDING = re.compile(
    rf"(?:据|按照?|用)(?P<who>[{CJK}A-Za-z·]{{1,20}}?)(?:介绍|透露|称|所说|的说法|的话说?)"
)
_REACH: Final = 60
_LONGEST_SUBJECT: Final = 24


class _Subject(NamedTuple):
    """Where in a clause its subject begins, and where in that the name stands."""

    lead: int
    start: int
    end: int


def cues(text: str) -> Iterator[Cue]:
    """Every cue of ``text``."""
    simplified = text.translate(_TO_SIMPLIFIED)
    done: set[int] = set()
    for found in _ACCORDING.finditer(simplified):
        first, last = found.span("who")
        done.update(range(first, found.end()))
        yield Cue(text[first:last], first, last, found.start(), found.end(), last)
    for verb in _VERB.finditer(simplified):
        if verb.start() not in done and (cue := _cue(text, simplified, *verb.span())):
            done.update(range(verb.start(), cue.end))
            yield cue


def _cue(text: str, simplified: str, start: int, end: int) -> Cue | None:
    left = max(0, start - _REACH)
    for offset, clause in _clauses(simplified[left:start]):
        if who := _subject(clause):
            at = left + offset
            first, last = at + who.start, at + who.end
            return Cue(text[first:last], first, last, at + who.lead, end, start)
    return None


def _clauses(before: str) -> Iterator[tuple[int, str]]:
    """The clause right before a verb, and the one before it if only a comma parts them."""
    last = _ends_with_clause(before)
    yield last, before[last:]
    if before[:last].endswith(("，", ",")):
        earlier = _ends_with_clause(before[: last - 1])
        yield earlier, before[earlier : last - 1]


def _ends_with_clause(before: str) -> int:
    found = _CLAUSE.search(before)
    return found.start() if found else len(before)


def _subject(clause: str) -> _Subject | None:
    """What precedes “在会上” in the clause, without “近日”; the name after a title in it."""
    lead = _BEFORE_SUBJECT.match(clause)
    first = lead.end() if lead else 0
    ends = _SUBJECT_ENDS.search(clause, first + 1)
    last = ends.start() if ends else len(clause)
    first += len(clause[first:last]) - len(clause[first:last].lstrip())
    last = first + len(clause[first:last].rstrip())
    if first >= last or _SUBJECT_ENDS.match(clause, first):
        return None
    if pronoun := _PRONOUN.search(clause, first, last):
        return _Subject(pronoun.start(), *pronoun.span())
    if titled := _TITLED.match(clause[first:last]):
        return _Subject(first, first + titled.start("name"), first + titled.end("name"))
    return _Subject(first, first, last) if last - first <= _LONGEST_SUBJECT else None
