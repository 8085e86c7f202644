"""The gateway against a real server: every answer, good or hostile, has one meaning."""
