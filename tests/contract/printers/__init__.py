"""Tests of printers."""
