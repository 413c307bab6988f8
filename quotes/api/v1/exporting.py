"""A whole list as a file: JSON Lines or CSV, streamed.

Should something fail midway, the exception goes up and the server breaks the connection off before
the last chunk: a client sees an incomplete transfer, never a shorter file that looks whole.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain, islice
from typing import Any, AnyStr

from django.http import StreamingHttpResponse
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request

from quotes.api.rendering import LINE, encoded
from quotes.api.v1 import tables
from quotes.api.v1.tables import Columns

PAGED_ONLY = ("cursor", "page_size", "facets")
"""Parameters of a page that a file has no use for."""

Records = list[dict[str, Any]]
Build = Callable[[Sequence[int]], Records]
"""Makes the records of some primary keys, in their order."""


def refuse_paging(request: Request) -> None:
    """Raise a 400 for what only a page takes: ignored, it would promise what is not done."""
    format_ = request.accepted_renderer.format
    refused = [name for name in PAGED_ONLY if name in request.query_params]
    if refused:
        sentence = f"A list as {format_} is the whole result, without pages: leave this out."
        raise ValidationError({name: [sentence] for name in refused})


def json_lines(
    request: Request, name: str, keys: Iterable[Sequence[int]], build: Build
) -> StreamingHttpResponse:
    """One record a line."""
    return _download(request, name, _jsonl(keys, build))


def table(
    request: Request, name: str, columns: Columns, keys: Iterable[Sequence[int]], build: Build
) -> StreamingHttpResponse:
    """A header and one record a row."""
    return _download(request, name, _csv(columns, keys, build))


def _download(request: Request, name: str, written: Iterator[AnyStr]) -> StreamingHttpResponse:
    """A file to save. Its beginning is made here, so that a refusal is an answer."""
    renderer = request.accepted_renderer
    first = list(islice(written, 1))
    body: Iterable[AnyStr] = () if request.method == "HEAD" else chain(first, written)
    answer = StreamingHttpResponse(body, content_type=f"{renderer.media_type}; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}.{renderer.format}"'
    return answer


def _jsonl(keys: Iterable[Sequence[int]], build: Build) -> Iterator[bytes]:
    for batch in keys:
        yield b"".join(encoded(record, LINE) for record in build(batch))


def _csv(columns: Columns, keys: Iterable[Sequence[int]], build: Build) -> Iterator[str]:
    batches = iter(keys)
    yield tables.header(columns) + "".join(tables.lines(columns, build(next(batches, ()))))
    for batch in batches:
        yield "".join(tables.lines(columns, build(batch)))
