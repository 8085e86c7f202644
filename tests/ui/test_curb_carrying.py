"""Out of the Wi-Fi with a tablet: orders are taken along, handed over with nobody asked, and told once."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from app.contract.commands import CommandLine, Result
from app.domain.commands import CarryOrder, HandOverOrder
from app.domain.errors import Code
from app.domain.handover import HandoverAsk
from app.domain.orders import STANDING
from app.presentation.beeps import Beep
from app.presentation.curb.states import Page
from app.presentation.marks import Glyph, Tone
from app.store.terminal_files import TerminalFiles
from app.ui.theme.look import Look
from tests.ui.curb_bench import LABELLED, LABELS, OTHER, SECOND, UNPAID, CurbBench, curb_at
from tests.unit.node.shop import command


@pytest.fixture
async def tablet(tmp_path: Path, lookups: TerminalFiles, look: Look) -> AsyncIterator[CurbBench]:
    """A tablet, with a colleague signed in and a car there."""
    async with curb_at(tmp_path, lookups) as made:
        await made.sign_in()
        made.arrive(LABELLED, "P4")
        await made.seen(LABELLED)
        yield made


async def taken(tablet: CurbBench) -> None:
    """The order of that car is along."""
    tablet.model.pressed("to:carried")
    tablet.model.pressed("take")
    await tablet.until(lambda: len(tablet.model.cars.carried) == 1)
    await tablet.settled()


async def out_of_reach(tablet: CurbBench) -> None:
    tablet.counter.cut()
    await tablet.until(lambda: not tablet.model.desk.link().is_up, 30)
    tablet.model.tick()


def at_counter(tablet: CurbBench, seq: int) -> Result:
    """Another device asks to hand the same order over."""
    body = HandOverOrder(LABELLED, HandoverAsk(), f"{OTHER}-{seq}", tablet.counter.clock.now_at())
    line = CommandLine(cmd=command(body, seq, OTHER))
    [result] = tablet.counter.shop.receive(line, device=OTHER, now_at=tablet.counter.clock.now_at())
    return result


async def handed_over(tablet: CurbBench) -> None:
    """At the car: both labels, and the button."""
    for label in LABELS:
        tablet.show_code(label)
        await tablet.settled()
    assert tablet.model.state.primary.why_not == ""
    tablet.model.pressed("hand_over")
    await tablet.until(lambda: tablet.at(Page.QUEUE))
    await tablet.settled()


async def test_out_of_reach_one_hand_over_and_the_counter_is_refused_meanwhile(tablet: CurbBench) -> None:
    await taken(tablet)
    assert tablet.model.state.title == "1 ordine con te"
    tablet.model.pressed("back")
    assert tablet.model.state.cards[0].reason.startswith("È con te fino alle")
    await out_of_reach(tablet)
    refused = at_counter(tablet, 2)
    assert refused.code == Code.ORDER_CARRIED
    assert refused.details["device"] == tablet.counter.station.device
    assert tablet.model.state.primary.id == "serve"
    tablet.model.pressed("serve")
    await handed_over(tablet)
    assert tablet.model.state.notes[0].words.startswith("Registrato qui")
    assert tablet.model.cars.arrivals == () and tablet.model.cars.carried == ()
    assert not tablet.orders(LABELLED).is_collected
    tablet.counter.mend()
    await tablet.until(lambda: tablet.orders(LABELLED).is_collected, 30)
    assert len(tablet.orders(LABELLED).handovers) == 1
    assert at_counter(tablet, 3).code == Code.ALREADY_HANDED_OVER


async def test_out_of_reach_the_car_that_is_served_is_not_rung_for_and_neither_is_it_afterwards(
    tablet: CurbBench,
) -> None:
    heard: list[Beep] = []
    tablet.model.desk.beeps.listen(lambda beep: heard.append(beep) if beep is Beep.ALERT else None)
    await taken(tablet)
    tablet.model.pressed("back")
    await out_of_reach(tablet)
    assert heard
    heard.clear()
    tablet.model.pressed("serve")
    tablet.pass_by(90)
    assert heard == []
    await handed_over(tablet)
    tablet.pass_by(90)
    assert heard == []


async def test_with_a_line_it_goes_under_the_grant_too(tablet: CurbBench) -> None:
    await taken(tablet)
    tablet.model.pressed("back")
    tablet.model.pressed("claim")
    await tablet.until(lambda: tablet.at(Page.VISIT))
    await handed_over(tablet)
    await tablet.until(lambda: tablet.orders(LABELLED).is_collected, 30)
    assert len(tablet.orders(LABELLED).handovers) == 1 and tablet.model.session.undo == ()


async def test_what_is_given_back_can_be_handed_over_by_anybody(tablet: CurbBench) -> None:
    await taken(tablet)
    tablet.model.pressed("give_back")
    await tablet.until(lambda: tablet.orders(LABELLED).carried is None)
    await tablet.settled()
    assert tablet.model.state.notes[0].title == "Rimesso tutto a posto"
    assert at_counter(tablet, 2).code == ""


async def test_given_back_out_of_reach_it_is_not_used_any_more(tablet: CurbBench) -> None:
    await taken(tablet)
    await out_of_reach(tablet)
    tablet.model.pressed("give_back")
    await tablet.until(lambda: tablet.model.cars.carried == ())
    await tablet.settled()
    assert tablet.model.state.primary.why_not == "Serve la linea"
    tablet.counter.mend()
    await tablet.until(lambda: tablet.orders(LABELLED).carried is None, 30)


def reminders(tablet: CurbBench) -> list[Tone]:
    """How urgently it is said that it is time to come back, beside what is said of cars that wait."""
    return [note.tone for note in tablet.model.state.notes if note.glyph is Glyph.ALARM_CLOCK]


async def test_the_tablet_says_when_it_is_time_and_a_late_one_still_hands_over(tablet: CurbBench) -> None:
    await taken(tablet)
    tablet.model.pressed("back")
    assert reminders(tablet) == []
    tablet.counter.clock.leapt_s += 1500
    tablet.model.touch()
    tablet.model.tick()
    assert reminders(tablet) == [Tone.WARNING]
    tablet.counter.clock.leapt_s += 400
    tablet.model.touch()
    tablet.model.tick()
    assert reminders(tablet) == [Tone.DANGER]
    tablet.model.pressed("claim")
    await tablet.until(lambda: tablet.at(Page.VISIT))
    await handed_over(tablet)


async def test_more_time_is_asked_for(tablet: CurbBench) -> None:
    await taken(tablet)
    before = tablet.model.cars.carried[0].carried
    tablet.counter.clock.leapt_s += 60
    assert tablet.model.state.primary.id == "extend"
    tablet.model.pressed("extend")
    await tablet.settled()
    after = tablet.orders(LABELLED).carried
    assert before is not None and after is not None
    assert (after.grant, after.until_at > before.until_at + timedelta(seconds=50)) == (before.grant, True)


async def test_an_order_goes_along_by_its_number_before_its_car_comes(tablet: CurbBench) -> None:
    for sign in ("to:carried", "to:take", *(f"key:{sign}" for sign in "48213"), "next"):
        tablet.model.pressed(sign)
    await tablet.until(lambda: [o.id for o in tablet.model.cars.carried] == [SECOND])
    assert tablet.at(Page.CARRIED)
    assert tablet.model.state.notes[0].title.startswith("48213")


async def test_what_is_not_paid_stays(tablet: CurbBench) -> None:
    for sign in ("to:carried", "to:take", *(f"key:{sign}" for sign in "4830"), "next"):
        tablet.model.pressed(sign)
    await tablet.settled()
    assert tablet.model.session.problem is not None
    assert tablet.model.session.problem.code is Code.PAYMENT_REQUIRED
    assert tablet.orders(UNPAID).carried is None


async def test_a_car_whose_goods_are_out_with_another_tablet_says_so(tablet: CurbBench) -> None:
    order = tablet.orders(LABELLED)
    carrying = CommandLine(
        cmd=command(CarryOrder(LABELLED, 1, tablet.counter.clock.now_at()), tablet.told_by_others + 1, OTHER)
    )
    tablet.counter.shop.receive(carrying, device=OTHER, now_at=tablet.counter.clock.now_at())
    await tablet.until(lambda: tablet.model.state.cards[0].reason.startswith("Fuori con"))
    assert tablet.model.state.primary.why_not.startswith("È fuori con")
    assert sum(bag.state in STANDING for bag in order.containers) == len(LABELS)
