"""Bancone: the program of a shop whose customers also buy online."""
