"""One screen a module: builds its widgets, draws a state, passes intents on."""
