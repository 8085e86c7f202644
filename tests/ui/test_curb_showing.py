"""At a car whose message did not arrive the customer's page is shown: read by a telephone, and gone by itself."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path

import pytest

from app.domain.commands import MoveVisit
from app.domain.errors import Code
from app.domain.handover import HandoverAsk
from app.domain.orders import Order, Proof, ProofKind
from app.domain.values import CustomerId, OrderId, VisitId
from app.domain.visits import VisitState
from app.presentation.curb.states import Page
from app.presentation.marks import Tone
from app.presentation.viewmodels.customer_page import SHOWN_S
from app.store.terminal_files import TerminalFiles
from app.ui.curb.pressing import DockButton
from app.ui.curb.symbol import SymbolPart
from app.ui.theme.look import Look
from app.ui.theme.tokens import ThemeName
from tests.ui.curb_bench import FIRST, UNREADY, UPRIGHT, WIDE, CurbBench, curb_at, curb_shop
from tests.ui.scan_cases import PICKUP
from tests.ui.test_curb_guards import at_car
from tests.ui.test_page_window import codes_on
from tests.unit.domain.samples import STORE, ready_order
from tests.unit.usecases.counter import CLERK
from tests.unit.wording.catalogues import wording

LINK = "https://ritiro.corsaviva.example/p/page-of-{}"
GOT_NONE = "Non gli è arrivato il messaggio"
SECOND = OrderId("o-9002")
LEAST_MM = 60.0
words = wording("it")


async def shown(tablet: CurbBench, order: OrderId = FIRST) -> None:
    """The car of an order is in hand, and its customer got no message."""
    await at_car(tablet, order)
    for word in ("Problema", GOT_NONE):
        tablet.tap(word)
        await tablet.settled()
    assert tablet.at(Page.SHOW)


def second_order() -> Order:
    """Of the same customer."""
    return replace(ready_order(id=SECOND, number="9002", public_no=9002), customer=CustomerId("c-1"))


async def both_shown(tablet: CurbBench) -> None:
    """A car that came for both orders is in hand, and its customer got no message."""
    await tablet.sign_in()
    at = tablet.counter.clock.now_at()
    tablet.tell(MoveVisit(VisitId("v-both"), STORE, (FIRST, SECOND), VisitState.ARRIVED, at, "P2"))
    await tablet.seen(FIRST, SECOND)
    for press in ("claim", "to:trouble", "to:show"):
        tablet.model.pressed(press)
        await tablet.settled()


def read(tablet: CurbBench) -> list[tuple[str, str]]:
    """The notes."""
    return [(note.title, note.words) for note in tablet.model.state.notes]


@pytest.mark.parametrize("size", [UPRIGHT, WIDE])
@pytest.mark.parametrize("language", ["it", "en", "long"])
async def test_a_telephone_reads_it_either_way_in_every_theme(
    tmp_path: Path, lookups: TerminalFiles, look: Look, size: tuple[int, int], language: str
) -> None:
    async with curb_at(tmp_path, lookups, size, language) as tablet:
        await at_car(tablet, FIRST)
        for press in ("to:trouble", "to:show"):
            tablet.model.pressed(press)
            await tablet.settled()
        for theme in ThemeName:
            look.show(theme)
            await tablet.pause(0.05)
            assert codes_on(tablet.window) == [LINK.format(FIRST)], theme
        [symbol] = tablet.all(SymbolPart)
        place = symbol.rect().translated(symbol.mapTo(tablet.window, symbol.rect().topLeft()))
        dock = min(button.mapTo(tablet.window, button.rect().topLeft()).y() for button in tablet.all(DockButton))
        assert min(place.width(), place.height()) * tablet.window.pitch >= LEAST_MM
        assert place.bottom() < dock
        assert symbol.accessibleName() == tablet.model.desk.words.text("page_shown.symbol")
        assert LINK.format(FIRST) not in f"{tablet.words()} {tablet.model.state!r}"
        assert "((True" not in repr(tablet.model.state)


async def test_whom_it_is_for_and_for_how_long(tmp_path: Path, lookups: TerminalFiles, look: Look) -> None:
    async with curb_at(tmp_path, lookups) as tablet:
        await shown(tablet)
        who, left = read(tablet)
        assert who[0] == f"{tablet.orders(FIRST).customer_name}, ordine 4821"
        assert left[1] == "Si nasconde tra 60 secondi"
        tablet.pass_by(round(SHOWN_S))
        await tablet.settled()
        assert tablet.all(SymbolPart) == []
        assert read(tablet)[1][0] == words.text("page_shown.hidden")
        assert tablet.model.state.notes[1].tone is Tone.INFO
        tablet.tap("Mostra la pagina")
        await tablet.settled()
        assert codes_on(tablet.window) == [LINK.format(FIRST)]
        tablet.tap("Nascondi")
        await tablet.settled()
        assert tablet.all(SymbolPart) == []
        tablet.tap("Indietro")
        await tablet.settled()
        assert tablet.at(Page.TROUBLE)


async def test_a_lock_and_a_car_that_goes_take_it_away(tmp_path: Path, lookups: TerminalFiles, look: Look) -> None:
    async with curb_at(tmp_path, lookups) as tablet:
        await shown(tablet)
        tablet.model.lock()
        await tablet.settled()
        assert (tablet.all(SymbolPart), tablet.model.state.symbol, tablet.model.showing.page) == ([], (), None)
        await tablet.sign_in(number="")
        tablet.model.pressed("serve")
        tablet.model.pressed("to:show")
        await tablet.settled()
        assert tablet.model.state.symbol
        visit = VisitId(f"v-{FIRST}")
        tablet.tell(MoveVisit(visit, STORE, (FIRST,), VisitState.LEFT, tablet.counter.clock.now_at()))
        await tablet.until(lambda: tablet.at(Page.QUEUE))
        assert (tablet.model.state.symbol, tablet.model.showing.page) == ((), None)


async def test_an_answer_that_comes_when_one_has_gone_on_is_not_shown(
    tmp_path: Path, lookups: TerminalFiles, look: Look
) -> None:
    async with curb_at(tmp_path, lookups) as tablet:
        await at_car(tablet, FIRST)
        tablet.counter.online.takes_s = 0.3
        for press in ("to:trouble", "to:show"):
            tablet.model.pressed(press)
        await tablet.wait_for(lambda: tablet.model.state.primary.why_not == words.text("curb.show.asking"))
        tablet.model.pressed("back")
        await tablet.settled()
        assert tablet.at(Page.TROUBLE)
        tablet.counter.online.takes_s = 0.0
        assert tablet.model.state.symbol == ()
        tablet.model.pressed("to:show")
        await tablet.settled()
        assert codes_on(tablet.window) == [LINK.format(FIRST)]


@pytest.mark.parametrize("leave", ["lock", "back"])
@pytest.mark.parametrize("press", ["to:show", "show:show"])
async def test_for_who_goes_on_before_it_is_read_nothing_is_asked(
    tmp_path: Path, lookups: TerminalFiles, look: Look, press: str, leave: str
) -> None:
    async with curb_at(tmp_path, lookups) as tablet:
        await at_car(tablet, FIRST)
        tablet.model.pressed("to:trouble")
        if press != "to:show":
            for first in ("to:show", "show:hide"):
                tablet.model.pressed(first)
                await tablet.settled()
        asked = list(tablet.counter.online.asked)
        tablet.model.pressed(press)
        tablet.model.pressed(leave)
        await tablet.settled()
        assert tablet.model.showing.page is None
        assert tablet.counter.online.asked == asked


async def collected(tablet: CurbBench) -> None:
    """At the counter, while the car stands there."""
    ask = HandoverAsk(proof=Proof(ProofKind.NUMBER, 0))
    await tablet.counter.hand_over.hand_over(tablet.orders(FIRST), ask, CLERK)


async def cancelled(tablet: CurbBench) -> None:
    """In the web shop."""
    ended = replace(tablet.orders(FIRST), cancelled_at=tablet.counter.clock.now_at())
    await tablet.counter.keep("order", FIRST, ended)
    tablet.model.reload_soon()


@pytest.mark.parametrize(("gone", "why"), [(collected, "già stato consegnato"), (cancelled, "stato annullato")])
async def test_what_is_gone_elsewhere_takes_its_page_along_while_the_car_stays(
    tmp_path: Path,
    lookups: TerminalFiles,
    look: Look,
    gone: Callable[[CurbBench], Awaitable[None]],
    why: str,
) -> None:
    async with curb_at(tmp_path, lookups, shop=curb_shop(second_order())) as tablet:
        await both_shown(tablet)
        assert codes_on(tablet.window) == [LINK.format(FIRST)]
        assert tablet.model.state.notes[0].words == words.text("curb.show.line")
        await gone(tablet)
        await tablet.until(lambda: not tablet.model.state.symbol)
        await tablet.settled()
        assert (tablet.at(Page.SHOW), tablet.all(SymbolPart)) == (True, [])
        who, reason = read(tablet)
        assert who == ("", f"{tablet.orders(FIRST).customer_name}, ordine 4821")
        assert why in reason[0]
        tablet.model.pressed("show:other")
        await tablet.settled()
        assert codes_on(tablet.window) == [LINK.format(SECOND)]


async def test_a_tap_for_another_page_when_the_last_has_gone_leads_nowhere(
    tmp_path: Path, lookups: TerminalFiles, look: Look
) -> None:
    async with curb_at(tmp_path, lookups) as tablet:
        await shown(tablet)
        await cancelled(tablet)
        await tablet.until(lambda: not tablet.model.state.symbol)
        assert tablet.model.showing.orders == ()
        before = read(tablet)
        tablet.model.pressed("show:other")
        await tablet.settled()
        assert (tablet.at(Page.SHOW), read(tablet)) == (True, before)
        tablet.tap("Indietro")
        await tablet.settled()
        assert tablet.at(Page.TROUBLE)


async def test_the_code_on_it_is_the_proof_and_leads_back_to_the_car(
    tmp_path: Path, lookups: TerminalFiles, look: Look
) -> None:
    async with curb_at(tmp_path, lookups) as tablet:
        await shown(tablet)
        tablet.show_code(PICKUP)
        await tablet.until(lambda: tablet.at(Page.VISIT))
        assert tablet.model.hands.proofs[FIRST].kind is ProofKind.CODE
        assert tablet.model.state.symbol == ()


async def test_without_one_it_says_why(tmp_path: Path, lookups: TerminalFiles, look: Look) -> None:
    async with curb_at(tmp_path, lookups) as tablet:
        tablet.counter.online.fault = Code.NO_ANSWER
        await shown(tablet)
        assert read(tablet)[1] == (words.text("page_shown.no_line"), words.text("page_shown.instead"))
        assert tablet.model.state.notes[1].tone is Tone.WARNING
        tablet.counter.online.fault, tablet.counter.online.pages = None, ""
        tablet.tap("Mostra la pagina")
        await tablet.settled()
        assert read(tablet)[1][0] == words.explain("pages_not_served").what
        [back] = tablet.all(DockButton)
        assert back.text() == "Indietro"
        tablet.tap("Indietro")
        await tablet.settled()
        assert tablet.at(Page.TROUBLE)


async def test_of_a_car_with_several_orders_each_has_its_page(
    tmp_path: Path, lookups: TerminalFiles, look: Look
) -> None:
    async with curb_at(tmp_path, lookups, shop=curb_shop(second_order())) as tablet:
        await both_shown(tablet)
        for order in (FIRST, SECOND, FIRST):
            assert codes_on(tablet.window) == [LINK.format(order)]
            tablet.tap("Altro ordine")
            await tablet.settled()


async def test_it_is_offered_for_what_is_not_ready_and_for_no_car_nobody_chose(
    tmp_path: Path, lookups: TerminalFiles, look: Look
) -> None:
    async with curb_at(tmp_path, lookups) as tablet:
        await at_car(tablet, UNREADY)
        tablet.model.pressed("to:trouble")
        assert "to:show" in [pick.id for pick in tablet.model.state.picks]
        tablet.model.pressed("release")
        await tablet.settled()
    async with curb_at(tmp_path / "empty", lookups) as tablet:
        await tablet.sign_in()
        tablet.model.pressed("to:show")
        await tablet.settled()
        assert tablet.at(Page.QUEUE)
