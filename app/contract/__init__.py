"""Wire types that both ends of every hop share; imports the standard library and msgspec only."""
