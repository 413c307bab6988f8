"""Inlines whose rows are counted within their owner: positions and editions."""

from typing import Any

from django.db.models import Max
from django.forms import BaseInlineFormSet, ModelForm


class NumberedFormSet(BaseInlineFormSet):
    """Gives each new row the next number of its owner, in the order of the form."""

    column = "position"

    def save_new(self, form: ModelForm, commit: bool = True) -> Any:
        """Number the row, then save it."""
        setattr(form.instance, self.column, self._next())
        return super().save_new(form, commit=commit)

    def _next(self) -> int:
        # The owner is locked, so that two editors adding a row at once get two numbers.
        owner = type(self.instance)._base_manager.select_for_update().filter(pk=self.instance.pk)
        owner.values("pk").get()
        assert self.model is not None  # set by inlineformset_factory
        rows = self.model._base_manager.filter(**{self.fk.name: self.instance})
        return (rows.aggregate(last=Max(self.column))["last"] or 0) + 1


class NumberedEditions(NumberedFormSet):
    """Numbers the editions of a text."""

    column = "edition"
