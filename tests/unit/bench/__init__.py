"""The benchmark: that it measures everything and says it against its limits; never how fast this machine is."""
