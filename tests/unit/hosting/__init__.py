"""What edge and central share over HTTP."""
