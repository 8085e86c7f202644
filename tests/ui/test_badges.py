"""A staff badge says who, wherever it is read, and never opens anything without the PIN."""

import pytest
from PySide6.QtCore import Qt

from app.presentation.beeps import Beep
from app.presentation.routes import OrderRoute
from app.presentation.viewmodels.customer import CustomerModel
from app.presentation.viewmodels.sign_in import SignInModel
from tests.ui.bench import Bench
from tests.ui.places import asking_for_a_yes
from tests.unit.usecases.counter import ADA_BADGE, LEFT_BADGE, PIN, SARA_BADGE, STRANGE_BADGE


@pytest.fixture
def beeps(bench: Bench) -> list[Beep]:
    """What was heard."""
    heard: list[Beep] = []
    bench.desk.beeps.listen(heard.append)
    return heard


def locked(bench: Bench) -> SignInModel:
    """The sign-in screen. AssertionError while somebody works."""
    model = bench.frame.model
    assert isinstance(model, SignInModel)
    return model


def chosen(bench: Bench) -> str:
    """Whose PIN is asked for on the locked screen."""
    return "".join(tile.name for tile in locked(bench).state.tiles if tile.is_chosen)


async def test_a_badge_chooses_the_tile_and_the_pin_lets_in(bench: Bench) -> None:
    await bench.until(lambda: bench.offers("Sara Lombardi"))
    bench.wedge(SARA_BADGE)
    await bench.until(lambda: chosen(bench) == "Sara Lombardi")
    assert bench.desk.session.operator is None
    assert "PIN di Sara Lombardi" in bench.words()
    await bench.keys(PIN)
    await bench.until(lambda: bench.desk.session.operator)
    assert bench.desk.session.who.id == "op-07"


@pytest.mark.parametrize(
    ("badge", "said"),
    [
        (STRANGE_BADGE, "Questo tesserino non è di nessuno di questo negozio."),
        (LEFT_BADGE, "Questo tesserino è di chi non lavora più qui."),
    ],
)
async def test_a_badge_of_nobody_here_is_said_plainly(
    bench: Bench, beeps: list[Beep], badge: str, said: str
) -> None:
    await bench.until(lambda: bench.offers("Sara Lombardi"))
    bench.wedge(badge)
    await bench.until(lambda: any(said in words for words in bench.words()))
    assert (chosen(bench), beeps) == ("", [Beep.REFUSED])
    assert not locked(bench).state.is_wrong
    await bench.sign_in()
    bench.wedge(badge)
    await bench.until(lambda: bench.frame.unread.is_open)
    assert bench.frame.unread.state.title == said
    assert bench.desk.session.who.id == "op-07"


async def test_a_colleague_takes_over_and_the_work_of_the_first_waits(bench: Bench) -> None:
    await bench.sign_in()
    bench.frame.go(OrderRoute("o-4821"))
    await bench.settled()
    kept = bench.frame.model
    bench.wedge(ADA_BADGE)
    await bench.until(lambda: bench.desk.session.operator is None and chosen(bench) == "Ada Neri")
    await bench.keys(PIN)
    await bench.until(lambda: bench.desk.session.operator)
    assert bench.desk.session.who.id == "op-01"
    assert not isinstance(bench.desk.navigator.at, OrderRoute)
    bench.wedge(SARA_BADGE)
    await bench.until(lambda: bench.desk.session.operator is None and chosen(bench) == "Sara Lombardi")
    await bench.keys(PIN)
    await bench.until(lambda: bench.desk.session.operator)
    assert bench.frame.model is kept


async def test_ones_own_badge_while_working_is_heard_and_changes_nothing(bench: Bench, beeps: list[Beep]) -> None:
    await bench.sign_in()
    bench.frame.go(OrderRoute("o-4821"))
    await bench.settled()
    kept = bench.frame.model
    bench.wedge(SARA_BADGE)
    await bench.until(lambda: beeps)
    await bench.settled()
    assert bench.desk.session.who.id == "op-07"
    assert (bench.frame.model, beeps) == (kept, [Beep.GOOD])


async def test_a_badge_names_who_says_yes_and_the_pin_is_the_yes(bench: Bench, beeps: list[Beep]) -> None:
    model = await asking_for_a_yes(bench)
    sheet = bench.frame.approval
    beeps.clear()
    for badge, said in (
        (SARA_BADGE, "Questo tesserino non può autorizzare."),
        (STRANGE_BADGE, "Questo tesserino non è di nessuno di questo negozio."),
    ):
        bench.wedge(badge)
        await bench.wait_for(lambda said=said: said in sheet.state.error)  # type: ignore[misc]  # one type
    bench.wedge("4821")
    await bench.wait_for(lambda: len(beeps) == 3)
    bench.wedge(ADA_BADGE)
    await bench.wait_for(lambda: len(beeps) == 4)
    assert [tile.name for tile in sheet.state.tiles if tile.is_chosen] == ["Ada Neri"]
    assert not sheet.state.error
    assert beeps == [Beep.REFUSED, Beep.REFUSED, Beep.REFUSED, Beep.GOOD]
    assert sheet.state.is_open
    for digit in f"1{PIN}":
        sheet.take_digit(digit)
    await bench.wait_for(lambda: not sheet.state.is_open)
    assert isinstance(model, CustomerModel)


async def test_keys_of_a_person_are_no_badge(bench: Bench) -> None:
    await bench.until(lambda: bench.offers("Sara Lombardi"))
    await bench.keys(SARA_BADGE)
    bench.key(Qt.Key.Key_Return)
    await bench.settled()
    assert chosen(bench) == ""
