"""Devices as whole processes."""
