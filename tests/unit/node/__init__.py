"""The authority's rules over a store in memory."""
