"""The measures of the window's parts, in logical pixels; the first window is painted from them alone."""

TOP_HEIGHT, STRIP_HEIGHT = 60, 36
PANEL_WIDTH, WIDE_PANEL_WIDTH, WIDE_FROM = 384, 448, 1600
MARGIN, MARGIN_RIGHT, TOP, BOTTOM = 24, 26, 20, 16
"""Of what a screen shows, and of its panel but for the right one."""
