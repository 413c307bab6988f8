"""Whether sources' addresses still answer: asked by a command, which reaches no inner network."""

from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from django.core.management import call_command

from archive import visiting
from archive.management.commands import check_addresses
from archive.management.commands.check_addresses import longest_unseen
from archive.models import AddressCheck, Source
from archive.visiting import visit

IN_CHINESE = "/wiki/%E4%BB%BB%E6%AD%A3%E9%9D%9E"  # 任正非
ANSWERS = {
    "/here": 200, "/gone": 404, "/broken": 500, "/shy": 403, IN_CHINESE: 200,
    "/a%20b?c=%2F%C3%A9": 200,
}  # fmt: skip


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        if self.path == "/moved":
            self.send_response(301)
            self.send_header("Location", "/here")
        elif self.path == "/in-chinese":  # as some servers write it, in bare UTF-8
            self.send_response(301)
            self.send_header("Location", "/wiki/任正非".encode().decode("latin-1"))
        elif self.path == "/circle":
            self.send_response(302)
            self.send_header("Location", "/circle")
        elif self.path == "/elsewhere":
            self.send_response(302)
            self.send_header("Location", "file:///etc/passwd")
        else:
            self.send_response(ANSWERS[self.path])
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *args):
        pass


@pytest.fixture(scope="module")
def site():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize(
    ("path", "said", "alive"),
    [
        ("/here", "200", True),
        ("/moved", "200", True),
        ("/shy", "403", True),
        ("/wiki/任正非", "200", True),
        (IN_CHINESE, "200", True),
        ("/in-chinese", "200", True),
        ("/a%20b?c=%2Fé", "200", True),
        ("/gone", "404", False),
        ("/broken", "500", False),
        ("/circle", "more than 5 redirects", False),
        ("/elsewhere", "not visited: only http and https are visited", False),
    ],
)
def test_an_answer_says_whether_the_address_lives(site, path, said, alive):
    answer = visit(f"{site}{path}", private=True)
    assert (answer.said, answer.alive) == (said, alive)


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "localhost", "10.0.0.1", "192.168.1.1", "169.254.169.254", "[::1]",
     "[::ffff:127.0.0.1]", "[fe80::1]", "0.0.0.0", "100.64.0.1", "2130706433"],
)  # fmt: skip
def test_a_private_network_is_not_visited(host, monkeypatch):
    def never(*args):
        raise AssertionError("connected")

    monkeypatch.setattr(visiting.socket, "create_connection", never)
    assert visit(f"http://{host}/").said == "not visited: it leads to a private network"


def test_a_redirect_into_a_private_network_is_not_followed(site, monkeypatch):
    real, asked = visiting._number, []

    def first_is_public(host, port, private):
        asked.append(host)
        return real(host, port, private=len(asked) == 1)

    monkeypatch.setattr(visiting, "_number", first_is_public)
    assert visit(f"{site}/moved").said == "not visited: it leads to a private network"


def test_a_name_with_one_private_address_is_not_visited(monkeypatch):
    both = [(0, 0, 0, "", ("93.184.216.34", 80)), (0, 0, 0, "", ("10.0.0.1", 80))]
    monkeypatch.setattr(visiting.socket, "getaddrinfo", lambda *args, **kwargs: both)
    assert visit("http://example.org/").said == "not visited: it leads to a private network"


def test_no_answer_is_an_answer():
    assert visit("http://127.0.0.1:9/", private=True).said.startswith("no answer: ")


def article_at(address, **fields):
    return Source.objects.create(kind="article", title="An article", url=address, **fields)


@pytest.mark.django_db
def test_the_command_notes_what_is_dead_and_since_when(site, capsys):
    article_at(f"{site}/here", archived_url=f"{site}/gone")
    call_command("check_addresses", private=True)

    assert "2 addresses visited, 1 dead." in capsys.readouterr().out
    dead = AddressCheck.objects.dead().get()
    assert (dead.address, dead.answer) == (f"{site}/gone", "404")
    call_command("check_addresses", private=True)
    again = AddressCheck.objects.dead().get()
    assert again.dead_since == dead.dead_since
    assert again.checked_at > dead.checked_at


@pytest.mark.django_db
def test_what_answers_again_is_no_longer_dead(site, monkeypatch):
    article_at(f"{site}/gone")
    call_command("check_addresses", private=True)
    monkeypatch.setitem(ANSWERS, "/gone", 200)
    call_command("check_addresses", private=True)
    assert not AddressCheck.objects.dead().exists()


@pytest.mark.django_db
def test_a_bounded_run_goes_on_where_the_last_one_ended(site):
    for path in ("/here", "/gone", "/broken"):
        article_at(f"{site}{path}")
    for _ in range(3):
        call_command("check_addresses", private=True, most=1)
    assert AddressCheck.objects.count() == 3


@pytest.mark.django_db
def test_without_being_told_so_it_stays_outside(site):
    article_at(f"{site}/here")
    call_command("check_addresses")
    assert AddressCheck.objects.get().answer == "not visited: it leads to a private network"


@pytest.mark.django_db
def test_a_source_deleted_while_it_is_visited_stops_nothing(site, monkeypatch):
    deleted = article_at(f"{site}/here")
    article_at(f"{site}/gone")

    def seen_first(most):
        yield from longest_unseen(most)
        deleted.delete()

    monkeypatch.setattr(check_addresses, "longest_unseen", seen_first)
    call_command("check_addresses", private=True)
    assert [check.address for check in AddressCheck.objects.all()] == [f"{site}/gone"]
