"""The kiosk on screen: sizes in millimetres, everything under a finger or six keys."""
