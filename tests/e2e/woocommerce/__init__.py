"""Central behind a WooCommerce, over real sockets."""
