"""What every HTTP host of a node shares: signed requests, NDJSON, events, errors."""
