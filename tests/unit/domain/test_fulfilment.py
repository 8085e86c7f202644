"""Pick, pack, stage, ready, recall and return to stock: each step with what it needs and what it refuses."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from app.domain.commands import AnswerRecall, CloseOrder, HandOverOrder, MoveContainer, MoveLines, ShortenOrder
from app.domain.decisions import decide, has_applied, record
from app.domain.errors import Code, Problem
from app.domain.fulfilment import can_release, cancel, is_hold_over, mark_ready, move_container, request_cancel
from app.domain.handover import HandoverAsk, HandoverRules, hand_over
from app.domain.orders import CONTAINER_MOVES, LINE_MOVES, ContainerState, Order, Progress, Step
from app.domain.values import ContainerId, LineId, LineQuantity
from tests.unit.domain.samples import NOW_AT, act, bag, line, order, pieces, ready_order

RULES = HandoverRules(hold_days=5)
AFTER_HOLD_S = 9 * 86_400


def refused(job: Callable[[], object]) -> Code:
    """The code a job is refused with."""
    with pytest.raises(Problem) as problem:
        job()
    return problem.value.code


def at_bag(container: str, target: ContainerState, place: str = "", code: str = "") -> MoveContainer:
    """A move of a bag of order 4821."""
    return MoveContainer(ready_order().id, ContainerId(container), code, target, NOW_AT, place)


@pytest.mark.parametrize("source", list(Step))
@pytest.mark.parametrize("target", list(Step))
def test_what_the_floor_may_move(source: Step, target: Step) -> None:
    """Every pair of steps: hand-over and cancel have commands of their own, a short piece may be given up."""
    is_floor = (source, target) in LINE_MOVES and Step.HANDED_OVER not in (source, target)
    is_allowed = is_floor and (target is not Step.CANCELLED or source is Step.SHORT)
    inside = pieces(a=1) if source is Step.PACKED else ()
    subject = order((line("a", Progress(**{source.value: 1})),), (bag("1", inside, ContainerState.OPEN),))
    container = ContainerId("1") if Step.PACKED in (source, target) else None
    body = MoveLines(subject.id, source, target, pieces(a=1), NOW_AT, container)
    if is_allowed:
        assert decide(subject, body, act(), RULES).lines[0].progress.at(target) == 1
    else:
        assert refused(lambda: decide(subject, body, act(), RULES)) is Code.STEP_NOT_ALLOWED


def test_packing_needs_an_open_bag() -> None:
    """No bag, a bag nobody knows, a bag that is staged: nothing is packed."""
    subject = order((line("a", Progress(picked=2)),), (bag("1", ()), bag("2", (), ContainerState.OPEN)))

    def pack(container: str | None) -> Callable[[], Order]:
        known = ContainerId(container) if container else None
        return lambda: decide(
            subject, MoveLines(subject.id, Step.PICKED, Step.PACKED, pieces(a=2), NOW_AT, known), act(), RULES
        )

    assert refused(pack(None)) is Code.CONTAINER_MISSING
    assert refused(pack("9")) is Code.CONTAINER_UNKNOWN
    assert refused(pack("1")) is Code.STEP_NOT_ALLOWED
    assert pack("2")().containers[1].contents == pieces(a=2)


def test_unpacking_takes_out_of_the_bag_and_ends_ready() -> None:
    """A piece goes back on the trolley: the order is not ready any more, and the bag holds one less."""
    body = MoveLines(ready_order().id, Step.PACKED, Step.PICKED, pieces(a=1), NOW_AT, ContainerId("2"))
    after = decide(ready_order(), body, act(), RULES)
    assert [c.contents for c in after.containers] == [pieces(a=2), pieces(b=1)]
    assert (after.ready_at, after.hold_until) == (None, None)
    wrong = MoveLines(ready_order().id, Step.PACKED, Step.PICKED, pieces(a=2), NOW_AT, ContainerId("2"))
    assert refused(lambda: decide(ready_order(), wrong, act(), RULES)) is Code.WRONG_QUANTITY


@pytest.mark.parametrize("state", list(ContainerState))
@pytest.mark.parametrize("target", list(ContainerState))
def test_what_a_bag_may_do(state: ContainerState, target: ContainerState) -> None:
    """Every pair of states; goods never leave nor come back by moving a bag, and staying is no move."""
    subject = order((line("a", Progress(reserved=1)),), (bag("1", (), state),))
    machine = (state, target) in CONTAINER_MOVES and ContainerState.OUT not in (state, target)
    again = state is target and state in (ContainerState.STAGED, ContainerState.CLAIMED)
    by_unclaim = state is ContainerState.CLAIMED and target is ContainerState.RETURNED_TO_STOCK
    who = act(operator="")
    if machine or again or by_unclaim:
        assert move_container(subject, at_bag("1", target), who).containers[0].state is target
    else:
        assert refused(lambda: move_container(subject, at_bag("1", target), who)) is Code.STEP_NOT_ALLOWED


def test_a_new_bag_has_a_code_of_its_own() -> None:
    """Opening a bag nobody knew makes it; two bags never share a label; others must exist."""
    subject = order((line("a", Progress(reserved=1)),))
    opened = move_container(subject, at_bag("1", ContainerState.OPEN, code="4821-1"), act())
    assert (opened.containers[0].code, opened.containers[0].state) == ("4821-1", ContainerState.OPEN)
    taken = at_bag("2", ContainerState.OPEN, code="4821-1")
    assert refused(lambda: move_container(opened, taken, act())) is Code.STEP_NOT_ALLOWED
    unknown = at_bag("2", ContainerState.STAGED, "A1")
    assert refused(lambda: move_container(opened, unknown, act())) is Code.CONTAINER_UNKNOWN
    assert (
        refused(lambda: move_container(opened, at_bag("1", ContainerState.STAGED), act())) is Code.PLACE_REQUIRED
    )
    staged = move_container(opened, at_bag("1", ContainerState.STAGED, "C02"), act())
    assert staged.containers[0].place == "C02"


def test_one_claims_and_the_other_learns_by_whom() -> None:
    """Claiming again is harmless for the same operator; unstaging forgets the claim."""
    claimed = move_container(ready_order(), at_bag("1", ContainerState.CLAIMED), act(operator="07"))
    assert move_container(claimed, at_bag("1", ContainerState.CLAIMED), act(operator="07")) == claimed
    other = act(2, operator="03")
    assert (
        refused(lambda: move_container(claimed, at_bag("1", ContainerState.CLAIMED), other))
        is Code.CLAIMED_BY_OTHER
    )
    free = move_container(claimed, at_bag("1", ContainerState.STAGED, "A1"), other)
    assert free.containers[0].claimed_by == ""


@pytest.mark.parametrize(
    ("progress", "state", "is_ready"),
    [
        (Progress(packed=2), ContainerState.STAGED, True),
        (Progress(packed=2), ContainerState.CLAIMED, True),
        (Progress(packed=2), ContainerState.OPEN, False),
        (Progress(packed=2, cancelled=1), ContainerState.STAGED, True),
        (Progress(packed=2, short=1), ContainerState.STAGED, False),
        (Progress(packed=2, reserved=1), ContainerState.STAGED, False),
        (Progress(packed=3), ContainerState.STAGED, False),
    ],
)
def test_ready_means_all_live_pieces_stand_staged(
    progress: Progress, state: ContainerState, is_ready: bool
) -> None:
    """Two pieces in the bag: what is short, reserved, loose or in an open bag keeps the order from being ready."""
    subject = order((line("a", progress),), (bag("1", pieces(a=2), state),))
    if is_ready:
        after = mark_ready(subject, act(), RULES)
        assert (after.ready_at, after.hold_until) == (NOW_AT, datetime(2026, 3, 10, 23, 59, 59, 999_999, UTC))
    else:
        assert refused(lambda: mark_ready(subject, act(), RULES)) is Code.ORDER_NOT_READY


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({}, Code.STEP_NOT_ALLOWED),
        ({"cancelled_at": NOW_AT}, Code.ORDER_CANCELLED),
        ({"cancel_requested_at": NOW_AT, "ready_at": None}, Code.ORDER_CANCEL_REQUESTED),
        ({"closed_at": NOW_AT}, Code.STEP_NOT_ALLOWED),
    ],
)
def test_ready_once_and_not_against_a_recall(changes: dict[str, object], code: Code) -> None:
    """Ready orders, cancelled, recalled and closed ones are not made ready."""
    assert refused(lambda: mark_ready(ready_order(**changes), act(), RULES)) is code


def test_a_recall_is_released_or_too_late() -> None:
    """Released cancels every piece where it stands; too late drops the request; the earliest request is kept."""
    asked = request_cancel(request_cancel(ready_order(), NOW_AT), NOW_AT + timedelta(hours=1))
    assert asked.cancel_requested_at == NOW_AT
    released = decide(asked, AnswerRecall(asked.id, True, NOW_AT), act(), RULES)
    assert released.cancelled_at == NOW_AT
    assert all(item.progress.cancelled == item.quantity for item in released.lines)
    kept = decide(asked, AnswerRecall(asked.id, False, NOW_AT), act(), RULES)
    assert (kept.cancel_requested_at, kept.cancelled_at) == (None, None)
    nobody = AnswerRecall(asked.id, True, NOW_AT)
    assert refused(lambda: decide(ready_order(), nobody, act(), RULES)) is Code.STEP_NOT_ALLOWED


def test_a_cancel_loses_against_a_handover() -> None:
    """What has left in part cannot be released, what has left whole not even be asked for."""
    part = hand_over(ready_order(), HandoverAsk(pieces(a=1)), act(), RULES)
    assert (can_release(ready_order()), can_release(part)) == (True, False)
    asked = request_cancel(part, NOW_AT)
    body = AnswerRecall(asked.id, True, NOW_AT)
    assert refused(lambda: decide(asked, body, act(2), RULES)) is Code.ALREADY_HANDED_OVER
    gone = hand_over(ready_order(), HandoverAsk(), act(), RULES)
    assert refused(lambda: request_cancel(gone, NOW_AT)) is Code.ALREADY_HANDED_OVER
    assert refused(lambda: cancel(gone, NOW_AT)) is Code.ALREADY_HANDED_OVER


def test_a_no_show_goes_back_to_stock() -> None:
    """Not while the hold lasts; then bag by bag, and with the last one the order is cancelled."""
    subject = ready_order()
    early = at_bag("1", ContainerState.RETURNED_TO_STOCK)
    assert refused(lambda: move_container(subject, early, act())) is Code.STEP_NOT_ALLOWED
    late = act(after_s=AFTER_HOLD_S)
    assert is_hold_over(subject, late.at)
    one = move_container(subject, early, late)
    assert (one.lines[0].progress, one.cancelled_at) == (Progress(packed=1, cancelled=2), None)
    assert one.ready_at is not None
    both = move_container(one, at_bag("2", ContainerState.RETURNED_TO_STOCK), late)
    assert both.cancelled_at == late.at
    assert not is_hold_over(both, late.at)


def test_what_was_not_collected_goes_back_and_the_rest_stays_sold() -> None:
    """Half collected, half returned to stock: the order counts as collected and is not cancelled."""
    part = hand_over(ready_order(), HandoverAsk(pieces(a=2)), act(), RULES)
    after = move_container(part, at_bag("2", ContainerState.RETURNED_TO_STOCK), act(2, after_s=AFTER_HOLD_S))
    assert (after.is_collected, after.cancelled_at) == (True, None)
    closed = decide(after, CloseOrder(after.id, NOW_AT), act(3, after_s=AFTER_HOLD_S), RULES)
    assert closed.closed_at is not None


def test_what_the_platform_cancelled_goes_as_far_as_it_has_not_left() -> None:
    """What is missing first, then what is in a bag; asked again it is done, and what left stays."""
    part = hand_over(ready_order(), HandoverAsk(pieces(a=1)), act(), RULES)
    body = ShortenOrder(part.id, (*pieces(a=2), LineQuantity(LineId("b"), 0)), NOW_AT)
    after = decide(part, body, act(2), RULES)
    assert [item.progress for item in after.lines] == [
        Progress(packed=1, handed_over=1, cancelled=1),
        Progress(cancelled=1),
    ]
    assert sum(piece.quantity for c in after.containers for piece in c.contents) == 1
    assert (after.ready_at, after.is_staged, after.cancelled_at) == (part.ready_at, True, None)
    assert decide(after, body, act(3), RULES).lines == after.lines
    none = ShortenOrder(part.id, (LineQuantity(LineId("a"), 0), LineQuantity(LineId("b"), 0)), NOW_AT)
    rest = decide(after, none, act(4), RULES)
    assert (rest.is_collected, rest.lines[0].progress) == (True, Progress(handed_over=1, cancelled=2))
    missing = order((line("a", Progress(packed=1, short=1)),), (bag("1", pieces(a=1)),))
    found = decide(missing, ShortenOrder(missing.id, pieces(a=1), NOW_AT), act(5), RULES)
    assert (found.lines[0].progress, found.is_staged) == (Progress(packed=1, cancelled=1), True)
    gone = decide(missing, ShortenOrder(missing.id, (LineQuantity(LineId("a"), 0),), NOW_AT), act(6), RULES)
    assert gone.cancelled_at == act(6).at


def test_bags_of_a_cancelled_order_go_back_at_once() -> None:
    """No hold protects what is cancelled; nothing else of it moves."""
    cancelled = cancel(ready_order(), NOW_AT)
    after = move_container(cancelled, at_bag("1", ContainerState.RETURNED_TO_STOCK), act())
    assert after.containers[0].contents == ()
    assert (
        refused(lambda: move_container(after, at_bag("2", ContainerState.CLAIMED), act())) is Code.ORDER_CANCELLED
    )


def test_a_command_is_decided_once() -> None:
    """The same id again changes nothing, also when it would be refused by now; 64 of them are remembered."""
    subject = order((line("a", Progress(reserved=200)),))
    body = MoveLines(subject.id, Step.RESERVED, Step.PICKED, pieces(a=1), NOW_AT)
    for number in range(1, 101):
        subject = decide(subject, body, act(number), RULES)
        assert decide(subject, body, act(number), RULES) == subject
    assert subject.lines[0].progress.picked == 100
    assert (len(subject.applied), has_applied(subject, "T1AA.1:100"), has_applied(subject, "T1AA.1:1")) == (
        64,
        True,
        False,
    )


def test_a_fact_is_recorded_although_a_cancel_was_asked_for() -> None:
    """The store handed over before it heard of the recall: central records it, the request waits."""
    asked = request_cancel(ready_order(), NOW_AT)
    body = HandOverOrder(asked.id, HandoverAsk(), "T1-000318", NOW_AT)
    assert refused(lambda: decide(asked, body, act(), RULES)) is Code.ORDER_CANCEL_REQUESTED
    recorded = record(asked, body, act(), RULES)
    assert (recorded.is_collected, recorded.cancel_requested_at) == (True, NOW_AT)
    answered = record(asked, AnswerRecall(asked.id, True, NOW_AT), act(2), RULES)
    assert answered.cancelled_at == NOW_AT
    late = record(recorded, AnswerRecall(asked.id, False, NOW_AT), act(3), RULES)
    assert (late.cancel_requested_at, late.cancelled_at, late.is_collected) == (None, None, True)
