"""What customers take home, word by word."""
