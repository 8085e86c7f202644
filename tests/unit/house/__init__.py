"""Tests of the house itself: structure, papers, dependencies, and the strictness of the tests."""
