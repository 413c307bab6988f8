"""English as the archive writes it."""
