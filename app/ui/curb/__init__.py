"""Draws the tablet in the car park: in millimetres, upright and wide, everything that is pressed low."""
