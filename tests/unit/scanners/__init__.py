"""Scanners without a device."""
