"""What every spool store must do."""
