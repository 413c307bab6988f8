"""Any search as an Atom feed: what the archive publishes next that answers it."""

from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _

from quotes.web import atom
from quotes.web.form import LABELS, address, filled_in, in_words
from quotes.web.lines import QuoteLine, for_lines, lines_of
from quotes.web.search import bind

ENTRIES = 30


def feed(request: HttpRequest) -> HttpResponse:
    """The newest entries of the archive among what the search finds; 400 as the search itself."""
    bound = bind(request)
    bound.also_known = ()
    if not bound.is_valid():
        refusals = [f"{name}: {one}" for name, found in bound.errors.items() for one in found]
        return HttpResponse(
            "\n".join(refusals), status=400, content_type="text/plain; charset=utf-8"
        )
    asked = filled_in(request.GET)
    meant = bound.form.cleaned_data
    about = [f"{LABELS[name]}: {in_words(name, _meant(meant, name, typed))}"
             for name, typed in asked.items()]  # fmt: skip
    title = _("Speech and quote archive: %(search)s") % {
        "search": ", ".join(about) or _("all quotes")
    }
    written = atom.feed(request, title, address(asked))
    # By the day of publication, not of the speech: who follows a search waits for what is new here.
    newest = bound.qs.order_by(F("published_at").desc(nulls_last=True), "-id")
    for line in lines_of(for_lines(newest)[:ENTRIES]):
        _add(written, request, line)
    return atom.answer(written)


def _meant(meant: dict[str, object], name: str, typed: object) -> object:
    """What the filters made of it: a person for a ref. A search stays as it was typed."""
    return typed if name == "q" else meant.get(name) or typed


def _add(written: Atom1Feed, request: HttpRequest, line: QuoteLine) -> None:
    quote = line.quote
    page = request.build_absolute_uri(reverse("web:quote", args=[quote.ref]))
    written.add_item(
        title=atom.printable(atom.title_of(line)),
        link=page,
        unique_id=page,
        description=atom.summary_of(line),
        author_name=atom.printable(atom.author_of(line)),
        pubdate=quote.published_at or quote.created_at,
        updateddate=quote.updated_at,
    )
