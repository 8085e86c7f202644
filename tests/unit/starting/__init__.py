"""What is said by a program that cannot start, and the lines it is given once it did."""
