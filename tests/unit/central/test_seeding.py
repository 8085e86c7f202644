"""What a central is filled with: staff whose PINs are not those that are tried first."""

from dataclasses import replace

import pytest

from app.adapters.crypto import RandomIds
from app.central.seeding import Fill, fill
from app.domain.values import CENTRAL
from app.node.custody import AGAIN, too_late
from app.node.documents import get_order
from tests.fakes.stores import MemoryNodeStore
from tests.unit.demo.built import built


def test_the_sample_staff_has_pins_that_are_not_guessed() -> None:
    filling = Fill.of(built(), str)
    assert set(filling.verifiers) == {operator.id for operator in built().staff}


@pytest.mark.parametrize("pin", ["123456", "000000"])
def test_a_chain_with_a_pin_that_is_tried_first_is_not_filled(pin: str) -> None:
    chain = built()
    first, *others = chain.staff
    with pytest.raises(ValueError, match="guess"):
        Fill.of(replace(chain, staff=(replace(first, pin=pin), *others)), str)


def test_a_cancel_of_the_sample_is_asked_for_once() -> None:
    central, chain = MemoryNodeStore(), built()
    with central.write() as tx:
        fill(tx, Fill.of(chain, str), RandomIds())
        asked = [o for o in chain.orders if o.cancel_requested_at is not None and o.custody.holder != CENTRAL]
        kept = [get_order(tx, order.id) for order in asked]
        assert [order.cancel_requested_at for order in kept] == [order.cancel_requested_at for order in asked]
        assert list(tx.scan(AGAIN, "", 9)) == []
        assert too_late(tx, kept[0], chain.now_at).cancel_requested_at is None, "its shop is not asked once more"
