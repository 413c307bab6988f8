"""The desk's forms as a browser fills them in: what is on the page, changed where a test says."""

from django.urls import reverse


def address(model, page, *args):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


def on_the_page(page):
    """Every field of the page, as a browser would send it back unchanged."""
    sent = _fields(page.context["adminform"].form)
    if "seen" in page.context:
        sent["_seen"] = page.context["seen"]
    for inline in page.context["inline_admin_formsets"]:
        sent |= _fields(inline.formset.management_form)
        for form in inline.formset.forms:
            if not getattr(inline, "has_change_permission", True) and form.instance.pk:
                sent[form.add_prefix("id")] = form.instance.pk
            else:
                sent |= _fields(form)
    return sent


def _fields(form):
    sent = {}
    for field in form:
        value = field.value()
        if hasattr(field.field.widget, "decompress"):
            parts = field.field.widget.decompress(value)
            sent |= {f"{field.html_name}_{i}": part or "" for i, part in enumerate(parts)}
        elif value is True:
            sent[field.html_name] = "on"
        elif isinstance(value, str):
            # HTML: a form sends CRLF for every line break of a textarea.
            sent[field.html_name] = value.replace("\r\n", "\n").replace("\n", "\r\n")
        elif value is not None and value is not False:
            sent[field.html_name] = value
    return sent


def add_row(sent, prefix, /, **values):
    """One more row of an inline, as its “Add another” makes it."""
    row = int(sent[f"{prefix}-TOTAL_FORMS"])
    sent[f"{prefix}-TOTAL_FORMS"] = row + 1
    for name, value in values.items():
        sent[f"{prefix}-{row}-{name}"] = getattr(value, "pk", value)


def enter(client, model, rows=(), **values):
    """Fill in the empty form of ``model`` with ``values`` and inline ``rows``; the answer."""
    return _send(client, address(model, "add"), rows, values)


def revise(client, record, rows=(), **values):
    """Change ``values`` on the form of ``record`` and add inline ``rows``; the answer."""
    return _send(client, address(type(record), "change", record.pk), rows, values)


def _send(client, url, rows, values):
    sent = on_the_page(client.get(url))
    sent |= {name: _plain(value) for name, value in values.items()}
    for prefix, row in rows:
        add_row(sent, prefix, **row)
    return client.post(url, sent, follow=True)


def _plain(value):
    if isinstance(value, list):
        return [_plain(one) for one in value]
    return getattr(value, "pk", value)


def said(answer):
    """What the messages of the page say."""
    return [str(message) for message in answer.context["messages"]]


def errors(answer):
    """Every error shown on the form and its inlines, as (field, sentence)."""
    found = list(answer.context["adminform"].form.errors.items())
    for inline in answer.context["inline_admin_formsets"]:
        found.append(("", inline.formset.non_form_errors()))
        found += [pair for form in inline.formset.forms for pair in form.errors.items()]
    return [(name, sentence) for name, sentences in found for sentence in sentences]


def choose(client, model, action, records, **answers):
    """Tick ``records`` on the list of ``model`` and take ``action``; the answer."""
    sent = {"action": action, "_selected_action": [record.pk for record in records], **answers}
    if not answers:
        sent["index"] = 0
    return client.post(address(model, "changelist"), sent, follow=True)
