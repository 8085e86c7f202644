"""Contract suites of the stores: in memory, in an encrypted file, in PostgreSQL."""
