"""The running terminal on bad days: damaged files, a full disk."""
