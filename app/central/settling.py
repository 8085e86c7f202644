"""How a person settles what the machine could not: outward effects, blind returns, conflicts, parked commands."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime

import msgspec

from app.central.connectors.guard_store import Settlement, attention_id, settle_parked
from app.central.connectors.intents import OUTWARD, OutwardIntent, intents_of
from app.contract.commands import Outcome
from app.contract.ids import parse_command_id
from app.domain.commands import ReceiveReturn
from app.domain.errors import Code, Problem
from app.domain.orders import Order
from app.domain.returns import ReturnCase
from app.domain.values import LineId, OrderId
from app.node.custody import publish_attention
from app.node.documents import (
    Attention,
    decode_return,
    find_attention,
    find_return,
    get_order,
    open_attention,
)
from app.node.intake import Received, decode_body, decode_line
from app.node.ports import NodeTx
from app.node.refunds import ReturnRecorder, decide_return, paid_out

Report = Callable[[NodeTx, OutwardIntent, datetime], None]
NOTED = "noted"
MATCH = "match"
_PREFIX = attention_id("")


MAX_REASON = 200


class Settle(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a person decided: `how` is retry, mark_done or drop for an outward effect, match for a blind return,
    noted for the rest; of a refund at the till that says it was paid out. `by` is who; `order` and `lines` (one
    per piece taken in) say what a return belongs to. A blind return is closed unmatched only for a `reason`.
    """

    id: str
    how: str
    by: str
    order: str = ""
    lines: list[str] = []
    reason: str = ""


class LedgerFacts(msgspec.Struct, frozen=True):
    """All that is recorded of one order."""

    order: Order
    returns: list[ReturnCase]
    outward: list[OutwardIntent]
    attention: list[Attention]


def settle(tx: NodeTx, asked: Settle, recorder: ReturnRecorder, report: Report, at: datetime) -> Attention:
    """Carry the decision out; the item as it then is. Problem(NOT_FOUND | STEP_NOT_ALLOWED | BAD_REQUEST …).

    Locked before anything is read: of two people who decide at once the second sees what the first did. A match
    may leave something else to do about the same return: then that item is given back, open.
    """
    tx.lock(asked.id, *([f"order:{asked.order}"] if asked.how == MATCH else []))
    item = find_attention(tx, asked.id)
    if item is None:
        raise Problem(Code.NOT_FOUND, item=asked.id)
    if item.settled_at is not None:
        raise Problem(Code.STEP_NOT_ALLOWED, item=asked.id, step="settled", target=asked.how)
    if asked.id.startswith(_PREFIX):
        settle_parked(tx, asked.id.removeprefix(_PREFIX), _how(asked), by=asked.by, report=report, at=at)
        return find_attention(tx, asked.id) or item
    if asked.how == MATCH:
        match_return(tx, item.subject, asked, recorder, at)
        after = find_attention(tx, asked.id) or item
        if after.code != item.code:
            return after
    elif asked.how != NOTED or (item.code == Code.RETURN_UNMATCHED and not asked.reason):
        raise Problem(Code.BAD_REQUEST, how=asked.how)
    elif item.code == Code.REFUND_AT_TILL:
        paid_out(tx, item.subject, at)
    details = {**item.details, "reason": asked.reason[:MAX_REASON]} if asked.reason else item.details
    settled = replace(item, settled_at=at, settled_by=asked.by, details=details)
    publish_attention(tx, settled)
    return settled


def _how(asked: Settle) -> Settlement:
    try:
        return Settlement(asked.how)
    except ValueError as exc:
        raise Problem(Code.BAD_REQUEST, how=asked.how) from exc


def match_return(tx: NodeTx, case_id: str, asked: Settle, recorder: ReturnRecorder, at: datetime) -> None:
    """Say what order a blind intake belongs to, and decide its refund as if that had been known at the counter.

    Its effects carry the ids of the original command, so they happen once however often this is tried.
    Problem(RETURN_UNKNOWN | STEP_NOT_ALLOWED | ORDER_UNKNOWN | LINE_UNKNOWN | BAD_REQUEST; NOT_BOUGHT_HERE when a
    line is of another article than the piece; and why not).
    """
    tx.lock(f"order:{asked.order}", f"return:{case_id}")
    case = find_return(tx, case_id)
    if case is None:
        raise Problem(Code.RETURN_UNKNOWN, case=case_id)
    if case.order is not None:
        raise Problem(Code.STEP_NOT_ALLOWED, case=case.number, step="matched", target=MATCH)
    order = get_order(tx, asked.order)
    if len(asked.lines) != len(case.pieces):
        raise Problem(Code.BAD_REQUEST, lines=len(asked.lines), pieces=len(case.pieces))
    received = _as_received(tx, case, order.id, asked.lines, at)
    assert isinstance(received.body, ReceiveReturn)
    for line_id, piece in zip(asked.lines, case.pieces, strict=True):
        if order.line(line_id).sku != piece.sku:
            raise Problem(Code.NOT_BOUGHT_HERE, order=order.number, gtin=piece.gtin)
    result = decide_return(tx, received, received.body, recorder)
    if result.outcome is not Outcome.OK:
        raise Problem(Code(result.code), **result.details)


def _as_received(tx: NodeTx, case: ReturnCase, order: OrderId, lines: Sequence[str], at: datetime) -> Received:
    cid = parse_command_id(case.act.id)
    logged = tx.logged(cid.stream, cid.seq)
    if logged is None:
        raise Problem(Code.RETURN_UNKNOWN, case=case.number)
    line = decode_line(logged)
    body = decode_body(line.cmd)
    if not isinstance(body, ReceiveReturn):
        raise Problem(Code.RETURN_UNKNOWN, case=case.number)
    pieces = tuple(replace(piece, line=LineId(to)) for piece, to in zip(case.pieces, lines, strict=True))
    return Received(line, cid, replace(body, order=order, pieces=pieces), case.act, at)


def list_attention(tx: NodeTx, store: str, limit: int = 200) -> list[Attention]:
    """What waits for a person; `""` for all stores."""
    return open_attention(tx, store, limit)


def ledger_facts(tx: NodeTx, order_id: str) -> LedgerFacts:
    """Everything recorded of an order. Problem(ORDER_UNKNOWN)."""
    order = get_order(tx, order_id)
    term = f"order:{order_id}"
    returns = [decode_return(found.body) for found in tx.find("return", term, 200) if found.term == term]
    outward = intents_of(tx, order.id)
    ids = [f"{OUTWARD}:{intent.id}" for intent in outward]
    ids += [f"return:{case.id}" for case in returns] + [f"overlap:{order_id}"]
    ids += [f"conflict:{handover.act.id}" for handover in order.handovers]
    items = [item for item_id in ids if (item := find_attention(tx, item_id)) is not None]
    return LedgerFacts(order, returns, list(outward), items)
