"""The benchmark as it is run: everything measured, at a tiny size."""
