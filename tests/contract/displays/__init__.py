"""The contract of customer displays."""
