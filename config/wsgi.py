"""The WSGI entry point, for gunicorn: ``gunicorn config.wsgi``."""

import gc
import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from config.refusing import NOT_LOADED, by_a_sentence

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

# Beside what the operator asks of each connection, in DATABASE_URL or else PGOPTIONS: one would
# take the place of the other. Behind pgbouncer set both on the database role instead.
with by_a_sentence(status=NOT_LOADED):
    options = settings.DATABASES["default"]["OPTIONS"]
asked = options.get("options", os.environ.get("PGOPTIONS", ""))
ours = " ".join(f"-c {name}={value}" for name, value in settings.WEB_CONNECTION.items())
options["options"] = f"{ours} {asked}".strip()

application = get_wsgi_application()

# Python looks for circles of objects after every 700 new ones. An export makes and drops thousands
# of records without one: looking took a third of its time. Memory stays flat either way.
gc.set_threshold(20_000, 10, 10)

# What there is by now stays: a look at all of it, a tenth of a second, came upon some request.
gc.collect()
gc.freeze()
