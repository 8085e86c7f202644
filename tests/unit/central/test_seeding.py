"""What a central is filled with: staff whose PINs are not those that are tried first."""

from dataclasses import replace

import pytest

from app.central.seeding import Fill
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
