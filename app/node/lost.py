"""Numbers central misses, with commands of ours behind them: sent again, or their places held when lost."""

import msgspec

from app.contract.commands import MAX_BATCH, CommandLine, Outcome, Result, lost_command
from app.contract.ids import CommandId
from app.node.intake import decode_line, decode_result, relabel
from app.node.ports import NodeTx

LOST = "lost_up"
_ranges = msgspec.json.Decoder(tuple[int, int])


def lost_up(tx: NodeTx, cid: CommandId, told: Result) -> int | None:
    """Central has a stream up to `told.details["last"]` only, and not the numbers up to `cid`.

    What is in our log is owed again: central was restored, and gets it back. What is not is lost on every machine,
    and its places are held. The first lost number, None when there is none or it is known already.
    """
    last = told.details.get("last")
    if not isinstance(last, int) or last >= cid.seq - 1:
        return None
    missing: list[int] = []
    for seq in range(last + 1, cid.seq):
        logged = tx.logged(cid.stream, seq)
        if logged is None:
            missing.append(seq)
        elif logged.is_settled:
            tx.settle(cid.stream, seq, logged.result, is_settled=False)
    if not missing:
        return None
    is_known = tx.get(LOST, cid.stream) is not None
    tx.put(LOST, cid.stream, msgspec.json.encode((missing[0], missing[-1])))
    return None if is_known else missing[0]


def lost_lines(tx: NodeTx, epoch: int) -> list[CommandLine]:
    """Lines that hold the places of lost numbers, the lowest first; at most half a batch."""
    lines: list[CommandLine] = []
    for stream, body in tx.scan(LOST, "", MAX_BATCH):
        first, last = _ranges.decode(body)
        for seq in range(first, last + 1):
            if len(lines) >= MAX_BATCH // 2:
                return lines
            lines.append(_line(tx, stream, seq, epoch))
    return lines


def _line(tx: NodeTx, stream: str, seq: int, epoch: int) -> CommandLine:
    logged = tx.logged(stream, seq)
    if logged is not None:
        return relabel(decode_line(logged), decided=decode_result(logged), epoch=epoch)
    return CommandLine(cmd=lost_command(f"{stream}:{seq}", epoch), parked=True, epoch=epoch)


def lost_answered(tx: NodeTx, cid: CommandId, told: Result) -> None:
    """Central took the place of a lost number: the next ones, or none any more."""
    body = tx.get(LOST, cid.stream)
    if body is None or told.outcome is Outcome.RETRY:
        return
    first, last = _ranges.decode(body)
    if first <= cid.seq < last:
        tx.put(LOST, cid.stream, msgspec.json.encode((cid.seq + 1, last)))
    elif cid.seq >= last:
        tx.drop(LOST, cid.stream)
