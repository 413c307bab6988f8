"""The public REST API, a package for each version."""
