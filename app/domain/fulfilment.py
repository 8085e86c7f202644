"""Getting an order ready and letting it go: pick, pack, stage, ready, recall, return to stock, close."""

from dataclasses import replace
from datetime import datetime

from app.domain.commands import AnswerRecall, MoveContainer, MoveLines, ShortenOrder
from app.domain.containers import IN_SHOP, merged, put_in, replaced, take_out
from app.domain.dropped import Cause, Drop
from app.domain.dropping import given_back
from app.domain.errors import Code, Problem
from app.domain.floor_table import moves_by
from app.domain.handover import HandoverRules, already_handed_over, is_closable
from app.domain.hold_times import hold_end, is_held
from app.domain.leases import take_on
from app.domain.orders import Container, ContainerState, Order, Step
from app.domain.orders import move_lines as move_progress
from app.domain.put_backs import bag_done, of_cancelled, returned, with_task
from app.domain.substitutes import kept_for, substitutes_of
from app.domain.transfers import marked_left, refuse_moved, withdrawn
from app.domain.values import Act, LineQuantity, StoreId
from app.domain.weighing import with_weights

# What the shop floor does with pieces. Hand-over has its own command and its own proofs; of what is not there
# the shop may give up a piece, everything else is cancelled by whoever sold it (recall).
FLOOR_MOVES = moves_by("order.move_lines")
_CANCELLABLE = (Step.SHORT, Step.RESERVED, Step.PICKING, Step.PICKED, Step.PACKED)
"""What has not left, what takes least to undo first."""


def refuse_ended(order: Order) -> None:
    """Problem(ORDER_OTHER_STORE | ORDER_CANCELLED | STEP_NOT_ALLOWED) when nothing of it moves here any more."""
    refuse_moved(order)
    if order.cancelled_at is not None:
        raise Problem(Code.ORDER_CANCELLED, order=order.number, at=order.cancelled_at.isoformat())
    if order.closed_at is not None:
        raise Problem(Code.STEP_NOT_ALLOWED, order=order.number, step="closed")


def _still_ready(order: Order) -> Order:
    """The order, not ready any more when something was taken out of its standing containers."""
    if order.ready_at is None or order.is_staged or order.is_collected:
        return order
    return replace(order, ready_at=None, hold_until=None, reminded_at=None, expired_at=None)


def _unpack(order: Order, pieces: tuple[LineQuantity, ...], container_id: str | None) -> Order:
    """The order with pieces out of that container, or out of whichever holds them."""
    if container_id is None:
        return take_out(order, pieces, (), IN_SHOP)[0]
    container = order.container(container_id)
    inside = {piece.line: piece.quantity for piece in container.contents}
    for piece in pieces:
        if container.state not in IN_SHOP or inside.get(piece.line, 0) < piece.quantity:
            raise Problem(Code.WRONG_QUANTITY, asked=piece.quantity, available=inside.get(piece.line, 0))
    narrowed, _ = take_out(replace(order, containers=(container,)), pieces, (), IN_SHOP)
    return replaced(order, narrowed.containers[0])


def move_lines(order: Order, body: MoveLines, act: Act) -> Order:
    """The order after pick, short, pack or their compensations; what is packed is in an open container.

    Problem(ORDER_CANCELLED | STEP_NOT_ALLOWED | WRONG_QUANTITY | LINE_UNKNOWN | CONTAINER_UNKNOWN |
    CONTAINER_MISSING | WEIGHT_WRONG; CLAIMED_BY_OTHER when a colleague walks for it). An order from whose staged
    containers something is taken is not ready any more.
    """
    refuse_ended(order)
    if (body.source, body.target) not in FLOOR_MOVES:
        raise Problem(Code.STEP_NOT_ALLOWED, step=body.source.value, target=body.target.value)
    pieces = merged(body.lines)
    if body.target is Step.PICKING:
        return take_on(order, pieces, act)
    moved = with_weights(move_progress(order, body.source, body.target, pieces), body)
    if body.target is Step.PACKED:
        if body.container is None:
            raise Problem(Code.CONTAINER_MISSING, order=order.number)
        return put_in(moved, body.container, pieces)
    if body.source is Step.PACKED:
        return _still_ready(_unpack(moved, pieces, body.container))
    return moved


def _known(order: Order, body: MoveContainer) -> Container | None:
    """The container meant; Problem(STEP_NOT_ALLOWED) when its code is another container's."""
    for container in order.containers:
        if container.id == body.container:
            return container
        if body.code and container.code == body.code:
            raise Problem(Code.STEP_NOT_ALLOWED, container=body.code, step="code_taken")
    return None


def move_container(order: Order, body: MoveContainer, act: Act) -> Order:
    """The order after a container was opened (a new one included), staged, claimed or returned to stock.

    Problem(CONTAINER_UNKNOWN | STEP_NOT_ALLOWED | CLAIMED_BY_OTHER | PLACE_REQUIRED | ORDER_CANCELLED). Goods are
    never handed over by this command. Claiming again by the same operator changes nothing.
    """
    if body.target is ContainerState.RETURNED_TO_STOCK:
        return _return_to_stock(order, order.container(body.container), act)
    refuse_ended(order)
    if body.target is ContainerState.OUT:
        raise Problem(Code.STEP_NOT_ALLOWED, container=body.code, target=body.target.value)
    container = _known(order, body)
    if container is None:
        return _with_new(order, body)
    if container.state is ContainerState.OUT:
        raise Problem(Code.STEP_NOT_ALLOWED, container=container.code, step=container.state.value)
    if body.target is ContainerState.CLAIMED:
        return replaced(order, _claimed(container, act))
    place = body.place or container.place
    if body.target is ContainerState.STAGED and not place:
        raise Problem(Code.PLACE_REQUIRED, container=container.code)
    if body.target is ContainerState.STAGED and container.state is ContainerState.STAGED:
        return replaced(order, replace(container, place=place))
    return _still_ready(replaced(order, replace(container.moved(body.target), place=place)))


def _with_new(order: Order, body: MoveContainer) -> Order:
    if body.target is not ContainerState.OPEN or not body.code:
        raise Problem(Code.CONTAINER_UNKNOWN, order=order.number, container=body.container)
    fresh = Container(body.container, body.code, ContainerState.OPEN)
    return replace(order, containers=(*order.containers, fresh))


def _claimed(container: Container, act: Act) -> Container:
    if container.state is ContainerState.CLAIMED:
        if container.claimed_by != act.operator:
            raise Problem(Code.CLAIMED_BY_OTHER, by=container.claimed_by)
        return container
    return replace(container.moved(ContainerState.CLAIMED), claimed_by=act.operator)


def _return_to_stock(order: Order, bag: Container, act: Act) -> Order:
    """The container emptied and what was in it cancelled: after a cancel, after the hold, or when it is empty.

    With the last live piece gone the order itself is cancelled, unless somebody collected a part of it.
    """
    contents, before = bag.contents, order
    if contents and order.cancelled_at is None:
        if not is_hold_over(order, act.at):
            raise Problem(Code.STEP_NOT_ALLOWED, container=bag.code, step="hold_not_over")
        order = move_progress(order, Step.PACKED, Step.CANCELLED, contents)
        back = given_back(order) - given_back(before)
        order = replace(order, drops=(*order.drops, Drop(act, Cause.NO_SHOW, "", contents, refund=back)))
        order = bag_done(order, bag, Cause.NO_SHOW, act)
    elif contents:
        order = bag_done(order, bag, Cause.RECALLED, act)
    order = replaced(order, returned(bag))
    return _cancelled_when_gone(order, act.at) if contents else order


def _cancelled_when_gone(order: Order, at: datetime) -> Order:
    is_gone = all(line.progress.cancelled == line.quantity for line in order.lines)
    if is_gone and order.cancelled_at is None:
        return replace(order, cancelled_at=at, ready_at=None, hold_until=None)
    return order


def is_hold_over(order: Order, now_at: datetime) -> bool:
    """Whether the hold of a ready order has ended with something of it still here: a no-show, or late."""
    return is_held(order) and order.hold_until is not None and order.hold_until < now_at


def mark_ready(order: Order, act: Act, rules: HandoverRules) -> Order:
    """The order ready for pickup, held to the end of the last of `hold_days`.

    Problem(ORDER_NOT_READY) unless every live piece is in a staged container. Short pieces count as live until
    they are found or given up.
    """
    refuse_ended(order)
    if order.cancel_requested_at is not None:
        raise Problem(Code.ORDER_CANCEL_REQUESTED, order=order.number, at=order.cancel_requested_at.isoformat())
    if order.is_collected:
        raise already_handed_over(order)
    if order.ready_at is not None:
        raise Problem(Code.STEP_NOT_ALLOWED, order=order.number, step="ready")
    if not order.is_staged:
        short = sum(line.progress.short for line in order.lines)
        raise Problem(Code.ORDER_NOT_READY, order=order.number, short=short)
    until = hold_end(act.at, rules.hold_days, rules)
    return replace(order, ready_at=act.at, hold_until=until, reminded_at=None, expired_at=None)


def request_cancel(order: Order, at: datetime) -> Order:
    """The order with a cancel asked for, the earliest request kept; the custody holder answers it.

    Problem(ORDER_CANCELLED | ALREADY_HANDED_OVER | STEP_NOT_ALLOWED): a cancel loses against a hand-over.
    """
    refuse_ended(order)
    if order.is_collected:
        raise already_handed_over(order)
    return replace(order, cancel_requested_at=min(at, order.cancel_requested_at or at))


def can_release(order: Order) -> bool:
    """Whether the store may answer a recall with *released*: nothing of the order has left."""
    return order.cancelled_at is None and order.closed_at is None and not order.live_handovers


def answer_recall(order: Order, body: AnswerRecall, act: Act) -> Order:
    """The order cancelled (released), or the request dropped (too late). Asked back for another shop it is over
    here only: see `leave`.

    Problem(STEP_NOT_ALLOWED) without a request, Problem(ALREADY_HANDED_OVER) for a release after a hand-over.
    Containers keep their contents until somebody returns them to stock.
    """
    refuse_ended(order)
    if body.target:
        return leave(order, body.target, act) if body.is_released else withdrawn(order)
    if order.cancel_requested_at is None:
        raise Problem(Code.STEP_NOT_ALLOWED, order=order.number, step="no_recall")
    if not body.is_released:
        return replace(order, cancel_requested_at=None)
    return cancel(order, act.at)


def leave(order: Order, target: StoreId, act: Act, reason: str = "") -> Order:
    """The order as the shop keeps it that it leaves for `target`: cancelled here, what lies about is put back.

    Problem as `cancel`.
    """
    return marked_left(cancel(order, act.at, Cause.MOVED), target, act, reason)


def cancel(order: Order, at: datetime, cause: Cause = Cause.RECALLED) -> Order:
    """The order cancelled by whoever holds it: every piece that has not left is cancelled; where it stands stays.

    Problem(ORDER_CANCELLED | STEP_NOT_ALLOWED | ALREADY_HANDED_OVER).
    """
    refuse_ended(order)
    if order.live_handovers or order.is_collected:
        raise already_handed_over(order)
    before = order
    for line in order.lines:
        for step in _CANCELLABLE:
            if line.progress.at(step):
                order = move_progress(order, step, Step.CANCELLED, [LineQuantity(line.id, line.progress.at(step))])
    return replace(of_cancelled(order, before, at, cause), cancelled_at=at, ready_at=None, hold_until=None)


def shorten(order: Order, body: ShortenOrder, at: datetime) -> Order:
    """The order without the pieces that the platform has no more, as far as they have not left.

    What was given instead of others goes first. What was packed is in no container any more: a person is told to
    take it out. With nothing left the order is cancelled.
    Problem(ORDER_CANCELLED | STEP_NOT_ALLOWED | LINE_UNKNOWN).
    """
    refuse_ended(order)
    for sold in body.lines:
        line = order.line(sold.line)
        left = kept_for(order, line) - sold.quantity
        for part in (*substitutes_of(order, line.id), line):
            for step in _CANCELLABLE:
                quantity = min(left, part.progress.at(step))
                if quantity > 0:
                    pieces = (LineQuantity(part.id, quantity),)
                    order = _shortened(order, step, pieces, at)
                    left -= quantity
    return _cancelled_when_gone(_still_ready(order), at)


def _shortened(order: Order, step: Step, pieces: tuple[LineQuantity, ...], at: datetime) -> Order:
    """What was in somebody's hands or in a bag has to go back to its shelf."""
    if step is Step.PACKED:
        order, taken = take_out(order, pieces, (), IN_SHOP)
        for came in taken:
            piece = LineQuantity(came.line, came.quantity)
            order = with_task(order, Cause.SHORTENED, (piece,), at, order.container(came.container))
        loose = sum(piece.quantity for piece in pieces) - sum(came.quantity for came in taken)
        if loose:
            order = with_task(order, Cause.SHORTENED, (replace(pieces[0], quantity=loose),), at)
    elif step is Step.PICKED:
        order = with_task(order, Cause.SHORTENED, pieces, at)
    return move_progress(order, step, Step.CANCELLED, pieces)


def close(order: Order, act: Act, rules: HandoverRules) -> Order:
    """The order closed; Problem(STEP_NOT_ALLOWED) while something can still be undone.

    Moving custody back to central is the node's part: it alone knows the epochs.
    """
    if not is_closable(order, act.at, rules):
        raise Problem(Code.STEP_NOT_ALLOWED, order=order.number, step="not_closable")
    return replace(order, closed_at=act.at)
