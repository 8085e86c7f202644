"""The demo's second window: scans and faults by taps reach the terminal's window over the real chain."""

import asyncio
import os
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QPointF, Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QWidget

from app.bootstrap.demo import open_window
from app.bootstrap.words import wording_in
from app.demo.transcript import Transcript
from app.presentation.viewmodels.article import ArticleModel
from app.presentation.viewmodels.customer import CustomerModel
from app.presentation.viewmodels.home import HomeModel
from app.presentation.viewmodels.order import OrderModel
from app.presentation.viewmodels.sign_in import SignInModel
from app.ui import bridge
from app.ui.hands import Hands
from app.ui.hands_window import HandsWindow
from app.ui.shell.window import CounterWindow
from app.ui.widgets.row_list import RowList

PATIENCE_S = 40.0
PIN = "135790"


class Desk:
    """Both windows, and a hand for each."""

    def __init__(self, window: CounterWindow, hands: HandsWindow) -> None:
        self.terminal, self.hands, self.window = Hands(window), hands, window
        self.list = next(iter(hands.findChildren(RowList)))

    def at(self) -> object:
        """The model of where the terminal is."""
        return self.window.counter.model

    async def until(self, is_so: Callable[[], object]) -> None:
        """Wait for something on either window."""
        await self.terminal.wait_for(is_so, PATIENCE_S)

    def scan(self, name: str) -> None:
        """A tap on a row of the list."""
        row = next(row for row in self.hands.model.state.codes if row.id == name)
        index = next(
            self.list.model().index(n, 0)
            for n in range(self.list.model().rowCount())
            if self.list.model().index(n, 0).data() == row.spoken
        )
        self.list.scrollTo(index)
        self.terminal.click(self.list.viewport(), QPointF(self.list.visualRect(index).center()))

    def press(self, words: str) -> None:
        """A tap on a button of the second window."""
        [button] = [b for b in self.hands.findChildren(QAbstractButton) if b.text() == words]
        self.terminal.click(button)

    def line_says(self, text_id: str) -> Callable[[], bool]:
        """Whether the first fact at the bottom is that."""
        words = self.window.counter.desk.words
        return lambda: self.window.counter.state.facts[0].words == words.text(text_id)


async def scans(desk: Desk) -> None:
    """Codes of every kind: where they lead, and what is said of those that lead nowhere."""
    unread = desk.window.counter.unread
    desk.scan("ready")
    await desk.until(lambda: isinstance(desk.at(), OrderModel) and "4821" in desk.terminal.words())
    desk.scan("price")
    await desk.until(lambda: isinstance(desk.at(), ArticleModel))
    desk.scan("card")
    await desk.until(lambda: isinstance(desk.at(), CustomerModel))
    for bad in ("unknown", "damaged", "hostile", "too_long"):
        unread.hide()
        desk.scan(bad)
        await desk.until(lambda: unread.is_open)
    field = desk.hands.findChild(QLineEdit)
    assert field is not None
    field.setText("4820")
    desk.press("Leggi")
    await desk.until(lambda: isinstance(desk.at(), OrderModel) and "4820" in desk.terminal.words())


async def printer(desk: Desk) -> None:
    """No paper: the hand-over counts, its receipt waits, and comes with the paper."""
    desk.press("Carta finita")
    await desk.until(lambda: desk.hands.model.state.faults[0].is_on)
    desk.terminal.key(Qt.Key.Key_F9)
    await desk.until(lambda: "La ricevuta aspetta la stampante" in desk.terminal.words())
    desk.press("Carta finita")
    await desk.until(lambda: "La ricevuta aspetta la stampante" not in desk.terminal.words())
    desk.press("Spegni e riaccendi")


async def line(desk: Desk) -> None:
    """What becomes of the line, and of the shop's server, is said at the bottom."""
    for weather in ("Tagliata", "Errore 500"):
        desk.press(weather)
        await desk.until(desk.line_says("strip.down"))
        desk.press("In ordine")
        await desk.until(desk.line_says("strip.up"))
    desk.press("Server spento")
    await desk.until(desk.line_says("strip.shop_down"))
    desk.press("Server spento")
    await desk.until(desk.line_says("strip.up"))


@pytest.mark.timeout(240)
def test_hands_scan_and_break_and_mend(tmp_path: Path) -> None:
    folder = tmp_path / "run"
    folder.mkdir()
    book = Transcript(tmp_path / "transcript.txt", wording_in("it"), lambda line: None)

    async def work(app: QApplication) -> None:
        opened = asyncio.create_task(open_window(app, folder, book, "it"))
        try:
            await at_desk(opened, app, [scans, printer, line])
        finally:
            await opened

    bridge.run(work)


async def at_desk(
    opened: "asyncio.Task[None]", app: QApplication, steps: list[Callable[[Desk], Awaitable[None]]]
) -> None:
    """Sign in, do the steps, close the terminal's window; the other one goes with it."""

    def shown(kind: type[QWidget]) -> list[QWidget]:
        return [widget for widget in app.topLevelWidgets() if isinstance(widget, kind) and widget.isVisible()]

    while not (opened.done() or shown(HandsWindow)):
        await asyncio.wait([opened], timeout=0.2)
    [window], [hands] = shown(CounterWindow), shown(HandsWindow)
    assert isinstance(window, CounterWindow)
    assert isinstance(hands, HandsWindow)
    desk = Desk(window, hands)
    try:
        await desk.until(lambda: desk.terminal.offers("Marco Villa"))
        desk.terminal.tap("Marco Villa")
        await desk.terminal.keys(PIN)
        await desk.until(lambda: isinstance(desk.at(), HomeModel))
        for step in steps:
            await step(desk)
        desk.scan("badge")
        await desk.until(lambda: isinstance(desk.at(), SignInModel))
    finally:
        window.close()
