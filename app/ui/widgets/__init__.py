"""The components of the screens, each once."""
