"""Import after export is the identity: the same archive, and the same bytes when exported again."""

import io
from pathlib import Path

import pytest
from django.conf import settings
from django.db import transaction
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from imported import accept

from archive.models import Organization, Person, Redirect, Role, Source, Speech
from archive.models.names import NameKind
from archive.models.sources import Relation, Rights, SourceKind
from quotes.files.exporting import Export
from quotes.models import Kind, Quote, QuoteRelationKind, Standing, Status, Topic

pytestmark = pytest.mark.django_db

FIXTURES = sorted((Path(settings.BASE_DIR) / "fixtures").glob("*.jsonl"))


def exported(**options):
    file = io.StringIO()
    Export(**options).write_jsonl(file)
    return file.getvalue().encode()


def empty_the_archive():
    for model in (Quote, Topic, Speech, Role):
        model.objects.all().delete()
    Source.origins.through.objects.all().delete()
    for model in (Source, Person, Organization, Redirect):
        model.objects.all().delete()


def assert_comes_back():
    """Export, import into the emptied archive, export: the same bytes. And again: no change."""
    first = exported(private=True)
    public = exported(statuses=[Status.PUBLISHED, Status.RETRACTED])
    again = accept(first)
    assert {counts[:2] for counts in again.values()} <= {(0, 0)}
    empty_the_archive()
    assert exported(private=True) == b""
    accept(first)
    assert exported(private=True) == first
    empty_the_archive()
    if public:
        accept(public)
    assert exported(statuses=[Status.PUBLISHED, Status.RETRACTED]) == public


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.name)
def test_the_sample_comes_back(path):
    accept(path.read_bytes())
    assert_comes_back()


# --- Any archive -----------------------------------------------------------------------------

# Everything PostgreSQL keeps in a text: no NUL, no halves of surrogate pairs.
characters = st.characters(blacklist_categories=["Cs"], blacklist_characters="\0")
texts = st.text(characters, max_size=20)
words = texts.map(lambda text: f"w{text}")
languages = st.sampled_from(["", "en", "zh-Hans", "de"])
dates = st.sampled_from(["", "2020", "2020-11", "2020-12-30", "2020-12-30/..", "199X", "2001~"])
moments = st.datetimes(timezones=st.just(__import__("datetime").UTC)).map(lambda m: m.isoformat())
flags = st.booleans()


def of(choices):
    return st.sampled_from(choices.values)


def some(items, most=3):
    """A few different ones of ``items``."""
    return st.lists(st.sampled_from(items), max_size=most, unique=True) if items else st.just([])


def one_or_none(items):
    return st.sampled_from([None, *items])


@st.composite
def archives(draw):
    """The lines of a whole archive, every link leading somewhere and every promise kept."""
    counts = {kind: draw(st.integers(0, 3)) for kind in "posrlqt"}
    refs = {kind: [f"{kind}{i}" for i in range(count)] for kind, count in counts.items()}
    lines = []
    for kind, name in (("p", "person"), ("o", "organization")):
        lines += [draw(named(name, ref)) for ref in refs[kind]]
    lines += [draw(sources(ref, refs["s"][:i], refs["o"])) for i, ref in enumerate(refs["s"])]
    if refs["p"] and refs["o"]:
        lines += [draw(roles(ref, i, refs)) for i, ref in enumerate(refs["r"])]
    else:
        refs["r"] = []
    lines += [draw(speeches(ref, refs)) for ref in refs["l"]]
    lines += [
        {"type": "topic", "ref": ref, "name": f"{ref} topic", "public": draw(flags)}
        for ref in refs["t"]
    ]
    editions = {line["ref"]: line["texts"] for line in lines if line.get("texts")}
    lines += [draw(quotes(ref, refs, editions)) for ref in refs["q"]]
    lines += [
        {"type": "redirect", "kind": "person", "old_ref": f"{ref}-old", "new_ref": ref,
         "reason": draw(words)}
        for ref in refs["p"]
    ]  # fmt: skip
    return draw(st.permutations(lines))


def named(kind, ref):
    name = st.fixed_dictionaries({"name": words, "language": languages, "kind": of(NameKind)})
    return st.fixed_dictionaries(
        {
            "type": st.just(kind),
            "ref": st.just(ref),
            "name": words,
            "language": languages,
            "description": texts,
            "public": flags,
            "names": st.lists(name, max_size=3, unique_by=lambda n: n["name"]),
        }
    )


def sources(ref, earlier, publishers):
    origin = some(earlier).flatmap(
        lambda refs: st.tuples(
            *(st.fixed_dictionaries({"source": st.just(r), "relation": of(Relation)}) for r in refs)
        ).map(list)
    )
    edition = {"text": words, "language": languages, "captured_at": moments, "note": texts}
    return st.fixed_dictionaries(
        {
            "type": st.just("source"),
            "ref": st.just(ref),
            "kind": of(SourceKind),
            "title": words,
            "publisher": one_or_none(publishers),
            "author_line": texts,
            "url": st.sampled_from(["", "https://example.org/ä?q=“a”"]),
            "language": languages,
            "published": dates,
            "reference_number": texts,
            "rights": of(Rights),
            "note": texts,
            "public": flags,
            "derived_from": origin,
            "texts": st.lists(st.fixed_dictionaries(edition), max_size=2),
        }
    )


def roles(ref, number, refs):
    return st.fixed_dictionaries(
        {
            "type": st.just("role"),
            "ref": st.just(ref),
            "person": st.sampled_from(refs["p"]),
            "organization": st.sampled_from(refs["o"]),
            "title": words.map(lambda text: f"{number} {text}"),
            "period": dates,
            "source": one_or_none(refs["s"]),
            "public": flags,
        }
    )


def speeches(ref, refs):
    speaker = st.fixed_dictionaries(
        {
            "person": one_or_none(refs["p"]),
            "organization": one_or_none(refs["o"]),
            "role": one_or_none(refs["r"]),
            "as_credited": words,
        }
    )
    return st.fixed_dictionaries(
        {
            "type": st.just("speech"),
            "ref": st.just(ref),
            "title": words,
            "occasion": texts,
            "place": texts,
            "language": languages,
            "delivered": dates,
            "note": texts,
            "public": flags,
            "speakers": st.lists(speaker, max_size=2),
            "sources": some(refs["s"]),
        }
    )


@st.composite
def quotes(draw, ref, refs, editions):
    speaker, organization = draw(one_or_none(refs["p"])), draw(one_or_none(refs["o"]))
    others = [other for other in refs["q"] if other != ref]
    record = {
        "type": "quote",
        "ref": ref,
        "text": draw(words),
        "language": draw(languages),
        "spoken_language": draw(languages),
        "kind": draw(of(Kind)),
        "speaker": speaker,
        "organization": organization,
        "unattributed": not speaker and not organization,
        "as_credited": draw(texts),
        "speech": draw(one_or_none(refs["l"])),
        "said": draw(dates),
        "status": draw(of(Status)),
        "standing": draw(of(Standing)),
        "public_note": draw(words),
        "editor_note": draw(texts),
        "topics": draw(some(refs["t"])),
        "citations": [draw(citations(s, editions)) for s in draw(some(refs["s"]))],
        "relations": [
            {"quote": other, "relation": draw(of(QuoteRelationKind))}
            for other in draw(some(others))
        ],
    }
    if speaker and organization:
        record["role"] = draw(one_or_none(refs["r"]))
    return record


@st.composite
def citations(draw, source, editions):
    citation = {
        "source": source,
        "wording": draw(texts),
        "as_credited": draw(texts),
        "locator": draw(texts),
        "prefix": draw(texts),
    }
    if editions.get(source) and draw(flags):
        number = draw(st.integers(1, len(editions[source])))
        text = editions[source][number - 1]["text"]
        start = draw(st.integers(0, len(text) - 1))
        end = draw(st.integers(start + 1, len(text)))
        citation |= {"edition": number, "exact": text[start:end], "start": start, "end": end}
    return citation


@hypothesis_settings(
    max_examples=15, deadline=None, suppress_health_check=list(HealthCheck), print_blob=True
)
@given(lines=archives())
def test_any_archive_comes_back(lines):
    with transaction.atomic():
        if lines:
            accept(*lines)
            assert_comes_back()
        transaction.set_rollback(True)
