"""Tests of Bancone: e2e."""
