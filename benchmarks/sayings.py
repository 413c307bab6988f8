"""Sayings of our own and what can be done to them: each claim knows what the right answer is.

A saying is put together from slots, so that a change can be made exactly where its meaning sits.
"""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

SAME = ("exact", "typography")


@dataclass(frozen=True)
class Saying:
    """One saying: its slots in order, and its language."""

    language: str
    slots: tuple[tuple[str, str], ...]

    @property
    def text(self) -> str:
        """The sentence."""
        words = [word for _slot, word in self.slots if word]
        if len(self.slots) == 1:
            return words[0]
        if self.language == "zh":
            return "".join(words)
        sentence = " ".join(words).replace(" ,", ",")
        return f"{sentence[0].upper()}{sentence[1:]}."

    def slot(self, name: str) -> str:
        """What stands in a slot."""
        return dict(self.slots)[name]

    def having(self, **changed: str) -> "Saying":
        """The saying with other words in some slots; an empty one is left out."""
        slots = tuple((name, changed.get(name, word)) for name, word in self.slots)
        return replace(self, slots=slots)


@dataclass(frozen=True)
class Asked:
    """A claim, the saying it was made of, and the verdicts that are right."""

    kind: str
    claim: str
    source: Saying
    right: tuple[str, ...]
    other: Saying | None = None
    wrong_speaker: bool = False


def listed(words: str) -> list[str]:
    """The words of a table."""
    return words.split()


ADJECTIVES = listed(
    "northern southern coastal alpine inland western eastern central remote older newer smaller "
    "larger idle busy modern rented leased shared private"
)
THINGS = listed(
    "battery turbine copper paper glass dairy harbour railway textile timber ceramic fibre "
    "furniture bicycle elevator pump solar printing packaging fertilizer"
)
SITES = listed("plants mills depots laboratories warehouses offices workshops yards lines stores")
PLACES = listed(
    "Bremen Turin Porto Lyon Malmö Gdansk Leeds Ghent Graz Tampere Bilbao Cork Basel Brno Aarhus "
    "Trieste Nantes Lodz Varna Bergen"
)
VERBS = {"close": "shut", "sell": "divest", "expand": "enlarge", "rebuild": "reconstruct"}
_REASONS = (
    "wages fall|orders rise|the bank agrees|the council objects|demand returns|rents double|"
    "the unions refuse|prices recover|energy stays cheap|the ministry pays"
)
REASONS = _REASONS.split("|")
HEARD = {
    "for": "four",
    "their": "there",
    "by": "buy",
    "to": "two",
    "our": "hour",
    "plants": "plans",
}

ZH_PLACES = listed("青岛 西安 厦门 长沙 苏州 大连 昆明 郑州 合肥 贵阳 无锡 宁波 东莞 佛山 温州")
ZH_THINGS = listed("电池 轮机 铜材 造纸 玻璃 乳品 码头 纺织 木材 陶瓷 光纤 家具 水泵 光伏 印刷")
ZH_SITES = listed("工厂 车间 仓库 实验室 门店 办公室")
ZH_VERBS = {"关闭": "停用", "出售": "转让", "扩建": "扩充", "重建": "翻修"}
ZH_REASONS = listed("工资下跌 订单回升 银行同意 市民反对 需求恢复 租金翻倍 工会拒绝 价格回暖")


def sayings(rng: random.Random, count: int) -> list[Saying]:
    """Different sayings, one in three of them Chinese."""
    made: dict[str, Saying] = {}
    while len(made) < count:
        saying = _chinese(rng) if len(made) % 3 == 2 else _english(rng)
        made.setdefault(saying.text, saying)
    return list(made.values())


def _english(rng: random.Random) -> Saying:
    pick = rng.choice
    return Saying(
        "en",
        (
            ("who", "we"),
            ("modal", pick(["will", "may", "must"])),
            ("not", "not"),
            ("verb", pick(list(VERBS))),
            ("all", pick(["all", "only", "most of"])),
            ("our", "our"),
            ("adjective", pick(ADJECTIVES)),
            ("thing", pick(THINGS)),
            ("site", pick(SITES)),
            ("near", "near"),
            ("place", pick(PLACES)),
            ("for", "for the next"),
            ("number", str(rng.randint(2, 95))),
            ("unit", pick(["years", "months", "weeks"])),
            ("comma", ","),
            ("qualifier", pick(["unless", "except if", "but only if"])),
            ("reason", pick(REASONS)),
            ("then", "there"),
        ),
    )


def _chinese(rng: random.Random) -> Saying:
    pick = rng.choice
    return Saying(
        "zh",
        (
            ("who", "我们"),
            ("for", "在未来"),
            ("number", str(rng.randint(2, 95))),
            ("unit", pick(["年", "个月", "周"])),
            ("then", "内"),
            ("modal", pick(["将", "必须", "可以"])),
            ("not", "不"),
            ("verb", pick(list(ZH_VERBS))),
            ("place", pick(ZH_PLACES)),
            ("near", "附近的"),
            ("all", pick(["所有", "部分"])),
            ("thing", pick(ZH_THINGS)),
            ("site", pick(ZH_SITES)),
            ("comma", "，"),
            ("qualifier", pick(["除非", "但前提是"])),
            ("reason", pick(ZH_REASONS)),
            ("end", "。"),
        ),
    )


def _drop_negation(s: Saying, _: random.Random) -> str:
    return s.having(**{"not": ""}).text


def _insert_negation(s: Saying, _: random.Random) -> str:
    near = {"en": "not near", "zh": "不在附近的"}[s.language]
    return s.having(near=near).text


def _number(s: Saying, rng: random.Random) -> str:
    return s.having(number=str(int(s.slot("number")) + rng.choice([1, 10, 100]))).text


def _unit(s: Saying, rng: random.Random) -> str:
    units = {"en": ["years", "months", "weeks"], "zh": ["年", "个月", "周"]}[s.language]
    return s.having(unit=rng.choice([one for one in units if one != s.slot("unit")])).text


def _operator(s: Saying, rng: random.Random) -> str:
    if rng.random() < 0.5:
        others = {"en": ["will", "may", "must", "should"], "zh": ["将", "必须", "可以", "应该"]}
        return s.having(
            modal=rng.choice([m for m in others[s.language] if m != s.slot("modal")])
        ).text
    return s.having(all={"en": "some of", "zh": "少数"}[s.language]).text


def _name(s: Saying, rng: random.Random) -> str:
    places = {"en": PLACES, "zh": ZH_PLACES}[s.language]
    return s.having(place=rng.choice([one for one in places if one != s.slot("place")])).text


def _synonym(s: Saying, _: random.Random) -> str:
    return s.having(verb={**VERBS, **ZH_VERBS}[s.slot("verb")]).text


def _typo(s: Saying, rng: random.Random) -> str:
    word = s.slot("thing")
    if s.language == "zh":
        return s.having(thing=f"{word[0]}某{word[1:]}").text
    place = rng.randrange(1, len(word) - 1)
    swapped = f"{word[:place]}{word[place + 1]}{word[place]}{word[place + 2 :]}"
    return s.having(thing=swapped if swapped != word else f"{word}e").text


def _heard(s: Saying, _: random.Random) -> str:
    if s.language == "zh":
        return s.text.replace("，", "").replace("。", "").replace("在未来", "在为来")
    heard = " ".join(HEARD.get(word, word) for word in s.text.lower().replace(",", "").split())
    return heard.rstrip(".")


def _reordered(s: Saying, _: random.Random) -> str:
    main, _comma, rest = s.text.rstrip(".。").partition({"en": ", ", "zh": "，"}[s.language])
    return f"{rest}，{main}。" if s.language == "zh" else f"{rest}, {main[0].lower()}{main[1:]}."


def _marks(s: Saying, rng: random.Random) -> str:
    thing = s.slot("thing")
    if s.language == "zh":
        return "「" + s.having(thing=f"『{thing}』").text.replace("，", ", ") + "」"
    quoted = rng.choice([f"“{thing}”", f"'{thing}'", f"«{thing}»"])
    return f"“{s.having(thing=quoted).text.replace(' near ', '  near ')[:-1]},”"


def _before_qualifier(s: Saying, _: random.Random) -> str:
    return s.text.split({"en": ", ", "zh": "，"}[s.language])[0]


def _excerpt(s: Saying, rng: random.Random) -> str:
    if s.language == "zh":
        return s.text[2 : rng.randint(12, len(s.text) - 1)]
    words = s.text.rstrip(".").split()
    start = rng.randint(0, 5)
    return " ".join(words[start : start + rng.randint(8, 12)]).rstrip(",")


def _whole(s: Saying, _: random.Random) -> str:
    return s.text


def _unrelated(s: Saying, rng: random.Random) -> str:
    if s.language == "zh":
        return f"昨天下午有{rng.randint(3, 90)}只白鹭飞过湖面，孩子们都跑出来看热闹。"
    birds = rng.choice(["herons", "swallows", "geese", "finches"])
    return (
        f"Yesterday {rng.randint(3, 90)} {birds} crossed the lake while children watched from "
        f"{rng.choice(['a jetty', 'the ferry', 'their garden'])}"
    )


Make = Callable[[Saying, random.Random], str]

CHANGED: dict[str, tuple[Make, tuple[str, ...]]] = {
    "drop a negation": (_drop_negation, ("altered",)),
    "insert a negation": (_insert_negation, ("altered",)),
    "another number": (_number, ("altered",)),
    "another unit": (_unit, ("altered",)),
    "another operator word": (_operator, ("altered",)),
    "another name": (_name, ("altered",)),
    "synonym": (_synonym, ("altered",)),
    "typo": (_typo, ("altered",)),
    "machine-heard": (_heard, ("altered",)),
    "reordered clause": (_reordered, ("altered",)),
}
GENUINE: dict[str, tuple[Make, tuple[str, ...]]] = {
    "as it is": (_whole, ("exact",)),
    "other quotation marks": (_marks, SAME),
    "genuine excerpt": (_excerpt, ("excerpt",)),
}
CUT = "cut before a qualification"
SPLICED = "splice of two"
OTHER_SPEAKER = "other speaker"
UNRELATED = "unrelated"


def claims(known: list[Saying], rng: random.Random, each: int) -> Iterator[Asked]:
    """``each`` claims of every class."""
    for kind, (make, right) in (CHANGED | GENUINE).items():
        for saying in rng.sample(known, each):
            yield Asked(kind, make(saying, rng), saying, right)
    for saying in rng.sample(known, each):
        yield Asked(CUT, _before_qualifier(saying, rng), saying, ("excerpt",))
        yield Asked(OTHER_SPEAKER, saying.text, saying, ("other_speaker",), wrong_speaker=True)
        yield Asked(UNRELATED, _unrelated(saying, rng), saying, ("nothing", "similar"))
    for _ in range(each):
        yield _splice(known, rng)


def _splice(known: list[Saying], rng: random.Random) -> Asked:
    language = rng.choice(["en", "en", "zh"])
    first, second = rng.sample([one for one in known if one.language == language], 2)
    comma = {"en": ", ", "zh": "，"}[language]
    claim = first.text.split(comma)[0] + comma + second.text.split(comma)[1]
    # Two sayings may end alike; then nothing shows where the end is from.
    right = ("spliced", "altered") if claim != first.text else ("exact",)
    return Asked(SPLICED, claim, first, right, other=second)


def of_the_corpus(texts: list[str], rng: random.Random, each: int) -> Iterator[Asked]:
    """Claims made of the corpus's own quotes, whose words are any words."""
    known = [Saying("zh" if text.endswith("。") else "en", (("all", text),)) for text in texts]
    for kind, (make, right) in CORPUS.items():
        for saying in rng.sample(known, each):
            yield Asked(kind, make(_units(saying), rng), saying, right)


@dataclass
class _Units:
    """The words of a text, or its characters, and what joins them."""

    parts: list[str]
    joint: str

    def __str__(self) -> str:
        return self.joint.join(self.parts)

    def inner(self, rng: random.Random) -> int:
        """A place that is neither the first nor the last."""
        return rng.randrange(2, len(self.parts) - 2)


def _units(saying: Saying) -> _Units:
    text = dict(saying.slots)["all"]
    return _Units(list(text), "") if saying.language == "zh" else _Units(text.split(), " ")


def _word_out(units: _Units, rng: random.Random) -> str:
    del units.parts[units.inner(rng)]
    return str(units)


def _word_in(units: _Units, rng: random.Random) -> str:
    units.parts.insert(units.inner(rng), "never" if units.joint else "未")
    return str(units)


def _word_changed(units: _Units, rng: random.Random) -> str:
    units.parts[units.inner(rng)] = "zebras" if units.joint else "斑"
    return str(units)


def _tenth_changed(units: _Units, rng: random.Random) -> str:
    for _ in range(1 + len(units.parts) // 10):
        units.parts[units.inner(rng)] = "hm" if units.joint else "嗯"
    return str(units)


def _two_thirds(units: _Units, rng: random.Random) -> str:
    size = len(units.parts) * 2 // 3
    start = rng.randint(0, len(units.parts) - size)
    return units.joint.join(units.parts[start : start + size]).strip(",。.")


def _untouched(units: _Units, _: random.Random) -> str:
    return str(units)


OF_CORPUS = "corpus: "
CHANGED_CORPUS = {
    f"{OF_CORPUS}a word out": (_word_out, ("altered",)),
    f"{OF_CORPUS}a word in": (_word_in, ("altered",)),
    f"{OF_CORPUS}a word changed": (_word_changed, ("altered",)),
    f"{OF_CORPUS}a tenth changed": (_tenth_changed, ("altered",)),
}
GENUINE_CORPUS = {
    f"{OF_CORPUS}as it is": (_untouched, ("exact",)),
    f"{OF_CORPUS}excerpt": (_two_thirds, ("excerpt",)),
}
CORPUS = CHANGED_CORPUS | GENUINE_CORPUS
ALTERING = frozenset({*CHANGED, *CHANGED_CORPUS})
KEEPING = frozenset({*GENUINE, *GENUINE_CORPUS})
