"""When scanners are hushed, and who sounds the answer to a scan."""

import pytest

from app.presentation.beeps import Beep, Beeps
from app.presentation.counter import Counter as Frame
from app.presentation.routes import HomeRoute, ReturnRoute
from app.usecases.find import reveal_ask
from hardware.symbology.reading import scan_read
from tests.unit.presentation.counter_desk import CounterDesk
from tests.unit.presentation.test_return_goods import kept_line
from tests.unit.sync.virtual_time import let_pass
from tests.unit.usecases.counter import CLERK
from tests.unit.usecases.sample_files import SHIRT


@pytest.fixture
async def frame(at: CounterDesk) -> Frame:
    """The frame of the screen."""
    made = Frame(at.desk)
    at.desk.session.begin(CLERK)
    await let_pass(0.1)
    return made


async def test_nothing_is_to_be_scanned_while_a_question_about_money_is_open(
    at: CounterDesk, frame: Frame
) -> None:
    turns: list[bool] = []
    at.desk.ears.listen(turns.append)
    await kept_line(at.counter)
    at.desk.navigator.go(ReturnRoute())
    frame.scanned(scan_read(SHIRT.encode(), "scanner", at.desk.now_at))
    await at.settled()
    assert turns == []
    frame.press_foot("ask")
    await at.settled()
    assert (turns, at.desk.ears.are_open) == ([False], False)
    frame.press_foot("not_now")
    await at.settled()
    assert turns == [False, True]


async def test_a_badge_is_heard_over_the_question(at: CounterDesk, frame: Frame) -> None:
    await kept_line(at.counter)
    at.desk.navigator.go(ReturnRoute())
    frame.scanned(scan_read(SHIRT.encode(), "scanner", at.desk.now_at))
    await at.settled()
    frame.press_foot("ask")
    await at.settled()
    at.desk.flights.once("asking", lambda: asked(at))
    await let_pass(0.1)
    assert at.desk.ears.are_open
    at.desk.approvals.answer(at.desk.approvals.pending, None)
    await at.settled()
    assert not at.desk.ears.are_open


async def asked(at: CounterDesk) -> None:
    """Another person's yes is asked for."""
    await at.desk.approvals.ask(reveal_ask("c-1", CLERK))


async def test_whoever_leaves_the_question_leaves_no_scanner_hushed(at: CounterDesk, frame: Frame) -> None:
    await kept_line(at.counter)
    at.desk.navigator.go(ReturnRoute())
    frame.scanned(scan_read(SHIRT.encode(), "scanner", at.desk.now_at))
    await at.settled()
    frame.press_foot("ask")
    await at.settled()
    at.desk.navigator.home(HomeRoute())
    await at.settled()
    frame.tick()
    assert at.desk.ears.are_open


@pytest.mark.parametrize(
    ("device", "heard"),
    [("scanner-1", ["scanner-1"]), ("scanner-2", ["scanner-2", "computer"]), ("", ["computer"])],
)
def test_the_computer_sounds_what_the_scanner_that_read_did_not(device: str, heard: list[str]) -> None:
    beeps, sounded = Beeps(), list[str]()
    beeps.listen(lambda _: sounded.append("computer"))

    def at_scanner(beep: Beep, name: str) -> bool:
        sounded.append(name)
        return name == "scanner-1"

    beeps.at_scanner = at_scanner
    beeps.sound(Beep.GOOD, device)
    assert sounded == heard


async def test_an_answer_is_sounded_where_its_code_was_read(at: CounterDesk, frame: Frame) -> None:
    asked: list[str] = []

    def at_scanner(beep: Beep, name: str) -> bool:
        asked.append(name)
        return True

    at.desk.beeps.at_scanner = at_scanner
    for device in ("scanner-2", "keyboard", "scanner-1"):
        frame.scanned(scan_read(SHIRT.encode(), device, at.desk.now_at))
    await at.settled()
    assert asked == ["scanner-2", "keyboard", "scanner-1"]
