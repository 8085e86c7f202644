"""Labels without a printer."""
