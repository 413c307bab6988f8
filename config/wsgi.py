"""The WSGI entry point, for gunicorn: ``gunicorn config.wsgi``."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

# A time limit for every statement of a web process, in milliseconds; commands have none. libpq
# reads this for each connection; behind pgbouncer set it on the database role instead. And no JIT:
# compiling a search of millions of quotes takes longer than the search, which is bounded.
limit = os.environ.get("STATEMENT_TIMEOUT", "5000")
os.environ.setdefault("PGOPTIONS", f"-c statement_timeout={limit} -c jit=off")

application = get_wsgi_application()

# Python looks for circles of objects after every 700 new ones. An export makes and drops thousands
# of records without one: looking took a third of its time. Memory stays flat either way.
gc.set_threshold(20_000, 10, 10)

# What there is by now stays: a look at all of it, a tenth of a second, came upon some request.
gc.collect()
gc.freeze()
