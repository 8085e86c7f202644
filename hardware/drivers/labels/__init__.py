"""Drivers and simulated twins: labels."""
