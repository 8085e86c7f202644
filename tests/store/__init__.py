"""Tests of Bancone: store."""
