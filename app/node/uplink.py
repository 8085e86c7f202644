"""What a store owes central: its log upwards, in order, until each command has an end-to-end answer."""

from collections.abc import Sequence
from datetime import datetime

import msgspec

from app.contract.commands import MAX_BATCH, MAX_BATCH_BYTES, CommandLine, Outcome, Result
from app.contract.ids import parse_command_id
from app.domain.errors import Code
from app.node.authority import Phase, load_authority
from app.node.documents import Attention
from app.node.feeds import feed_state
from app.node.intake import decode_line, decode_result, relabel
from app.node.ports import Logged, NewRow, NodeTx
from app.node.store_node import StoreNode, device_feed, store_feed

PARKED = "parked_up"


def batch(tx: NodeTx) -> list[CommandLine]:
    """The oldest commands owed, at most a batch; empty when this node has stood down."""
    authority = load_authority(tx)
    if authority.phase in (Phase.STOOD_DOWN, Phase.WAITING):
        return []
    lines: list[CommandLine] = []
    size = 0
    for logged in tx.unsettled(0, MAX_BATCH):
        line = _relayed(tx, logged, authority.epoch)
        size += len(logged.command) + len(logged.result)
        if lines and size > MAX_BATCH_BYTES // 2:
            break
        lines.append(line)
    return lines


def _relayed(tx: NodeTx, logged: Logged, epoch: int) -> CommandLine:
    line = decode_line(logged)
    result = decode_result(logged)
    is_parked = result.outcome is Outcome.PARKED or tx.get(PARKED, line.cmd.id) is not None
    relayed = relabel(line, decided=result, epoch=epoch)
    return msgspec.structs.replace(relayed, parked=is_parked)


def take_results(node: StoreNode, tx: NodeTx, results: Sequence[Result], now_at: datetime) -> None:
    """Central's answers: final ones are passed on to the device that asked; a higher epoch stands us down."""
    acks: dict[str, list[NewRow]] = {}
    for result in results:
        if result.outcome is Outcome.RETRY:
            if result.code == Code.EPOCH_STALE:
                node.fenced(tx, result.epoch)
            continue
        cid = parse_command_id(result.id)
        logged = tx.logged(cid.stream, cid.seq)
        if logged is None or logged.is_settled or _is_of_placeholder(tx, logged, result):
            continue
        final = msgspec.structs.replace(result, feed_rev=decode_result(logged).feed_rev)
        tx.settle(cid.stream, cid.seq, msgspec.json.encode(final))
        if cid.device == node.device:
            _notice(node, tx, result, now_at)
        elif result.outcome is not Outcome.PARKED or tx.get(PARKED, result.id) is not None:
            acks.setdefault(cid.device, []).append(NewRow("ack", result.id, msgspec.json.encode(final)))
    for device, rows in acks.items():
        feed = device_feed(device)
        if tx.feed(feed) is None:
            # A history of this host's own: another host's feed of the same device must never be taken for it.
            tx.open_feed(feed, feed_state(tx, store_feed(node.store)).id)
        tx.append(feed, rows)


def _is_of_placeholder(tx: NodeTx, logged: Logged, result: Result) -> bool:
    """Central's answer to a place held for a command that has been decided here since: its real line is owed."""
    if result.outcome is not Outcome.PARKED or tx.get(PARKED, result.id) is not None:
        return False
    return decode_result(logged).outcome is not Outcome.PARKED


def _notice(node: StoreNode, tx: NodeTx, result: Result, now_at: datetime) -> None:
    if result.outcome is Outcome.OK:
        return
    node.tell(
        tx,
        Attention(f"own:{result.id}", result.code or Code.COMMAND_REJECTED_LATER, node.store, result.id, now_at),
    )


def park(node: StoreNode, tx: NodeTx, command_id: str, now_at: datetime) -> None:
    """A command that alone makes central fail holds its place from now on; a person is told."""
    tx.put(PARKED, command_id, b"1")
    node.tell(tx, Attention(f"parked:{command_id}", Code.COMMAND_PARKED, node.store, command_id, now_at))


def unpark(tx: NodeTx, command_id: str) -> None:
    """A person asked to try again: the command is owed upwards once more."""
    tx.drop(PARKED, command_id)
    cid = parse_command_id(command_id)
    logged = tx.logged(cid.stream, cid.seq)
    if logged is not None:
        line = decode_line(logged)
        decided = line.decided or Result(id=command_id, outcome=Outcome.OK, code=Code.WAITING_FOR_CENTRAL)
        tx.settle(cid.stream, cid.seq, msgspec.json.encode(decided), is_settled=False)
