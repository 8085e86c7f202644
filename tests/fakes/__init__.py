"""Tests of Bancone: fakes."""
