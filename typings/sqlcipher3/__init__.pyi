"""SQLCipher's module is a copy of the standard library's sqlite3 and is typed as such."""
