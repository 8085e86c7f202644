"""Names as somebody hostile would write them: shown as they are or made harmless, never as markup, on every screen."""
