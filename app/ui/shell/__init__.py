"""The frame around every screen, and what is the same on all of them."""
