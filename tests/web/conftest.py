"""Reading a page as text, and counting what it asks of the database."""

import html
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

INLINE = re.compile(r"</?(a|span|mark|strong|cite|code|kbd)\b[^>]*>")
"""Tags that part no words."""


@pytest.fixture
def read(client):
    """The page at an address as a reader sees it: without tags, spaces as one."""

    def read(address, status=200):
        answer = client.get(address)
        assert answer.status_code == status, answer.content.decode()
        page = re.sub(r"<script\b.*?</script>", " ", answer.content.decode(), flags=re.DOTALL)
        shown = re.sub(r"<[^>]*>", " ", INLINE.sub("", page))
        return " ".join(html.unescape(shown).split())

    return read


@pytest.fixture
def questions(client):
    """How many questions a page asks of the database."""

    def questions(address):
        with CaptureQueriesContext(
            connection,
        ) as captured:
            assert client.get(address).status_code == 200
        return len(captured)

    return questions
