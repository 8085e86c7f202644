"""One view-model a module; they know the desk and never each other."""
