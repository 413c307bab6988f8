"""Rows of a list are filled into a template rendered once: they say what the template would."""

import pytest
from django.template import Context, Template
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy, override
from hypothesis import given
from hypothesis import strategies as st

from quotes.web.filling import filled
from quotes.web.form import address, choosing, query_of

CHOICE = "quotes/parts/choice.html"

texts = st.text() | st.sampled_from(
    ["", "<b>", "&amp;", "100 %", "%s", "%(label)s", "{{ count }}", "\ue000label\ue001", "\ue000"]
)
choices = st.fixed_dictionaries(
    {"label": texts, "count": texts, "address": texts, "chosen": st.booleans()}
)


@given(st.lists(choices, max_size=4))
def test_whatever_the_values_are_a_row_is_what_its_template_renders(rows):
    rendered = "".join(render_to_string(CHOICE, row) for row in rows)
    assert filled(CHOICE, rows) == rendered


def test_a_value_is_escaped_unless_it_is_marked_safe():
    row = {"address": "/?a=1&b=2", "label": mark_safe("<i>1</i>"), "count": "<1", "drawn": ""}
    html = filled(CHOICE, [row])
    assert 'href="/?a=1&amp;b=2"' in html
    assert "<i>1</i>" in html
    assert "&lt;1" in html


@pytest.mark.parametrize("language", ["en", "de"])
def test_words_of_the_interface_are_in_the_language_of_the_page(language):
    with override(language):
        row = {"address": "/", "label": gettext_lazy("Yes"), "count": "1", "chosen": True}
        html = filled(CHOICE, [row])
    assert ("Ja" if language == "de" else "Yes") in html


def test_what_a_row_has_not_leaves_no_trace():
    assert "chosen" not in filled(CHOICE, [{"address": "/", "label": "a", "count": "1"}])
    assert filled(CHOICE, []) == ""


ONCE = (
    "{% load once %}"
    "{% once label=one.label count=one.count address=one.address chosen=one.chosen %}"
    '{% include "quotes/parts/choice.html" %}{% endonce %}'
)


@given(st.lists(choices, max_size=4))
def test_a_part_kept_is_filled_with_the_values_of_each_page(pages):
    kept = Template(ONCE)
    for one in pages:
        assert kept.render(Context({"one": one})) == render_to_string(CHOICE, one)


def test_nothing_else_of_a_page_is_kept_for_another():
    kept = Template("{% load once %}{% once said=said %}{{ said }}{{ secret }}{% endonce %}")
    assert kept.render(Context({"said": "1", "secret": "hers"})) == "1"


@given(st.dictionaries(st.sampled_from(["q", "said", "cursor"]), st.text()), st.text())
def test_an_address_written_in_parts_is_the_one_written_whole(asked, value):
    query = query_of(**asked)
    assert choosing(query, "said")(value) == address(query, "cursor", said=value)
