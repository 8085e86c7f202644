"""What every scanner must do, whatever stands at the other end."""
