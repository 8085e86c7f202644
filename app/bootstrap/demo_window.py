"""A clerk's window of the sample chain in this process, and the till of the tour that hands work there."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt

from app.bootstrap.counter_window import counter_window, desk_of
from app.bootstrap.demo_chain import Chain, enrolled
from app.bootstrap.terminal_parts import open_terminal
from app.demo.crew import TourFailed
from app.demo.tills import Contact, OrderShown, TakenBack
from app.domain.orders import Order
from app.domain.preparing import Phase
from app.presentation.frame import read_facts
from app.presentation.marks import Tone
from app.presentation.prepare_state import PrepareState
from app.presentation.viewmodels.customer import CustomerModel
from app.presentation.viewmodels.home import HomeModel
from app.presentation.viewmodels.order import OrderModel
from app.presentation.viewmodels.prepare import PrepareModel
from app.presentation.viewmodels.return_goods import ReturnModel
from app.sync.engine import Link
from app.ui.hands import Hands
from app.ui.shell.window import CounterWindow

LINE_S = 20.0
PATIENCE_S = 45.0
PAINTED_S = 0.25
READ_S = 0.6
SIZE = (1366, 768)


@contextlib.asynccontextmanager
async def clerk_window(here: Chain, folder: Path, name: str, language: str) -> AsyncIterator[CounterWindow]:
    """The window of a newly enrolled terminal that is in line with its shop; not shown yet."""
    data = await enrolled(here, folder, name)
    async with open_terminal(data, here.printer.text("printer"), language=language) as terminal:
        desk = await desk_of(terminal, language)
        async with counter_window(terminal, desk) as window:
            await _linked(terminal.engine.link)
            yield window


async def _linked(link: Link) -> None:
    turned = asyncio.Event()
    link.waiting.append(turned.set)
    async with asyncio.timeout(LINE_S):
        while not link.is_up:
            await turned.wait()
            turned.clear()
    link.waiting.remove(turned.set)


def _is_at(phase: Phase, state: PrepareState, *, is_ready: bool = True) -> bool:
    """Whether that step is next, and, unless something is to be chosen first, its button can be pressed."""
    return state.phase is phase and (state.foot.primary.is_enabled or not is_ready)


@dataclass
class WindowTill:
    """A till worked by hands, with a numbered picture of every step in `pictures`; lives on Qt's loop."""

    hands: Hands
    pictures: Path
    count: int = 0

    @property
    def _state(self) -> Any:
        """What the screen shows, worded; each screen has a kind of its own."""
        return self.hands.window.counter.model.state

    async def _until(self, what: str, is_so: Callable[[], object]) -> None:
        try:
            await self.hands.until(is_so, PATIENCE_S)
        except TimeoutError as exc:
            raise TourFailed(f"{what}; on screen: {sorted(self.hands.words())}") from exc

    async def _at(self, model: type[Any], is_so: Callable[[Any], object] = lambda state: True) -> None:
        """Wait for a screen that shows something."""
        counter = self.hands.window.counter

        def is_there() -> bool:
            return isinstance(counter.model, model) and bool(self._state) and bool(is_so(self._state))

        await self._until(model.__name__, is_there)

    async def _picture(self, name: str) -> None:
        await self.hands.settled()
        await asyncio.sleep(PAINTED_S)
        self.count += 1
        self.hands.window.grab().save(str(self.pictures / f"{self.count:02}-{name}.png"))

    async def sign_in(self, operator: str, name: str, pin: str) -> None:
        """A tap on the name, then the PIN."""
        await self._until(f"no tile {name}", lambda: self.hands.offers(name))
        self.hands.tap(name)
        await self._picture("sign-in")
        await self.hands.keys(pin)
        await self._at(HomeModel, lambda state: state.rows)
        await self._picture("home")

    async def find(self, digits: str) -> list[str]:
        """Digits typed into nothing: the field takes them."""
        await self.hands.keys(digits)
        omnibox = self.hands.window.counter.omnibox

        def names() -> list[str]:
            return [row.title for row in omnibox.state.rows if row.id.startswith("customer:")]

        await self._until("nobody found", lambda: omnibox.state.typed == digits and names())
        return names()

    async def open_customer(self, name: str) -> Contact:
        """The purpose by a tap, the customer by the arrows and Enter."""
        omnibox = self.hands.window.counter.omnibox
        purpose = dict(omnibox.state.purposes)["assistance"]
        await self._until("no purpose to choose", lambda: self.hands.offers(purpose))
        self.hands.tap(purpose)
        await self._picture("search")
        for _ in omnibox.state.rows:
            chosen = next(row for row in omnibox.state.rows if row.id == omnibox.state.selected)
            if chosen.title == name and chosen.id.startswith("customer:"):
                break
            self.hands.key(Qt.Key.Key_Down)
        self.hands.key(Qt.Key.Key_Return)
        await self._at(CustomerModel, lambda state: not state.is_loading and not state.cart.is_loading)
        why = self.hands.window.counter.desk.words.text("purpose.assistance").lower()
        if why not in self._state.purpose.words:
            raise TourFailed(f"opened for another purpose: {self._state.purpose.words}")
        phone, email, *_ = self._state.facts
        return Contact(self._state.name, phone.value, email.value)

    async def cart(self) -> list[str]:
        """What the cart's rows say."""
        await self._at(CustomerModel, lambda state: any(row.difference for row in state.cart.rows))
        await self._picture("customer")
        return [row.spoken for row in self._state.cart.rows]

    async def add(self, gtin: str, name: str) -> None:
        """A scan over the open cart."""
        self.hands.wedge(gtin)
        await self._at(CustomerModel, lambda state: any(row.added and row.name == name for row in state.cart.rows))
        await self._picture("cart")

    async def no_cart(self, digits: str, name: str) -> str:
        """The same customer again: the copy of the profile, and no cart."""
        await self.find(digits)
        await self.open_customer(name)
        await self._at(CustomerModel, lambda state: state.cart.empty)
        await self._picture("customer-without-line")
        said = str(self._state.cart.empty)
        await self._rest()
        return said

    async def scan(self, code: str) -> OrderShown:
        """A code typed by the scanner."""
        self.hands.wedge(code)
        await self._at(OrderModel, lambda state: state.foot.primary.is_enabled)
        await self._picture("order")
        shown = self._state
        return OrderShown(f"{shown.prefix}{shown.tail}", shown.name, shown.place)

    async def hand_over(self) -> str:
        """F9; the number of the receipt stands last on the screen's last line."""
        self.hands.key(Qt.Key.Key_F9)
        await self._at(OrderModel, lambda state: state.is_done)
        await self._picture("handed-over")
        document = str(self._state.steps[-1].line).split()[-1]
        await self.hands.pause(READ_S)
        self.hands.key(Qt.Key.Key_F9)
        await self._at(HomeModel)
        return document

    async def prepare(self, order: Order, place: str) -> list[str]:
        """A tap on the row, F9; each piece under the scanner, F9 for several; the bag; the label of its place."""
        await self._rest()
        if self._state.selected != order.id:
            await self._until(f"{order.number} is not in the queue", lambda: self.hands.tap_row(order.id))
        await self._at(HomeModel, lambda state: state.selected == order.id)
        await self._picture("to-prepare")
        for phase, name in ((Phase.BEGIN, ""), (Phase.PICK, "shelves")):
            self.hands.key(Qt.Key.Key_F9)
            await self._at(PrepareModel, partial(_is_at, phase))
            if name:
                await self._picture(name)
        while self._state.phase is Phase.PICK:
            await self._fetch(order)
        self.hands.key(Qt.Key.Key_F9)
        await self._at(PrepareModel, partial(_is_at, Phase.STAGE, is_ready=False))
        bags = [bag.code for bag in (self._preparing.next.container,) if bag is not None]
        await self._picture("bag")
        self.hands.wedge(place)
        await self._at(PrepareModel, partial(_is_at, Phase.READY))
        self.hands.key(Qt.Key.Key_F9)
        await self._at(PrepareModel, partial(_is_at, Phase.DONE))
        await self._picture("ready")
        await self._rest()
        return bags

    @property
    def _preparing(self) -> PrepareModel:
        model = self.hands.window.counter.model
        if not isinstance(model, PrepareModel):
            raise TourFailed(f"not at the shelves: {sorted(self.hands.words())}")
        return model

    async def _fetch(self, order: Order) -> None:
        """The stop in front: one piece by its code, several by F9."""
        stop = self._preparing.stop
        if stop is None:
            raise TourFailed(f"{order.number}: nowhere to walk")
        if stop.quantity == 1:
            self.hands.wedge(order.line(stop.line).gtin)
        else:
            self.hands.key(Qt.Key.Key_F9)
        await self._until(f"not fetched: {stop}", lambda: self._preparing.stop != stop and not self._is_busy)

    @property
    def _is_busy(self) -> bool:
        return self._preparing.is_working or not self._state.foot.primary.is_enabled

    async def stopped(self, scan: str, code: str) -> str:
        """A scanned order that cannot be handed over: what the note says. The reason shows in its words alone."""
        self.hands.wedge(scan)
        await self._at(OrderModel, lambda state: any(note.tone is Tone.DANGER for note in state.notes))
        if self._state.foot.primary.is_enabled:
            raise TourFailed(f"{code}: it could be handed over again")
        await self._picture("refused")
        note = next(note for note in self._state.notes if note.tone is Tone.DANGER)
        await self._rest()
        return f"{note.title} {note.body}"

    async def take_back(self, gtin: str) -> TakenBack:
        """F7, the article's code, the reason by its digit, F9; asked about the money, F9 again."""
        self.hands.key(Qt.Key.Key_F7)
        await self._at(ReturnModel)
        self.hands.wedge(gtin)
        await self._at(ReturnModel, lambda state: state.total)
        await self.hands.keys("1")
        await self._at(ReturnModel, lambda state: state.questions.reason and state.foot.primary.is_enabled)
        await self._picture("return")
        self.hands.key(Qt.Key.Key_F9)
        await self._at(ReturnModel, lambda state: state.is_over or state.is_asking)
        if self._state.is_asking:
            # The question is read before it is answered: a press at once would not count.
            await self.hands.pause(READ_S)
            self.hands.key(Qt.Key.Key_F9)
            await self._at(ReturnModel, lambda state: state.is_over)
        await self._picture("taken-in")
        shown, words = self._state, self.hands.window.counter.desk.words
        if words.text("return.step.pending") not in self.hands.words():
            raise TourFailed(f"the refund does not wait for the line: {shown.steps}")
        return TakenBack(str(shown.case).split()[-1], str(shown.total))

    async def backlog(self) -> int:
        """What the line at the bottom counts."""
        jobs = self.hands.window.counter.desk.jobs
        return (await jobs.door.read(lambda tx: read_facts(tx, jobs.station))).backlog

    async def told_of_line(self, *, is_linked: bool) -> None:
        """The first fact of the line at the bottom."""
        counter = self.hands.window.counter
        said = counter.desk.words.text("strip.up" if is_linked else "strip.down")
        await self._until(
            f"the line at the bottom does not say: {said}", lambda: counter.state.facts[0].words == said
        )

    async def _rest(self) -> None:
        """Back to the start screen, by its tile."""
        counter = self.hands.window.counter
        self.hands.tap(counter.state.tiles[0].words)
        await self._at(HomeModel)

    async def end(self) -> None:
        """The screen at the end of the tour."""
        await self._rest()
        await self._picture("line-back")
