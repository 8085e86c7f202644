"""Numbered SQL files that bring an older SQLite file to today's shape."""
