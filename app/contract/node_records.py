"""What an authority's store hands out: feed states, rows to append, found documents, logged commands.

They stand here because the store and the authority do not know each other and both speak of them.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FeedState:
    """A feed's history `id`, its last `rev`, and `floor`: older cursors need a snapshot."""

    id: str
    rev: int
    floor: int


@dataclass(frozen=True, slots=True)
class NewRow:
    """A row to append: a full `body`, or None for a tombstone."""

    kind: str
    key: str
    body: bytes | None


@dataclass(frozen=True, slots=True)
class Found:
    """A document found by one of its terms."""

    term: str
    key: str
    body: bytes


@dataclass(frozen=True, slots=True)
class Logged:
    """A command as received with its present result; `is_settled`: nothing is owed upwards any more.

    `n` is the place in the order of arrival. `command` holds the bytes of the `CommandLine` as received.
    """

    n: int
    stream: str
    seq: int
    hash: str
    command: bytes
    result: bytes
    is_settled: bool
