"""What Vendure has no place for, kept as private notes on the order: a word for people to skip and us to read.

A note is `<reference> bancone:<what> …`. Two notes of one return are one return, as the note is all there is of
it; two of one restock are two, as each follows a change of stock. What people write never looks like that.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from app.domain.values import LineId, LineQuantity

_NOTE = re.compile(r"(\S+) bancone:(handover|return|restocking|restock) (\S+(?: \S+)*)")
_PIECES = re.compile(r"[\w-]+x[0-9]{1,6}(?:,[\w-]+x[0-9]{1,6})*")
_COUNTS = re.compile(r"[\w-]+=[0-9]{1,9}(?:,[\w-]+=[0-9]{1,9})*")


@dataclass(frozen=True, slots=True)
class RestockNote:
    """Pieces put on hand at one of our stores."""

    reference: str
    lines: tuple[LineQuantity, ...]
    store: str


@dataclass(slots=True)
class Notes:
    """Everything the notes of one order say, by reference.

    `handovers` name the fulfilment that stands for a hand-over, the last one said. `begun` are restocks that may
    or may not have happened, with how often each variant's stock had been set by hand before.
    """

    handovers: dict[str, str] = field(default_factory=dict)
    returns: dict[str, tuple[LineQuantity, ...]] = field(default_factory=dict)
    begun: dict[str, dict[str, int]] = field(default_factory=dict)
    restocks: list[RestockNote] = field(default_factory=list)


def handover_note(reference: str, fulfilment: str) -> str:
    """That fulfilment is this hand-over."""
    return f"{reference} bancone:handover {fulfilment}"


def return_note(reference: str, lines: Iterable[LineQuantity]) -> str:
    """These pieces came back."""
    return f"{reference} bancone:return {_pieces(lines)}"


def restocking_note(reference: str, counts: Mapping[str, int]) -> str:
    """A restock begins; each variant with how often its stock was set by hand so far."""
    return f"{reference} bancone:restocking {','.join(f'{variant}={count}' for variant, count in counts.items())}"


def restock_note(reference: str, lines: Iterable[LineQuantity], store: str) -> str:
    """These pieces are on hand again in that store."""
    return f"{reference} bancone:restock {_pieces(lines)} {store}"


def read_notes(texts: Iterable[str]) -> Notes:
    """What the notes say, the oldest first; what is not ours is skipped."""
    notes = Notes()
    for text in texts:
        if match := _NOTE.fullmatch(text):
            reference, what, rest = match.groups()
            _take(notes, reference, what, rest.split(" "))
    return notes


def _take(notes: Notes, reference: str, what: str, words: list[str]) -> None:
    match what, words:
        case "handover", [fulfilment]:
            notes.handovers[reference] = fulfilment
        case "return", [pieces] if _PIECES.fullmatch(pieces):
            notes.returns[reference] = _lines(pieces)
        case "restocking", [counts] if _COUNTS.fullmatch(counts):
            pairs = (pair.split("=") for pair in counts.split(","))
            notes.begun[reference] = {variant: int(count) for variant, count in pairs}
        case "restock", [pieces, store] if _PIECES.fullmatch(pieces):
            notes.restocks.append(RestockNote(reference, _lines(pieces), store))


def _pieces(lines: Iterable[LineQuantity]) -> str:
    return ",".join(f"{line.line}x{line.quantity}" for line in lines)


def _lines(text: str) -> tuple[LineQuantity, ...]:
    pairs = (pair.rsplit("x", 1) for pair in text.split(","))
    return tuple(LineQuantity(LineId(line), int(count)) for line, count in pairs)
