"""A corpus that behaves like the real thing, made from a seed: the same size gives the same bytes.

Words follow Zipf's law over common English words and invented ones; lengths are log-normal, most
between 8 and 60 words; some short lines repeat; one quote in ten is Chinese, its characters drawn
after the one before. Dates span 80 years and cluster by source, as they do in a real archive.
"""

import json
import random
from collections.abc import Iterator
from itertools import accumulate
from pathlib import Path
from typing import Any

Record = dict[str, Any]

SEED = 20_201_230
SPEAKERS = 3_000
COMPANIES = 300
TOPICS = 40
VOCABULARY = 40_000
QUOTES_A_SOURCE = 25
FIRST_YEAR, YEARS = 1945, 80

_COMMON = (
    "the of and to in a we that is our for it this will with on be have as are not they by "
    "from at which has i or was their but an all can more must people also us so one there "
    "who been these world should new would its what about other when if many do my only now "
    "very time some them into you no than between through because how most up years out over "
    "make these year such need well those where just work today own first both company market "
    "business customers growth technology products services think know take way every good "
    "last still like great value industry cost future team change long right quality invest "
    "part global data cloud software share results quarter strategy capital risk energy "
    "network build lead "
)
_STARTS = "b c d f g h l m n p r s t v w br ch cl cr dr fl gr pl pr sh st str th tr"
_VOWELS = "a e i o u ea ou ai io"
COMMON, STARTS, VOWELS = _COMMON.split(), _STARTS.split(), _VOWELS.split()
ENDS = ["", "", "", "n", "r", "s", "t", "l", "m", "ck", "nd", "nt", "st"]
SUFFIXES = ["", "", "", "", "s", "ed", "ing", "er", "tion", "ment", "ly", "al", "ity"]
SHORT = ["Thank you.", "We are ready.", "No comment.", "That is our plan.", "I am very proud."]
FIRST_HAN, HAN = 0x4E00, 3_000


class Words:
    """Two languages, each with its own Zipf distribution."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self.english = [*COMMON, *(self._invented() for _ in range(VOCABULARY - len(COMMON)))]
        self._english_odds = _zipf(len(self.english))
        self.han = rng.sample([chr(FIRST_HAN + i) for i in range(20_000)], HAN)
        self._han_odds = _zipf(HAN)

    def _invented(self) -> str:
        rng = self.rng
        syllables = rng.choices((1, 2, 3), (3, 5, 2))[0]
        stem = "".join(
            rng.choice(STARTS) + rng.choice(VOWELS) + rng.choice(ENDS) for _ in range(syllables)
        )
        return stem + rng.choice(SUFFIXES)

    def sentence(self) -> str:
        """An English saying: some 8 to 60 words with commas, and now and then a number."""
        length = min(120, max(4, round(self.rng.lognormvariate(3.1, 0.55))))
        words = self.rng.choices(self.english, cum_weights=self._english_odds, k=length)
        for place in range(self.rng.randint(5, 14), length, self.rng.randint(7, 14)):
            words[place - 1] += ","
        if self.rng.random() < 0.1:
            words[length // 2] = self.rng.choice(["1,000", "20%", "$4.3", "2020", "cloud-based"])
        text = " ".join(words)
        return f"{text[0].upper()}{text[1:]}."

    def chinese(self) -> str:
        """A Chinese saying; every character prefers a few successors of its own."""
        length = min(150, max(6, round(self.rng.lognormvariate(3.3, 0.5))))
        drawn = self.rng.choices(range(HAN), cum_weights=self._han_odds, k=length)
        for i in range(1, length):
            if drawn[i] % 2:
                drawn[i] = (drawn[i - 1] * 7 + drawn[i] % 5) % HAN
        return "".join(self.han[i] for i in drawn) + "。"

    def name(self) -> str:
        """A person's or company's name."""
        first, last = (self.rng.choice(self.english[200:]).capitalize() for _ in range(2))
        return f"{first} {last}"


def _zipf(size: int) -> list[float]:
    return list(accumulate(1 / (rank + 2.7) for rank in range(size)))


def records(quotes: int, seed: int = SEED) -> Iterator[Record]:
    """Everything that ``quotes`` quotes need, and they themselves."""
    rng = random.Random(seed)
    words = Words(rng)
    for i in range(SPEAKERS):
        yield {"type": "person", "ref": f"person-{i}", "name": f"{words.name()} {i}"}
    for i in range(COMPANIES):
        yield {"type": "organization", "ref": f"company-{i}", "name": f"{words.name()} {i}"}
    dates = [_date(rng) for _ in range(quotes // QUOTES_A_SOURCE + 1)]
    for i, date in enumerate(dates):
        yield _source(i, date, words)
        yield _speech(i, date, words)
    for i in range(TOPICS):
        yield {"type": "topic", "ref": f"topic-{i}", "name": words.english[150 + i]}
    for i in range(quotes):
        yield _quote(i, words)


def _date(rng: random.Random) -> str:
    year, month = FIRST_YEAR + int(YEARS * rng.random() ** 0.6), rng.randint(1, 12)
    return rng.choice((f"{year}-{month:02}-{rng.randint(1, 28):02}", f"{year}-{month:02}"))


def _source(i: int, date: str, words: Words) -> Record:
    publisher = f"company-{words.rng.randrange(COMPANIES)}"
    return {
        "type": "source",
        "ref": f"source-{i}",
        "kind": "article",
        "title": words.sentence()[:120],
        "publisher": publisher,
        "url": f"https://example.org/{i}",
        "language": "en",
        "published": date,
    }


def _speech(i: int, date: str, words: Words) -> Record:
    return {
        "type": "speech",
        "ref": f"speech-{i}",
        "title": words.sentence()[:80],
        "language": "en",
        "delivered": date,
        "speakers": [{"person": f"person-{words.rng.randrange(SPEAKERS)}"}],
        "sources": [f"source-{i}"],
    }


def _quote(i: int, words: Words) -> Record:
    rng = words.rng
    chance = rng.random()
    language = "zh" if chance < 0.1 else "en"
    speaker = min(int(rng.paretovariate(0.6)), SPEAKERS) - 1
    if chance > 0.98:
        text = rng.choice(SHORT)
    else:
        text = words.chinese() if language == "zh" else words.sentence()
    place = i // QUOTES_A_SOURCE
    return {
        "type": "quote",
        "ref": f"quote-{i}",
        "text": text,
        "language": language,
        "spoken_language": rng.choice(("en", "zh")),
        "kind": rng.choice(("direct", "direct", "partial", "indirect")),
        "speaker": f"person-{speaker}",
        "organization": f"company-{speaker % COMPANIES}",
        "as_credited": "the chief executive said",
        "speech": f"speech-{place}",
        "status": "published",
        "topics": [f"topic-{rng.randrange(TOPICS)}"] if rng.random() < 0.3 else [],
        "citations": [{"source": f"source-{place}", "locator": f"para {rng.randint(1, 40)}"}],
    }


def write(path: Path, quotes: int) -> None:
    """Write a corpus in the import format."""
    with path.open("w", encoding="utf-8") as file:
        for record in records(quotes):
            file.write(json.dumps(record, ensure_ascii=False) + "\n")
