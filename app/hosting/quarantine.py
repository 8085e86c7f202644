"""What a revoked device still had: kept where a person can look at it, applied nowhere."""

from collections.abc import Sequence
from datetime import datetime

import msgspec

from app.contract.commands import CommandLine
from app.domain.errors import Code
from app.node.documents import Attention, put_attention
from app.node.intake import QUARANTINE, Tell
from app.node.ports import NodeTx

_OWED = "owed:"
_lines = msgspec.json.Decoder(CommandLine)


def keep_apart(
    tx: NodeTx,
    device: str,
    store: str,
    lines: Sequence[CommandLine],
    now_at: datetime,
    *,
    is_owed: bool = False,
    tell: Tell = put_attention,
) -> int:
    """Keep the commands and tell a person; how many were kept. The same again changes nothing.

    `is_owed`: somebody further up must have them too, see `owed`.
    """
    is_news = any(tx.get(QUARANTINE, _key(line)) is None for line in lines)
    for line in lines:
        tx.put(QUARANTINE, _key(line), msgspec.json.encode(line), [_OWED] if is_owed else [])
    if is_news:
        details: dict[str, str | int | bool] = {"device": device, "commands": len(lines)}
        tell(tx, Attention(f"quarantine:{device}", Code.DEVICE_REVOKED, store, device, now_at, details))
    return len(lines)


def owed(tx: NodeTx, limit: int) -> list[CommandLine]:
    """What was handed in here and not yet further up, at most so many."""
    return [_lines.decode(found.body) for found in tx.find(QUARANTINE, _OWED, limit)]


def passed_on(tx: NodeTx, lines: Sequence[CommandLine]) -> None:
    """They are kept further up now, and stay here."""
    for line in lines:
        tx.put(QUARANTINE, _key(line), msgspec.json.encode(line))


def _key(line: CommandLine) -> str:
    return f"{line.cmd.id}#{line.cmd.hash}"
