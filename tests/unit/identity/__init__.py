"""Who is who: signatures, codes, PINs, keys, and how values are written."""
