"""The guard against the demo shop over real HTTP in bad weather."""
