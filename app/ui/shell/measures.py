"""The measures of the window's parts, in logical pixels; the first window is painted from them alone."""

TOP_HEIGHT, STRIP_HEIGHT = 60, 36
PANEL_WIDTH, WIDE_PANEL_WIDTH, WIDE_FROM = 384, 448, 1600
MARGIN = 24
