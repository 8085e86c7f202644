"""What a scanned code says: AIM identifiers, GTINs, GS1; pure."""
