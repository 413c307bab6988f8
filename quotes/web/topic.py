"""A topic's page: what was said about it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from quotes.models import Quote, Topic
from quotes.web import records
from quotes.web.form import query_of
from quotes.web.listing import listing
from quotes.web.narrowing import over_time


@records.page
def topic_page(request: HttpRequest, ref: str) -> HttpResponse:
    """The topic; its published quotes page by page."""
    topic: Topic = records.at(Topic.objects.filter(is_public=True), ref)
    quotes = Quote.objects.published().filter(topics=topic)
    context = {
        "topic": topic,
        "over_time": over_time(quotes, query_of(topic=topic.ref)),
        "page": listing(quotes, request.GET.get("cursor")),
        "canonical": request.build_absolute_uri(request.path),
    }
    return render(request, "quotes/topic.html", context)
