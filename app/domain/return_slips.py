"""A return begun at a kiosk: which pieces somebody wants to bring to the counter, under a code nobody can guess.

A slip decides nothing: neither whether the pieces may come back nor what is refunded. It saves the clerk the
asking, for a while, and each piece once.
"""

import hashlib
import hmac
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import NewType

from app.domain import crockford
from app.domain.errors import Code, Problem
from app.domain.floor_calls import ChosenPiece
from app.domain.values import LineId, OrderId, StationId, StoreId

SlipId = NewType("SlipId", str)
PREFIX = "RS-"
CODE_CHARS, CODE_BYTES = 8, 5
MAX_PIECES = 20
_CODE = re.compile(r"RS[- ]?([0-9A-Z]{4})[- ]?([0-9A-Z]{4})")


@dataclass(frozen=True, slots=True)
class ReturnSlip:
    """What one visitor wants to bring back of one order. `used`: lines that have come to the counter already.

    `until_at`: the first moment at which it opens nothing any more.
    """

    id: SlipId
    code: str
    store: StoreId
    device: StationId
    order: OrderId
    pieces: tuple[ChosenPiece, ...]
    made_at: datetime
    until_at: datetime
    used: tuple[LineId, ...] = ()

    @property
    def left(self) -> tuple[ChosenPiece, ...]:
        """The pieces that have not come yet."""
        return tuple(piece for piece in self.pieces if piece.line not in self.used)

    def refuse_unfit(self, now_at: datetime) -> None:
        """Problem(SLIP_USED | SLIP_EXPIRED): it opens nothing any more."""
        if not self.left:
            raise Problem(Code.SLIP_USED)
        if now_at >= self.until_at:
            raise Problem(Code.SLIP_EXPIRED)

    def with_used(self, lines: Iterable[LineId]) -> "ReturnSlip":
        """After pieces of these lines came to the counter; lines that are not on it change nothing."""
        own = {piece.line for piece in self.pieces} & set(lines)
        return replace(self, used=(*self.used, *sorted(own - set(self.used))))


def refuse_no_slip(pieces: tuple[ChosenPiece, ...]) -> None:
    """Problem(BAD_COMMAND) for what a kiosk never makes: no pieces, too many, a line twice, none of a line."""
    lines = {piece.line for piece in pieces}
    is_fit = 0 < len(pieces) <= MAX_PIECES and len(lines) == len(pieces)
    if not is_fit or any(piece.quantity < 1 for piece in pieces):
        raise Problem(Code.BAD_COMMAND)


def slip_code(secret: bytes, slip: SlipId) -> str:
    """`RS-7K2M-9QTX`: 40 bits of HMAC-SHA256 over the slip's id: without the secret none follows another."""
    signed = hmac.new(secret, f"bancone-slip\0{slip}".encode(), hashlib.sha256).digest()[:CODE_BYTES]
    return PREFIX + crockford.in_fours(crockford.encode(signed))


def read_slip_code(text: str) -> str | None:
    """The slip's code a person typed or a scanner read, as `RS-7K2M-9QTX`; None when it cannot be one."""
    upper = text.strip().upper() if text.isascii() else ""
    found = _CODE.fullmatch(upper)
    read = None if found is None else crockford.read(f"{found[1]}{found[2]}", CODE_CHARS)
    return None if read is None else PREFIX + read


def end_of(made_at: datetime, days: int) -> datetime:
    """When a slip of that moment opens nothing any more."""
    return made_at + timedelta(days=days)


def slip_terms(slip: ReturnSlip) -> tuple[str, ...]:
    """By what a slip is found: its code, and when it ends."""
    return (f"code:{slip.code}", f"until:{slip.until_at.isoformat()}")
