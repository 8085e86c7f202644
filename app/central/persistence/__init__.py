"""PostgreSQL for the chain: engine and Alembic migrations."""
