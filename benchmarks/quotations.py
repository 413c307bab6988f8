"""How well quotations, their kinds and speakers are found in passages labelled by hand.

``python -m benchmarks quotations``. The passages are in ``texts/quotations.txt``, in two parts: the
rules were made with the one before them, the other was held out. A quotation counts as found when
its words are exactly those labelled; its kind and speaker are judged among those found.
"""

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from quotes.quotations import Quotation, find

PASSAGES = Path(__file__).parent / "texts" / "quotations.txt"

LONG, SHORT = 200_000, 20_000
"""Characters of the texts that are timed; ten times the text should take ten times as long."""

WORST = ("“a” ", '"a ', "“", "“a,” Bob said. ", "said ", "他说，“好”", "说", "Bob ", "“a\n\n")


@dataclass(frozen=True)
class Label:
    """One quotation as a reader finds it."""

    kind: str
    words: str
    speaker: str


@dataclass
class Passage:
    """A text and its labelled quotations."""

    text: str
    labels: list[Label] = field(default_factory=list)

    @property
    def language(self) -> str:
        """What it is counted under."""
        return "Chinese" if any("\u4e00" <= sign <= "\u9fff" for sign in self.text) else "English"


@dataclass
class Score:
    """Counts over passages."""

    passages: int = 0
    labelled: int = 0
    offered: int = 0
    found: int = 0
    kinds: int = 0
    speakers: int = 0

    def __str__(self) -> str:
        return (
            f"{self.passages:3} passages, {self.labelled:3} quotations:"
            f" precision {self.found / max(1, self.offered):.3f}"
            f" recall {self.found / max(1, self.labelled):.3f}"
            f" kind {self.kinds / max(1, self.found):.3f}"
            f" speaker {self.speakers / max(1, self.found):.3f}"
        )


def passages() -> dict[str, list[Passage]]:
    """The labelled passages of each part."""
    parts: dict[str, list[Passage]] = {}
    part: list[Passage] = []
    for line in PASSAGES.read_text().splitlines():
        if line.startswith("@"):
            part = parts.setdefault(line.removeprefix("@").strip(), [])
        elif line.startswith("= "):
            kind, words, speaker = line.strip().removeprefix("= ").split(" | ")
            part[-1].labels.append(Label(kind, words, speaker))
        elif not line.startswith("#"):
            part.append(Passage(line.replace("¶", "\n\n")))
    return parts


def judged(some: list[Passage], misses: list[str] | None = None) -> Score:
    """How what is found compares with the labels; each miss is told in a line."""
    score = Score()
    for passage in some:
        _judge(passage, score, [] if misses is None else misses)
    return score


def _judge(passage: Passage, score: Score, misses: list[str]) -> None:
    found = {_letters(one.words): one for one in find(passage.text)}
    score.passages += 1
    score.labelled += len(passage.labels)
    score.offered += len(found)
    for label in passage.labels:
        one = found.pop(_letters(label.words), None)
        if one is None:
            misses.append(f"not found: {label.words} ({passage.text})")
            continue
        score.found += 1
        score.kinds += one.kind == label.kind
        score.speakers += _speaker(one) == label.speaker
        if (one.kind, _speaker(one)) != (label.kind, label.speaker):
            misses.append(f"{label} but {one.kind}, {_speaker(one)} ({passage.text})")
    misses += [f"is no quotation: {one.words} ({passage.text})" for one in found.values()]


def _letters(words: str) -> str:
    """Without white space: paragraphs are joined in the labels as they are in print."""
    return "".join(words.split())


def _speaker(one: Quotation) -> str:
    return one.attribution.speaker if one.attribution else "-"


def _took(text: str) -> float:
    start = time.process_time()
    find(text)
    return time.process_time() - start


def _timed(piece: str) -> str:
    texts = [(piece * (size // len(piece) + 1))[:size] for size in (SHORT, LONG)]
    short, long = (min(_took(text) for _ in range(2)) for text in texts)
    return f"{long * 1000:6.0f} ms for {LONG:,} characters, {long / short:4.1f} × those of a tenth"


def run(size: int) -> Iterator[tuple[str, str]]:
    """Scores of each part and language, then the time of texts made to take long."""
    for part, some in passages().items():
        misses: list[str] = []
        yield part, str(judged(some, misses))
        for language in ("English", "Chinese"):
            of_it = [passage for passage in some if passage.language == language]
            yield f"  {language}", str(judged(of_it))
        for miss in misses:
            yield "    miss", miss
    for piece in WORST[: 2 if size <= 5_000 else len(WORST)]:
        yield f"text of {piece!r}", _timed(piece)
