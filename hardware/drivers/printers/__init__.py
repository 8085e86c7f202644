"""Drivers and simulated twins: printers."""
