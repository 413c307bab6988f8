"""An editor finds a quote they have in front of them, whatever its status."""

import pytest
from django.db import connection
from django.urls import reverse

from quotes.admin.finding import has_phrase
from quotes.models import Quote
from tests.desk import address

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def quotes(make_quote):
    make_quote("We don’t have access to ‘unlimited cash’", status="draft")
    make_quote("Cash is not unlimited", status="draft")
    make_quote("云服务不是我们的强项", language="zh", status="draft")


def found(client, typed):
    page = client.get(address(Quote, "changelist"), {"q": typed})
    return sorted(quote.text for quote in page.context["cl"].result_list)


@pytest.mark.parametrize(
    ("typed", "texts"),
    [
        ("unlimited cash", ["Cash is not unlimited", "We don’t have access to ‘unlimited cash’"]),
        ('"unlimited cash"', ["We don’t have access to ‘unlimited cash’"]),
        ("“Unlimited Cash”", ["We don’t have access to ‘unlimited cash’"]),
        ("don't unlim", ["We don’t have access to ‘unlimited cash’"]),
        ("云服务", ["云服务不是我们的强项"]),
        ("务服", []),
        ('"unlimited', ["Cash is not unlimited", "We don’t have access to ‘unlimited cash’"]),
        ("100% %_", []),
        ("?!", []),
        ("'; DROP TABLE quotes_quote; --", []),
    ],
)
def test_quotes_are_found_by_words_phrases_and_beginnings(admin_client, typed, texts):
    assert found(admin_client, typed) == texts


def test_searching_can_use_the_index():
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")  # with three rows, reading them is cheaper

    assert "quote_exact" in Quote.objects.filter(has_phrase("cash")).order_by().explain()


def test_a_nul_is_a_space(admin_client):
    answer = admin_client.get(
        reverse("admin:autocomplete"),
        {
            "app_label": "quotes",
            "model_name": "quoterelation",
            "field_name": "other",
            "term": "cash\0unlimited",
        },
    )

    assert len(answer.json()["results"]) == 2
