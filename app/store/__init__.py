"""The one home of SQLAlchemy, SQLite and SQLCipher."""
