"""An order that went to another shop here: its platform is told by a person, and says itself when that is done."""

from dataclasses import replace
from datetime import timedelta

import pytest

from app.central.recorder import GuardRecorder
from app.domain.errors import Code
from app.domain.events import OrderMoved
from app.domain.orders import Order
from app.domain.values import Custody, OperatorId, StoreId, Transfer
from app.node.documents import put_order
from tests.unit.intake.kit import START_AT, Office, order_of

LATER = START_AT + timedelta(hours=1)
HERE, THERE = StoreId("ST01"), StoreId("ST02")


@pytest.fixture
def office() -> Office:
    """Head office with the sample order, which went from the first store to the second."""
    made = Office()
    assert made.take(order_of())
    moved(made, HERE, THERE)
    return made


def moved(office: Office, source: StoreId, target: StoreId) -> Order:
    """The order goes from one to the other."""
    order = office.order()
    step = Transfer(source, target, LATER, OperatorId("op-1"), LATER)
    after = replace(order, store=target, custody=Custody(target, 1), transfers=(*order.transfers, step))
    office.do(lambda tx: put_order(tx, after))
    office.do(lambda tx: GuardRecorder().happened(tx, after, OrderMoved(after.id, source, target, LATER)))
    return after


def waiting(office: Office) -> list[str]:
    """What waits at head office."""
    return [item.code for item in office.attention("") if item.store == ""]


def test_a_person_is_told_until_the_platform_names_the_new_place(office: Office) -> None:
    assert waiting(office) == [Code.ORDER_MOVED]
    office.take(order_of(updated_at=LATER), at=LATER)
    assert waiting(office) == [Code.ORDER_MOVED], "it has not been changed there"
    office.take(order_of(store="ST02"), at=LATER)
    assert waiting(office) == []
    assert [office.attention(store) for store in ("ST01", "ST02")] == [[], []], "no news to any shop"


def test_a_third_place_is_news_to_the_shop_that_has_it(office: Office) -> None:
    office.take(order_of(store="ST09"), at=LATER)
    (item,) = office.attention("ST02")
    assert (item.code, item.details["location"]) == (Code.ORDER_EDITED_ONLINE, "ST09")


def test_what_comes_back_before_anybody_did_it_is_over(office: Office) -> None:
    moved(office, THERE, HERE)
    assert waiting(office) == []


def test_what_comes_back_after_somebody_did_it_is_told_again(office: Office) -> None:
    office.take(order_of(store="ST02"), at=LATER)
    moved(office, THERE, HERE)
    assert waiting(office) == [Code.ORDER_MOVED]
