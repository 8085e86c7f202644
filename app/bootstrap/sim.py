"""Composition root of `bancone sim`."""
