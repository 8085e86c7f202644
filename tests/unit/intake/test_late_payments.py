"""An order that was paid at the till and closed before head office told platforms of that is told once."""

from dataclasses import replace
from datetime import timedelta

import pytest

from app.central.connectors.intents import Effect, OutwardIntent, intents_of
from app.central.connectors.port import PlatformState
from app.domain.orders import Order
from app.node.documents import put_order
from tests.unit.connectors.careless import START_AT
from tests.unit.connectors.samples import sample_handover
from tests.unit.intake.kit import Office, order_of

LATER = START_AT + timedelta(days=1)
UNPAID = order_of(is_paid=False, state=PlatformState.COLLECTED)


def closed(*, is_paid_here: bool = True) -> Office:
    """Head office with an order that left its store a day ago."""
    office = Office()
    office.take(order_of(is_paid=False))

    def left(order: Order) -> Order:
        handover = replace(sample_handover(), is_paid_here=is_paid_here)
        return replace(order, handovers=(handover,), closed_at=START_AT, applied=("T001.1:7",))

    office.do(lambda tx: put_order(tx, left(office.order())))
    return office


def asked(office: Office) -> list[OutwardIntent]:
    """What is wanted of the platform."""
    order = office.order().id
    return list(office.do(lambda tx: intents_of(tx, order)))


def test_it_is_told_once_of_what_the_till_took() -> None:
    office = closed()
    assert office.take(UNPAID, at=LATER)
    (paid,) = asked(office)
    assert (paid.effect, paid.amount, paid.platform_ref) == (Effect.PAID, UNPAID.total, UNPAID.ref)
    office.take(UNPAID, at=LATER)
    order = office.order()
    office.do(lambda tx: put_order(tx, replace(order, applied=("T001.1:7", "T001.1:9"))))
    office.take(UNPAID, at=LATER)
    assert asked(office) == [paid]


@pytest.mark.parametrize("changes", [{"is_paid": True}, {"state": PlatformState.CANCELLED}])
def test_where_nothing_is_owed_nothing_is_told(changes: dict[str, object]) -> None:
    office = closed()
    office.take(order_of(**{"is_paid": False, "state": PlatformState.COLLECTED, **changes}), at=LATER)
    assert asked(office) == []


@pytest.mark.parametrize(("is_paid_here", "is_closed"), [(False, True), (True, False)])
def test_where_the_till_took_nothing_or_may_undo_it_nothing_is_told(
    *, is_paid_here: bool, is_closed: bool
) -> None:
    office = closed(is_paid_here=is_paid_here)
    order = office.order()
    office.do(lambda tx: put_order(tx, replace(order, closed_at=START_AT if is_closed else None)))
    office.take(UNPAID, at=LATER)
    assert asked(office) == []
