"""Hosts a node for one shop on its LAN."""
