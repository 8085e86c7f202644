"""The authority, sans-I/O: feeds, command log, custody, epochs, digest; hosted by edge, central and a one-till terminal."""
