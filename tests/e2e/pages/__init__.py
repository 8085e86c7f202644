"""The page of a customer, served by a central, with a shop's edge behind it."""
