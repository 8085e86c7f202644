"""A shop with one till: node and terminal in one process, central behind a line that can be cut."""
