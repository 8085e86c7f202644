"""What a store owes central: its log upwards, in order, until each command has an end-to-end answer."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

import msgspec

from app.contract.commands import MAX_BATCH, MAX_BATCH_BYTES, NO_REV, CommandLine, Outcome, Result
from app.contract.ids import CommandId, parse_command_id
from app.domain.attention import PARKED
from app.domain.errors import Code
from app.node.authority import Authority, Phase, load_authority
from app.node.documents import Attention, find_attention
from app.node.feeds import append_opened
from app.node.intake import decode_line, decode_result, relabel
from app.node.lost import lost_answered, lost_lines, lost_up
from app.node.parking import PARKED_UP, is_parked, stand_aside
from app.node.ports import Logged, NewRow, NodeTx
from app.node.store_node import StoreNode, device_feed, store_feed
from app.node.told_visits import rows_for

ORDER = "order:"


def batch(tx: NodeTx) -> list[CommandLine]:
    """The oldest commands owed, at most a batch; empty when this node has stood down."""
    authority = load_authority(tx)
    if authority.phase in (Phase.STOOD_DOWN, Phase.WAITING):
        return []
    lines = lost_lines(tx, authority.epoch)
    size = 0
    for logged in tx.unsettled(0, MAX_BATCH - len(lines)):
        line = _relayed(tx, logged, authority)
        size += len(logged.command) + len(logged.result) + sum(len(bytes(row.d)) for row in line.rows)
        if lines and size > MAX_BATCH_BYTES // 2:
            break
        lines.append(line)
    return lines


def _relayed(tx: NodeTx, logged: Logged, authority: Authority) -> CommandLine:
    line = decode_line(logged)
    result = decode_result(logged)
    is_aside = result.outcome is Outcome.PARKED or is_parked(tx, line.cmd.id)
    relayed = relabel(line, decided=result, epoch=authority.epoch)
    rows = rows_for(tx, store_feed(authority.store), line, result)
    return msgspec.structs.replace(relayed, parked=is_aside, rows=rows)


def take_results(node: StoreNode, tx: NodeTx, results: Sequence[Result], now_at: datetime) -> None:
    """Central's answers: final ones are passed on to the device that asked; a higher epoch stands us down."""
    acks: dict[str, list[NewRow]] = {}
    for told in results:
        cid = parse_command_id(told.id)
        lost_answered(tx, cid, told)
        if told.outcome is Outcome.RETRY and told.code == Code.EPOCH_STALE:
            node.fenced(tx, told.epoch)
        logged = tx.logged(cid.stream, cid.seq)
        if logged is None or logged.is_settled:
            continue
        result = _retried(node, tx, cid, told, now_at) if told.outcome is Outcome.RETRY else told
        if result.outcome is Outcome.RETRY or _is_of_placeholder(tx, logged, result):
            continue
        final = msgspec.structs.replace(result, feed_rev=_shown_at(logged))
        tx.settle(cid.stream, cid.seq, msgspec.json.encode(final))
        if cid.device == node.device:
            _notice(node, tx, result, now_at)
        elif result.outcome is not Outcome.PARKED or is_parked(tx, result.id):
            ack = msgspec.structs.replace(final, hash=logged.hash)
            acks.setdefault(cid.device, []).append(NewRow("ack", result.id, msgspec.json.encode(ack)))
        _no_longer_parked(node, tx, result, now_at)
    for device, rows in acks.items():
        append_opened(tx, device_feed(device), store_feed(node.store), rows)


def _shown_at(logged: Logged) -> int:
    """Where in this node's feed the effect is. Central's word on what only a predecessor decided: nobody knows."""
    known = decode_result(logged)
    is_elsewhere = known.outcome is Outcome.PARKED and decode_line(logged).cmd.key.startswith(ORDER)
    return NO_REV if is_elsewhere else known.feed_rev


def _retried(node: StoreNode, tx: NodeTx, cid: CommandId, told: Result, now_at: datetime) -> Result:
    """What central's "not taken" comes to: mostly the same again, but some of them would stay so for ever.

    A number central has for another command stays taken: ours is in its quarantine, and for us that is a refusal.
    One it cannot read holds its place. One behind numbers it does not have waits until it has them.
    """
    if told.code == Code.SEQ_FORK:
        return Result(id=told.id, outcome=Outcome.REJECTED, code=Code.SEQ_FORK, final=True)
    if told.code == Code.BAD_COMMAND:
        park(node, tx, told.id, now_at)
    if told.code == Code.SEQ_GAP:
        first = lost_up(tx, cid, told)
        if first is not None:
            details: dict[str, str | int | bool] = {"stream": cid.stream, "first": first, "last": cid.seq - 1}
            item_id = f"seq_incident:{cid.stream}:{first}"
            node.tell(tx, Attention(item_id, Code.SEQ_INCIDENT, node.store, cid.stream, now_at, details))
    return told


def _no_longer_parked(node: StoreNode, tx: NodeTx, result: Result, now_at: datetime) -> None:
    """When its answer came after all, nobody needs to do anything about it."""
    if result.outcome is Outcome.PARKED:
        return
    tx.drop(PARKED_UP, result.id)
    item = find_attention(tx, f"{PARKED}{result.id}")
    if item is not None and item.settled_at is None:
        node.tell(tx, replace(item, settled_at=now_at))


def _is_of_placeholder(tx: NodeTx, logged: Logged, result: Result) -> bool:
    """Central's answer to a place held for a command that has been decided here since: its real line is owed."""
    if result.outcome is not Outcome.PARKED or is_parked(tx, result.id):
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
    if not is_parked(tx, command_id) and stand_aside(tx, command_id):
        item_id = f"{PARKED}{command_id}"
        node.tell(tx, Attention(item_id, Code.COMMAND_PARKED, node.store, command_id, now_at))
