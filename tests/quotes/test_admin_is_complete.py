"""Nothing is forgotten: every noun has an admin, a readable name and an order."""

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteMixin
from django.db import models
from pghistory.models import Event

from archive.models import Change
from quotes.fidelity.checks import Dismissal, FidelityCheck
from quotes.files.uploads import Upload
from quotes.models import Distinction, QuoteTopic
from quotes.passages.keeping import Passage

EXEMPT = {
    QuoteTopic: "the rows of Quote.topics, entered there; it exists for the change log",
    FidelityCheck: "written by the rules alone, and shown with its citation",
    Dismissal: "made and undone on the entering screen, beside the text it is about",
    Distinction: "made and undone on the page of possible duplicates, beside both quotes",
    Passage: "cut from the editions of a source's text, where editors read the whole",
    Upload: "a file between its preview and the yes, for minutes",
    Change: "written by triggers and read by the feed; people read the history instead",
}

NOUNS = [
    model
    for app in ("archive", "quotes", "api")
    for model in apps.get_app_config(app).get_models()
    if not issubclass(model, Event)  # the change log, read through every noun's History page
]


def label(model):
    return model._meta.label


def inlines():
    return {inline.model for desk in admin.site._registry.values() for inline in desk.inlines}


@pytest.mark.parametrize("model", NOUNS, ids=label)
def test_every_noun_has_an_admin_or_stands_in_one(model):
    assert model in admin.site._registry or model in inlines() or EXEMPT.get(model)


@pytest.mark.parametrize("model", NOUNS, ids=label)
def test_every_noun_has_a_readable_name(model):
    assert "__str__" in vars(model)


@pytest.mark.parametrize("model", NOUNS, ids=label)
def test_every_noun_has_an_order(model):
    assert model._meta.ordering or EXEMPT.get(model)


OURS = [
    pytest.param(desk, id=label(model))
    for model, desk in admin.site._registry.items()
    if model in NOUNS
]


@pytest.mark.parametrize("desk", OURS)
def test_every_list_can_be_searched_and_never_counts_everything(desk):
    assert desk.search_fields
    assert not desk.show_full_result_count
    assert hasattr(desk.paginator, "more")


@pytest.mark.parametrize("desk", OURS)
def test_no_form_offers_a_whole_table_to_choose_from(desk, rf, admin_user):
    request = rf.get("/")
    request.user = admin_user
    if not desk.has_change_permission(request):
        return  # nothing can be chosen on a page to read
    forms = [desk.get_form(request)]
    forms += [inline.get_formset(request).form for inline in desk.get_inline_instances(request)]

    for form in forms:
        for name, field in form.base_fields.items():
            if isinstance(getattr(field, "queryset", None), models.QuerySet):
                assert isinstance(field.widget.widget, AutocompleteMixin), name
