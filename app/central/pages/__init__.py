"""The page of a customer who comes for an order: no app, no cookie, no script."""
