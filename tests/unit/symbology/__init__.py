"""What a code says, without a device."""
