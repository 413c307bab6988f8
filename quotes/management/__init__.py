"""What the reading room adds to ``manage.py``."""
