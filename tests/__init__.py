"""Tests of Bancone: all."""
