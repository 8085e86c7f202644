"""The terminal from the command line: every line gets one answer."""
