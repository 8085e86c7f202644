"""The terminal's side of the protocol, tried over memory and in virtual time."""
