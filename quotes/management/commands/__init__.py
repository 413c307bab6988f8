"""Commands of the reading room: files in and out, checks, and what cron runs."""
