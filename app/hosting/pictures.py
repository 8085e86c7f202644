"""Which of the permitted picture formats a file is, by its first bytes and never by its name."""

from pathlib import Path

_HEAD_BYTES = 12


def picture_type(path: Path) -> str | None:
    """`image/png`, `image/jpeg` or `image/webp`; None for anything else, or when there is no such file."""
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD_BYTES)
    except OSError:
        return None
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if head.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    return "image/webp" if head[:4] == b"RIFF" and head[8:12] == b"WEBP" else None
