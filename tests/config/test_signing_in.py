"""Who guesses passwords waits; everyone else signs in as ever."""

from importlib import import_module

import pytest
from axes.models import AccessAttempt
from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client, override_settings
from django.urls import reverse

pytestmark = pytest.mark.django_db

PASSWORD = "correct horse battery"


@pytest.fixture
def carol(db):
    return User.objects.create_user("carol", password=PASSWORD, is_staff=True)


def sign_in(password, name="carol", **meta):
    """Try to sign in with a browser of one's own."""
    client = Client(**meta)
    sent = {"username": name, "password": password, "next": "/admin/"}
    return client.post(reverse("admin:login"), sent)


def lock(**meta):
    for _ in range(settings.AXES_FAILURE_LIMIT):
        answer = sign_in("wrong", **meta)
    return answer


def test_five_wrong_passwords_and_one_waits_even_with_the_right_one(carol):
    answer = lock()
    assert answer.status_code == 429
    assert answer["Retry-After"] == "900"
    sentence = (
        "Too many wrong passwords for this name, or from this address. Try again in 15 minutes"
    )
    assert sentence in answer.content.decode()
    assert sign_in(PASSWORD).status_code == 429


def test_fewer_are_forgotten_once_the_right_one_came(carol):
    for _ in range(3):
        assert sign_in("wrong").status_code == 200
        assert sign_in("wrong").status_code == 200
        assert sign_in(PASSWORD).status_code == 302


def test_nobody_locks_out_anyone_else(carol, django_user_model):
    django_user_model.objects.create_user("dave", password=PASSWORD, is_staff=True)
    lock(REMOTE_ADDR="192.0.2.66")
    assert sign_in(PASSWORD, REMOTE_ADDR="192.0.2.1").status_code == 302
    assert sign_in(PASSWORD, "dave", REMOTE_ADDR="192.0.2.66").status_code == 302


def stuff(attempts, address="192.0.2.66", name="user{}"):
    """One wrong password for each of many names from one address, or the other way round."""
    for n in range(attempts):
        answer = sign_in("leaked", name.format(n), REMOTE_ADDR=address.format(n))
    return answer


def test_an_address_that_tries_many_names_waits(carol, monkeypatch):
    monkeypatch.setattr("config.signing_in.MOST_OF_AN_ADDRESS", 8)
    assert stuff(7).status_code == 200
    assert stuff(8).status_code == 429
    assert sign_in(PASSWORD, REMOTE_ADDR="192.0.2.66").status_code == 429
    assert sign_in(PASSWORD, REMOTE_ADDR="192.0.2.1").status_code == 302


def test_an_ipv6_network_is_one_address(carol, monkeypatch):
    monkeypatch.setattr("config.signing_in.MOST_OF_AN_ADDRESS", 8)
    assert stuff(8, address="2001:db8::{}").status_code == 429


def test_a_name_tried_from_many_addresses_waits(carol, monkeypatch):
    monkeypatch.setattr("config.signing_in.MOST_OF_A_NAME", 8)
    assert stuff(8, address="192.0.2.{}", name="carol").status_code == 429
    assert sign_in(PASSWORD, REMOTE_ADDR="198.51.100.1").status_code == 429


def test_a_stranger_locks_nobody_out_of_the_browser_they_work_in(carol, monkeypatch):
    monkeypatch.setattr("config.signing_in.MOST_OF_A_NAME", 8)
    monkeypatch.setattr("config.signing_in.MOST_OF_AN_ADDRESS", 8)
    work = Client(REMOTE_ADDR="192.0.2.66")
    right = {"username": "carol", "password": PASSWORD, "next": "/admin/"}
    login = reverse("admin:login")
    assert work.post(login, right).status_code == 302
    assert work.cookies["desk-browser"]["httponly"]
    work.logout()  # which forgets cookies, in the tests' client
    work.cookies["desk-browser"] = Client().post(login, right).cookies["desk-browser"].value
    stuff(9)
    stuff(9, address="198.51.100.{}", name="carol")
    assert sign_in(PASSWORD, REMOTE_ADDR="192.0.2.66").status_code == 429
    assert work.post(login, {**right, "username": "dave"}).status_code == 429
    assert work.post(login, right).status_code == 302


def test_a_browser_known_for_a_name_still_waits_for_its_own_mistakes(carol):
    client = Client()
    right = {"username": "carol", "password": PASSWORD, "next": "/admin/"}
    client.post(reverse("admin:login"), right)
    for _ in range(settings.AXES_FAILURE_LIMIT):
        answer = client.post(reverse("admin:login"), {**right, "password": "wrong"})
    assert answer.status_code == 429


def test_who_guessed_one_password_right_goes_on_waiting_for_the_others(carol, monkeypatch):
    monkeypatch.setattr("config.signing_in.MOST_OF_AN_ADDRESS", 8)
    stuff(7)
    assert sign_in(PASSWORD, REMOTE_ADDR="192.0.2.66").status_code == 302
    assert sign_in("leaked", "another", REMOTE_ADDR="192.0.2.66").status_code == 429


@override_settings(TRUSTED_PROXIES=1)
def test_behind_a_proxy_the_client_counts_and_not_what_it_claims(carol):
    proxy = {"REMOTE_ADDR": "10.0.0.1"}
    for n in range(settings.AXES_FAILURE_LIMIT):  # a claim in front of what the proxy appends
        answer = sign_in("wrong", HTTP_X_FORWARDED_FOR=f"203.0.113.{n}, 192.0.2.66", **proxy)
    assert answer.status_code == 429
    assert sign_in(PASSWORD, HTTP_X_FORWARDED_FOR="192.0.2.1", **proxy).status_code == 302


def test_without_a_proxy_a_claimed_address_is_nobodys(carol):
    for n in range(settings.AXES_FAILURE_LIMIT):
        answer = sign_in("wrong", HTTP_X_FORWARDED_FOR=f"203.0.113.{n}")
    assert answer.status_code == 429


@pytest.mark.parametrize("address", ["/admin/login/", "/search/"])
def test_a_form_that_was_open_too_long_says_what_to_do(db, address):
    """Signing in anew in another tab changes the token, and Django's own page spoke of CSRF."""
    answer = Client(enforce_csrf_checks=True).post(address, {"username": "carol"})
    page = answer.content.decode()
    assert answer.status_code == 403
    assert "Nothing was saved." in page
    assert "Go back, where what you wrote still stands" in page
    assert "CSRF" not in page


def test_no_password_is_kept(carol):
    sign_in("a secret that was mistyped")
    [attempt] = AccessAttempt.objects.all()
    assert "mistyped" not in str(vars(attempt))


def test_an_administrator_unlocks(carol, make_user):
    import_module("quotes.migrations.0016_unlocking").let_administrators_unlock(apps, None)
    lock()
    desk = Client(REMOTE_ADDR="192.0.2.9")
    desk.force_login(make_user("ada", "Administrator"))
    attempt = AccessAttempt.objects.get()
    page = reverse("admin:axes_accessattempt_changelist")
    assert "carol" in desk.get(page).content.decode()
    desk.post(page, {"action": "delete_selected", "_selected_action": attempt.pk, "post": "yes"})
    assert sign_in(PASSWORD).status_code == 302


def test_an_editor_does_not_see_the_attempts(client, make_user):
    client.force_login(make_user("erin", "Editor"))
    assert client.get(reverse("admin:axes_accessattempt_changelist")).status_code == 403


def test_no_request_brings_more_than_it_may(client):
    answer = client.post("/admin/login/", CONTENT_LENGTH=str(21 * 2**20))
    assert answer.status_code == 413
    assert answer.content.decode().startswith("This is larger than 20 MiB")
