"""Tests of Bancone: ui."""
