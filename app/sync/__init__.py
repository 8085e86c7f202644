"""The terminal's side of the protocol: outbox, inbox, gateway, engine."""
