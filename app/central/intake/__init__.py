"""What a shop platform tells becomes central's own: places, articles, customers, carts and orders."""
