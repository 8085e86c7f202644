"""Alembic steps of the chain's database; each stands alone and is never changed once released."""
