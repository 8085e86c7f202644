"""A tablet's window over a station at work, handled as a colleague in the car park would."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import msgspec
from PySide6.QtCore import QCoreApplication, QEvent

from app.bootstrap.words import wording_in
from app.contract.commands import CommandLine, Outcome, Result
from app.contract.rows import Place, RosterDevice
from app.domain.commands import MoveVisit
from app.domain.orders import Order
from app.domain.values import CustomerId, OrderId, VisitId
from app.domain.visits import Visit, VisitState
from app.node.documents import find_visit
from app.node.visits import get_orders
from app.presentation.curb.desk import CurbDesk
from app.presentation.curb.model import CurbModel
from app.presentation.curb.states import Page
from app.presentation.desk import Desk
from app.presentation.flights import Flights
from app.presentation.jobs import LinkFacts
from app.presentation.language import LANGUAGES, Language
from app.presentation.navigator import Navigator
from app.presentation.preferences import Preferences
from app.presentation.wording import Wording
from app.store.terminal_files import TerminalFiles
from app.ui import bridge
from app.ui.curb.window import CurbWindow
from app.ui.hands import Fingers
from app.usecases.curbside import Curbside
from app.usecases.queues import Queues
from hardware.symbology.reading import scan_read
from tests.ui.pseudo import long_wording
from tests.unit.domain.samples import NOW_AT, STORE, ready_order
from tests.unit.node.shop import TILL, Shop, command
from tests.unit.presentation.conftest import jobs_of
from tests.unit.usecases.counter import PIN, Counter, counter_shop

UPRIGHT, WIDE = (800, 1280), (1280, 800)
PITCHES = {UPRIGHT: 0.1346, WIDE: 0.1696}
OTHER = "T2AA"
FIRST, SECOND, UNREADY, GROWN_UP = OrderId("o-4821"), OrderId("o-48213"), OrderId("o-4900"), OrderId("o-4832")
UNPAID = OrderId("o-4830")
LABELLED, LABELS = OrderId("o-7777"), ("7777-1", "7777-2")
"""An order whose bags have labels as they are printed."""


def labelled() -> Order:
    """Two bags at two places."""
    made = ready_order(id=LABELLED, number="7777", public_no=7777, customer=CustomerId("c-2"))
    bags = tuple(replace(bag, code=code) for bag, code in zip(made.containers, LABELS, strict=True))
    return replace(made, containers=bags, customer_name="Carlo D.")


def curb_shop(*more: Order, **changes: object) -> Shop:
    """The counter's shop with bays, its terminal a tablet, and a second one; more orders or other settings."""
    made = counter_shop(labelled(), *more, **changes)
    devices = [msgspec.structs.replace(d, mode="curbside") if d.id == TILL else d for d in made.config.devices]
    devices.append(RosterDevice(OTHER, "", "curbside", []))
    bays = [Place(f"P{number}", "bay") for number in range(1, 7)]
    return Shop(made.orders, msgspec.structs.replace(made.config, devices=devices, places=bays))


@dataclass
class CurbBench(Fingers):
    """The window, what is behind it, and fingers."""

    window: CurbWindow
    counter: Counter
    failures: list[BaseException]
    told_by_others: int = 0

    @property
    def model(self) -> CurbModel:
        """What the window shows."""
        return self.window.model

    def at(self, page: Page) -> bool:
        """Whether the colleague is there."""
        return self.model.session.page is page

    def show_code(self, code: str) -> None:
        """A label or a code read by the scanner."""
        self.window.heard(scan_read(code.encode(), "", self.counter.clock.now_at()))

    async def settled(self) -> None:
        """When what was set off has ended and what went is gone."""
        await super().settled()
        await self.model.desk.flights.settled()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)

    def tell(self, body: MoveVisit, actor: str = "op-01") -> Result:
        """Another device says something of a visit."""
        self.told_by_others += 1
        line = CommandLine(cmd=command(body, self.told_by_others, OTHER, actor=actor))
        [result] = self.counter.shop.receive(line, device=OTHER, now_at=self.counter.clock.now_at())
        assert result.outcome is Outcome.OK, result
        return result

    def arrive(self, order: OrderId, bay: str) -> VisitId:
        """A car came."""
        visit = VisitId(f"v-{order}")
        self.tell(MoveVisit(visit, STORE, (order,), VisitState.ARRIVED, self.counter.clock.now_at(), bay))
        return visit

    def visit(self, visit: VisitId) -> Visit:
        """A visit as the shop has it."""
        with self.counter.shop.edge.write() as tx:
            found = find_visit(tx, visit)
        assert found is not None
        return found

    def orders(self, order: OrderId) -> Order:
        """An order as the shop has it."""
        with self.counter.shop.edge.write() as tx:
            [found] = get_orders(tx, MoveVisit(VisitId(""), STORE, (order,), VisitState.ARRIVED, NOW_AT), None)
        return found

    async def sign_in(self, number: str = "07") -> None:
        """By number and PIN, as typed."""
        for sign in number:
            self.model.pressed(f"key:{sign}")
        self.model.pressed("next")
        for sign in PIN:
            self.model.pressed(f"key:{sign}")
        await self.until(lambda: self.at(Page.QUEUE))
        await self.settled()

    async def seen(self, *orders: OrderId) -> None:
        """Until those cars are on the screen, in whichever order."""
        wanted = {str(order) for order in orders}
        await self.until(lambda: {o.id for car in self.model.cars.arrivals for o in car.orders} == wanted)
        await self.settled()

    def pass_by(self, seconds: int) -> None:
        """Time in which nobody touches anything."""
        with self.counter.clock.held():
            for _ in range(seconds):
                self.counter.clock.leapt_s += 1
                self.model.tick()


@asynccontextmanager
async def curb_at(
    folder: Path,
    lookups: TerminalFiles,
    size: tuple[int, int] = UPRIGHT,
    language: str = "it",
    shop: Shop | None = None,
) -> AsyncIterator[CurbBench]:
    """A tablet in its shop, closed in order."""
    failures: list[BaseException] = []
    async with Counter(folder, lookups, shop=shop or curb_shop()).open() as counter:
        desk = _desk(counter, failures, language)
        model = CurbModel(desk)
        window = CurbWindow(model, PITCHES[size])
        counter.till.engine.on_change = lambda feed: model.reload_soon()
        window.resize(*size)
        window.show()
        await model.open()
        made = CurbBench(window, counter, failures)
        await made.until(lambda: desk.link().is_up)
        model.tick()
        try:
            yield made
        finally:
            counter.till.engine.on_change = lambda feed: None
            model.lock()
            await made.settled()
            await desk.flights.close()
            window.leave()
            bridge.end(window)
            await asyncio.get_running_loop().shutdown_default_executor()
    if failures:
        raise BaseExceptionGroup("work of the tablet failed", failures)


def _desk(counter: Counter, failures: list[BaseException], language_name: str) -> CurbDesk:
    """What the pages are given, over a station of the tests."""
    link = counter.till.engine.link

    def facts() -> LinkFacts:
        since, now_s = link.last_delta_at_s, counter.clock.monotonic_s()
        return LinkFacts(link.is_up, link.code.value, None if since is None else now_s - since)

    language, flights = Language(_wording, language_name), Flights(failures.append)
    return CurbDesk(
        station=counter.station,
        clock=counter.clock,
        calls=counter.calls,
        curbside=Curbside(counter.door, counter.acting, counter.station, counter.hand_over, lambda: link.is_up),
        sign_in=counter.sign_in,
        scans=counter.scans,
        queues=Queues(counter.door, counter.clock, counter.station),
        not_fetched=counter.not_fetched,
        counter=Desk(jobs_of(counter), language, Navigator(), flights, Preferences(counter.door)),
        link=facts,
        language=language,
        flights=flights,
    )


def _wording(name: str) -> Wording:
    """Italian, English, or the language nobody speaks."""
    return wording_in("en" if name == "en" else "it") if name in LANGUAGES else long_wording()
