"""The connector to Vendure against a real Vendure: own start, own seed, own scenario."""
