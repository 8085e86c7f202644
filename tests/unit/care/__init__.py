"""What processes do by themselves at night, on a loop whose nights take no time."""
