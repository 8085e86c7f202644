"""What the files say in which Linux tells of its devices."""

from pathlib import Path


def text_of(file: Path) -> str:
    """What stands in a file of the system, in signs that can be shown; empty without it."""
    try:
        text = file.read_text("utf-8", "replace")
    except OSError:
        return ""
    return "".join(char for char in text if char.isprintable()).strip()
