"""A WooCommerce made of recordings, and what it proves about the connector."""
