"""A real Vendure as the web shop of the demonstration: its start, and the sample chain put into it."""
