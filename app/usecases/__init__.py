"""One module per job of a person; awaits only ports."""
