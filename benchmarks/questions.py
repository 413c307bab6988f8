"""What is searched in the benchmark: classes of questions, varied, made from the corpus itself."""

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.db import connection

from archive.models import Person
from benchmarks import corpus

WORDS = re.compile(r"[A-Za-z]+")
HAN = re.compile("[\u4e00-\u9fff]+")

EVERYWHERE = corpus.COMMON[:30]
"""Words that are in every other quote, most of them stop words."""

COMMON = ["must", "people", "also", "one", "world", "new", "would", "many", "time"]
"""Each in 5 % of the quotes or more."""

FREQUENT = corpus.COMMON[60:]
"""Each in one to five quotes of a hundred."""


@dataclass(frozen=True)
class Question:
    """What is typed, and what it looks for in terms that any engine understands."""

    kind: str
    typed: str
    terms: tuple[str, ...]
    joined: str = "AND"
    """``AND``, ``OR``, ``PHRASE`` or ``PREFIX``."""


def questions(each: int, seed: int = corpus.SEED) -> Iterator[Question]:
    """``each`` different questions of every class, as far as there are as many."""
    rng = random.Random(seed)
    vocabulary = corpus.Words(random.Random(corpus.SEED)).english
    english, chinese = _sample("en", 200 * each), _sample("zh", 20 * each)
    makers = {
        "rare word": lambda: _words(rng.choice(vocabulary[15_000:])),
        "common word": lambda: _words(rng.choice(COMMON)),
        "two common words": lambda: _words(*rng.sample(COMMON, 2)),
        "exact phrase, rare": lambda: _phrase(rng.choice(english), 4, rng),
        "exact phrase, common words": lambda: _phrase_of(rng.sample(FREQUENT, 2)),
        "phrase of stop words": lambda: _phrase_of(rng.sample(EVERYWHERE, rng.choice((2, 2, 3)))),
        "name and word": lambda: _named(rng),
        "Chinese, two characters": lambda: _han(rng.choice(chinese), 2, rng),
        "Chinese phrase": lambda: _han(rng.choice(chinese), 4, rng),
        "prefix": lambda: _prefix(rng.choice(vocabulary[100:8_000])[:4]),
        "OR of three": lambda: _either(*rng.sample([*COMMON, *FREQUENT[:30]], 3)),
    }
    for kind, make in makers.items():
        found: dict[str, tuple[str, tuple[str, ...], str]] = {}
        for _ in range(50 * each):
            typed, terms, joined = make()
            if typed and len(found) < each:
                found.setdefault(typed, (typed, terms, joined))
        yield from (Question(kind, *one) for one in found.values())


Made = tuple[str, tuple[str, ...], str]
NOTHING: Made = ("", (), "")


def _words(*words: str) -> Made:
    return " ".join(words), words, "AND"


def _phrase_of(words: list[str]) -> Made:
    return f'"{" ".join(words)}"', tuple(words), "PHRASE"


def _phrase(text: str, size: int, rng: random.Random) -> Made:
    runs = [run for run in re.split("[^A-Za-z ]", text) if len(run.split()) >= size]
    if not runs:
        return NOTHING
    words = rng.choice(runs).lower().split()
    start = rng.randint(0, len(words) - size)
    return _phrase_of(words[start : start + size])


def _han(text: str, size: int, rng: random.Random) -> Made:
    runs = [run for run in HAN.findall(text) if len(run) >= size]
    if not runs:
        return NOTHING
    start = rng.randint(0, len(runs[0]) - size)
    typed = runs[0][start : start + size]
    return typed, tuple(typed), "PHRASE"


def _prefix(start: str) -> Made:
    return (f"{start}*", (start,), "PREFIX") if len(start) >= 3 else NOTHING


def _either(*words: str) -> Made:
    return " OR ".join(words), words, "OR"


def _named(rng: random.Random) -> Made:
    """A person, most often one who said much, and a word."""
    name = Person.objects.get(ref=f"person-{min(int(rng.paretovariate(0.6)), 500) - 1}").name
    words = WORDS.findall(name) + re.findall(r"\d+", name)
    word = rng.choice([*COMMON, *FREQUENT])
    return f"{name} {word}", (*words, word), "AND"


def _sample(language: str, size: int) -> list[str]:
    """Texts of quotes spread over the corpus, the same each time."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT text FROM quotes_quote WHERE language = %s AND ref LIKE '%%7'"
            " AND length(text) > 20 ORDER BY id LIMIT %s",
            [language, size],
        )
        return [text for (text,) in cursor.fetchall()]
