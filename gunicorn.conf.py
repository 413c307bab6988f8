"""Read by gunicorn where it is started, by ``manage.py demo`` and in production alike."""

import os

# Two for each processor keep it busy while PostgreSQL works; WEB_CONCURRENCY says another number.
workers = int(os.environ.get("WEB_CONCURRENCY") or (os.cpu_count() or 1) + 1)

# What waits for a slow reader is a thread, and an export is nothing else.
threads = 4

# A kept connection stays with the worker that took it, and of many that come at once one took three
# in four. So `--reuse-port` gives each worker a queue of its own, and the kernel deals connections
# out among them: of 32 clients the slowest twentieth waited little more than half as long. It is
# asked for on the command line, not here: of a Unix socket only the last worker would answer, a
# socket that systemd hands over would be passed by, and a second gunicorn of the same account would
# share the port unnoticed. Reload with HUP; USR2 has no socket to hand on.

# An app that asks again within this many seconds does so over the connection it has.
keepalive = 30

# A question of 900 Chinese characters is an address of 8,100: by default it was refused at 4,094,
# before the archive could answer. More than this gunicorn does not take.
limit_request_line = 8190
