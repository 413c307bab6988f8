"""The WSGI entry point, for gunicorn: ``gunicorn config.wsgi``."""

import gc
import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

# A time limit for every statement of a web process, in milliseconds; commands have none. And no
# JIT: compiling a search of millions of quotes takes longer than the search, which is bounded.
# Nor does a scan of a table begin where another one is: facets of very many quotes count the first
# of them, and two answers to the same question would count others.
# Beside what the operator asks of each connection, in DATABASE_URL or else PGOPTIONS: one would
# take the place of the other. Behind pgbouncer set both on the database role instead.
options = settings.DATABASES["default"]["OPTIONS"]
asked = options.get("options", os.environ.get("PGOPTIONS", ""))
ours = f"-c statement_timeout={settings.STATEMENT_TIMEOUT} -c jit=off -c synchronize_seqscans=off"
options["options"] = f"{ours} {asked}".strip()

application = get_wsgi_application()

# Python looks for circles of objects after every 700 new ones. An export makes and drops thousands
# of records without one: looking took a third of its time. Memory stays flat either way.
gc.set_threshold(20_000, 10, 10)

# What there is by now stays: a look at all of it, a tenth of a second, came upon some request.
gc.collect()
gc.freeze()
