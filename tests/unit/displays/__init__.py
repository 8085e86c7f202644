"""Customer displays without a line."""
