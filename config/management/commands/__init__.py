"""Commands about running the archive."""
