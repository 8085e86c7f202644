"""Tests of Bancone: the demo's data."""
