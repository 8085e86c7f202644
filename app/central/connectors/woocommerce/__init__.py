"""The connector to WooCommerce: REST v3 for orders and goods, the Store API for a cart its customer hands over."""
