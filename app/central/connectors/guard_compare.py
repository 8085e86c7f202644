"""Tells from an order as the platform shows it whether an effect happened: by reference, else by totals."""

from collections.abc import Sequence
from enum import StrEnum
from typing import assert_never

from app.central.connectors.intents import Effect, OutwardIntent, reference_of
from app.central.connectors.port import PlatformOrder, PlatformState

_WHOLE_ORDER = "*"


class Seen(StrEnum):
    """What a read says of an effect. UNCLEAR: something else moved as well, a person must look. PENDING: the
    platform promised it and leaves it to somebody."""

    DONE = "done"
    PENDING = "pending"
    NOT_DONE = "not_done"
    TWICE = "twice"
    UNCLEAR = "unclear"


def baseline(intent: OutwardIntent, found: Sequence[PlatformOrder]) -> dict[str, int]:
    """The totals before the first call; an order that is to be made has none."""
    return {} if intent.effect is Effect.CREATE else totals(intent, found[0])


def totals(intent: OutwardIntent, order: PlatformOrder) -> dict[str, int]:
    """The platform's totals an effect of this kind moves: pieces by line, or minor units of the whole order."""
    if intent.effect is Effect.REFUND:
        return {_WHOLE_ORDER: order.refunded}
    column = {
        Effect.COLLECTED: "fulfilled",
        Effect.REVERSED: "fulfilled",
        Effect.RETURN_RECORD: "returned",
        Effect.RESTOCK: "restocked",
    }.get(intent.effect)
    if column is None:
        return {}
    wanted = {line.line for line in intent.lines}
    return {line.id: int(getattr(line, column)) for line in order.lines if line.id in wanted}


def _wanted(intent: OutwardIntent) -> dict[str, int]:
    if intent.effect is Effect.REFUND:
        return {_WHOLE_ORDER: intent.amount}
    sign = -1 if intent.effect is Effect.REVERSED else 1
    return {line.line: sign * line.quantity for line in intent.lines}


def seen(intent: OutwardIntent, found: Sequence[PlatformOrder], *, keeps_reference: bool) -> Seen:
    """What the platform shows of this intent; pure. `found`: the order, or for one to be made all that carry its
    reference."""
    if intent.effect is Effect.CREATE:
        return _seen_created(intent, found, keeps_reference=keeps_reference)
    [order] = found
    if intent.effect is Effect.READY:
        return _seen_ready(order)
    if intent.effect is Effect.PAID:
        return _seen_paid(order)
    if keeps_reference:
        return _seen_by_reference(intent, order)
    if intent.effect is Effect.MESSAGE:
        return Seen.UNCLEAR if intent.tries else Seen.NOT_DONE
    return _seen_by_totals(intent, order)


def _seen_created(intent: OutwardIntent, found: Sequence[PlatformOrder], *, keeps_reference: bool) -> Seen:
    if not keeps_reference:
        return Seen.UNCLEAR if intent.tries else Seen.NOT_DONE
    if not all(_is_as_wanted(intent, order) for order in found):
        return Seen.UNCLEAR
    if len(found) > 1:
        return Seen.TWICE
    return Seen.DONE if found else Seen.NOT_DONE


def _is_as_wanted(intent: OutwardIntent, order: PlatformOrder) -> bool:
    """Whether the order is what was asked for; what happened to it since does not count."""
    new = intent.new
    assert new is not None
    wanted = [(line.id, line.sku, line.quantity) for line in new.lines]
    return (order.store, order.currency, order.total) == (new.store, new.currency, new.total) and sorted(
        wanted
    ) == sorted((line.id, line.sku, line.quantity) for line in order.lines)


def _seen_ready(order: PlatformOrder) -> Seen:
    match order.state:
        case PlatformState.OPEN:
            return Seen.NOT_DONE
        case PlatformState.READY | PlatformState.COLLECTED:
            return Seen.DONE
        case PlatformState.CANCELLED:
            return Seen.UNCLEAR
        case _:
            assert_never(order.state)


def _seen_paid(order: PlatformOrder) -> Seen:
    """That it is paid is a state of the order: who said so does not matter."""
    if order.state is PlatformState.CANCELLED:
        return Seen.UNCLEAR
    return Seen.DONE if order.is_paid and not order.is_left_open else Seen.NOT_DONE


def _seen_by_reference(intent: OutwardIntent, order: PlatformOrder) -> Seen:
    if intent.effect is Effect.REVERSED:
        return _seen_reversed(intent, order)
    hits = _hits(intent, order)
    if hits > 1:
        return Seen.TWICE
    if intent.effect is Effect.REFUND and any(
        refund.is_pending for refund in order.refunds if refund.reference == intent.reference
    ):
        return Seen.PENDING
    return Seen.DONE if hits else Seen.NOT_DONE


def _hits(intent: OutwardIntent, order: PlatformOrder) -> int:
    """How often this effect stands in the order; a fulfilment that was cancelled since did happen, once."""
    match intent.effect:
        case Effect.COLLECTED:
            mine = [f for f in order.fulfilments if f.reference == intent.reference]
            return max(min(len(mine), 1), sum(not f.is_cancelled for f in mine))
        case Effect.RETURN_RECORD:
            return [r.reference for r in order.returns].count(intent.reference)
        case Effect.REFUND:
            return [r.reference for r in order.refunds].count(intent.reference)
        case Effect.RESTOCK:
            return [r.reference for r in order.restocks].count(intent.reference)
        case Effect.MESSAGE:
            return [m.reference for m in order.messages].count(intent.reference)
        case Effect.CREATE | Effect.READY | Effect.REVERSED | Effect.PAID:
            return 0
        case _:
            assert_never(intent.effect)


def _seen_reversed(intent: OutwardIntent, order: PlatformOrder) -> Seen:
    undone = [f for f in order.fulfilments if f.reference == reference_of(intent.undoes)]
    if not undone:
        return Seen.UNCLEAR
    return Seen.DONE if all(f.is_cancelled for f in undone) else Seen.NOT_DONE


def _seen_by_totals(intent: OutwardIntent, order: PlatformOrder) -> Seen:
    if intent.baseline is None:
        return Seen.NOT_DONE
    now, wanted = totals(intent, order), _wanted(intent)
    moved = {key: now.get(key, 0) - intent.baseline.get(key, 0) for key in wanted}
    if not any(moved.values()):
        return Seen.NOT_DONE
    if moved == wanted:
        return Seen.DONE
    is_double = intent.tries > 1 and moved == {key: 2 * value for key, value in wanted.items()}
    return Seen.TWICE if is_double else Seen.UNCLEAR


def has_room(intent: OutwardIntent, found: Sequence[PlatformOrder]) -> bool:
    """Whether the platform's own totals leave room for the effect, so that nobody else has done it already.

    A platform may not check this itself: one gave 40.00 back on an order of 30.00.
    """
    if intent.effect is Effect.CREATE:
        return True
    [order] = found
    if intent.effect is Effect.REFUND:
        return intent.amount <= order.refundable
    if intent.effect is Effect.PAID:
        return order.is_paid or intent.amount == order.owed
    if intent.effect in (Effect.READY, Effect.MESSAGE):
        return True
    if order.state is PlatformState.CANCELLED and intent.effect is Effect.COLLECTED:
        return False
    now, sold = totals(intent, order), {line.id: line.quantity for line in order.lines}
    return all(0 <= now.get(key, -1) + delta <= sold.get(key, 0) for key, delta in _wanted(intent).items())
