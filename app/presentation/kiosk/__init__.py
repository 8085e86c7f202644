"""What a kiosk shows: pages as data, a session that ends without a trace."""
