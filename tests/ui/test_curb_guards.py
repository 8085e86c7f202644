"""What a shop wants checked is asked at the car as at its counter: documents, names, signatures."""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest

from app.domain.orders import Order
from app.domain.values import CustomerId, OrderId, SignedOn
from app.presentation.curb.states import Page
from app.presentation.marks import Glyph
from app.store.terminal_files import TerminalFiles
from app.ui.curb.pad import PadPart
from app.ui.theme.look import Look
from tests.ui.curb_bench import FIRST, GROWN_UP, WIDE, CurbBench, curb_at, curb_shop
from tests.unit.domain.samples import ready_order

ASKED = OrderId("o-6001")


def named(key: OrderId, number: int, name: str) -> Order:
    """A ready order for somebody of that name."""
    made = ready_order(id=key, number=str(number), public_no=number, customer=CustomerId(f"c-{number}"))
    return replace(made, customer_name=name)


async def at_car(tablet: CurbBench, order: OrderId) -> None:
    """The car of an order is in hand, its bags scanned."""
    await tablet.sign_in()
    tablet.arrive(order, "P4")
    await tablet.seen(order)
    tablet.model.pressed("claim")
    await tablet.until(lambda: tablet.at(Page.VISIT))
    await tablet.settled()
    tablet.model.hands.scanned |= {bag.id for bag in tablet.model.bags()}
    tablet.model.refresh()


@pytest.mark.parametrize("is_wanted", [True, False])
async def test_a_document_is_looked_at_where_the_shop_wants_it(
    tmp_path: Path, lookups: TerminalFiles, look: Look, is_wanted: bool
) -> None:
    async with curb_at(tmp_path, lookups, shop=curb_shop(check_age=is_wanted)) as tablet:
        await at_car(tablet, GROWN_UP)
        state = tablet.model.state
        assert state.primary.id == ("age" if is_wanted else "hand_over")
        assert any(note.glyph is Glyph.ID_CARD for note in state.notes) is is_wanted
        assert state.head is not None
        assert ("18+" in state.head.facts) is is_wanted
        tablet.model.pressed("hand_over")
        await tablet.settled()
        assert tablet.orders(GROWN_UP).is_collected is not is_wanted


def draw(tablet: CurbBench, *ways: tuple[tuple[int, int], ...]) -> None:
    """A finger on the glass: each way is a stroke, in pixels of the pad."""
    [pad] = tablet.all(PadPart)
    for first, *rest in ways:
        QTest.mousePress(pad, Qt.MouseButton.LeftButton, pos=QPoint(*first))
        for point in rest:
            at = QPointF(*point)
            there = QPointF(pad.mapToGlobal(QPoint(*point)))
            left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
            QCoreApplication.sendEvent(pad, QMouseEvent(QEvent.Type.MouseMove, at, there, left, left, none))
        QTest.mouseRelease(pad, Qt.MouseButton.LeftButton, pos=QPoint(*(rest or [first])[-1]))


LOOP = ((60, 60), (160, 160), (260, 60), (360, 200))


def signed(tablet: CurbBench) -> SignedOn | None:
    """What the shop has of the last hand-over of FIRST."""
    return tablet.orders(FIRST).live_handovers[-1].signed


async def test_dear_goods_are_signed_for_on_the_glass(tmp_path: Path, lookups: TerminalFiles, look: Look) -> None:
    async with curb_at(tmp_path, lookups, shop=curb_shop(sign_above=1)) as tablet:
        await at_car(tablet, FIRST)
        assert tablet.model.state.primary.id == "to:sign"
        tablet.model.pressed("to:sign")
        await tablet.settled()
        assert tablet.model.state.primary.why_not == "Firma sul vetro"
        tablet.model.pressed("signed")
        assert tablet.at(Page.SIGN)
        draw(tablet, ((60, 60),))
        assert tablet.model.state.primary.why_not
        draw(tablet, LOOP)
        assert tablet.model.state.primary.why_not == ""
        tablet.model.pressed("clear")
        [pad] = tablet.all(PadPart)
        assert pad.ink.strokes == []
        assert tablet.model.state.primary.why_not
        draw(tablet, LOOP)
        tablet.window.resize(*WIDE)
        await tablet.settled()
        [pad] = tablet.all(PadPart)
        assert len(pad.ink.strokes) == 1
        tablet.model.pressed("signed")
        await tablet.settled()
        assert pad.ink.strokes == []
        assert tablet.model.state.primary.id == "hand_over"
        tablet.model.pressed("hand_over")
        await tablet.until(lambda: tablet.orders(FIRST).is_collected)
        assert signed(tablet) is SignedOn.GLASS


async def test_who_cannot_draw_says_the_name_with_presses_only(
    tmp_path: Path, lookups: TerminalFiles, look: Look
) -> None:
    async with curb_at(tmp_path, lookups, shop=curb_shop(sign_above=1)) as tablet:
        await at_car(tablet, FIRST)
        for press in ("to:sign", "to:sign_word"):
            tablet.model.pressed(press)
            await tablet.settled()
        assert tablet.orders(FIRST).customer_name in tablet.model.state.notes[0].title
        tablet.model.pressed("signed")
        tablet.model.pressed("hand_over")
        await tablet.until(lambda: tablet.orders(FIRST).is_collected)
        assert signed(tablet) is SignedOn.WORD


async def test_what_was_drawn_is_gone_when_the_tablet_locks_or_somebody_goes_back(
    tmp_path: Path, lookups: TerminalFiles, look: Look
) -> None:
    async with curb_at(tmp_path, lookups, shop=curb_shop(sign_above=1)) as tablet:
        await at_car(tablet, FIRST)
        for leave in (tablet.model.back, tablet.model.lock):
            tablet.model.pressed("to:sign")
            await tablet.settled()
            draw(tablet, LOOP)
            [pad] = tablet.all(PadPart)
            leave()
            await tablet.settled()
            assert pad.ink.strokes == []
            assert tablet.model.hands.signed is None


async def test_out_of_reach_it_is_signed_too_and_told_later(
    tmp_path: Path, lookups: TerminalFiles, look: Look
) -> None:
    async with curb_at(tmp_path, lookups, shop=curb_shop(sign_above=1)) as tablet:
        await tablet.sign_in()
        tablet.arrive(FIRST, "P4")
        await tablet.seen(FIRST)
        tablet.model.pressed("to:carried")
        tablet.model.pressed("take")
        await tablet.until(lambda: len(tablet.model.cars.carried) == 1)
        tablet.counter.cut()
        await tablet.until(lambda: not tablet.model.desk.link().is_up, 30)
        for press in ("back", "serve"):
            tablet.model.pressed(press)
        tablet.model.hands.scanned |= {bag.id for bag in tablet.model.bags()}
        tablet.model.refresh()
        for press in ("to:sign", "to:sign_word", "signed", "hand_over"):
            tablet.model.pressed(press)
        await tablet.until(lambda: tablet.at(Page.QUEUE))
        assert not tablet.orders(FIRST).is_collected
        tablet.counter.mend()
        await tablet.until(lambda: tablet.orders(FIRST).is_collected, 30)
        assert signed(tablet) is SignedOn.WORD


@pytest.mark.parametrize("is_wanted", [True, False])
async def test_a_like_name_is_shown_beside_the_one_in_hand(
    tmp_path: Path, lookups: TerminalFiles, look: Look, is_wanted: bool
) -> None:
    both = named(ASKED, 6001, "Marco Russi"), named(OrderId("o-6002"), 6002, "Marco Rossi")
    shop = curb_shop(*both, check_names=is_wanted)
    async with curb_at(tmp_path, lookups, shop=shop) as tablet:
        await at_car(tablet, ASKED)
        found = [note.words for note in tablet.model.state.notes if note.glyph is Glyph.USERS]
        assert bool(found) is is_wanted
        assert all("Marco Russi" in words and "Marco Rossi" in words for words in found)
