"""What kiosks ask of their shop's authority besides check-ins: a person, and a slip for a return."""

import secrets
from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

import msgspec

from app.contract.commands import Outcome, Result
from app.domain.commands import MoveCall, ReceiveReturn, StartReturn
from app.domain.errors import Code, Problem
from app.domain.floor_calls import NO_WORK, OF_KIOSK, CallKind, CallNews, CallState, FloorCall, call_terms
from app.domain.return_slips import ReturnSlip, end_of, refuse_no_slip, slip_code, slip_terms
from app.domain.values import Act
from app.node.documents import find_config
from app.node.intake import Received
from app.node.permits import refuse_operator
from app.node.ports import NewRow, NodeTx

CALL, SLIP, CALLED = "call", "slip", "called"
SECRET, SECRET_BYTES = "slip_secret", 32
FREE_OTHER = "call.free_other"
SLIP_DAYS = 14
MAX_OPEN = 500
_calls = msgspec.json.Decoder(FloorCall)
_slips = msgspec.json.Decoder(ReturnSlip)
Details = dict[str, str | int | bool]
Draw = Callable[[int], bytes]


def find_call(tx: NodeTx, call_id: str) -> FloorCall | None:
    """The call, or None."""
    body = tx.get(CALL, call_id)
    return None if body is None else _calls.decode(body)


def put_call(tx: NodeTx, call: FloorCall) -> list[NewRow]:
    """Write the call; the row for the shop's terminals."""
    body = msgspec.json.encode(call)
    tx.put(CALL, call.id, body, call_terms(call.state))
    return [NewRow(CALL, call.id, body)]


def news_row(tx: NodeTx, call: FloorCall) -> NewRow:
    """The row for the kiosk that called: who comes, where the shop wants that."""
    config = find_config(tx, call.store)
    staff = {} if config is None or not config.names_at_kiosk else {one.id: one.name for one in config.staff}
    name = staff.get(call.claimed_by, "").partition(" ")[0]
    news = CallNews(call.id, call.kind, call.state, call.work.stage, call.number, name)
    return NewRow(CALLED, call.id, msgspec.json.encode(news))


def moved_call(call: FloorCall | None, body: MoveCall, act: Act, *, is_kiosk: bool, may_free: bool) -> FloorCall:
    """The call after the move; a new one when it is the first word of it.

    Problem(CALL_UNKNOWN | PERMISSION_DENIED: another kiosk's | CLAIMED_BY_OTHER | STEP_NOT_ALLOWED). What a kiosk
    says a second time, after somebody took it on, takes nothing out of their hands.
    """
    if call is None:
        if not is_kiosk or body.target is not CallState.OPEN:
            raise Problem(Code.CALL_UNKNOWN, call=body.call)
        work = body.work if body.kind is CallKind.COUNTER else NO_WORK
        return FloorCall(body.call, body.store, body.kind, act.station, act.at, number=body.number, work=work)
    if is_kiosk and call.device != act.station:
        raise Problem(Code.PERMISSION_DENIED, action="call.move")
    if not is_kiosk and body.target in OF_KIOSK - {CallState.OPEN}:
        raise Problem(Code.STEP_NOT_ALLOWED, step=call.state.value, target=body.target.value)
    if body.target is CallState.BACK and call.kind is not CallKind.COUNTER:
        raise Problem(Code.STEP_NOT_ALLOWED, step=call.state.value, target=body.target.value)
    if is_kiosk and body.target is CallState.OPEN:
        return call
    if not call.is_live and body.target is CallState.OVER:
        return call
    return call.moved(body.target, act.at, by=act.operator, may_free=may_free)


def move_call(tx: NodeTx, received: Received, body: MoveCall, tell: Callable[[NodeTx, FloorCall], int]) -> Result:
    """Apply a word about a call; `tell` writes it and says its rev. Problem: as `moved_call`."""
    act, known = received.act, find_call(tx, body.call)
    if known is None and not act.operator and body.target is CallState.OVER:
        # Its authority of before took the call along: nobody is to come, and nobody does.
        return Result(id=received.command.id, outcome=Outcome.OK)
    call = moved_call(known, body, act, is_kiosk=not act.operator, may_free=_may_free(tx, received))
    details = details_of(call, body.target)
    return Result(id=received.command.id, outcome=Outcome.OK, feed_rev=tell(tx, call), details=details)


def _may_free(tx: NodeTx, received: Received) -> bool:
    """Whether who speaks may leave to others what a colleague took on; what was allowed once is a fact."""
    config = find_config(tx, received.act.store)
    if received.line.decided is not None:
        return True
    try:
        if config is not None:
            refuse_operator(config, received.act.operator, FREE_OTHER)
    except Problem:
        return False
    return config is not None


def details_of(call: FloorCall, target: CallState) -> Details:
    """What the answer says; to a kiosk whose visitor goes on there, what they had chosen."""
    if target is not CallState.RESUMED:
        return {"number": call.number} if call.number else {}
    pieces = msgspec.json.encode(call.work.pieces).decode()
    return {"sku": call.work.sku or "", "pieces": pieces}


def order_of_call(tx: NodeTx, call_id: str, device: str) -> str:
    """The order of a task that was sent back to that kiosk, which else may not ask. Problem(ORDER_UNKNOWN)."""
    call = find_call(tx, call_id)
    if call is None or call.device != device or call.state is not CallState.BACK or call.work.order is None:
        raise Problem(Code.ORDER_UNKNOWN)
    return call.work.order


def left_over_calls(tx: NodeTx, now_at: datetime, zone: ZoneInfo) -> list[FloorCall]:
    """Visitors' calls of another day, ended."""
    calls = [_calls.decode(found.body) for found in tx.find(CALL, "state:open", MAX_OPEN)]
    return [call.moved(CallState.OVER, now_at) for call in calls if call.is_left_over(now_at, zone)]


def make_slip(tx: NodeTx, body: StartReturn, received: Received, draw: Draw = secrets.token_bytes) -> ReturnSlip:
    """The slip of a return somebody begins, the one there is when it was asked for twice. Problem(BAD_COMMAND).

    What a predecessor has signed already, and is on paper, keeps its code.
    """
    known = find_slip(tx, body.slip)
    if known is not None:
        return known
    refuse_no_slip(body.pieces)
    act, decided = received.act, received.line.decided
    config = find_config(tx, body.store)
    days = SLIP_DAYS if config is None else config.slip_days
    signed = "" if decided is None else str(decided.details.get("code", ""))
    code = signed or slip_code(_secret(tx, draw), body.slip)
    until_at = end_of(act.at, days)
    return ReturnSlip(body.slip, code, body.store, act.station, body.order, body.pieces, act.at, until_at)


def slip_answer(received: Received, slip: ReturnSlip, rev: int) -> Result:
    """What the kiosk prints and shows."""
    details: Details = {"code": slip.code, "until": slip.until_at.isoformat()}
    return Result(id=received.command.id, outcome=Outcome.OK, feed_rev=rev, details=details)


def _secret(tx: NodeTx, draw: Draw) -> bytes:
    """What this authority signs its slips with, drawn once; it never leaves it."""
    known = tx.get(SECRET, "self")
    if known is not None:
        return known
    drawn = draw(SECRET_BYTES)
    tx.put(SECRET, "self", drawn)
    return drawn


def find_slip(tx: NodeTx, slip_id: str) -> ReturnSlip | None:
    """The slip, or None."""
    body = tx.get(SLIP, slip_id)
    return None if body is None else _slips.decode(body)


def put_slip(tx: NodeTx, slip: ReturnSlip) -> list[NewRow]:
    """Write the slip; the row for the shop's terminals."""
    body = msgspec.json.encode(slip)
    tx.put(SLIP, slip.id, body, slip_terms(slip))
    return [NewRow(SLIP, slip.id, body)]


def use_slip(tx: NodeTx, body: ReceiveReturn) -> list[NewRow]:
    """Pieces came with their slip: it brings them no second time."""
    slip = find_slip(tx, body.slip) if body.slip else None
    if slip is None or slip.order != body.order:
        return []
    return put_slip(tx, slip.with_used(piece.line for piece in body.pieces if piece.line is not None))


def drop_slips(tx: NodeTx, now_at: datetime) -> list[NewRow]:
    """Slips that are over leave the shop's terminals and their authority."""
    gone = []
    for found in tx.find(SLIP, "until:", MAX_OPEN):
        if _slips.decode(found.body).until_at > now_at:
            break
        tx.drop(SLIP, found.key)
        gone.append(NewRow(SLIP, found.key, None))
    return gone
