"""Version 1 says when it ends, a year ahead at least; until that is decided it says nothing."""

from datetime import date

import pytest

from tests.config.test_settings import refusal, setting

HEADERS = ("Deprecation", "Sunset")

ADDRESSES = [
    ("/api/v1/quotes/", 200), ("/api/v1/quotes/?page_size=1", 200),
    ("/api/v1/quotes/?colour=red", 400), ("/api/v1/quotes/nowhere/", 404),
    ("/api/v1/quotes/?format=csv", 200),
    ("/api/v1/changes/", 200), ("/api/v1/schema/", 200),
]  # fmt: skip


def test_no_end_is_told_while_none_is_decided(client, quote):
    for address, status in ADDRESSES:
        answer = client.get(address)
        assert answer.status_code == status
        assert not {*HEADERS} & {*answer.headers}


def test_every_answer_says_when_the_version_ends(client, quote, misattributed, settings):
    settings.API_V1_LIFETIME = (date(2030, 1, 31), date(2031, 2, 1))
    for address, status in ADDRESSES:
        answer = client.get(address)
        assert answer.status_code == status
        assert answer["Deprecation"] == "@1896048000"
        assert answer["Sunset"] == "Sat, 01 Feb 2031 00:00:00 GMT"
        assert '<http://testserver/developers/>; rel="deprecation"' in answer["Link"]
    assert 'rel="next"' in client.get("/api/v1/quotes/?page_size=1")["Link"]
    assert "Sunset" not in client.get("/quotes/any-price/").headers


def test_an_answer_that_has_not_changed_says_so_too(client, quote, settings):
    settings.API_V1_LIFETIME = (date(2030, 1, 31), date(2031, 2, 1))
    tag = client.get("/api/v1/quotes/any-price/")["ETag"]
    answer = client.get("/api/v1/quotes/any-price/", headers={"If-None-Match": tag})
    assert (answer.status_code, "Sunset" in answer.headers) == (304, True)


def test_a_page_of_another_site_may_read_when_it_ends(settings):
    assert {name.lower() for name in HEADERS} <= {n.lower() for n in settings.CORS_EXPOSE_HEADERS}


@pytest.mark.parametrize(
    ("days", "why"),
    [
        ({"API_V1_DEPRECATED": "2030-01-31"}, "must be set together"),
        ({"API_V1_SUNSET": "2030-01-31"}, "must be set together"),
        ({"API_V1_DEPRECATED": "2030-01-31", "API_V1_SUNSET": "2031-01-30"}, "a year after"),
        ({"API_V1_DEPRECATED": "soon", "API_V1_SUNSET": "2031-01-31"}, "API_V1_DEPRECATED"),
    ],
)  # fmt: skip
def test_an_archive_that_would_break_the_promise_does_not_start(days, why):
    assert why in refusal(**days)


def test_the_days_are_read_from_the_environment():
    days = {"API_V1_DEPRECATED": "2030-01-31", "API_V1_SUNSET": "2031-01-31"}
    assert setting("settings.API_V1_LIFETIME[1]", **days) == "2031-01-31"
