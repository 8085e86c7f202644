"""A PIN that is locked says how long, counts down, and says nothing any more when it is over."""

from app.domain.errors import Code, Problem
from app.domain.lockout import SHORT_FROM, SHORT_S
from app.presentation.pin_refusals import still
from app.presentation.viewmodels.sign_in import SignInModel
from tests.unit.presentation.desk import Desk
from tests.unit.presentation.screens import desk_of
from tests.unit.sync.virtual_time import let_pass
from tests.unit.usecases.counter import CLERK


async def test_what_is_said_of_a_wait_is_true_while_it_lasts(desk: Desk) -> None:
    model = SignInModel(desk_of(desk.counter, CLERK))
    await model.open()
    [tile] = [tile for tile in model.state.tiles if tile.name == CLERK.name]
    for _ in range(SHORT_FROM + 1):
        model.choose(tile.number)
        for digit in "000001":
            model.take_digit(digit)
        await model._desk.flights.settled()
    assert "30 secondi" in model.state.error
    await let_pass(SHORT_S - 9.5)
    model.tick()
    assert "10 secondi" in model.state.error
    assert model.state.is_wrong
    await let_pass(10.0)
    model.tick()
    assert (model.state.error, model.state.is_wrong) == ("", False)


def test_what_no_time_mends_stays() -> None:
    for refusal in (None, Problem(Code.PIN_WRONG), Problem(Code.PIN_LOCKED, wait_s=0)):
        assert still(refusal, 86_400.0) is refusal
