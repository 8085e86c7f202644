"""Somebody else than the customer collects at the car: only who the order names, or who shows its code."""

from dataclasses import replace
from pathlib import Path

import pytest

from app.domain.commands import MoveVisit
from app.domain.orders import Order, Pickup, ProofKind
from app.domain.values import CustomerId, OrderId, SignedOn, VisitId
from app.domain.visits import VisitState
from app.presentation.curb.states import Page
from app.store.terminal_files import TerminalFiles
from app.ui.curb.pressing import DockButton, PickRow
from app.ui.theme.look import Look
from tests.ui.curb_bench import FIRST, CurbBench, curb_at, curb_shop
from tests.ui.test_curb_guards import at_car
from tests.unit.domain.samples import STORE, ready_order
from tests.unit.usecases.counter import TYPED

NAMED = OrderId("o-9001")


def named(**changes: object) -> Order:
    """An order whose customer lets Marco fetch it."""
    made = ready_order(id=NAMED, number="9001", public_no=9001, customer=CustomerId("c-1"))
    return replace(made, pickup=Pickup(delegate="Marco D'Amico"), **changes)  # type: ignore[arg-type]  # checked


async def tapped(tablet: CurbBench, *words: str) -> None:
    """With a finger, one after the other."""
    for word in words:
        tablet.tap(word)
        await tablet.settled()


def read(tablet: CurbBench) -> str:
    """All the notes."""
    return " ".join(f"{note.title} {note.words}" for note in tablet.model.state.notes)


@pytest.mark.parametrize("signs", [False, True])
async def test_who_is_named_collects_and_signs_where_the_shop_wants_it(
    tmp_path: Path, lookups: TerminalFiles, look: Look, signs: bool
) -> None:
    async with curb_at(tmp_path, lookups, shop=curb_shop(named(), sign_delegates=signs)) as tablet:
        await at_car(tablet, NAMED)
        assert "deve dire «Giulia B.»" in read(tablet)
        await tapped(tablet, "Altra persona")
        assert [row.press_id for row in tablet.all(PickRow)] == ["who:customer", f"who:{NAMED}"]
        await tapped(tablet, "Marco D'Amico, con delega")
        assert tablet.at(Page.VISIT)
        assert "deve dire «Marco D'Amico»" in read(tablet)
        assert "Al posto di Giulia B. ritira Marco D'Amico" in read(tablet)
        if signs:
            await tapped(tablet, "Fai firmare", "Non può firmare")
            assert "Marco D'Amico" in read(tablet)
            await tapped(tablet, "Ha detto il nome")
        await tapped(tablet, "Consegnato")
        await tablet.until(lambda: tablet.orders(NAMED).is_collected)
        [handover] = tablet.orders(NAMED).live_handovers
        assert handover.proof.kind is ProofKind.DELEGATE
        assert handover.signed is (SignedOn.WORD if signs else None)
        assert tablet.model.state.notes[0].title == "Consegnato a Marco D'Amico"


async def test_what_was_seen_or_signed_before_was_another_persons(
    tmp_path: Path, lookups: TerminalFiles, look: Look
) -> None:
    grown_up = tuple(replace(line, min_age=18) for line in named().lines)
    shop = curb_shop(named(lines=grown_up), sign_above=1)
    async with curb_at(tmp_path, lookups, shop=shop) as tablet:
        await at_car(tablet, NAMED)
        for press in ("age", "to:sign_word", "signed"):
            tablet.model.pressed(press)
        await tablet.settled()
        assert tablet.model.state.primary.id == "hand_over"
        await tapped(tablet, "Altra persona", "Giulia B., chi ha ordinato")
        assert tablet.model.state.primary.id == "hand_over"
        await tapped(tablet, "Altra persona", "Marco D'Amico, con delega")
        assert tablet.model.state.primary.id == "age"
        tablet.model.pressed("age")
        assert tablet.model.state.primary.id == "to:sign"


async def test_where_nobody_is_named_the_code_is_what_lets_somebody_collect(
    tmp_path: Path, lookups: TerminalFiles, look: Look
) -> None:
    async with curb_at(tmp_path, lookups) as tablet:
        await at_car(tablet, FIRST)
        await tapped(tablet, "Altra persona")
        assert tablet.all(PickRow) == []
        assert "L’ordine non indica nessun altro" in read(tablet)
        tablet.wedge(TYPED)
        await tablet.until(lambda: bool(tablet.model.hands.proofs))
        await tapped(tablet, "Indietro", "Consegnato")
        await tablet.until(lambda: tablet.orders(FIRST).is_collected)
        assert tablet.orders(FIRST).live_handovers[-1].proof.kind is ProofKind.CODE


async def test_of_two_orders_the_one_that_does_not_name_them_needs_its_code(
    tmp_path: Path, lookups: TerminalFiles, look: Look
) -> None:
    async with curb_at(tmp_path, lookups, shop=curb_shop(named())) as tablet:
        await tablet.sign_in()
        now_at = tablet.counter.clock.now_at()
        tablet.tell(MoveVisit(VisitId("v-2"), STORE, (NAMED, FIRST), VisitState.ARRIVED, now_at, "P4"))
        await tablet.seen(NAMED, FIRST)
        tablet.model.pressed("claim")
        await tablet.until(lambda: tablet.at(Page.VISIT))
        tablet.model.hands.scanned |= {bag.id for bag in tablet.model.bags()}
        tablet.model.refresh()
        await tapped(tablet, "Altra persona", "Marco D'Amico, con delega")
        assert tablet.model.state.primary.why_not == "Serve il codice\ndell’ordine 4821"
        [primary] = [button for button in tablet.all(DockButton) if button.is_primary]
        tablet.click(primary)
        await tablet.settled()
        assert not tablet.orders(NAMED).is_collected
        tablet.wedge(TYPED)
        await tablet.until(lambda: tablet.model.state.primary.why_not == "")
        await tapped(tablet, "Consegnato")
        await tablet.until(lambda: tablet.orders(NAMED).is_collected and tablet.orders(FIRST).is_collected)
        kinds = [tablet.orders(order).live_handovers[-1].proof.kind for order in (NAMED, FIRST)]
        assert kinds == [ProofKind.DELEGATE, ProofKind.CODE]


async def test_out_of_reach_a_delegate_collects_what_came_along(
    tmp_path: Path, lookups: TerminalFiles, look: Look
) -> None:
    async with curb_at(tmp_path, lookups, shop=curb_shop(named())) as tablet:
        await tablet.sign_in()
        tablet.arrive(NAMED, "P4")
        await tablet.seen(NAMED)
        for press in ("to:carried", "take"):
            tablet.model.pressed(press)
        await tablet.until(lambda: len(tablet.model.cars.carried) == 1)
        tablet.counter.cut()
        await tablet.until(lambda: not tablet.model.desk.link().is_up, 30)
        for press in ("back", "serve"):
            tablet.model.pressed(press)
        tablet.model.hands.scanned |= {bag.id for bag in tablet.model.bags()}
        tablet.model.refresh()
        await tapped(tablet, "Altra persona", "Marco D'Amico, con delega", "Consegnato")
        await tablet.until(lambda: tablet.at(Page.QUEUE))
        tablet.counter.mend()
        await tablet.until(lambda: tablet.orders(NAMED).is_collected, 30)
        assert tablet.orders(NAMED).live_handovers[-1].proof.kind is ProofKind.DELEGATE
