"""A whole list as a file: JSON Lines or CSV, streamed.

Should something fail midway, the exception goes up and the server breaks the connection off before
the last chunk: a client sees an incomplete transfer, never a shorter file that looks whole.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, AnyStr

from django.http import StreamingHttpResponse
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request

from quotes.api.rendering import LINE, encoded
from quotes.api.v1 import tables
from quotes.api.v1.tables import Columns

PAGED_ONLY = ("cursor", "page_size", "facets")
"""Parameters of a page that a file has no use for."""

Records = Iterable[Sequence[dict[str, Any]]]
"""Batch after batch."""


def refuse_paging(request: Request) -> None:
    """Raise a 400 for what only a page takes: ignored, it would promise what is not done."""
    format_ = request.accepted_renderer.format
    refused = [name for name in PAGED_ONLY if name in request.query_params]
    if refused:
        sentence = f"A list as {format_} is the whole result, without pages: leave this out."
        raise ValidationError({name: [sentence] for name in refused})


def json_lines(request: Request, name: str, records: Records) -> StreamingHttpResponse:
    """One record a line."""
    return _download(request, name, _jsonl(records))


def table(request: Request, name: str, columns: Columns, records: Records) -> StreamingHttpResponse:
    """A header and one record a row."""
    return _download(request, name, _csv(columns, records))


def _download(request: Request, name: str, written: Iterator[AnyStr]) -> StreamingHttpResponse:
    """A file to save. Its beginning is made here, so that a refusal is an answer."""
    renderer = request.accepted_renderer
    first = list(islice(written, 1))
    body: Iterable[AnyStr] = () if request.method == "HEAD" else _whole(first, written)
    answer = StreamingHttpResponse(body, content_type=f"{renderer.media_type}; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}.{renderer.format}"'
    return answer


def _whole(first: Iterable[AnyStr], rest: Iterator[AnyStr]) -> Iterator[AnyStr]:
    """Both, one after the other; closed, as when a reader goes away, it drops the rest."""
    yield from first
    yield from rest


def _jsonl(records: Records) -> Iterator[bytes]:
    for batch in records:
        yield b"".join([encoded(record, LINE) for record in batch])


def _csv(columns: Columns, records: Records) -> Iterator[str]:
    batches = iter(records)
    yield tables.header(columns) + tables.lines(columns, next(batches, ()))
    for batch in batches:
        yield tables.lines(columns, batch)
