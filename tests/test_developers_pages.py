"""The developers' pages are true: commands run, every parameter is named; and they are served."""

import re
from pathlib import Path
from urllib.parse import urldefrag, urljoin

import pytest
from django.core.management import call_command

from quotes.api.v1.documentation import contract
from quotes.api.v1.filtering import READ_BY_VIEW
from quotes.citation_styles import STYLES
from quotes.web.developers import PAGES
from tests.test_readme import ROOT, SITE, run

TEXT = (ROOT / "docs" / "api.md").read_text()


def commands():
    """Each command with the output that is promised."""
    for block in re.findall(r"^```console\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _, output = part.partition("\n")
            yield command, output.rstrip("\n")


@pytest.fixture
def sample(transactional_db):
    files = sorted((ROOT / "fixtures").glob("*.jsonl"))
    call_command("import_archive", *map(str, files), no_progress=True)


def test_each_command_answers_what_is_written_under_it(sample, live_server):
    steps = list(commands())
    assert len(steps) >= 7
    here = [(command.replace(SITE, live_server.url), output) for command, output in steps]
    for (command, promised), answer in zip(steps, run(here), strict=True):
        assert answer.replace(live_server.url, SITE).replace("\r", "") == promised, command


def test_every_parameter_of_every_list_is_documented():
    table = dict(re.findall(r"^\| (\w+) \| (`.*`) \|$", TEXT, re.MULTILINE))
    everywhere = set(READ_BY_VIEW)
    for noun, row in table.items():
        operation = contract()["paths"].get(f"/api/v1/{noun}/")
        if operation is None:
            continue
        known = {one["name"] for one in operation["get"]["parameters"]} - everywhere
        assert set(re.findall(r"`(\w+)`", row)) == known, noun
    for name in everywhere:
        assert f"`{name}`" in TEXT, name


def test_every_error_of_the_contract_is_documented():
    statuses = {
        status
        for methods in contract()["paths"].values()
        for operation in methods.values()
        for status in operation["responses"]
    }
    documented = set(re.findall(r"^\| (\d{3}) \|", TEXT, re.MULTILINE))
    assert statuses - {"200"} <= documented


def test_every_citation_style_is_documented():
    for style in STYLES:
        assert f"`{style}`" in TEXT


@pytest.mark.parametrize("name", PAGES)
def test_each_file_is_a_page(client, db, name):
    address = "/developers/" if name == "api" else f"/developers/{name}/"
    answer = client.get(address)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "http://127.0.0.1:8000" not in page
    assert "<table" in page
    assert "&lt;!--" not in page
    article = page[page.index("<main") : page.index("</main>")]
    for target in re.findall(r'href="([^"]*)"', article):
        led_to = urljoin(address, target)
        if led_to.startswith("/"):
            answer, anchor = client.get(urldefrag(led_to).url), urldefrag(target).fragment
            assert answer.status_code in (200, 302), target
            assert not anchor or f'id="{anchor}"' in answer.content.decode(), target


def test_the_page_shows_this_archives_own_addresses(client, db):
    page = client.get("/developers/", headers={"Host": "localhost"}).content.decode()
    assert "http://localhost/api/v1/quotes/?q=" in page


def test_a_file_that_is_no_page_is_not_found(client, db):
    assert client.get("/developers/benchmarks/").status_code == 404
    assert client.get("/developers/..%2Fapi/").status_code == 404


def test_html_in_a_file_is_shown_and_not_obeyed(client, db, monkeypatch, tmp_path):
    from quotes.web import developers

    (tmp_path / "api.md").write_text("# A title\n\n<script>alert(1)</script> [x](javascript:x)\n")
    monkeypatch.setattr(developers, "_file", lambda name: Path(tmp_path / f"{name}.md"))
    developers._rendered.cache_clear()
    page = client.get("/developers/").content.decode()
    developers._rendered.cache_clear()
    assert "&lt;script&gt;alert(1)" in page
    assert 'href="javascript:' not in page


def test_redoc_asks_no_other_host(client, db):
    page = client.get("/api/v1/redoc/").content.decode()
    [script] = re.findall(r'<script src="([^"]+)"', page)
    assert script == "/api/v1/redoc/redoc.js"
    answer = client.get(script)
    assert answer["Content-Type"] == "text/javascript"
    assert b"logo-mini" not in answer.content
    assert len(answer.content) > 500_000
