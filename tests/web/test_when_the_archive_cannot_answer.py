"""The database is away, or of another version, or something broke: visitors are told, not left."""

import logging

import pytest
from django.db import OperationalError, connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.test import Client

from quotes.failing import AWAY, BROKEN

AWAY_NOW = OperationalError("couldn't get a connection after 10.00 sec")


@pytest.fixture
def visitor(quote):
    return Client(raise_request_exception=False)


@pytest.fixture
def while_(visitor, monkeypatch):
    """Ask for an address while every question to the database ends in ``error``."""

    def ask(error, address):
        def refuse(*_args, **_more):
            raise error

        with monkeypatch.context() as patched:
            patched.setattr(BaseDatabaseWrapper, "ensure_connection", refuse)
            return visitor.get(address)

    return ask


@pytest.mark.parametrize("address", ["/", "/search/?q=grow", "/quotes/any-price/"])
def test_while_the_database_is_away_a_page_says_so(while_, address):
    answer = while_(AWAY_NOW, address)
    assert (answer.status_code, answer["Retry-After"]) == (503, "60")
    page = answer.content.decode()
    assert str(AWAY) in page
    assert "noindex" in page
    assert address.split("?")[0] in page  # to ask again


def test_and_the_api_says_it_in_its_own_shape(while_):
    answer = while_(AWAY_NOW, "/api/v1/quotes/")
    assert (answer.status_code, answer["Retry-After"]) == (503, "60")
    assert answer.json() == {"detail": str(AWAY)}


@pytest.mark.parametrize("address", ["/", "/api/v1/quotes/"])
def test_a_database_of_another_version_is_away_and_the_log_says_what_to_do(
    visitor, caplog, address
):
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE quotes_quote RENAME TO quotes_earlier")
    with caplog.at_level(logging.ERROR):
        answer = visitor.get(address)
    assert answer.status_code == 503
    assert "manage.py migrate" in caplog.text


@pytest.mark.parametrize("address", ["/", "/api/v1/quotes/"])
def test_what_is_broken_is_a_500_without_a_word_of_why(while_, address):
    answer = while_(RuntimeError("a secret of the house"), address)
    assert answer.status_code == 500
    assert "Retry-After" not in answer
    text = answer.content.decode()
    assert str(BROKEN) in text
    assert "secret" not in text
