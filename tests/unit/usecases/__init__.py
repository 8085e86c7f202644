"""The jobs of a person, tried over a real node in memory."""
