"""Invented commands of a terminal."""

from datetime import UTC, datetime

import msgspec
from msgspec import Raw

from app.contract.commands import Command, command_hash
from app.store.terminal_store import SqlTerminalTx
from app.usecases.ports import OutboxEntry, OutboxState

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
NOON_MS = int(NOON.timestamp() * 1000)


def command(seq: int, generation: int = 1, *, made_ms: int = NOON_MS, pad: int = 0) -> Command:
    body = b'{"seq": %d, "pad": "%s"}' % (seq, b"x" * pad)
    hash_ = command_hash("k", 1, "order:o1", "u1", body)
    return Command(
        id=f"T001.{generation}:{seq}",
        kind="k",
        key="order:o1",
        epoch=1,
        actor="u1",
        hlc=f"{made_ms}-{seq}-T001",
        body=Raw(body),
        hash=hash_,
    )


def encoded(seq: int, generation: int = 1, **how: int) -> bytes:
    return msgspec.json.encode(command(seq, generation, **how))


def add(tx: SqlTerminalTx, pad: int = 0) -> int:
    """Write the next command as an intent and return its number."""
    _, seq = tx.next_command_number()
    tx.outbox_add(OutboxEntry(command(seq, pad=pad), OutboxState.INTENT, is_act=True, created_at=NOON))
    return seq


def seqs(tx: SqlTerminalTx) -> list[int]:
    """Numbers in the outbox, in its order."""
    entries = tx.outbox_list(list(OutboxState), 1_000_000)
    return [int(entry.command.id.rpartition(":")[2]) for entry in entries]
