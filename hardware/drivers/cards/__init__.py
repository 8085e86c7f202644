"""Drivers and simulated twins: cards."""
