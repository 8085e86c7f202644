"""Drivers and simulated twins: drawers."""
