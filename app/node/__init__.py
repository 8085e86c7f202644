"""The authority, sans-I/O: feeds, command log, custody, epochs, digest; edge and central host it."""
