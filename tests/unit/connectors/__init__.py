"""The guard, its intents and the connectors, each without a network."""
