"""The code a customer shows: what stands in it, how it is written for eyes, paper and scanners.

`PU1.` and 84 bytes in Crockford's base32 (139 characters): short enough for a small QR symbol in alphanumeric
mode, and free of characters that a keyboard of another layout would change. The signature is checked elsewhere.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from app.domain import crockford
from app.domain.errors import Code, Problem

PREFIX = "PU1."
DOMAIN = b"shop-pickup-v1\0"
VERSION = 1
BODY_BYTES = 20
SIGNATURE_BYTES = 64
TEXT_CHARS = 139
MAX_READ_CHARS = 512
TYPED_CHARS = 8

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class PickupBody:
    """What a pickup code says: no name, no phone, no amount.

    `order_no` is the order's public number (64 bits), `store_no` the shop's (16 bits); `generation` counts
    re-issues (a code of an older one is revoked); `expires_hour` counts hours since 1970 UTC (24 bits).
    """

    key_id: int
    order_no: int
    store_no: int
    generation: int
    expires_hour: int
    nonce: bytes

    @property
    def expires_at(self) -> datetime:
        """The first moment at which the code is no longer good."""
        return _EPOCH + self.expires_hour * _HOUR


@dataclass(frozen=True, slots=True)
class PickupText:
    """A code as read: its body, the bytes that were signed, and the signature nobody has checked yet."""

    body: PickupBody
    message: bytes
    signature: bytes


def hour_after(moment_at: datetime) -> int:
    """The first whole hour since 1970 at or after an aware moment: expiry is rounded in the customer's favour."""
    return -((_EPOCH - moment_at) // _HOUR)


def pack(body: PickupBody) -> bytes:
    """The 20 bytes of a body; ValueError when a number does not fit or the nonce is not four bytes."""
    if len(body.nonce) != 4:
        raise ValueError("nonce of four bytes")
    try:
        return b"".join(
            (
                VERSION.to_bytes(1, "big"),
                body.key_id.to_bytes(1, "big"),
                body.order_no.to_bytes(8, "big"),
                body.store_no.to_bytes(2, "big"),
                body.generation.to_bytes(1, "big"),
                body.expires_hour.to_bytes(3, "big"),
                body.nonce,
            )
        )
    except OverflowError as exc:
        raise ValueError("number out of range") from exc


def unpack(raw: bytes) -> PickupBody:
    """The body in 20 bytes; Problem: CODE_DAMAGED (another length), CODE_UNKNOWN (a later version)."""
    if len(raw) != BODY_BYTES:
        raise Problem(Code.CODE_DAMAGED)
    if raw[0] != VERSION:
        raise Problem(Code.CODE_UNKNOWN)
    return PickupBody(
        key_id=raw[1],
        order_no=int.from_bytes(raw[2:10], "big"),
        store_no=int.from_bytes(raw[10:12], "big"),
        generation=raw[12],
        expires_hour=int.from_bytes(raw[13:16], "big"),
        nonce=raw[16:20],
    )


def signed_message(packed: bytes) -> bytes:
    """The bytes the signature covers: a prefix that no other signature of the chain's keys starts with."""
    return DOMAIN + packed


def write(packed: bytes, signature: bytes) -> str:
    """The 139 characters of a signed body."""
    if len(packed) != BODY_BYTES or len(signature) != SIGNATURE_BYTES:
        raise ValueError("not a signed body")
    return PREFIX + crockford.encode(packed + signature)


def is_pickup_code(text: str) -> bool:
    """Whether a reading claims to be a pickup code, whatever its state."""
    return text.strip()[: len(PREFIX)].upper() == PREFIX


def parse(text: str) -> PickupText:
    """The code in what a scanner or a person brought; lower case, blanks, hyphens, O, I and L are understood.

    Problem: CODE_TOO_LONG, CODE_UNKNOWN (not a pickup code, or of a later version), CODE_DAMAGED.
    """
    if len(text) > MAX_READ_CHARS:
        raise Problem(Code.CODE_TOO_LONG, length=len(text), limit=MAX_READ_CHARS)
    if not is_pickup_code(text):
        raise Problem(Code.CODE_UNKNOWN)
    folded = crockford.fold(text.strip()[len(PREFIX) :])
    if len(folded) > TEXT_CHARS - len(PREFIX):
        raise Problem(Code.CODE_TOO_LONG, length=len(folded), limit=TEXT_CHARS - len(PREFIX))
    raw = crockford.decode(folded)
    if raw is None or len(raw) != BODY_BYTES + SIGNATURE_BYTES:
        raise Problem(Code.CODE_DAMAGED)
    packed, signature = raw[:BODY_BYTES], raw[BODY_BYTES:]
    return PickupText(unpack(packed), signed_message(packed), signature)


def refuse_expired(body: PickupBody, now_at: datetime) -> None:
    """Problem(CODE_EXPIRED) from the expiry on."""
    if now_at >= body.expires_at:
        raise Problem(Code.CODE_EXPIRED, at=body.expires_at.isoformat())


def typed_code(random: bytes) -> str:
    """`AB12-CD34` out of five random bytes (40 bits): a code to type; looking it up is its only check."""
    if len(random) != 5:
        raise ValueError("five random bytes")
    return crockford.in_fours(crockford.encode(random))


def read_typed(text: str) -> str | None:
    """The typed code a person meant, as `AB12-CD34`; None when it cannot be one."""
    return crockford.read(text, TYPED_CHARS)
