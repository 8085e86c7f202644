"""A clerk's window in a process of its own that does what it is asked and says when a thing is on screen.

Each line of its input is a wish, each line of its output the moment at which it was done or painted, in seconds of
the machine's monotonic clock, so that another process can hold its own moments against it.
"""

import asyncio
import os
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import msgspec
from PySide6.QtCore import QPointF, Qt
from PySide6.QtWidgets import QApplication

from app.bootstrap.bench_window_work import SIZE, Frames
from app.bootstrap.bench_wishes import (
    GoHome,
    Moment,
    OneMore,
    OpenCustomer,
    SeeOrder,
    SeePieces,
    SignIn,
    Wish,
)
from app.bootstrap.counter_window import counter_window, desk_of
from app.bootstrap.terminal_parts import open_terminal
from app.presentation.viewmodels.customer import CustomerModel
from app.presentation.viewmodels.home import HomeModel
from app.ui import bridge
from app.ui.application import go_offscreen
from app.ui.hands import Hands
from app.ui.theme.look import start_look
from app.ui.widgets.row_list import RowList

PATIENCE_S = 60.0


_wish = msgspec.json.Decoder(Wish).decode


@dataclass
class Clerk:
    """Hands and eyes at the window; lives on Qt's loop."""

    hands: Hands
    frames: Frames

    async def do(self, wish: Wish) -> float:
        """Do it, or wait until it is to be seen; the moment. TimeoutError when it never is."""
        match wish:
            case SignIn(name, pin):
                await self._until(lambda: self.hands.offers(name))
                self.hands.tap(name)
                await self.hands.keys(pin)
                await self._until(lambda: isinstance(self._model, HomeModel) and not self._model.state.is_loading)
            case OpenCustomer(digits, name):
                await self._open(digits, name)
            case SeePieces(sku, pieces):
                return await self.frames.showing(lambda: self._pieces(sku) == pieces, PATIENCE_S)
            case OneMore(sku):
                return await self._one_more(sku)
            case GoHome():
                self.hands.window.counter.go_to("home")
                await self._until(lambda: isinstance(self._model, HomeModel))
            case SeeOrder(number):
                return await self.frames.showing(lambda: self._has_order(number), PATIENCE_S)
        return time.perf_counter()

    @property
    def _model(self) -> object:
        return self.hands.window.counter.model

    async def _until(self, is_so: Callable[[], object]) -> None:
        await self.hands.wait_for(is_so, PATIENCE_S)

    async def _open(self, digits: str, name: str) -> None:
        omnibox = self.hands.window.counter.omnibox

        def is_found() -> bool:
            rows = [row for row in omnibox.state.rows if row.id.startswith("customer:")]
            return omnibox.state.typed == digits and name in [row.title for row in rows]

        await self.hands.keys(digits)
        await self._until(is_found)
        purpose = dict(omnibox.state.purposes)["assistance"]
        await self._until(lambda: self.hands.offers(purpose))
        self.hands.tap(purpose)
        await self.hands.settled()
        while next(row.title for row in omnibox.state.rows if row.id == omnibox.state.selected) != name:
            self.hands.key(Qt.Key.Key_Down)
        self.hands.key(Qt.Key.Key_Return)
        await self._until(lambda: isinstance(self._model, CustomerModel) and self._model.state.cart.rows)

    def _pieces(self, sku: str) -> int:
        if not isinstance(self._model, CustomerModel):
            return -1
        return next((int(row.quantity) for row in self._model.state.cart.rows if row.sku == sku), 0)

    async def _one_more(self, sku: str) -> float:
        model = self._model
        assert isinstance(model, CustomerModel)
        row = next(row for row in model.state.cart.rows if row.sku == sku)
        if model.state.cart.selected != sku:
            self._tap_row(row.spoken)
        await self._until(lambda: model.state.editor is not None and model.state.editor.sku == sku)
        assert model.state.editor is not None
        await self.hands.settled()
        at_s = time.perf_counter()
        self.hands.tap(model.state.editor.more)
        return at_s

    def _tap_row(self, spoken: str) -> None:
        for shown in self.hands.all(RowList):
            rows = [shown.model().index(n, 0) for n in range(shown.model().rowCount())]
            for index in (index for index in rows if index.data() == spoken):
                shown.scrollTo(index)
                self.hands.click(shown.viewport(), QPointF(shown.visualRect(index).center()))

    def _has_order(self, number: str) -> bool:
        rows = self._model.state.rows if isinstance(self._model, HomeModel) else ()
        return number in [row.item.order.number for row in rows]


async def serve(app: QApplication, folder: Path) -> None:
    """Do what is asked until the input ends."""
    start_look(app)
    async with open_terminal(folder, "") as terminal:
        desk = await desk_of(terminal, "it")
        async with counter_window(terminal, desk) as window:
            window.resize(*SIZE)
            window.show()
            clerk = Clerk(Hands(window), Frames(window))
            while line := await asyncio.to_thread(sys.stdin.buffer.readline):
                at_s = await clerk.do(_wish(line))
                sys.stdout.buffer.write(msgspec.json.encode(Moment(at_s)) + b"\n")
                sys.stdout.buffer.flush()


def main(folder: str) -> int:
    """Run by whoever measures or tests: the folder of an enrolled terminal."""
    if not any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY")):
        go_offscreen()
    bridge.run(lambda app: serve(app, Path(folder)))
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1]))
