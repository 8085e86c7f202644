"""Hosts a node for the chain, and everything only the chain needs."""
