"""Composition root of `bancone central`."""
