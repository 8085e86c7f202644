"""Tests of Bancone: contract."""
