"""The way up: numbered commands of a device and the one result each of them gets."""

import hashlib
from enum import StrEnum
from typing import Annotated

from msgspec import Meta, Raw, Struct, field

MAX_BATCH = 200
MAX_BATCH_BYTES = 256 * 1024
MAX_BODY_BYTES = 64 * 1024
COMMAND_VERSION = 1


NO_REV = (1 << 62) - 1
"""A `feed_rev` that nobody knows: the effect is in the feed somewhere, and its command stays on top until then."""


class Outcome(StrEnum):
    """What became of a command; `unknown` (no reply) exists at the sender only and is treated as `retry`."""

    OK = "ok"
    REJECTED = "rejected"
    RETRY = "retry"
    PARKED = "parked"


class Command(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An operator's intent, written durably before it is sent and stored as sent.

    `key` names the aggregate acted on (`order:…`, `cart:…`, `return:…`): what shares a key keeps its order.
    `epoch` is the sender's view of the authority's epoch; it is outside `hash`, because the same command may be
    sent again to the successor of a dead edge. `hlc` is `<unix ms>-<counter>-<device>`: display order, no safety.
    """

    id: str
    v: int = COMMAND_VERSION
    kind: str
    key: str
    epoch: int
    actor: str
    hlc: str
    base_rev: int = 0
    body: Raw
    hash: str


class CommandLine(Struct, frozen=True, omit_defaults=True):
    """One NDJSON line of `POST /v1/commands`.

    An edge that relays adds `decided` (its own answer, as custody holder); `parked` holds the place of a command
    that alone makes the receiver fail, so that those behind it go on. `epoch` is the relaying edge's own. `rows`
    are the visits the command is about, as they stand at the relaying edge when it sends the line.
    """

    cmd: Command
    decided: "Result | None" = None
    parked: bool = False
    epoch: int = 0
    rows: "tuple[RowCopy, ...]" = ()


class RowCopy(Struct, frozen=True):
    """A row of the authority's feed that goes along with a command, so that nobody shows an older state until the
    feed comes: down, as the command left it; up, as it stands when it is sent."""

    feed: str
    t: str
    id: str
    rev: int
    d: Raw


MicrosUtc = Annotated[int, Meta(ge=0, le=4_102_444_800_000_000)]
"""Microseconds since 1970 UTC, up to the year 2100."""


class Result(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One NDJSON line of the answer. `final`: durable at central (end-to-end), else durable at this hop.

    `at_us` is when it happened as the first authority took it: the claimed time, or its own if not credible.
    `feed_rev` is the rev of the row it made in the store feed; `row` comes with the answer and is not kept.
    `hash` is the command's where an answer comes unasked: its number may have been used twice.
    `details` are flat facts for the sentence a person reads (who, when, where), never free text from a customer.
    """

    id: str
    outcome: Outcome
    code: str = ""
    details: dict[str, str | int | bool] = field(default_factory=dict)
    final: bool = False
    epoch: int = 0
    feed_rev: int = 0
    at_us: MicrosUtc = 0
    row: RowCopy | None = None
    hash: str = ""


class Welcome(Struct, frozen=True):
    """The answer to a roll-call: the epoch of the authority that took it, its store feed's name and history."""

    epoch: int
    feed: str
    feed_id: str


def command_hash(kind: str, v: int, key: str, actor: str, body: bytes) -> str:
    """SHA-256 (hex) over what a command means; the same id with another hash is a fork of the device."""
    digest = hashlib.sha256()
    for part in (kind.encode(), str(v).encode(), key.encode(), actor.encode(), body):
        digest.update(len(part).to_bytes(4, "big"))
        digest.update(part)
    return digest.hexdigest()


LOST_KIND = "lost"


def lost_command(command_id: str, epoch: int) -> Command:
    """What holds the place of a number whose command no machine has any more; sent as parked, never acted on."""
    key = f"{LOST_KIND}:{command_id}"
    return Command(
        id=command_id,
        kind=LOST_KIND,
        key=key,
        epoch=epoch,
        actor="",
        hlc="0-0-",
        body=Raw(b"null"),
        hash=command_hash(LOST_KIND, COMMAND_VERSION, key, "", b"null"),
    )


def is_intact(command: Command) -> bool:
    """Whether the hash a command carries is the hash of what it says."""
    return command.hash == command_hash(command.kind, command.v, command.key, command.actor, bytes(command.body))
