"""Moves intents on in the node's store, each step in one transaction with what it means for others."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from enum import StrEnum

from app.central.connectors.guard import after_yes
from app.central.connectors.intents import (
    END_STATES,
    OUTWARD,
    Effect,
    IntentState,
    OutwardIntent,
    case_after,
    intents_of,
    is_held_up,
    load_intent,
    save_intent,
)
from app.domain.errors import Code, Problem
from app.domain.returns import ReturnCase
from app.domain.values import CENTRAL
from app.node.custody import publish_order
from app.node.documents import (
    Attention,
    find_attention,
    find_order,
    find_return,
    put_attention,
    put_return,
)
from app.node.ports import NodeTx

Report = Callable[[NodeTx, OutwardIntent, datetime], None]
"""Called in the transaction in which an intent ends, is parked or is taken up again, with the time."""


class Settlement(StrEnum):
    """What a person decides about a parked intent."""

    RETRY = "retry"
    MARK_DONE = "mark_done"
    DROP = "drop"


def attention_id(intent_id: str) -> str:
    """The id of the attention item of an intent; the same when it is parked again."""
    return f"{OUTWARD}:{intent_id}"


def report_to_case(tx: NodeTx, intent: OutwardIntent, at: datetime) -> ReturnCase | None:
    """Bring the return case of the intent up to date and give it back, or None when it has none."""
    case = None if intent.case is None else find_return(tx, intent.case)
    if case is None:
        return None
    case = case_after(case, intent, at)
    put_return(tx, case)
    return case


def write_step(
    tx: NodeTx, old: OutwardIntent, new: OutwardIntent, report: Report, at: datetime, *, sets_stock: bool
) -> bool:
    """Replace `old` by `new`; False, and nothing written, when somebody else moved it in the meantime.

    Two calls for one order are never open at once: a step to CALLING also fails while another one is, and where a
    platform `sets_stock` while another restock is.
    """
    is_restock = sets_stock and new.effect is Effect.RESTOCK
    tx.lock(f"order:{old.order}", f"{OUTWARD}:{old.order}", *([Effect.RESTOCK] if is_restock else []))
    if load_intent(tx, old.id) != old:
        return False
    if new.state is IntentState.CALLING and _is_other_calling(tx, new):
        return False
    if new.state is IntentState.CALLING and is_restock and is_held_up(tx, old):
        return False
    save_intent(tx, new)
    if new.effect is Effect.CREATE and new.state is IntentState.CONFIRMED:
        _name_order(tx, new)
    _tell(tx, new, at)
    if new.state in END_STATES or new.state is IntentState.PARKED:
        report(tx, new, at)
    return True


def _name_order(tx: NodeTx, made: OutwardIntent) -> None:
    """The order is there under a name: whatever was asked of it meanwhile can be said now."""
    for intent in intents_of(tx, made.order):
        if not intent.platform_ref:
            save_intent(tx, replace(intent, platform_ref=made.platform_ref))
    order = find_order(tx, made.order)
    if order is not None:
        publish_order(tx, replace(order, platform_ref=made.platform_ref))


def _is_other_calling(tx: NodeTx, intent: OutwardIntent) -> bool:
    others = intents_of(tx, intent.order)
    return any(other.state is IntentState.CALLING and other.id != intent.id for other in others)


def _tell(tx: NodeTx, new: OutwardIntent, at: datetime) -> None:
    """A person is told of what is parked, once of what is put off, and no more once that is done."""
    known = find_attention(tx, attention_id(new.id))
    is_open = known is not None and known.settled_at is None
    if new.reason == "twice" or (new.state is IntentState.PARKED and not (is_open and new.is_put_off)):
        put_attention(tx, _attention(new, at))
    elif known is not None and is_open and new.state in END_STATES:
        put_attention(tx, replace(known, settled_at=at, settled_by=CENTRAL))


def _attention(intent: OutwardIntent, at: datetime) -> Attention:
    details: dict[str, str | int | bool] = {
        "intent": intent.id,
        "effect": intent.effect.value,
        "reason": intent.reason,
        "tries": intent.tries,
        "amount": intent.amount,
    }
    subject = f"order:{intent.order}"
    return Attention(attention_id(intent.id), Code.OUTWARD_PARKED, intent.store, subject, at, details)


def settle_parked(
    tx: NodeTx, intent_id: str, how: Settlement, *, by: str, report: Report, at: datetime
) -> OutwardIntent:
    """Carry out what a person decided; `by` is the operator. Problem(NOT_FOUND | STEP_NOT_ALLOWED).

    A retry starts with a read as well, so an effect that did happen after all is not asked for again. That is also
    how an order made by hand, with our reference, gets its name; without one it cannot be called done.
    """
    intent = load_intent(tx, intent_id)
    if intent is None:
        raise Problem(Code.NOT_FOUND, intent=intent_id)
    tx.lock(f"{OUTWARD}:{intent.order}")
    intent = load_intent(tx, intent_id) or intent
    is_nameless = intent.effect is Effect.CREATE and how is Settlement.MARK_DONE
    if intent.state is not IntentState.PARKED or is_nameless:
        raise Problem(Code.STEP_NOT_ALLOWED, intent=intent_id, step=intent.state.value, target=how.value)
    settled = replace(_settled(intent, how, at), settled_by=by)
    save_intent(tx, settled)
    item = find_attention(tx, attention_id(intent_id))
    if item is not None:
        put_attention(tx, replace(item, settled_at=at, settled_by=by))
    report(tx, settled, at)
    return settled


def _settled(intent: OutwardIntent, how: Settlement, at: datetime) -> OutwardIntent:
    if how is Settlement.MARK_DONE:
        return after_yes(intent, intent.platform_ref)
    if how is Settlement.DROP:
        return replace(intent, state=IntentState.DROPPED)
    baseline = None if intent.reason == "unclear" else intent.baseline
    return replace(
        intent,
        state=IntentState.WAITING,
        tries=0,
        misses=0,
        baseline=baseline,
        is_refused=False,
        is_retried=True,
        reason="",
        due_at=at,
    )
