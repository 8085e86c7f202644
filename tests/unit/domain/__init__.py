"""The rules of the shop: decision tables whole, machines by random walks, parsers by hostile bytes."""
