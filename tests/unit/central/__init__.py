"""Rules that central alone applies."""
