"""Organizations, with their other names."""

from django.contrib import admin

from archive.admin.named import NamedAdmin, NameInline
from archive.models import Organization, OrganizationName


class OrganizationNameInline(NameInline):
    """An organization's other names."""

    model = OrganizationName


@admin.register(Organization)
class OrganizationAdmin(NamedAdmin):
    """Bodies that speak, employ or publish. Their roles are listed under Roles: there are many."""

    inlines = [OrganizationNameInline]
