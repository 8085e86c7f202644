"""Goods of an online order come back at the car: the counter's return with one hand, and never twice."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest
from PySide6.QtCore import Qt

from app.contract.commands import CommandLine
from app.contract.rows import RosterDevice
from app.domain.commands import MoveVisit, StartReturn
from app.domain.floor_calls import ChosenPiece
from app.domain.return_slips import SlipId
from app.domain.returnables import LineFound
from app.domain.returns import Reason, ReturnableLine
from app.domain.values import LineId, OrderId
from app.domain.visits import VisitState
from app.presentation.beeps import Beep
from app.presentation.curb.plain_page import CurbFace
from app.presentation.curb.session import LOCK_S
from app.presentation.curb.states import Page
from app.presentation.marks import Tone
from app.store.terminal_files import TerminalFiles
from app.ui.theme.look import Look
from app.usecases.ports import OutboxState
from tests.ui.curb_bench import FIRST, WIDE, CurbBench, curb_at, curb_shop
from tests.ui.test_curb_guards import at_car
from tests.unit.domain.samples import STORE
from tests.unit.node.shop import Shop, command
from tests.unit.usecases.counter import ADA_BADGE, PIN
from tests.unit.usecases.sample_files import BOTTLE, SHIRT

TAKEN_HOME = OrderId("o-4790")
"""Two shirts the customer of FIRST took home three days ago."""
KIOSK = "K1AA"
MOST_ACTIONS = 10
"""What the product promises for one item without a receipt."""


@pytest.fixture
async def tablet(tmp_path: Path, lookups: TerminalFiles, look: Look) -> AsyncIterator[CurbBench]:
    """A tablet; the shirts of 4790 bear the code that is scanned here."""
    async with curb_at(tmp_path, lookups) as made:
        await kept(made)
        yield made


async def kept(tablet: CurbBench, **changes: object) -> None:
    """The line of 4790 as this tablet has it."""
    found = await tablet.counter.returns.by_article("8001234567891")
    line = found.line if isinstance(found, LineFound) else await known(tablet)
    made = replace(line, **{"gtin": SHIRT, **changes})  # type: ignore[arg-type]  # checked by replace
    await tablet.counter.keep("returnable", f"{TAKEN_HOME}/a", made)


async def known(tablet: CurbBench) -> ReturnableLine:
    [line] = await tablet.counter.returns.of_order(TAKEN_HOME)
    return line


def returned(tablet: CurbBench) -> int:
    """How many of them head office has taken back."""
    return tablet.counter.shop.order_at_central(TAKEN_HOME).line(LineId("a")).returned


@dataclass
class Thumb:
    """One thumb and a reader: counts what it does."""

    tablet: CurbBench
    actions: int = 0

    async def tap(self, *words: str) -> None:
        """One button after the other, by its words."""
        for word in words:
            self.tablet.tap(word)
            self.actions += 1
            await self.tablet.settled()

    async def scan(self, code: str) -> None:
        """A reader that types."""
        self.tablet.wedge(code)
        self.actions += 1
        await self.tablet.settled()

    async def sure(self, words: str) -> None:
        """The answer about money, after a moment in which one reads."""
        self.tablet.counter.clock.leapt_s += 1
        await self.tap(words)


async def asked(tablet: CurbBench) -> Thumb:
    """The shirt is in the colleague's hands, its money is asked about."""
    thumb = Thumb(tablet)
    await thumb.tap("Fai un reso")
    await thumb.scan(SHIRT)
    await thumb.tap("Troppo piccola", "Rimborsa 29,90\u00a0€…")
    return thumb


async def offline(tablet: CurbBench) -> None:
    tablet.counter.cut()
    await tablet.until(lambda: not tablet.model.desk.link().is_up, 30)
    tablet.model.tick()
    await tablet.settled()


@pytest.mark.parametrize("size", [(800, 1280), WIDE])
async def test_a_shirt_comes_back_at_the_car_and_the_rest_is_handed_over(
    tmp_path: Path, lookups: TerminalFiles, look: Look, size: tuple[int, int]
) -> None:
    async with curb_at(tmp_path, lookups, size) as tablet:
        await kept(tablet)
        await at_car(tablet, FIRST)
        thumb = Thumb(tablet)
        await thumb.tap("Fai un reso")
        assert [pick.id for pick in tablet.model.state.picks] == [f"return:line:{TAKEN_HOME}/a"]
        await thumb.scan(SHIRT)
        assert tablet.at(Page.RETURN_WHY)
        await thumb.tap("Troppo piccola")
        rule, money = tablet.model.state.notes[1:3]
        assert (rule.title, rule.tone) == ("Recesso, 14 giorni", Tone.SUCCESS)
        assert money.title == "Da rimborsare 29,90\u00a0€"
        assert money.words == "Prezzo pagato 29,90\u00a0€ · carta •••• 4471"
        await thumb.tap("Rimborsa 29,90\u00a0€…")
        assert tablet.model.state.notes[-1].title == "Rimborsare 29,90\u00a0€ a Giulia B.?"
        assert returned(tablet) == 0
        await thumb.sure("Rimborsa 29,90\u00a0€")
        await tablet.until(lambda: "Merce ritirata" in titles(tablet))
        assert returned(tablet) == 1
        assert tablet.model.state.notes[0].words == "Pratica R-T1AA-0001"
        assert thumb.actions <= MOST_ACTIONS
        await thumb.sure("Torna all’auto")
        await thumb.tap("Consegnato")
        await tablet.until(lambda: tablet.orders(FIRST).is_collected)


def titles(tablet: CurbBench) -> list[str]:
    return [note.title for note in tablet.model.state.notes]


async def test_a_finger_that_bounces_does_not_answer_for_money_and_esc_is_no(tablet: CurbBench) -> None:
    await at_car(tablet, FIRST)
    with tablet.counter.clock.held():
        thumb = await asked(tablet)
        await thumb.tap("Rimborsa 29,90\u00a0€")
        assert tablet.model.state.notes[-1].title.startswith("Rimborsare")
    tablet.key(Qt.Key.Key_Escape)
    await tablet.settled()
    assert tablet.model.state.primary.words == "Rimborsa 29,90\u00a0€…"
    assert returned(tablet) == 0


async def test_a_finger_that_bounces_does_not_put_the_case_number_away(tablet: CurbBench) -> None:
    await at_car(tablet, FIRST)
    thumb = await asked(tablet)
    with tablet.counter.clock.held():
        await thumb.sure("Rimborsa 29,90\u00a0€")
        leave = tablet.model.state.primary.words
        await thumb.tap(leave)
        tablet.key(Qt.Key.Key_Escape)
        await tablet.settled()
        assert (tablet.model.session.page, tablet.model.state.primary.words) == (Page.RETURN_LINE, leave)
        await thumb.sure(leave)
    assert tablet.model.session.page is not Page.RETURN_LINE


async def test_out_of_reach_goods_are_taken_in_once_and_the_money_waits(tablet: CurbBench) -> None:
    await at_car(tablet, FIRST)
    await offline(tablet)
    thumb = Thumb(tablet)
    await thumb.tap("Fai un reso")
    await thumb.scan(SHIRT)
    await thumb.tap("Difettosa")
    assert "Senza linea si ritira la merce" in titles(tablet)
    tablet.tap("Ritira la merce")
    tablet.tap("Ritira la merce")
    await tablet.until(lambda: "Rimborso in attesa" in titles(tablet), 30)
    await tablet.settled()
    assert tablet.model.state.notes[0].words == "Pratica R-T1AA-0001"
    assert "return:take_in" not in [press.id for press in (tablet.model.state.primary,)]
    assert returned(tablet) == 0
    tablet.counter.mend()
    await tablet.until(lambda: returned(tablet) == 1, 30)
    with tablet.counter.till.store.read() as tx:
        kinds = [entry.command.kind for entry in tx.outbox_list(tuple(OutboxState), 100)]
    assert kinds.count("return.receive") == 1


async def test_what_no_rule_allows_needs_a_colleagues_pin_on_this_tablet(tablet: CurbBench) -> None:
    over = tablet.counter.clock.now_at() - timedelta(days=60)
    await kept(tablet, received_at=over - timedelta(days=60), returnable_until=over)
    await at_car(tablet, FIRST)
    thumb = Thumb(tablet)
    await thumb.tap("Fai un reso")
    await thumb.scan(SHIRT)
    await thumb.tap("Non piace")
    assert tablet.model.state.primary.why_not
    assert "Nessuna regola permette il reso" in titles(tablet)
    await thumb.tap("Eccezione del negozio", "Rimborsa 29,90\u00a0€…")
    tablet.counter.clock.leapt_s += 1
    tablet.tap("Rimborsa 29,90\u00a0€")
    await tablet.wait_for(lambda: tablet.at(Page.RETURN_YES))
    heard: list[Beep] = []
    tablet.model.desk.beeps.listen(heard.append)
    tablet.show_code(SHIRT)
    tablet.show_code(ADA_BADGE)
    await tablet.wait_for(lambda: heard == [Beep.REFUSED, Beep.GOOD])
    assert tablet.at(Page.RETURN_YES)
    tablet.tap("Ho verificato di persona")
    await typed(tablet, "000000")
    await tablet.wait_for(lambda: any("PIN" in note.words for note in tablet.model.state.notes[1:]))
    assert returned(tablet) == 0
    await typed(tablet, PIN[:5])
    assert PIN[:5] not in str(CurbFace(tablet.model).look())
    await typed(tablet, PIN[5:])
    await tablet.wait_for(lambda: "Merce ritirata" in titles(tablet), 30)
    assert returned(tablet) == 1
    assert [event for event, *_ in tablet.counter.audit()].count("approved") == 1


async def typed(tablet: CurbBench, digits: str) -> None:
    """On the tablet's own keys."""
    for digit in digits:
        await tablet.wait_for(lambda digit=digit: tablet.offers(digit))  # type: ignore[misc]  # bound at once
        tablet.tap(digit)
        await tablet.pause(0.05)


async def test_who_locks_while_a_yes_is_asked_for_gets_none_and_finds_the_return_again(tablet: CurbBench) -> None:
    over = tablet.counter.clock.now_at() - timedelta(days=60)
    await kept(tablet, received_at=over - timedelta(days=60), returnable_until=over)
    await at_car(tablet, FIRST)
    thumb = Thumb(tablet)
    await thumb.tap("Fai un reso")
    await thumb.scan(SHIRT)
    await thumb.tap("Non piace", "Eccezione del negozio", "Rimborsa 29,90\u00a0€…")
    tablet.counter.clock.leapt_s += 1
    tablet.tap("Rimborsa 29,90\u00a0€")
    await tablet.wait_for(lambda: tablet.at(Page.RETURN_YES))
    tablet.pass_by(int(LOCK_S) + 1)
    await tablet.settled()
    assert tablet.at(Page.SIGN_IN)
    assert "Maglia" not in str(tablet.model.state)
    assert (returned(tablet), tablet.model.desk.counter.approvals.pending) == (0, None)
    await typed(tablet, PIN)
    await tablet.wait_for(lambda: tablet.at(Page.QUEUE))
    await tablet.settled()
    await thumb.tap("Torna al posto 4", "Fai un reso")
    assert tablet.at(Page.RETURN_LINE)
    assert tablet.model.state.notes[0].title == "Maglia Corsa"


async def test_another_colleague_does_not_find_it(tablet: CurbBench) -> None:
    await tablet.sign_in()
    thumb = Thumb(tablet)
    await thumb.tap("Altro", "Fai un reso")
    await thumb.scan(SHIRT)
    await thumb.tap("Difettosa")
    tablet.model.lock()
    tablet.model.pressed("back")
    await tablet.sign_in("01")
    await thumb.tap("Altro", "Fai un reso")
    assert tablet.at(Page.RETURN)
    assert tablet.model.state.notes[0].title == "Scansiona l’articolo da rendere"


async def test_an_order_that_was_taken_home_is_found_by_its_last_digits_or_its_code(tablet: CurbBench) -> None:
    await kept(tablet, order_number="SP-204790")
    await tablet.sign_in()
    thumb = Thumb(tablet)
    await thumb.tap("Altro", "Fai un reso", "Scrivi ordine", "9", "9", "9", "9", "Cerca")
    assert tablet.model.state.notes[0].tone is Tone.DANGER
    await thumb.tap("Cancella", "Cancella", "Cancella", "Cancella", "4", "7", "9", "0", "Cerca")
    assert tablet.at(Page.RETURN)
    [row] = tablet.model.state.picks
    assert row.words.startswith("Maglia Corsa nera, M · SP-204790")
    await thumb.tap(row.words)
    assert tablet.at(Page.RETURN_WHY)
    await thumb.tap("Indietro", "Indietro")
    assert tablet.at(Page.QUEUE)
    await thumb.scan("4790")
    assert tablet.at(Page.RETURN)
    assert len(tablet.model.state.picks) == 1


def begun_at_kiosk(tablet: CurbBench) -> str:
    """The code of a slip for both shirts."""
    pieces = (ChosenPiece(LineId("a"), 2, Reason.TOO_LARGE),)
    now_at = tablet.counter.clock.now_at()
    body = StartReturn(SlipId("s-1"), STORE, TAKEN_HOME, pieces, now_at)
    line = CommandLine(cmd=command(body, 1, KIOSK, actor=""))
    [result] = tablet.counter.shop.receive(line, device=KIOSK, now_at=now_at)
    return str(result.details["code"])


def has_slip(tablet: CurbBench) -> bool:
    with tablet.counter.till.store.read() as tx:
        return tx.base_get("slip", "s-1") is not None


async def test_a_slip_of_the_kiosk_begins_its_return_with_its_reason(
    tmp_path: Path, lookups: TerminalFiles, look: Look
) -> None:
    plain = curb_shop()
    devices = [*plain.config.devices, RosterDevice(KIOSK, "", "kiosk", [])]
    shop = Shop(plain.orders, msgspec.structs.replace(plain.config, devices=devices))
    async with curb_at(tmp_path, lookups, shop=shop) as tablet:
        await tablet.sign_in()
        code = begun_at_kiosk(tablet)
        await tablet.until(lambda: has_slip(tablet), 30)
        thumb = Thumb(tablet)
        await thumb.scan(code)
        assert tablet.at(Page.RETURN_LINE)
        await thumb.tap("Rimborsa 59,80\u00a0€…")
        await thumb.sure("Rimborsa 59,80\u00a0€")
        await tablet.until(lambda: "Merce ritirata" in titles(tablet), 30)
        assert returned(tablet) == 2
        await thumb.sure("Fine")
        assert tablet.at(Page.QUEUE)


async def test_an_article_nobody_finds_a_sale_for_is_taken_in_without_money(tablet: CurbBench) -> None:
    await tablet.sign_in()
    thumb = Thumb(tablet)
    await thumb.tap("Altro", "Fai un reso")
    await thumb.scan("5555555555555")
    assert tablet.at(Page.RETURN)
    await thumb.scan(BOTTLE)
    await thumb.tap("Non lo dice")
    assert "La merce si ritira lo stesso" in titles(tablet)
    await thumb.tap("Condizione: Come nuova", "Danneggiata", "Ritira la merce")
    await tablet.until(lambda: "Ordine da trovare" in titles(tablet), 30)


async def test_a_voucher_is_a_tick_that_says_who_asked_for_it(tablet: CurbBench) -> None:
    await at_car(tablet, FIRST)
    thumb = Thumb(tablet)
    await thumb.tap("Fai un reso")
    await thumb.scan(SHIRT)
    await thumb.tap("Non piace", "Pezzi resi: 1\u00a0di\u00a02", "Il cliente chiede il buono")
    assert tablet.model.state.primary.words == "Emetti buono 59,80\u00a0€…"
    await thumb.tap("Il cliente chiede il buono")
    assert tablet.model.state.primary.words == "Rimborsa 59,80\u00a0€…"


async def test_a_return_goes_on_when_its_car_is_somebody_elses(tablet: CurbBench) -> None:
    await at_car(tablet, FIRST)
    thumb = Thumb(tablet)
    await thumb.tap("Fai un reso")
    await thumb.scan(SHIRT)
    now_at = tablet.counter.clock.now_at()
    body = MoveVisit(tablet.model.cars.arrivals[0].visit.id, STORE, (FIRST,), VisitState.ARRIVED, now_at)
    tablet.tell(body, actor="op-01")
    await tablet.until(lambda: not tablet.model.cars.arrivals[0].visit.claimed_by)
    await tablet.settled()
    assert tablet.at(Page.RETURN_WHY)
    await thumb.tap("Indietro", "Indietro")
    assert tablet.at(Page.QUEUE)
