"""An order's life up to the demo: every step goes through the domain's own rules, so no state is made up."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import pairwise

from app.demo.chain_dice import Dice
from app.demo.chain_moments import UNDO_WINDOW_S, Moments
from app.demo.orders_plan import OrderPlan, Stage
from app.domain.handover import HandoverAsk, HandoverRules, hand_over
from app.domain.orders import (
    Container,
    ContainerState,
    Order,
    Proof,
    ProofKind,
    Step,
    move_containers,
    move_lines,
)
from app.domain.values import CENTRAL, Act, ContainerId, Custody, LineQuantity

RULES = HandoverRules(undo_window_s=UNDO_WINDOW_S)
LEAVING = (Stage.JUST_COLLECTED, Stage.COLLECTED, Stage.LONG_COLLECTED, Stage.RETURNED, Stage.DELIVERED)


@dataclass(frozen=True, slots=True)
class Life:
    """What one order needs to live: its plan and times, where things stand, who acts, new ids."""

    plan: OrderPlan
    moments: Moments
    dice: Dice
    places: Sequence[str]
    act: Callable[[datetime], Act]
    next_id: Callable[[], str]


def live(order: Order, life: Life) -> Order:
    """The order, freshly reserved, brought to the stage of its plan."""
    stage = life.plan.stage
    if stage in _UNPACKED:
        return _UNPACKED[stage](order, life)
    order = _packed(order, life)
    if stage is Stage.PACKED:
        return order
    order = move_containers(order, [container.id for container in order.containers], ContainerState.STAGED)
    order = _at_places(order, life)
    if stage is Stage.STAGED:
        return order
    order = replace(order, ready_at=life.moments.ready_at, hold_until=life.moments.hold_until)
    return _after_ready(order, life)


def _after_ready(order: Order, life: Life) -> Order:
    if life.plan.stage is Stage.CANCEL_REQUESTED:
        return replace(order, cancel_requested_at=life.moments.stopped_at)
    if life.plan.stage is Stage.PARTIAL:
        return _handed_over(order, life, order.containers[0].contents)
    if life.plan.stage in LEAVING:
        return _closed(_handed_over(order, life, ()), life)
    return order


def _cancelled(order: Order, life: Life) -> Order:
    everything = [LineQuantity(line.id, line.quantity) for line in order.lines]
    moved = move_lines(order, Step.RESERVED, Step.CANCELLED, everything)
    at = life.moments.stopped_at
    return replace(moved, cancelled_at=at, cancel_requested_at=at, custody=Custody(CENTRAL))


def _being_picked(order: Order, life: Life) -> Order:
    """The first line in the basket already, the next in the picker's hands."""
    first, *others = order.lines
    order = move_lines(order, Step.RESERVED, Step.PICKING, [LineQuantity(first.id, first.quantity)])
    if not others:
        return order
    order = move_lines(order, Step.PICKING, Step.PICKED, [LineQuantity(first.id, first.quantity)])
    picking = others[: life.dice.below(len(others) + 1)]
    return move_lines(
        order, Step.RESERVED, Step.PICKING, [LineQuantity(line.id, line.quantity) for line in picking]
    )


def _short(order: Order, _: Life) -> Order:
    """One piece of the last line was not found; the others are picked."""
    lost = order.lines[-1]
    order = move_lines(order, Step.RESERVED, Step.SHORT, [LineQuantity(lost.id, 1)])
    found = [LineQuantity(line.id, line.progress.reserved) for line in order.lines if line.progress.reserved]
    return move_lines(order, Step.RESERVED, Step.PICKED, found)


_UNPACKED: dict[Stage, Callable[[Order, Life], Order]] = {
    Stage.RESERVED: lambda order, _: order,
    Stage.PICKING: _being_picked,
    Stage.SHORT: _short,
    Stage.CANCELLED: _cancelled,
}


def _packed(order: Order, life: Life) -> Order:
    everything = [LineQuantity(line.id, line.quantity) for line in order.lines]
    order = move_lines(order, Step.RESERVED, Step.PICKED, everything)
    order = move_lines(order, Step.PICKED, Step.PACKED, everything)
    containers = tuple(
        Container(
            id=ContainerId(life.next_id()),
            code=f"{order.number}-{number}",
            state=ContainerState.OPEN,
            contents=contents,
        )
        for number, contents in enumerate(share_out(order, life.plan.containers), 1)
    )
    return replace(order, containers=containers)


def share_out(order: Order, count: int) -> list[tuple[LineQuantity, ...]]:
    """The packed pieces dealt to at most `count` containers, none of them empty; whole lines where they fit."""
    pieces = [line.id for line in order.lines for _ in range(line.progress.packed)]
    count = max(1, min(count, len(pieces)))
    bounds = [len(pieces) * number // count for number in range(count + 1)]
    shares = [pieces[low:high] for low, high in pairwise(bounds)]
    return [
        tuple(LineQuantity(line_id, share.count(line_id)) for line_id in dict.fromkeys(share)) for share in shares
    ]


def _at_places(order: Order, life: Life) -> Order:
    """Bags of one order stand together, seldom at two places."""
    places = life.dice.some(life.places, 2)
    is_split = len(order.containers) > 1 and life.dice.chance(20)
    last = len(order.containers) - 1
    return replace(
        order,
        containers=tuple(
            replace(container, place=places[1] if is_split and index == last else places[0])
            for index, container in enumerate(order.containers)
        ),
    )


def _handed_over(order: Order, life: Life, lines: tuple[LineQuantity, ...]) -> Order:
    """Some or all packed pieces leave, by the domain's own rules; a courier shows nothing but the number."""
    kind = ProofKind.NUMBER if life.plan.stage is Stage.DELIVERED else ProofKind.CODE
    proof = Proof(kind, generation=order.pickup.generation)
    if order.pickup.delegate and kind is ProofKind.CODE:
        proof = Proof(ProofKind.DELEGATE, generation=order.pickup.generation, name=order.pickup.delegate)
    ask = HandoverAsk(lines=lines, proof=proof, is_age_checked=True)
    act = life.act(life.moments.left_at)
    return hand_over(order, ask, act, RULES).with_applied(act.id)


def _closed(order: Order, life: Life) -> Order:
    """Past the undo window the order goes back to central; a returned one has a piece less with the customer."""
    if life.plan.stage is Stage.JUST_COLLECTED:
        return order
    closed_at = life.moments.left_at + timedelta(seconds=UNDO_WINDOW_S)
    order = replace(order, closed_at=closed_at, custody=Custody(CENTRAL))
    if life.plan.stage is not Stage.RETURNED:
        return order
    first = replace(order.lines[0], returned=1)
    return replace(order, lines=(first, *order.lines[1:]))
