"""What a revoked device still had: kept where a person can look at it, applied nowhere."""

from collections.abc import Sequence
from datetime import datetime

import msgspec

from app.contract.commands import CommandLine
from app.domain.errors import Code
from app.node.documents import Attention, put_attention
from app.node.ports import NodeTx


def keep_apart(tx: NodeTx, device: str, store: str, lines: Sequence[CommandLine], now_at: datetime) -> int:
    """Keep the commands and tell a person; how many were kept. The same again changes nothing."""
    for line in lines:
        tx.put("quarantine", f"{line.cmd.id}#{line.cmd.hash}", msgspec.json.encode(line))
    if lines:
        details: dict[str, str | int | bool] = {"device": device, "commands": len(lines)}
        put_attention(tx, Attention(f"quarantine:{device}", Code.DEVICE_REVOKED, store, device, now_at, details))
    return len(lines)
