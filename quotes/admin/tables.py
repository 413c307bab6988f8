"""The record's lists, once more: they go out and come in as files, and lead to the pages.

Here and not with the forms themselves, because the record knows nothing of the importer's door,
which understands quotes too, nor of pages.
"""

from django.contrib import admin

from archive.models import Organization, Person, Role, Source
from quotes.admin.files import Files
from quotes.admin.on_the_site import OnTheSite

for noun in (Person, Organization, Source, Role):
    desk = type(admin.site.get_model_admin(noun))
    admin.site.unregister(noun)
    bases = (Files, OnTheSite, desk)
    admin.site.register(noun, type(desk.__name__, bases, {"__doc__": desk.__doc__}))
