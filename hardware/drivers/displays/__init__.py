"""Drivers and simulated twins: displays."""
