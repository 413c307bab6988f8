"""What the database refused, in a sentence for the editor."""

from django.apps import apps
from django.db import IntegrityError


def sentence(error: IntegrityError) -> str:
    """The violated promise in its own words, or at least by its name."""
    name = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None) or ""
    for model in apps.get_models():
        for constraint in model._meta.constraints:
            if constraint.name == name:
                return str(constraint.violation_error_message) % {"name": name}
    return f"The database refuses this (“{name}”)." if name else "The database refuses this."
