"""The tablet names the car a customer described on their page, and forgets it like everybody else."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from app.domain.announcing import KEPT, Vehicle, Word
from app.domain.values import StoreId
from app.domain.visits import VisitState
from app.node.store_node import store_feed
from app.node.visitors import forget_vehicles as forget_at_the_shop
from app.node.visitors import publish_vehicle, publish_word
from app.store.terminal_files import TerminalFiles
from app.ui.theme.look import Look
from app.usecases.kept_vehicles import VEHICLE, forget_vehicles, vehicle_for
from tests.ui.curb_bench import FIRST, SECOND, CurbBench, curb_at
from tests.unit.domain.samples import STORE

WORDS = "furgone con portapacchi"


@pytest.fixture
async def tablet(tmp_path: Path, lookups: TerminalFiles, look: Look) -> AsyncIterator[CurbBench]:
    """A tablet, with a colleague signed in."""
    async with curb_at(tmp_path, lookups) as made:
        await made.sign_in()
        yield made


def says(tablet: CurbBench, target: VisitState, minutes: int = 0) -> None:
    """The customer of the first order says it on their page, with their car."""
    shop, now_at = tablet.counter.shop, tablet.counter.clock.now_at()
    expected_at = now_at + timedelta(minutes=minutes) if minutes else None
    place = "P4" if target is VisitState.ARRIVED else ""
    with shop.central.write() as tx:
        publish_word(tx, Word(FIRST, StoreId(STORE), 1, target, now_at, place, expected_at))
        publish_vehicle(tx, Vehicle(FIRST, StoreId(STORE), now_at + KEPT, "red", "2KT", WORDS))
    shop.follow(now_at)


async def test_the_card_names_the_car_and_when_who_is_on_the_way_will_be_there(tablet: CurbBench) -> None:
    says(tablet, VisitState.APPROACHING, minutes=10)
    await tablet.seen(FIRST)
    [card] = tablet.model.state.cards
    assert (card.car, card.colour, card.plate) == ("Auto rossa", "red", "2KT")
    assert card.number.endswith(f" · {WORDS}")
    assert "Auto rossa, targa 2KT" in card.spoken
    at = tablet.counter.clock.now_at() + timedelta(minutes=10)
    assert card.timer.time == tablet.model.desk.words.formats.time(at)


async def test_a_car_that_was_not_described_is_not(tablet: CurbBench) -> None:
    tablet.arrive(SECOND, "P2")
    says(tablet, VisitState.ARRIVED)
    await tablet.seen(FIRST, SECOND)
    cards = {card.bay: card for card in tablet.model.state.cards}
    assert cards["4"].plate == "2KT"
    assert (cards["2"].car, cards["2"].colour, cards["2"].plate) == ("", "", "")
    assert "·" not in cards["2"].number


@pytest.mark.parametrize("is_told", [True, False])
async def test_the_tablet_forgets_the_car_told_to_or_by_its_own_clock(tablet: CurbBench, *, is_told: bool) -> None:
    says(tablet, VisitState.ARRIVED)
    await tablet.seen(FIRST)
    counter, now_at = tablet.counter, tablet.counter.clock.now_at()
    late_at = now_at + timedelta(hours=23)
    assert await counter.door.read(lambda tx: vehicle_for(tx, FIRST, now_at)) is not None
    assert await counter.door.read(lambda tx: vehicle_for(tx, FIRST, late_at)) is None
    if is_told:
        with counter.shop.edge.write() as tx:
            forget_at_the_shop(tx, lambda _: store_feed(STORE), late_at)
        await tablet.until(lambda: not tablet.model.cars.vehicles)
    else:
        await counter.door.write(lambda tx: forget_vehicles(tx, now_at))
        assert await counter.door.read(lambda tx: tx.base_get(VEHICLE, FIRST)) is not None
        await counter.door.write(lambda tx: forget_vehicles(tx, late_at))
    assert await counter.door.read(lambda tx: tx.base_get(VEHICLE, FIRST)) is None
