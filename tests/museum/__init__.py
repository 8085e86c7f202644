"""Tests of Bancone: museum."""
