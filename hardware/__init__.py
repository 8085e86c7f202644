"""Devices of a shop counter, installable on its own; never imports the app."""
