"""Numbers the authority misses: when no command here is left to be sent under them, their places are held.

A command that was lost with a damaged file would keep all that were numbered after it waiting for ever. The
authority has decided nothing under such a number, and from now on never will.
"""

from datetime import datetime

import msgspec

from app.contract.commands import MAX_BATCH, CommandLine, Outcome, Result, lost_command
from app.contract.ids import parse_command_id
from app.domain.errors import Code
from app.usecases.ports import AttentionItem, OutboxState, TerminalTx

LOST = "lost_numbers"


class Lost(msgspec.Struct, frozen=True):
    """Numbers of a stream (`T1AA.1`) whose places are to be held, `first` to `last`."""

    stream: str
    first: int
    last: int


_decode = msgspec.json.Decoder(list[Lost])


def _load(tx: TerminalTx) -> list[Lost]:
    return _decode.decode(tx.meta(LOST) or "[]")


def _store(tx: TerminalTx, ranges: list[Lost]) -> None:
    tx.set_meta(LOST, msgspec.json.encode(ranges).decode() if ranges else "")


def missed(tx: TerminalTx, result: Result, now_at: datetime) -> None:
    """The authority has this command's stream up to `last` only. A person is told; what can be sent is waited for.

    Commands it had answered before are in the same place: it was restored from a copy, and gets them to hold the
    place of what central has or a person brings.
    """
    last = result.details.get("last")
    cid = parse_command_id(result.id)
    if not isinstance(last, int) or last >= cid.seq - 1:
        return
    missing = Lost(cid.stream, last + 1, cid.seq - 1)
    ranges = _load(tx)
    if missing in ranges:
        return
    entry = tx.outbox_get(f"{cid.stream}:{last + 1}")
    if entry is not None and entry.state is OutboxState.INTENT:
        return
    _store(tx, [*(known for known in ranges if known.stream != cid.stream), missing])
    item_id = f"seq_incident:{cid.stream}:{last + 1}"
    if tx.attention_get(item_id) is None:
        details: dict[str, str | int | bool] = {"stream": cid.stream, "first": last + 1, "last": cid.seq - 1}
        tx.attention_put(AttentionItem(item_id, Code.SEQ_INCIDENT, cid.stream, details, now_at))


def lines(tx: TerminalTx, epoch: int) -> list[CommandLine]:
    """Lines that hold the places of lost numbers, the lowest first; at most half a batch."""
    held: list[CommandLine] = []
    for lost in _load(tx):
        for seq in range(lost.first, lost.last + 1):
            if len(held) >= MAX_BATCH // 2:
                return held
            held.append(_line(tx, f"{lost.stream}:{seq}", epoch))
    return held


def _line(tx: TerminalTx, command_id: str, epoch: int) -> CommandLine:
    entry = tx.outbox_get(command_id)
    if entry is None:
        return CommandLine(cmd=lost_command(command_id, epoch), parked=True)
    return CommandLine(cmd=msgspec.structs.replace(entry.command, epoch=epoch), parked=True)


def answered(tx: TerminalTx, result: Result) -> None:
    """The place of a lost number was taken: the next ones, or none any more."""
    if result.outcome is Outcome.RETRY or not tx.meta(LOST):
        return
    cid = parse_command_id(result.id)
    first = {cid.stream: cid.seq + 1}
    left = [Lost(lost.stream, max(lost.first, first.get(lost.stream, 0)), lost.last) for lost in _load(tx)]
    _store(tx, [lost for lost in left if lost.first <= lost.last])
