"""Tests of Bancone: unit."""
