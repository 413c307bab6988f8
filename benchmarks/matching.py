"""Matching: whether a claim is found and told rightly, and what it takes.

``python -m benchmarks.matching --write`` also writes ``docs/checking.md``. A changed saying that is
called the same is a false assurance: one is enough to end with an error. Times are processor time
of this process and its PostgreSQL backend, where the system tells (see ``searching``).
"""

import argparse
import os
import platform
import random
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache, partial
from itertools import groupby
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter, process_time
from typing import Any

import django

from benchmarks import sayings
from benchmarks.sayings import Asked, Saying

SEED = 20_201_230
QUOTES, QUICK = 1_000_000, 5_000
EACH, EACH_QUICK = 90, 12
"""Claims of a class."""

RIVALS_EACH = 1
"""Claims of a class that the baselines are asked: trigrams take half a minute for one."""

PATIENCE = 5_000
"""Milliseconds that a baseline may take for a claim; what it then has not found is a miss."""

ARTICLES = 10
ARTICLE_SIZE = 20_000
DOCUMENT = Path(__file__).parent.parent / "docs" / "checking.md"
MARK = "<!-- the table of python -m benchmarks.matching --write -->"


@dataclass
class Judged:
    """What became of the claims of one class."""

    kind: str
    asked: int = 0
    first: int = 0
    among_ten: int = 0
    right: int = 0
    assured: int = 0
    accused: int = 0
    times: list[float] = field(default_factory=list)

    @property
    def row(self) -> str:
        """A line of the table."""
        whole = self.asked or 1
        return (
            f"| {self.kind} | {self.asked} | {self.first / whole:.3f} "
            f"| {self.among_ten / whole:.3f} | {self.right / whole:.3f} | {self.assured} "
            f"| {self.accused} | {median(self.times):.1f} | {p95(self.times):.1f} |"
        )


def p95(times: list[float]) -> float:
    return quantiles(times, n=20)[-1] if len(times) > 1 else times[0]


class FalseAssuranceError(Exception):
    """A changed saying was called the same."""


def run(quotes: int) -> Iterator[tuple[str, str]]:
    """Fill the database, check, and yield lines for ``__main__``."""
    from benchmarks.program import load

    yield from load(quotes)
    report = measure(quick=quotes <= QUICK)
    for line in report.lines:
        yield "", line
    report.insist()


@dataclass
class Report:
    """The lines of a run, and how often a change was called the same."""

    lines: list[str]
    assured: int

    def insist(self) -> None:
        """Raise when a changed saying was called the same."""
        if self.assured:
            raise FalseAssuranceError(f"{self.assured} changed sayings were called the same")


def measure(quick: bool = False) -> Report:
    """Put the sayings into the archive, ask everything, and take them out again."""
    rng = random.Random(SEED)
    known = sayings.sayings(rng, 240 if quick else 1_200)
    with stored(known) as keys:
        each = EACH_QUICK if quick else EACH
        others = of_the_corpus(rng, 4 * each)
        asked = [
            *sayings.claims(known, rng, each),
            *sayings.of_the_corpus(list(others), rng, each),
        ]
        keys.update(others)
        judged = []
        for kind, group in by_kind(asked):
            judged.append(judge(kind, group, keys))
            print(judged[-1].row, file=sys.stderr, flush=True)
        articles = [article(known, rng) for _ in range(2 if quick else ARTICLES)]
        texts = [timed(check_article, text)[1] for text in articles]
        rivals = list(
            baselines(
                [one for _, group in by_kind(asked) for one in list(group)[:RIVALS_EACH]], keys
            )
        )
    return Report(list(lines(judged, texts, rivals)), sum(one.assured for one in judged))


def of_the_corpus(rng: random.Random, count: int) -> dict[str, int]:
    """Some of the corpus's quotes of more than a few words, by text."""
    from quotes.models import Quote

    last = Quote.objects.order_by("-pk").values_list("pk", flat=True)[0]
    keys = [rng.randint(1, last) for _ in range(3 * count)]
    rows = Quote.objects.filter(pk__in=keys).exclude(ref__startswith="saying-").order_by("pk")
    found = {text: key for text, key in rows.values_list("text", "pk") if _is_long(text)}
    return dict(rng.sample(sorted(found.items()), count))


def _is_long(text: str) -> bool:
    return len(text) > 12 if text.endswith("。") else len(text.split()) > 7


def by_kind(asked: list[Asked]) -> Iterator[tuple[str, list[Asked]]]:
    ordered = sorted(asked, key=lambda one: one.kind)
    for kind, group in groupby(ordered, key=lambda one: one.kind):
        yield kind, list(group)


@contextmanager
def stored(known: list[Saying]) -> Iterator[dict[str, int]]:
    """The sayings as published quotes of one speaker, by text; gone afterwards."""
    from django.db import connection

    from archive.models import Person
    from quotes.models import Quote

    speaker = Person.objects.create(ref="speaker-of-sayings", name="Ada Sayer", is_public=True)
    made = Quote.objects.bulk_create(
        Quote(ref=f"saying-{number}", text=one.text, language=one.language, kind="direct",
              speaker=speaker, status="published")
        for number, one in enumerate(known)
    )  # fmt: skip
    try:
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE quotes_quote")
        yield {one.text: one.pk for one in made}
    finally:
        Quote.objects.filter(pk__in=[one.pk for one in made]).delete()
        speaker.delete()


def judge(kind: str, asked: list[Asked], keys: dict[str, int]) -> Judged:
    """Ask the claims of one class."""
    from quotes.matching.candidates import Sought, candidates, lexemes
    from quotes.matching.engine import Claim, check

    found = Judged(kind)
    for one in asked:
        claim = Claim(one.claim, "Nobody Known" if one.wrong_speaker else "")
        (answer,), spent = timed(check, [claim])
        wanted = {keys[one.source.text]} | ({keys[one.other.text]} if one.other else set())
        named = [_named(part, one, keys) for part in answer.parts]
        named = named or [match.quote.pk for match in answer.matches[:1]]
        rows = candidates(Sought(lexemes([one.claim])[0]))[:10]
        found.asked += 1
        found.times.append(spent)
        found.first += bool(named) and set(named) <= wanted | _twins(one.claim, named, keys)
        found.among_ten += bool(wanted & {row.pk for row in rows})
        found.right += answer.verdict.value in one.right
        found.assured += _is_assured(one, answer)
        found.accused += kind in sayings.KEEPING and answer.verdict.value in (
            "altered", "similar", "nothing", "spliced", "translation",
        )  # fmt: skip
    return found


def _named(part: Any, one: Asked, keys: dict[str, int]) -> int:
    """The quote a piece is said to be from: the one asked for, where that holds the piece too."""
    piece = one.claim[part.start : part.end]
    for source in (one.source, one.other):
        if source and piece.lower() in source.text.lower():
            return keys[source.text]
    return part.quote.pk


def _twins(claim: str, named: list[int], keys: dict[str, int]) -> set[int]:
    """Other sayings that hold the claim's words too: as right an answer."""
    bare = claim.strip("“”「」,.，。 ")
    return {key for text, key in keys.items() if key in named and bare in text}


def _is_assured(one: Asked, answer: Any) -> bool:
    """Whether a changed saying was called the same, or a cut one nothing said of what it lacks."""
    same = answer.verdict.value in ("exact", "typography", "punctuation", "excerpt")
    if one.kind in sayings.ALTERING or one.kind == sayings.SPLICED:
        return same and answer.verdict.value not in one.right
    if one.kind == sayings.CUT:
        return same and not answer.best.comparison.qualifications
    return same and one.kind in (sayings.OTHER_SPEAKER, sayings.UNRELATED)


class Clock:
    """Milliseconds of processor time of this process and its backend."""

    def __init__(self) -> None:
        from django.db import connection

        with connection.cursor() as cursor:
            cursor.execute("SET max_parallel_workers_per_gather = 0")
            cursor.execute("SELECT pg_backend_pid()")
            self.path = Path(f"/proc/{cursor.fetchone()[0]}/schedstat")
        self.known = self.path.exists()

    def now(self) -> float:
        """Milliseconds until now."""
        if not self.known:
            return 1000 * perf_counter()
        return 1000 * (process_time() + int(self.path.read_text().split()[0]) / 1e9)


def timed(work: Callable[[Any], Any], given: Any) -> tuple[Any, float]:
    """The answer, and the milliseconds it took."""
    clock = _clock()
    start = clock.now()
    answer = work(given)
    return answer, clock.now() - start


@cache
def _clock() -> Clock:
    return Clock()


def article(known: list[Saying], rng: random.Random) -> str:
    """20 KB of English news: a third of its sentences quote, half of those with a change."""
    text = ""
    english = [one for one in known if one.language == "en"]
    while len(text.encode()) < ARTICLE_SIZE:
        saying = rng.choice(english)
        words = saying.text[:-1] if rng.random() < 0.5 else saying.having(number="7").text[:-1]
        filler = " ".join(sayings._unrelated(saying, rng) + "." for _ in range(2))
        text += f"“{words},” said Ada Sayer. {filler}\n\n"
    return text


def check_article(text: str) -> int:
    from quotes.matching.pasted import check_text

    return len(check_text(text).passages)


TRIGRAMS = """
CREATE INDEX IF NOT EXISTS sayings_trigrams ON quotes_quote USING gin (text public.gin_trgm_ops)
"""
SIMILAR = """
SELECT id FROM quotes_quote WHERE text OPERATOR(public.%%) %(claim)s AND status = 'published'
ORDER BY public.similarity(text, %(claim)s) DESC LIMIT 10
"""
RANKED = """
SELECT id FROM quotes_quote, (SELECT replace(
    plainto_tsquery('public.search_simple', public.search_words(%(claim)s))::text, '&', '|'
)::tsquery AS query) AS asked
WHERE exact @@ query AND status = 'published' ORDER BY ts_rank(exact, query) DESC LIMIT 10
"""


def baselines(
    asked: list[Asked], keys: dict[str, int]
) -> Iterator[tuple[str, float, float, list[float]]]:
    """Recall@1, recall@10 and times of trigram similarity and of plain full text, OR-ranked."""
    from django.db import connection

    meant = [one for one in asked if one.kind not in (sayings.UNRELATED, sayings.SPLICED)]
    with connection.cursor() as cursor:
        cursor.execute(TRIGRAMS)
        cursor.execute(f"SET statement_timeout = {PATIENCE}")
        for name, sql in (("trigram similarity", SIMILAR), ("full text, OR-ranked", RANKED)):
            first, ten, times = 0, 0, []
            for one in meant:
                rows, spent = timed(partial(_rows, cursor, sql), one.claim)
                first += rows[:1] == [keys[one.source.text]]
                ten += keys[one.source.text] in rows
                times.append(spent)
            yield name, first / len(meant), ten / len(meant), times
        cursor.execute("SET statement_timeout = 0")
        cursor.execute("DROP INDEX sayings_trigrams")


def _rows(cursor: Any, sql: str, claim: str) -> list[int]:
    from django.db import OperationalError

    try:
        cursor.execute(sql, {"claim": claim})
    except OperationalError:  # it ran out of patience
        return []
    return [key for (key,) in cursor.fetchall()]


def lines(judged: list[Judged], texts: list[float], rivals: list[Any]) -> Iterator[str]:
    """The report."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT reltuples FROM pg_class WHERE relname = 'quotes_quote'")
        rows = cursor.fetchone()[0]
        cursor.execute("SHOW server_version")
        version = cursor.fetchone()[0]
    yield f"{rows:,.0f} quotes, PostgreSQL {version}, {os.cpu_count()} cores, {platform.machine()}."
    yield ""
    yield (
        "| class | claims | recall@1 | recall@10 | right verdict | false assurance "
        "| false accusation | p50 ms | p95 ms |"
    )
    yield "|---|---|---|---|---|---|---|---|---|"
    for one in judged:
        yield one.row
    cut = (sayings.CUT, sayings.SPLICED, sayings.OTHER_SPEAKER)
    changed = [one for one in judged if one.kind in sayings.ALTERING or one.kind in cut]
    genuine = [one for one in judged if one.kind in sayings.KEEPING]
    times = [time for one in judged for time in one.times]
    yield ""
    yield f"Recall@1 over mutations: {_ratio(changed, 'first'):.4f}."
    yield f"False assurance: {sum(one.assured for one in judged)}."
    yield f"False accusation: {_ratio(genuine, 'accused'):.4f} of genuine claims."
    yield f"A sentence: p50 {median(times):.1f} ms, p95 {p95(times):.1f} ms."
    yield f"An article of 20 KB: p50 {median(texts):.0f} ms, longest {max(texts):.0f} ms."
    for name, first, ten, spent in rivals:
        yield (
            f"Baseline {name} ({len(spent)} claims): recall@1 {first:.3f}, recall@10 {ten:.3f}, "
            f"p50 {median(spent):.0f} ms, p95 {p95(spent):.0f} ms."
        )


def _ratio(judged: list[Judged], what: str) -> float:
    return sum(getattr(one, what) for one in judged) / sum(one.asked for one in judged)


def write(body: str) -> None:
    """Put the table where the document marks its place."""
    before, _old, after = DOCUMENT.read_text(encoding="utf-8").split(MARK)
    DOCUMENT.write_text(f"{before}{MARK}\n\n{body}\n\n{MARK}{after}", encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.matching", description=__doc__)
    parser.add_argument("--quotes", type=int, default=QUOTES, metavar="N")
    parser.add_argument("--quick", action="store_true", help=f"{QUICK:,} quotes: does it run?")
    parser.add_argument("--database", metavar="NAME", help="one that is there, with a corpus in it")
    parser.add_argument(
        "--write", action="store_true", help="write the table into docs/checking.md"
    )
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    report = _report(options)
    print("\n".join(report.lines))
    if options.write:
        write("\n".join(report.lines))
    try:
        report.insist()
    except FalseAssuranceError as error:
        sys.exit(str(error))


def _report(options: argparse.Namespace) -> Report:
    from django.db import connection

    from benchmarks.__main__ import own_database
    from benchmarks.program import load

    if options.database:
        connection.settings_dict["NAME"] = options.database
        return measure(options.quick)
    with own_database():
        for label, value in load(QUICK if options.quick else options.quotes):
            print(f"{label}: {value}", file=sys.stderr)
        return measure(options.quick)


if __name__ == "__main__":
    main()
