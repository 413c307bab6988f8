"""Version 1 of the API: read-only, public, for what is published."""
