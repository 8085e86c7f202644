"""The shop platform port, the guard before it, and one module or folder per platform."""
