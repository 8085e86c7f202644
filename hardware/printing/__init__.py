"""Documents to columns to bytes, by printer profile."""
