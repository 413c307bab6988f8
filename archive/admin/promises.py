"""Forms that check what the database would refuse."""

from typing import ClassVar

from django.core.exceptions import ValidationError
from django.forms import ModelForm
from django.forms.models import InlineForeignKeyField


class PromisesForm(ModelForm):
    """A form that checks constraints on generated columns and on its owner too.

    Django leaves out every constraint on a column that is not in the form, and in an inline every
    one on the owner: the database would be the first to notice "no overlapping roles".
    """

    also_checked: ClassVar[set[str]] = set()
    """Columns not in the form whose constraints hold for what is."""

    def _get_validation_exclusions(self) -> set[str]:
        generated = {field.name for field in self._meta.model._meta.fields if field.generated}
        left_out: set[str] = super()._get_validation_exclusions()  # type: ignore[misc]  # no stub for it
        return left_out - generated - self.also_checked

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]  # no stub for it
        if self.has_changed() and not self.errors and self._has_saved_owner():
            try:
                self.instance.validate_constraints(exclude=self._get_validation_exclusions())
            except ValidationError as error:
                self._update_errors(error)  # type: ignore[attr-defined]  # no stub for it

    def _has_saved_owner(self) -> bool:
        owners = [
            field.parent_instance
            for field in self.fields.values()
            if isinstance(field, InlineForeignKeyField)
        ]
        return any(owner.pk for owner in owners)
