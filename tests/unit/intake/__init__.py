"""What a shop platform tells, taken in."""
