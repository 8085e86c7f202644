"""A customer at the car does not want some of it, or any: taken back there, with why and what goes back."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from app.domain.dropped import Cause, Refusal
from app.domain.orders import ContainerState
from app.presentation.curb.states import Page
from app.store.terminal_files import TerminalFiles
from app.ui.curb.pressing import PickRow
from app.ui.theme.look import Look
from tests.ui.curb_bench import FIRST, CurbBench, curb_at, curb_shop
from tests.ui.test_curb_guards import ASKED, at_car, named
from tests.unit.usecases.sample_files import BOTTLE, SHIRT


@pytest.fixture
async def tablet(tmp_path: Path, lookups: TerminalFiles, look: Look) -> AsyncIterator[CurbBench]:
    """A tablet whose colleague asks the customer of FIRST what they do not want."""
    async with curb_at(tmp_path, lookups) as made:
        await at_car(made, FIRST)
        for press in ("to:trouble", "to:refuse"):
            made.model.pressed(press)
            await made.settled()
        yield made


def rows(tablet: CurbBench) -> list[str]:
    """The choices on the page, by id."""
    return [row.press_id for row in tablet.all(PickRow)]


async def pressed(tablet: CurbBench, *presses: str) -> None:
    """As a finger would, one after the other."""
    for press in presses:
        found = [row for row in tablet.all(PickRow) if row.press_id == press]
        if found:
            found[0].click()
        else:
            tablet.model.pressed(press)
        await tablet.settled()


async def test_part_of_it_is_taken_back_and_the_rest_is_handed_over(tablet: CurbBench) -> None:
    first, second = tablet.orders(FIRST).lines[:2]
    assert rows(tablet) == ["refuse:all", f"refuse:{FIRST}/{first.id}", f"refuse:{FIRST}/{second.id}"]
    assert tablet.model.state.primary.why_not == "Scegli cosa non vuole"
    await pressed(tablet, f"refuse:{FIRST}/{second.id}", "refuse")
    assert tablet.at(Page.REFUSE_WHY)
    assert "€" in tablet.model.state.notes[0].title + tablet.model.state.notes[0].words
    assert tablet.model.state.primary.why_not == "Scegli il motivo"
    await pressed(tablet, "why:does_not_fit", "refuse")
    await tablet.until(lambda: tablet.at(Page.VISIT))
    await tablet.settled()
    [drop] = tablet.orders(FIRST).drops
    assert (drop.cause, drop.reason) == (Cause.REFUSED, Refusal.DOES_NOT_FIT)
    assert [(piece.line, piece.quantity) for piece in drop.lines] == [(second.id, second.progress.packed)]
    tablet.model.hands.scanned |= {bag.id for bag in tablet.model.bags()}
    tablet.model.refresh()
    assert tablet.model.state.primary.why_not == ""
    await pressed(tablet, "hand_over")
    await tablet.until(lambda: bool(tablet.orders(FIRST).live_handovers))
    [handover] = tablet.orders(FIRST).live_handovers
    assert [piece.line for piece in handover.lines] == [first.id]


async def test_a_bag_of_which_nothing_is_wanted_is_not_brought_any_more(
    tmp_path: Path, lookups: TerminalFiles, look: Look
) -> None:
    async with curb_at(tmp_path, lookups) as tablet:
        await at_car(tablet, FIRST)
        before = {bag.id for bag in tablet.model.bags()}
        bag = next(bag for bag in tablet.model.bags() if len({piece.line for piece in bag.contents}) == 1)
        tablet.model.hands.refused = {(FIRST, piece.line): piece.quantity for piece in bag.contents}
        tablet.model.hands.scanned.clear()
        await pressed(tablet, "to:refuse_why", "why:damaged", "refuse")
        await tablet.until(lambda: tablet.at(Page.VISIT))
        await tablet.settled()
        assert len(tablet.model.bags()) == len(before) - 1


async def test_who_wants_nothing_leaves_the_queue_and_the_goods_lie_to_be_put_back(tablet: CurbBench) -> None:
    await pressed(tablet, "refuse:all")
    assert tablet.model.refusing.is_all
    await pressed(tablet, "refuse", "why:changed_mind", "refuse")
    await tablet.until(lambda: tablet.orders(FIRST).cancelled_at is not None)
    await tablet.until(lambda: tablet.model.cars.arrivals == ())
    assert tablet.at(Page.QUEUE)
    assert tablet.model.state.notes[0].title.startswith("Registrato")
    order = tablet.orders(FIRST)
    assert order.put_backs
    assert not any(bag.state is ContainerState.OUT for bag in order.containers)


async def test_a_piece_that_is_read_is_one_more_that_is_not_wanted(
    tmp_path: Path, lookups: TerminalFiles, look: Look
) -> None:
    made = named(ASKED, 6001, "Marco Russi")
    coded = [replace(line, gtin=gtin) for line, gtin in zip(made.lines, (SHIRT, BOTTLE), strict=True)]
    async with curb_at(tmp_path, lookups, shop=curb_shop(replace(made, lines=tuple(coded)))) as tablet:
        await at_car(tablet, ASKED)
        await pressed(tablet, "to:trouble", "to:refuse")
        tablet.show_code(BOTTLE)
        await tablet.settled()
        assert tablet.model.hands.refused == {(ASKED, coded[1].id): 1}
        await pressed(tablet, "back", "back")
        assert tablet.at(Page.VISIT)
        assert tablet.orders(ASKED).drops == ()


async def test_out_of_reach_it_says_why_not(tablet: CurbBench) -> None:
    await pressed(tablet, "refuse:all")
    tablet.counter.cut()
    await tablet.until(lambda: not tablet.model.desk.link().is_up, 30)
    tablet.model.tick()
    assert tablet.model.state.primary.why_not == "Serve la linea"
