"""Who may collect what, and what exactly a hand-over and its reversal move."""

from dataclasses import replace
from datetime import timedelta

import pytest

from app.domain.commands import HandOverOrder, ReverseHandover
from app.domain.decisions import decide, record
from app.domain.errors import Code, Problem
from app.domain.handover import (
    BY_NUMBER,
    FACTS,
    HandoverAsk,
    HandoverRules,
    amount_due,
    hand_over,
    is_closable,
    is_overlapping,
    reverse_handover,
    taken_amiss,
    till_amount,
)
from app.domain.orders import ContainerState, Handover, Order, Payment, Pickup, Progress, Proof, ProofKind, Taken
from app.domain.values import ContainerId, LineId, OrderId, SignedOn
from tests.unit.domain.samples import NOW_AT, act, bag, line, order, pieces, ready_order

RULES = HandoverRules()
ALL = HandoverAsk()
LATER = NOW_AT + timedelta(minutes=1)


def refusal(subject: Order, ask: HandoverAsk = ALL, rules: HandoverRules = RULES) -> Problem:
    """The refusal of a hand-over."""
    with pytest.raises(Problem) as refused:
        hand_over(subject, ask, act(), rules)
    return refused.value


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"cancelled_at": NOW_AT}, Code.ORDER_CANCELLED),
        ({"cancel_requested_at": NOW_AT}, Code.ORDER_CANCEL_REQUESTED),
        ({"ready_at": None}, Code.ORDER_NOT_READY),
        ({"lines": (line("a", Progress(handed_over=3)),)}, Code.ALREADY_HANDED_OVER),
        ({"lines": (line("a", Progress(cancelled=3)),)}, Code.NOTHING_TO_HAND_OVER),
    ],
)
def test_why_nobody_may_collect(changes: dict[str, object], code: Code) -> None:
    """Each reason has its code."""
    assert refusal(ready_order(**changes)).code is code


def test_the_most_telling_reason_comes_first() -> None:
    """A cancelled order that was also asked to be cancelled and is not ready is cancelled."""
    subject = ready_order(cancelled_at=NOW_AT, cancel_requested_at=NOW_AT, ready_at=None)
    assert refusal(subject).code is Code.ORDER_CANCELLED
    asked = ready_order(cancel_requested_at=NOW_AT, ready_at=None)
    assert refusal(asked).code is Code.ORDER_CANCEL_REQUESTED


def test_the_second_asker_learns_when_where_and_who() -> None:
    """The refusal names the act that was first."""
    gone = hand_over(ready_order(), HandoverAsk(), act(1, operator="03"), RULES)
    problem = refusal(gone)
    assert problem.code is Code.ALREADY_HANDED_OVER
    assert problem.details["at"] == NOW_AT.isoformat()
    assert (problem.details["operator"], problem.details["station"]) == ("03", "T1AA")


@pytest.mark.parametrize("can", [True, False])
def test_an_expired_hold_is_the_shops_choice(can: bool) -> None:
    """Held until a minute ago: handed over or not as the shop wants it; on the last moment always."""
    rules = HandoverRules(can_hand_over_expired=can)
    expired = ready_order(hold_until=NOW_AT - timedelta(minutes=1))
    if can:
        assert hand_over(expired, HandoverAsk(), act(), rules).is_collected
    else:
        assert refusal(expired, rules=rules).code is Code.ORDER_EXPIRED
    assert hand_over(ready_order(hold_until=NOW_AT), HandoverAsk(), act(), rules).is_collected


@pytest.mark.parametrize(
    ("proof", "pickup", "code"),
    [
        (Proof(ProofKind.CODE, generation=1), Pickup(generation=1), None),
        (Proof(ProofKind.CODE, generation=1), Pickup(generation=2), Code.PROOF_REVOKED),
        (Proof(ProofKind.CODE, generation=3), Pickup(generation=2), Code.PROOF_REVOKED),
        (Proof(ProofKind.CODE, generation=1), Pickup(is_revoked=True), Code.PROOF_REVOKED),
        (Proof(ProofKind.NUMBER), Pickup(is_revoked=True), None),
        (Proof(ProofKind.PIN), Pickup(), None),
        (Proof(ProofKind.DELEGATE), Pickup(), Code.PROOF_REQUIRED),
        (Proof(ProofKind.DELEGATE), Pickup(delegate="Marco D'Amico"), None),
        (Proof(ProofKind.DELEGATE, name="marco d’amico"), Pickup(delegate="Marco D'Amico"), None),
        (Proof(ProofKind.DELEGATE, name="Luca R."), Pickup(delegate="Marco D'Amico"), Code.PROOF_REQUIRED),
    ],
)
def test_what_is_shown(proof: Proof, pickup: Pickup, code: Code | None) -> None:
    """A code of the present issue, or a delegate the customer named."""
    subject, ask = ready_order(pickup=pickup), HandoverAsk(proof=proof)
    if code is None:
        assert hand_over(subject, ask, act(), RULES).handovers[0].proof == proof
    else:
        assert refusal(subject, ask).code is code


@pytest.mark.parametrize(
    ("above", "kind", "is_enough"),
    [
        (0, ProofKind.NUMBER, True),
        (11_960, ProofKind.NUMBER, True),
        (11_959, ProofKind.NUMBER, False),
        (1, ProofKind.PIN, True),
    ],
)
def test_above_a_value_the_number_is_not_enough(above: int, kind: ProofKind, is_enough: bool) -> None:
    """Four shirts at 29.90 are 119.60."""
    rules, ask = HandoverRules(proof_above=above), HandoverAsk(proof=Proof(kind))
    if is_enough:
        assert hand_over(ready_order(), ask, act(), rules).is_collected
    else:
        assert refusal(ready_order(), ask, rules).code is Code.PROOF_REQUIRED


@pytest.mark.parametrize(
    ("rules", "proof", "is_asked"),
    [
        (HandoverRules(), BY_NUMBER, False),
        (HandoverRules(sign_above=11_960), BY_NUMBER, False),
        (HandoverRules(sign_above=11_959), BY_NUMBER, True),
        (HandoverRules(sign_above=11_959), Proof(ProofKind.CODE, 1), True),
        (HandoverRules(sign_delegates=True), BY_NUMBER, False),
        (HandoverRules(sign_delegates=True), Proof(ProofKind.DELEGATE), True),
        (HandoverRules(), Proof(ProofKind.DELEGATE), False),
    ],
)
def test_it_is_signed_for_what_is_dear_and_by_delegates_where_asked(
    rules: HandoverRules, proof: Proof, is_asked: bool
) -> None:
    """Four shirts at 29.90 are 119.60."""
    subject, ask = ready_order(pickup=Pickup(delegate="Marco D'Amico")), HandoverAsk(proof=proof)
    if is_asked:
        assert refusal(subject, ask, rules).code is Code.SIGNATURE_REQUIRED
        ask = replace(ask, signed=SignedOn.GLASS)
    done = hand_over(subject, ask, act(), rules)
    assert done.handovers[0].signed is ask.signed


def test_what_was_given_already_is_written_down_signed_or_not() -> None:
    """Nobody refuses a fact for a signature that is missing."""
    assert hand_over(ready_order(), HandoverAsk(), act(), FACTS).is_collected


def test_age_is_checked_for_what_leaves_only() -> None:
    """The bottle stays here until somebody looked at the person; the shirt may go."""
    lines = (line("a", Progress(packed=1)), line("b", Progress(packed=1), min_age=18))
    subject = order(lines, (bag("1", pieces(a=1, b=1)),), ready_at=NOW_AT)
    assert refusal(subject).code is Code.AGE_CHECK_REQUIRED
    assert hand_over(subject, HandoverAsk(pieces(a=1)), act(), RULES).lines[0].progress.handed_over == 1
    assert hand_over(subject, HandoverAsk(is_age_checked=True), act(), RULES).is_collected


ONLINE, FAILED, AT_PICKUP = (
    Payment("card", ""),
    Payment("card", "", is_paid=False),
    Payment("at_pickup", "", False),
)
LEFT = Handover(act(1), pieces(a=1), (), Proof(ProofKind.NUMBER), is_paid_here=True)


@pytest.mark.parametrize(
    ("payment", "handovers", "is_paid_here", "due"),
    [
        (ONLINE, (), False, None),
        (ONLINE, (), True, None),
        (AT_PICKUP, (), False, 11_960),
        (FAILED, (), False, 11_960),
        (AT_PICKUP, (), True, None),
        (FAILED, (), True, None),
        (AT_PICKUP, (LEFT,), False, None),
        (AT_PICKUP, (replace(LEFT, reversed_by=act(2)),), False, 11_960),
        (AT_PICKUP, (replace(LEFT, is_paid_here=False),), False, 11_960),
    ],
)
def test_what_nobody_paid_for_stays(
    payment: Payment, handovers: tuple[Handover, ...], is_paid_here: bool, due: int | None
) -> None:
    """Paid online, or at the till now or with a hand-over that stands; else the whole sum is due first."""
    subject = ready_order(payment=payment, handovers=handovers)
    ask = HandoverAsk(is_paid_here=is_paid_here)
    assert amount_due(subject) == (0 if subject.is_paid else 11_960)
    if due is None:
        assert hand_over(subject, ask, act(3), RULES).is_paid
        return
    problem = refusal(subject, ask)
    assert (problem.code, problem.details["amount"]) == (Code.PAYMENT_REQUIRED, due)


def test_the_till_took_the_money_only_when_it_was_owed() -> None:
    """What was paid online is refunded online, whatever was said at the counter."""
    for payment, is_here in ((ONLINE, False), (AT_PICKUP, True)):
        gone = hand_over(ready_order(payment=payment), HandoverAsk(is_paid_here=True), act(), RULES)
        assert gone.handovers[0].is_paid_here is is_here


def test_the_sum_that_was_shown_is_kept_and_another_one_is_asked_again() -> None:
    """A fact is not judged again: what the till took stands, whatever the order costs by then."""
    unpaid = ready_order(payment=AT_PICKUP)
    body = HandOverOrder(unpaid.id, HandoverAsk(is_paid_here=True, amount=11_960), "T1-1", NOW_AT)
    gone = decide(unpaid, body, act(), RULES)
    dearer = replace(unpaid, payment=replace(AT_PICKUP, correction=500))
    for subject, due in ((dearer, 12_460), (ready_order(), 0)):
        with pytest.raises(Problem) as refused:
            decide(subject, body, act(), RULES)
        assert (refused.value.code, refused.value.details["amount"]) == (Code.AMOUNT_CHANGED, due)
    for made in (gone, record(dearer, body, act(), RULES)):
        assert (made.handovers[0].amount, till_amount(made)) == (11_960, 11_960)
    later = replace(gone, payment=replace(AT_PICKUP, correction=700))
    assert (till_amount(later), decide(later, body, act(), RULES)) == (11_960, later)
    assert (taken_amiss(unpaid, body.ask), taken_amiss(dearer, body.ask)) == (None, (11_960, 12_460))
    assert taken_amiss(ready_order(), body.ask) == (11_960, 0)


def test_a_till_that_tells_no_sum_took_what_was_owed() -> None:
    body = HandOverOrder(OrderId("o-4821"), HandoverAsk(is_paid_here=True), "T1-1", NOW_AT)
    gone = decide(ready_order(payment=AT_PICKUP), body, act(), RULES)
    assert gone.handovers[0].amount == 11_960
    online = decide(ready_order(), body, act(), RULES).handovers[0]
    assert (online.is_paid_here, online.amount) == (False, None)


def test_cancelled_pieces_are_not_to_be_paid_and_shipping_is() -> None:
    """Two of three shirts at 29.90 and 4.90 for shipping."""
    subject = order((line("a", Progress(packed=2, cancelled=1)),), payment=AT_PICKUP, shipping=490)
    assert amount_due(subject) == 2 * 2990 + 490


@pytest.mark.parametrize(("correction", "due"), [(1790, 13_750), (-2990, 8_970), (-20_000, 0)])
def test_what_the_platform_says_besides_is_asked_for_too(correction: int, due: int) -> None:
    """More or less was ordered online than is in the bag, or a part was paid before."""
    subject = ready_order(payment=replace(AT_PICKUP, correction=correction))
    assert (amount_due(subject), refusal(subject, HandoverAsk()).details["amount"]) == (due, due)


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        (pieces(a=4), Code.WRONG_QUANTITY),
        (pieces(a=2) + pieces(a=2), Code.WRONG_QUANTITY),
        (pieces(a=0), Code.WRONG_QUANTITY),
        (pieces(a=-1), Code.WRONG_QUANTITY),
        (pieces(z=1), Code.LINE_UNKNOWN),
    ],
)
def test_no_more_leaves_than_is_packed(asked: tuple[object, ...], code: Code) -> None:
    """Naming a line twice does not get round it."""
    assert refusal(ready_order(), HandoverAsk(lines=asked)).code is code  # type: ignore[arg-type]  # LineQuantity


def test_a_part_takes_whole_bags_first_and_opens_as_few_as_it_can() -> None:
    """Two of three shirts: bag 1 goes along whole, bag 2 stays as it is."""
    part = hand_over(ready_order(), HandoverAsk(pieces(a=2)), act(), RULES)
    assert [c.state for c in part.containers] == [ContainerState.OUT, ContainerState.STAGED]
    assert [c.contents for c in part.containers] == [(), pieces(a=1, b=1)]
    assert part.handovers[0].containers == (ContainerId("1"),)


def test_a_part_out_of_a_bag_leaves_the_rest_in_it() -> None:
    """One shirt out of the scanned bag 2; then everything else, and bag 2 goes with the last of it."""
    ask = HandoverAsk(pieces(a=1), (ContainerId("2"),))
    part = hand_over(ready_order(), ask, act(1), RULES)
    assert [c.contents for c in part.containers] == [pieces(a=2), pieces(b=1)]
    assert part.handovers[0].containers == ()
    assert part.handovers[0].taken == (Taken(ContainerId("2"), LineId("a"), 1),)
    rest = hand_over(part, HandoverAsk(), act(2), RULES)
    assert {c.state for c in rest.containers} == {ContainerState.OUT}
    assert rest.is_collected


def test_reversals_restore_exactly_in_any_order() -> None:
    """Two partial hand-overs out of one bag, taken back first one first or last one first."""
    start = ready_order()
    first = hand_over(start, HandoverAsk(pieces(a=1), (ContainerId("2"),)), act(1), RULES)
    both = hand_over(first, HandoverAsk(pieces(b=1)), act(2), RULES)
    for one, other in (("T1AA.1:1", "T1AA.1:2"), ("T1AA.1:2", "T1AA.1:1")):
        back = reverse_handover(reverse_handover(both, one, act(3), RULES), other, act(4), RULES)
        assert back.lines == start.lines
        assert [(c.state, frozenset(c.contents)) for c in back.containers] == [
            (c.state, frozenset(c.contents)) for c in start.containers
        ]
        assert back.live_handovers == ()
        assert len(back.handovers) == 2


def test_every_bag_is_scanned_where_the_shop_wants_it() -> None:
    """The first one missing is named, by the code printed on it; an id does as well."""
    rules = HandoverRules(must_scan_containers=True)
    problem = refusal(ready_order(), HandoverAsk(containers=(ContainerId("B-1"),)), rules)
    assert (problem.code, problem.details["container"]) == (Code.CONTAINER_MISSING, "B-2")
    both = HandoverAsk(containers=(ContainerId("B-1"), ContainerId("2")))
    assert hand_over(ready_order(), both, act(), rules).is_collected
    assert refusal(ready_order(), HandoverAsk(containers=(ContainerId("X"),))).code is Code.CONTAINER_UNKNOWN


@pytest.mark.parametrize(("after_s", "code"), [(600, None), (601, Code.UNDO_WINDOW_OVER)])
def test_the_window_of_the_undo(after_s: int, code: Code | None) -> None:
    """Ten minutes to the second, and never after the close."""
    gone = hand_over(ready_order(), HandoverAsk(), act(1), RULES)
    if code is None:
        assert not reverse_handover(gone, "T1AA.1:1", act(2, after_s=after_s), RULES).is_collected
        assert not is_closable(gone, NOW_AT + timedelta(seconds=after_s), RULES)
    else:
        with pytest.raises(Problem) as refused:
            reverse_handover(gone, "T1AA.1:1", act(2, after_s=after_s), RULES)
        assert refused.value.code is code
        assert is_closable(gone, NOW_AT + timedelta(seconds=after_s), RULES)
    with pytest.raises(Problem) as refused:
        reverse_handover(replace(gone, closed_at=NOW_AT), "T1AA.1:1", act(2), RULES)
    assert refused.value.code is Code.UNDO_WINDOW_OVER


def test_what_cannot_be_reversed() -> None:
    """An unknown hand-over, one reversed already, one of whose pieces came back as a return."""
    gone = hand_over(ready_order(), HandoverAsk(), act(1), RULES)
    undone = reverse_handover(gone, "T1AA.1:1", act(2), RULES)
    returned = replace(gone, lines=tuple(replace(item, returned=1) for item in gone.lines))
    for subject, handover in ((gone, "T1AA.1:9"), (undone, "T1AA.1:1"), (returned, "T1AA.1:1")):
        with pytest.raises(Problem) as refused:
            reverse_handover(subject, handover, act(3), RULES)
        assert refused.value.code is Code.NOT_REVERSIBLE


def test_a_bag_returned_to_stock_since_cannot_be_filled_again() -> None:
    """One piece left, the bag then went back to stock: the piece has nowhere to be put."""
    part = hand_over(ready_order(), HandoverAsk(pieces(a=1), (ContainerId("2"),)), act(1), RULES)
    emptied = replace(part.containers[1], state=ContainerState.RETURNED_TO_STOCK, contents=())
    with pytest.raises(Problem) as refused:
        reverse_handover(replace(part, containers=(part.containers[0], emptied)), "T1AA.1:1", act(2), RULES)
    assert refused.value.code is Code.NOT_REVERSIBLE


def test_a_cancelled_order_closes_when_its_bags_are_back() -> None:
    """Nothing of it may stand in the shop any more."""
    cancelled = ready_order(cancelled_at=NOW_AT)
    assert not is_closable(cancelled, LATER, RULES)
    back = tuple(replace(c, state=ContainerState.RETURNED_TO_STOCK, contents=()) for c in cancelled.containers)
    assert is_closable(replace(cancelled, containers=back), LATER, RULES)
    assert not is_closable(replace(cancelled, containers=back, closed_at=NOW_AT), LATER, RULES)
    unused = tuple(replace(c, state=ContainerState.OPEN, contents=()) for c in cancelled.containers)
    assert is_closable(replace(cancelled, containers=unused), LATER, RULES)


def test_facts_out_of_order_settle_when_the_reversal_is_known() -> None:
    """Handed over, reversed, handed over again, told in another order: one hand-over is live, nothing twice."""
    subject = ready_order()
    first, second = (HandOverOrder(subject.id, HandoverAsk(), f"T1-{n}", NOW_AT) for n in (1, 2))
    both = record(record(subject, first, act(1), RULES), second, act(3), RULES)
    assert is_overlapping(both)
    settled = record(both, ReverseHandover(subject.id, "T1AA.1:1", NOW_AT), act(2), RULES)
    assert not is_overlapping(settled)
    assert [h.act.id for h in settled.live_handovers] == ["T1AA.1:3"]
    assert settled.lines == both.lines
