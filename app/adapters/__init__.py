"""What the outside lends us: crypto and keys, phone numbers, locale, discovery, spool worker."""
