"""Read by gunicorn where it is started, by ``manage.py demo`` and in production alike."""

import os

# Two for each processor keep it busy while PostgreSQL works; WEB_CONCURRENCY says another number.
workers = int(os.environ.get("WEB_CONCURRENCY") or (os.cpu_count() or 1) + 1)

# What waits for a slow reader is a thread, and an export is nothing else.
threads = 4

# An app that asks again within this many seconds does so over the connection it has.
keepalive = 30

# A question of 900 Chinese characters is an address of 8,100: by default it was refused at 4,094,
# before the archive could answer. More than this gunicorn does not take.
limit_request_line = 8190
