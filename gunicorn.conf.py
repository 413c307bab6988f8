"""Read by gunicorn where it is started, by ``manage.py demo`` and in production alike."""

# A question of 900 Chinese characters is an address of 8,100: by default it was refused at 4,094,
# before the archive could answer. More than this gunicorn does not take.
limit_request_line = 8190
