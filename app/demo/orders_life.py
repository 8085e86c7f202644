"""An order's life up to the demo: every step is a command decided by the domain's own rules."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import pairwise

from app.demo.chain_dice import Dice
from app.demo.chain_moments import HOLD_DAYS, UNDO_WINDOW_S, Moments
from app.demo.orders_plan import OrderPlan, Stage
from app.domain.commands import AnswerRecall, CloseOrder, HandOverOrder, MarkReady, MoveContainer, MoveLines
from app.domain.decisions import OrderBody, decide
from app.domain.fulfilment import request_cancel
from app.domain.handover import HandoverAsk, HandoverRules
from app.domain.orders import ContainerState, Order, Proof, ProofKind, Step
from app.domain.values import CENTRAL, Act, ContainerId, Custody, LineId, LineQuantity

RULES = HandoverRules(undo_window_s=UNDO_WINDOW_S, hold_days=HOLD_DAYS)
_LEAVING = (Stage.JUST_COLLECTED, Stage.COLLECTED, Stage.LONG_COLLECTED, Stage.RETURNED, Stage.DELIVERED)


@dataclass(frozen=True, slots=True)
class Life:
    """What one order needs to live: its plan and times, where things stand, who acts, new ids."""

    plan: OrderPlan
    moments: Moments
    dice: Dice
    places: Sequence[str]
    act: Callable[[datetime], Act]
    next_id: Callable[[], str]

    def decided(self, order: Order, body: OrderBody) -> Order:
        """The order after somebody of its store gave that command."""
        return decide(order, body, self.act(body.at), RULES)


def live(order: Order, life: Life) -> Order:
    """The order, freshly reserved, brought to the stage of its plan."""
    stage = life.plan.stage
    if stage in _UNPACKED:
        return _UNPACKED[stage](order, life)
    order = _packed(order, life)
    if stage is Stage.PACKED:
        return order
    order = _staged(order, life)
    if stage is Stage.STAGED:
        return order
    return _after_ready(life.decided(order, MarkReady(order.id, life.moments.ready_at)), life)


def _after_ready(order: Order, life: Life) -> Order:
    stage, moments = life.plan.stage, life.moments
    if stage is Stage.CANCEL_REQUESTED:
        return request_cancel(order, moments.stopped_at)
    if stage is Stage.CANCELLED:
        return _released(order, life, max(moments.stopped_at, moments.ready_at + timedelta(minutes=10)))
    if stage is Stage.PARTIAL:
        first = order.containers[0]
        return _handed_over(order, life, first.contents, (first.id,))
    if stage in _LEAVING:
        return _closed(_handed_over(order, life, (), ()), life)
    return order


def _cancelled(order: Order, life: Life) -> Order:
    """Most are cancelled before anybody picked; some stand packed, and wait to go back to the shelves."""
    if life.plan.case or life.dice.chance(30):
        order = _staged(_packed(order, life), life)
        return _after_ready(life.decided(order, MarkReady(order.id, life.moments.ready_at)), life)
    return _released(order, life, life.moments.stopped_at)


def _released(order: Order, life: Life, at: datetime) -> Order:
    order = life.decided(
        request_cancel(order, at), AnswerRecall(order.id, is_released=True, at=at + timedelta(seconds=2))
    )
    return replace(order, custody=Custody(CENTRAL))


def _move(
    order: Order, life: Life, steps: tuple[Step, Step], pieces: Mapping[LineId, int], container: ContainerId | None
) -> Order:
    lines = tuple(LineQuantity(line, quantity) for line, quantity in pieces.items())
    at = life.moments.packed_at if container else life.moments.picking_at
    return life.decided(order, MoveLines(order.id, *steps, lines, at, container))


def _being_picked(order: Order, life: Life) -> Order:
    """The first line in the basket already when there are more, the next in the picker's hands."""
    first, *others = order.lines
    order = _move(order, life, (Step.RESERVED, Step.PICKING), {first.id: first.quantity}, None)
    if others:
        order = _move(order, life, (Step.PICKING, Step.PICKED), {first.id: first.quantity}, None)
        following = others[0]
        order = _move(order, life, (Step.RESERVED, Step.PICKING), {following.id: following.quantity}, None)
    return order


def _short(order: Order, life: Life) -> Order:
    """One piece of the last line was not found; the others are picked."""
    order = _move(order, life, (Step.RESERVED, Step.SHORT), {order.lines[-1].id: 1}, None)
    found = {line.id: line.progress.reserved for line in order.lines if line.progress.reserved}
    return _move(order, life, (Step.RESERVED, Step.PICKED), found, None) if found else order


_UNPACKED: dict[Stage, Callable[[Order, Life], Order]] = {
    Stage.RESERVED: lambda order, _: order,
    Stage.PICKING: _being_picked,
    Stage.SHORT: _short,
    Stage.CANCELLED: _cancelled,
}


def _packed(order: Order, life: Life) -> Order:
    everything = {line.id: line.quantity for line in order.lines}
    order = _move(order, life, (Step.RESERVED, Step.PICKED), everything, None)
    for number, pieces in enumerate(share_out(order, life.plan.containers), 1):
        container = ContainerId(life.next_id())
        opened = MoveContainer(
            order.id, container, f"{order.number}-{number}", ContainerState.OPEN, life.moments.packed_at
        )
        order = life.decided(order, opened)
        order = _move(order, life, (Step.PICKED, Step.PACKED), pieces, container)
    return order


def share_out(order: Order, count: int) -> list[dict[LineId, int]]:
    """The picked pieces dealt to at most `count` containers, none of them empty; whole lines where they fit."""
    pieces = [line.id for line in order.lines for _ in range(line.progress.picked)]
    count = max(1, min(count, len(pieces)))
    bounds = [len(pieces) * number // count for number in range(count + 1)]
    shares = [pieces[low:high] for low, high in pairwise(bounds)]
    return [{line: share.count(line) for line in dict.fromkeys(share)} for share in shares]


def _staged(order: Order, life: Life) -> Order:
    """Bags of one order stand together, seldom at two places."""
    place, other = life.dice.some(life.places, 2)
    is_split = len(order.containers) > 1 and life.dice.chance(20)
    for container in order.containers:
        is_apart = is_split and container is order.containers[-1]
        where = other if is_apart else place
        at = life.moments.staged_at
        staged = MoveContainer(order.id, container.id, container.code, ContainerState.STAGED, at, where)
        order = life.decided(order, staged)
    return order


def _handed_over(
    order: Order, life: Life, lines: tuple[LineQuantity, ...], containers: tuple[ContainerId, ...]
) -> Order:
    """Some or all packed pieces leave; a courier shows nothing but the number."""
    generation, delegate = order.pickup.generation, order.pickup.delegate
    proof = Proof(ProofKind.CODE, generation)
    if life.plan.stage is Stage.DELIVERED:
        proof = Proof(ProofKind.NUMBER, generation)
    elif delegate:
        proof = Proof(ProofKind.DELEGATE, generation, delegate)
    ask = HandoverAsk(lines, containers, proof, is_age_checked=True)
    number = int(order.number) % 1_000_000
    body = HandOverOrder(order.id, ask, f"{order.store}-{number:06d}", life.moments.left_at)
    return life.decided(order, body)


def _closed(order: Order, life: Life) -> Order:
    """Past the undo window the order goes back to central."""
    if life.plan.stage is Stage.JUST_COLLECTED:
        return order
    closed_at = life.moments.left_at + timedelta(seconds=UNDO_WINDOW_S + 1)
    return replace(life.decided(order, CloseOrder(order.id, closed_at)), custody=Custody(CENTRAL))
