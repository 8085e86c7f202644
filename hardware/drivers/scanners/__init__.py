"""Drivers and simulated twins: scanners."""
