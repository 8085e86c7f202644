"""What the connector writes beside an order, and how it is known again: one entry of meta data for each effect.

The key carries the effect's reference, so the same effect written twice is written once. WooCommerce keeps one
value per key when an order is changed, and does not count such an entry as a change of the order.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from html import unescape
from urllib.parse import quote, unquote

import msgspec
from msgspec import Raw

from app.central.connectors.woocommerce.wire import Meta, Note
from app.domain.values import LineId, LineQuantity

READY = "_bancone_ready"
NUMBER = "_bancone_number"
LINE = "_bancone_line"
COLLECTED = "_bancone_collected:"
REVERSED = "_bancone_reversed:"
RETURNED = "_bancone_returned:"
_MARKUP = re.compile(r"<[^>]{0,500}>")
_MESSAGE = re.compile(r"\[([a-z_]{1,40}) ([!-Z\\^-~]{1,200})\]\s*$")


def meta(key: str, value: str) -> dict[str, str]:
    """An entry to send."""
    return {"key": key, "value": value}


def texts(entries: Iterable[Meta]) -> dict[str, str]:
    """The entries whose value is a text or a number, by key; the last of a key counts."""
    return {entry.key: text for entry in entries if (text := _text(entry.value)) is not None}


def shown(entries: Iterable[Meta]) -> str:
    """What is chosen of an article (`Blu, M`), as customers read it; markup and hidden entries left out."""
    found = (_text(entry.display_value) for entry in entries if not entry.key.startswith("_"))
    return ", ".join(text for each in found if (text := unescape(_MARKUP.sub("", each or "")).strip()))


def _text(raw: Raw) -> str | None:
    try:
        value = msgspec.json.decode(raw, type=str | int)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return None
    return str(value)


def pieces_text(lines: Iterable[LineQuantity]) -> str:
    """Pieces in one text without quotes or backslashes, which a shop's plug-ins like to escape: `7=1 8=2`."""
    return " ".join(f"{quote(piece.line, safe='')}={piece.quantity}" for piece in lines)


def pieces_of(text: str) -> tuple[LineQuantity, ...]:
    """The pieces of such a text; what somebody wrote over by hand is left out."""
    found = (part.partition("=") for part in text.split())
    return tuple(
        LineQuantity(LineId(unquote(line)), int(count))
        for line, _, count in found
        if count.isascii() and count.isdigit() and len(count) < 7
    )


def effects(marks: Mapping[str, str], prefix: str) -> Sequence[tuple[str, tuple[LineQuantity, ...]]]:
    """Reference and pieces of every effect of one kind."""
    return [(key.removeprefix(prefix), pieces_of(text)) for key, text in marks.items() if key.startswith(prefix)]


def message_text(text: str, kind: str, reference: str) -> str:
    """The note to the customer; one call sends it, so what it is known by stands in it, at its end."""
    return f"{text}\n\n[{kind} {reference}]"


def message_of(note: Note) -> tuple[str, str] | None:
    """Kind and reference of a note that was sent by us."""
    match = _MESSAGE.search(note.note)
    return None if match is None else (match[1], match[2])
