"""Looking after devices."""
