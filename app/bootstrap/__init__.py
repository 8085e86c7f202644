"""Composition roots, one module per process: the only place that knows every concrete class."""
