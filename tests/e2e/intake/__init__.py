"""What a shop platform tells, taken in over real sockets."""
