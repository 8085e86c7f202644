"""What every connector to a shop platform must do, run against each of them."""
