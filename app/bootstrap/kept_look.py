"""The look of the window that is painted before the terminal's store is open: one word in a file beside it."""

from contextlib import suppress
from pathlib import Path

from app.ui.theme.tokens import ThemeName

FILE = "look"


def kept_look(folder: Path) -> ThemeName:
    """The look the terminal had last; the light one when none is kept, or none that is known."""
    try:
        return ThemeName((folder / FILE).read_text(encoding="utf-8").strip())
    except (OSError, ValueError):
        return ThemeName.LIGHT


def keep_look(folder: Path, name: ThemeName) -> None:
    """For the next start. Without room for it that begins in the look it knows: no reason to stop anybody."""
    if kept_look(folder) is not name:
        with suppress(OSError):
            (folder / FILE).write_text(f"{name}\n", encoding="utf-8")
