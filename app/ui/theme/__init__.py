"""How everything looks: tokens, palette, one style sheet, fonts and icons."""
