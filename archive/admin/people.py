"""People, with their other names and the roles they held."""

from django.contrib import admin

from archive.admin.named import NamedAdmin, NameInline
from archive.admin.roles import RoleInline
from archive.models import Person, PersonName


class PersonNameInline(NameInline):
    """A person's other names."""

    model = PersonName


@admin.register(Person)
class PersonAdmin(NamedAdmin):
    """People who speak."""

    inlines = [PersonNameInline, RoleInline]
