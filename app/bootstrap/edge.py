"""Composition root of `bancone edge`."""
