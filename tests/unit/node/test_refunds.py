"""Central's decision about goods that came back: what is refunded, or why not; the goods are always a fact."""

from dataclasses import dataclass, field, replace
from datetime import timedelta

import pytest

from app.contract.commands import CommandLine, Outcome, Result
from app.domain.errors import Code
from app.domain.events import Event
from app.domain.orders import Order, Progress
from app.domain.returns import Condition, Disposition, EffectState, Reason, ReturnCase, Rule, Tender
from app.domain.values import CENTRAL, Custody, LineId, OrderId, ReturnId
from app.node.chain_node import ChainNode
from app.node.custody import alloc_feed
from app.node.documents import find_return, get_order, open_attention, put_order
from app.node.intake import Sender
from app.node.ports import NodeTx
from tests.unit.domain.samples import NOW_AT, STORE, bag, line, order, pieces
from tests.unit.node.shop import EDGE, Shop, collected, command, hand_over_now, page_of, return_body

PENDING, NOT_DUE = EffectState.PENDING, EffectState.NOT_DUE


@dataclass
class Told:
    """A recorder that remembers the refunds it was told."""

    refunds: list[tuple[str, int]] = field(default_factory=list)

    def happened(self, tx: NodeTx, order: Order, event: Event) -> None:
        """Not of interest here."""

    def returned(self, tx: NodeTx, order: Order, case: ReturnCase) -> None:
        self.refunds.append((case.number, case.refund))


@dataclass
class Office:
    """Central with a shop's edge that relays returns."""

    shop: Shop
    told: Told = field(default_factory=Told)
    sent: int = 0

    def take(self, order_id: str | None = "o-4790", **changes: object) -> Result:
        """One return, relayed."""
        self.sent += 1
        body = return_body(order_id, **{"return_id": ReturnId(f"r-{self.sent}"), **changes})
        return self.receive(CommandLine(cmd=command(body, self.sent), epoch=1))

    def receive(self, line_: CommandLine) -> Result:
        """A line at central."""
        with self.shop.central.write() as tx:
            sender = Sender(EDGE, STORE, is_relay=True)
            return ChainNode(self.told).receive(tx, sender, [line_], NOW_AT)[0]

    def case(self, number: int = 1) -> ReturnCase:
        """A case as central has it."""
        with self.shop.central.read() as tx:
            found = find_return(tx, f"r-{number}")
        assert found is not None
        return found

    def attention(self) -> list[tuple[str, str]]:
        """What a person must settle: id and code."""
        with self.shop.central.read() as tx:
            return [(item.id, item.code) for item in open_attention(tx, STORE, 99)]

    def change_order(self, order_: Order) -> None:
        """Central knows the order otherwise."""
        with self.shop.central.write() as tx:
            put_order(tx, order_)


@pytest.fixture
def office() -> Office:
    """An office that knows an order of two shirts, collected three days ago."""
    return Office(Shop((collected(),)))


def piece(**changes: object) -> tuple[object, ...]:
    """The pieces of a return, one changed."""
    return (replace(return_body().pieces[0], **changes),)  # type: ignore[arg-type]  # names are checked by replace


def test_what_may_come_back_is_refunded_and_told_once(office: Office) -> None:
    result = office.take()
    assert (result.outcome, result.final, result.code) == (Outcome.OK, True, "")
    assert result.details == {"case": "R-T1AA-0001", "refund": 2990, "rule": "withdrawal"}
    case = office.case()
    assert (case.money, case.record, case.stock, case.refund) == (PENDING, PENDING, PENDING, 2990)
    assert office.told.refunds == [("R-T1AA-0001", 2990)]
    with office.shop.central.read() as tx:
        assert get_order(tx, "o-4790").line("a").returned == 1
    assert office.attention() == []


def test_the_same_command_again_is_the_same_answer(office: Office) -> None:
    first = office.take()
    body = return_body(return_id=ReturnId("r-1"))
    again = office.receive(CommandLine(cmd=command(body, 1), epoch=1))
    assert (again.outcome, again.details) == (first.outcome, first.details)
    assert len(office.told.refunds) == 1


def test_the_shop_hears_of_the_case_and_of_what_may_still_come(office: Office) -> None:
    with office.shop.central.read() as tx:
        before = page_of(tx, alloc_feed(STORE)).to
    office.take()
    with office.shop.central.read() as tx:
        rows = page_of(tx, alloc_feed(STORE), before).rows
    assert [(row.t, row.id) for row in rows] == [("returnable", "o-4790/a"), ("return", "r-1")]


def test_more_than_ever_left_is_refused(office: Office) -> None:
    office.take(pieces=piece(quantity=2))
    result = office.take()
    assert (result.outcome, result.code) == (Outcome.REJECTED, Code.OVER_RETURN)
    assert result.details["refund"] == 0
    assert (office.case(2).money, office.case(2).stock, office.case(2).record) == (NOT_DUE, NOT_DUE, NOT_DUE)
    assert office.attention() == [("return:r-2", Code.OVER_RETURN)]
    with office.shop.central.read() as tx:
        [item] = open_attention(tx, STORE, 9)
    sold = office.shop.order_at_central("o-4790").lines[0]
    assert result.details["article"] == item.details["article"] == sold.name != ""
    assert len(office.told.refunds) == 1


def test_a_second_piece_sums_to_what_was_paid(office: Office) -> None:
    assert [office.take().details["refund"] for _ in range(2)] == [2990, 2990]


@pytest.mark.parametrize(
    ("days_ago", "changes", "code"),
    [
        (60, {}, Code.RETURN_WINDOW_OVER),
        (20, {"condition": Condition.WORN}, Code.RETURN_NOT_ELIGIBLE),
        (3, {"line": LineId("zz")}, Code.LINE_UNKNOWN),
        (3, {"line": None}, Code.RETURN_UNMATCHED),
        (3, {"quantity": 0}, Code.WRONG_QUANTITY),
        (3, {"quantity": -1}, Code.WRONG_QUANTITY),
    ],
)
def test_what_may_not_come_back_is_recorded_and_not_refunded(
    days_ago: int, changes: dict[str, object], code: Code
) -> None:
    office = Office(Shop((collected(days_ago=days_ago),)))
    result = office.take(pieces=piece(**changes))
    assert (result.outcome, result.code, result.details["refund"]) == (Outcome.REJECTED, code, 0)
    assert office.case().money is NOT_DUE
    assert office.attention() == [("return:r-1", code)]
    assert office.told.refunds == []


@pytest.mark.parametrize(
    ("days_ago", "changes", "rule"),
    [
        (3, {}, Rule.WITHDRAWAL),
        (25, {}, Rule.SHOP_POLICY),
        (200, {"reason": Reason.DEFECTIVE, "condition": Condition.FAULTY}, Rule.LEGAL_GUARANTEE),
    ],
)
def test_central_finds_the_rule_whatever_the_till_thought(
    days_ago: int, changes: dict[str, object], rule: Rule
) -> None:
    office = Office(Shop((collected(days_ago=days_ago),)))
    result = office.take(pieces=piece(**changes), rule=Rule.UNMATCHED)
    assert (result.outcome, result.details["rule"]) == (Outcome.OK, rule.value)
    assert office.case().rule is rule


def test_an_approved_exception_is_refunded() -> None:
    office = Office(Shop((collected(days_ago=200),)))
    assert office.take().outcome is Outcome.REJECTED
    result = office.take(approved_by="op-01")
    assert (result.outcome, result.details["rule"]) == (Outcome.OK, "exception")


def test_several_pieces_come_back_under_the_weakest_rule() -> None:
    made = order(
        (line("a", Progress(packed=1)), line("b", Progress(packed=1), is_final_sale=True)),
        (bag("1", pieces(a=1, b=1)),),
        id=OrderId("o-4790"),
        ready_at=NOW_AT,
        channel="shop",
    )
    office = Office(Shop((hand_over_now(made, NOW_AT - timedelta(days=3)),)))
    first = return_body().pieces[0]
    faulty = replace(first, line=LineId("b"), reason=Reason.DEFECTIVE)
    assert office.take(pieces=(first, faulty)).details["rule"] == "shop_policy"
    refused = office.take(pieces=(replace(faulty, reason=Reason.OTHER),))
    assert (refused.outcome, refused.code) == (Outcome.REJECTED, Code.FINAL_SALE)


def test_a_case_without_pieces_is_refused(office: Office) -> None:
    assert office.take(pieces=()).code == Code.WRONG_QUANTITY


@pytest.mark.parametrize("order_id", [None, "o-9999"])
def test_goods_nobody_knows_wait_for_a_person(office: Office, order_id: str | None) -> None:
    result = office.take(order_id)
    assert (result.outcome, result.code) == (Outcome.OK, Code.RETURN_UNMATCHED)
    assert result.details == {"case": "R-T1AA-0001", "refund": 0}
    assert office.attention() == [("return:r-1", Code.RETURN_UNMATCHED)]
    assert (office.case().money, office.case().lines) == (PENDING, ())
    assert office.told.refunds == []


def test_a_voucher_moves_no_money_and_needs_consent(office: Office) -> None:
    refused = office.take(tender=Tender.VOUCHER)
    assert (refused.outcome, refused.code) == (Outcome.REJECTED, Code.VOUCHER_NEEDS_CONSENT)
    result = office.take(tender=Tender.VOUCHER, has_voucher_consent=True)
    assert (result.outcome, result.details["refund"]) == (Outcome.OK, 2990)
    assert (office.case(2).money, office.case(2).record) == (NOT_DUE, PENDING)


@pytest.mark.parametrize("disposition", [d for d in Disposition if d is not Disposition.RESTOCK])
def test_what_is_not_sold_again_moves_no_stock(office: Office, disposition: Disposition) -> None:
    office.take(pieces=piece(disposition=disposition))
    assert (office.case().stock, office.case().money) == (NOT_DUE, PENDING)


def test_an_order_of_centrals_own_is_told_to_its_shop(office: Office) -> None:
    office.change_order(replace(collected(), custody=Custody(CENTRAL), closed_at=NOW_AT))
    with office.shop.central.read() as tx:
        before = page_of(tx, alloc_feed(STORE)).to
    office.take()
    with office.shop.central.read() as tx:
        rows = page_of(tx, alloc_feed(STORE), before).rows
    assert [row.t for row in rows] == ["order", "returnable", "return"]


def test_what_is_all_back_is_returnable_no_more(office: Office) -> None:
    with office.shop.central.read() as tx:
        before = page_of(tx, alloc_feed(STORE)).to
    office.take(pieces=piece(quantity=2))
    with office.shop.central.read() as tx:
        [row] = [row for row in page_of(tx, alloc_feed(STORE), before).rows if row.t == "returnable"]
    assert (row.id, row.x) == ("o-4790/a", 1)
