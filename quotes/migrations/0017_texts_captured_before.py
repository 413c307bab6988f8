"""Cuts the texts captured before there were passages, so that an upgraded archive finds them at once.

The rule is the one of ``passages.cutting`` as it was then, kept here: a migration must do in years
what it does today. Texts are read and written one by one: a book is the most it holds in memory.
"""

import re
from itertools import islice

from django.db import migrations
from django.db.models import OuterRef, Subquery

LONGEST, OVERLAP, BATCH = 2_000, 300, 500
ENDS = (
    re.compile(r"\n\s*"),  # a paragraph
    re.compile(r"[.!?][\"'”’)\]]*\s+|[。！？][”’」』）]*\s*"),  # a sentence
    re.compile(r"\s+|(?<=[\u3040-\u9fff])(?=[\u3040-\u9fff])"),  # a word
)


def cut_what_was_captured(apps, schema_editor):
    """Cut the latest edition of each source that has no passages yet."""
    editions = apps.get_model("archive", "SourceText").objects.using(schema_editor.connection.alias)
    newest = editions.filter(source=OuterRef("source")).order_by("-edition").values("pk")[:1]
    uncut = editions.filter(pk=Subquery(newest), passages__isnull=True).order_by("pk")
    for pk in list(uncut.values_list("pk", flat=True)):
        cut(apps.get_model("quotes", "Passage"), editions.select_related("source").get(pk=pk))


def cut(model, edition):
    """Write one edition's passages, some hundreds at once."""
    language = edition.language or edition.source.language
    rows = (
        model(edition=edition, start=start, text=text, language=language)
        for start, text in passages(edition.text)
    )
    while batch := list(islice(rows, BATCH)):
        model.objects.using(edition._state.db).bulk_create(batch)


def passages(text):
    """The passages of a text: where each begins, and its words."""
    start = 0
    while len(text) - start > LONGEST:
        end = ending(text, start + LONGEST // 2, start + LONGEST)
        yield start, text[start:end]
        word = ENDS[-1].search(text, end - OVERLAP, end - OVERLAP // 2)
        start = word.end() if word else end - OVERLAP
    yield start, text[start:]


def ending(text, first, last):
    """The last best place to end between two places; the last one where there is none."""
    for ends in ENDS:
        if found := [match.end() for match in ends.finditer(text, first, last)]:
            return found[-1]
    return last


class Migration(migrations.Migration):
    dependencies = [
        ("archive", "0007_merges_and_addresses"),
        ("quotes", "0016_unlocking"),
    ]

    operations = [migrations.RunPython(cut_what_was_captured, migrations.RunPython.noop)]
