"""Tests of Bancone: simulation."""
