"""One module per device driver, and a simulated twin of each."""
