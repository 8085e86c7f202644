"""Every page of the tablet over the sample chain, for the camera: held both ways, in every look."""

import asyncio
from dataclasses import dataclass, field
from itertools import product

from app.bootstrap.curb_desk import curb_desk
from app.bootstrap.curb_window import curb_window
from app.bootstrap.demo_chain import enrolled
from app.bootstrap.screen_studio import LANGUAGES, REACTION_S, STEP_S, THEMES, Studio
from app.bootstrap.terminal_parts import Terminal, open_terminal
from app.domain.folding import digits
from app.domain.orders import STANDING, Order
from app.domain.queue import Queued
from app.presentation.curb.model import CurbModel
from app.presentation.curb.returning import SURE_S
from app.presentation.curb.states import Page
from app.ui.curb.window import CurbWindow
from app.ui.hands import Fingers
from app.ui.theme.tokens import ThemeName
from app.usecases.station import Operator
from hardware.symbology.reading import scan_read

SHAPES = (((800, 1280), 0.1346), ((1280, 800), 0.1696))
BAYS = ("P4", "P2", "P1")
PARTED_S, OFFLINE_S = 1.2, 40.0


@dataclass
class Colleague:
    """Whoever holds the tablet, and the camera; lives on Qt's loop."""

    studio: Studio
    window: CurbWindow
    terminal: Terminal
    cars: list[Order] = field(default_factory=list)

    @property
    def model(self) -> CurbModel:
        """The tablet's model."""
        return self.window.model

    async def until(self, page: Page) -> None:
        """Wait for a page. TimeoutError when it does not come."""
        await Fingers(self.window).until(lambda: self.model.session.page is page, REACTION_S)
        await self.settled()

    async def settled(self) -> None:
        """What was set off has ended."""
        await asyncio.sleep(STEP_S)
        await self.model.desk.flights.settled()

    async def pressed(self, *buttons: str) -> None:
        """One press after the other."""
        for button in buttons:
            self.model.pressed(button)
        await self.settled()

    def show_code(self, code: str) -> None:
        """A label held to the reader."""
        self.window.heard(scan_read(code.encode(), "", self.model.desk.clock.now_at()))

    async def picture(self, name: str) -> None:
        """The page in front, held both ways, in every language and theme."""
        for (size, pitch), language, theme in product(SHAPES, LANGUAGES, THEMES):
            file = f"curb-{name}-{size[0]}-{language}-{theme}.png"
            if not self.studio.wants(file):
                continue
            self.window.pitch = pitch
            self.window.resize(*size)
            self.model.desk.language.speak(language)
            self.studio.look.show(theme)
            self.model.touch()
            await asyncio.sleep(STEP_S / 5)
            self.studio.keep(self.window, file)
        self.model.desk.language.speak("it")
        self.studio.look.show(ThemeName.SUN)


async def curb_pages(studio: Studio) -> None:
    """A tablet is enrolled beside the counter, three cars come, and one is served."""
    data = await enrolled(studio.here, studio.folder, "tablet 1", "curbside")
    async with open_terminal(data, studio.here.printer.text("printer")) as terminal:
        desk = await curb_desk(terminal, "it")
        async with curb_window(terminal, desk, SHAPES[0][1]) as window:
            window.show()
            colleague = Colleague(studio, window, terminal)
            await Fingers(window).until(lambda: desk.link().is_up, REACTION_S)
            for part in (_signing_in, _cars, _along, _served, _typed, _returned, _for_another):
                await part(colleague)
    studio.look.show(ThemeName.LIGHT)


async def _signing_in(colleague: Colleague) -> None:
    person = colleague.studio.clerk
    await colleague.picture("00-sign-in")
    await colleague.pressed(*(f"key:{sign}" for sign in person.number), "next")
    await colleague.pressed(*(f"key:{sign}" for sign in person.pin[:3]))
    await colleague.picture("00-sign-in-pin")
    await colleague.pressed(*(f"key:{sign}" for sign in person.pin[3:]))
    await colleague.until(Page.QUEUE)
    await colleague.picture("01-queue-empty")


async def _cars(colleague: Colleague) -> None:
    operator = colleague.model.session.operator
    assert operator is not None
    colleague.cars = await to_collect(colleague, operator)
    for order, bay in zip(colleague.cars, BAYS, strict=True):
        await colleague.model.desk.curbside.arrive(order, bay, operator)
        await asyncio.sleep(PARTED_S)
    await colleague.model.reload()
    await Fingers(colleague.window).until(lambda: len(colleague.model.cars.arrivals) == len(BAYS), REACTION_S)
    await colleague.picture("01-queue")


async def to_collect(colleague: Colleague, operator: Operator) -> list[Order]:
    """Orders that stand ready, the one with most bags first."""

    def bags(item: Queued) -> int:
        return sum(bag.state in STANDING for bag in item.order.containers)

    queued = await colleague.terminal.queues.pickups(operator)
    ready = [item for item in queued if item.order.ready_at and item.visit is None and item.order.is_paid]
    return [item.order for item in sorted(ready, key=bags, reverse=True)[: len(BAYS)]]


async def _along(colleague: Colleague) -> None:
    """What is taken along for the second car, and how the queue says so."""
    second = colleague.model.cars.arrivals[1].visit.id
    await colleague.pressed(f"visit:{second}", "to:carried")
    await colleague.picture("08-along-none")
    await colleague.pressed("take")
    await Fingers(colleague.window).until(lambda: bool(colleague.model.cars.carried), REACTION_S)
    await colleague.picture("08-along")
    await colleague.pressed("back")
    await colleague.picture("08-queue-along")
    await colleague.pressed("to:carried", "to:take")
    await colleague.picture("08-take")
    await colleague.pressed("back", "give_back")
    first = colleague.model.cars.arrivals[0].visit.id
    await Fingers(colleague.window).until(lambda: not colleague.model.cars.carried, REACTION_S)
    await colleague.pressed(f"visit:{first}")


async def _served(colleague: Colleague) -> None:
    await colleague.pressed("claim")
    await colleague.until(Page.VISIT)
    await colleague.picture("02-claimed")
    codes = [bag.code for bag in colleague.model.bags()]
    colleague.show_code(codes[0])
    await colleague.settled()
    other = next(bag.code for bag in colleague.cars[1].containers if bag.state in STANDING)
    colleague.show_code(other)
    await colleague.settled()
    await colleague.picture("03b-wrong-bag")
    await colleague.pressed("to:trouble")
    await colleague.picture("04-trouble")
    await colleague.pressed("to:show")
    await colleague.picture("04d-show")
    await colleague.pressed("show:hide")
    await colleague.picture("04d-show-hidden")
    await colleague.pressed("back", "to:refuse")
    await colleague.picture("04b-refuse")
    await colleague.pressed("back", "back", "to:sign")
    await colleague.picture("04c-sign")
    await colleague.pressed("back")
    for code in codes:
        colleague.show_code(code)
        await colleague.settled()
    await colleague.picture("03c-hand-over")
    await colleague.pressed("age", "hand_over")
    await colleague.until(Page.QUEUE)
    await colleague.picture("03d-done")


async def _typed(colleague: Colleague) -> None:
    await colleague.pressed("to:order", *(f"key:{sign}" for sign in "48"))
    await colleague.picture("06-order")
    await colleague.pressed("back", "to:more")
    await colleague.picture("07-more")
    await colleague.pressed("mirror", "back")
    await colleague.picture("07-mirrored")


async def _returned(colleague: Colleague) -> None:
    """From the queue: an article somebody took home, up to its case number."""
    case = colleague.studio.cases.returnable
    await colleague.pressed("back", "mirror", "to:return")
    await colleague.until(Page.RETURN)
    await colleague.picture("09-return")
    await colleague.pressed("to:return_order", *(f"key:{sign}" for sign in digits(case.order_number)))
    await colleague.picture("09-return-order")
    await colleague.pressed("next")
    await colleague.until(Page.RETURN)
    await colleague.picture("09-return-choose")
    colleague.show_code(case.gtin)
    await colleague.until(Page.RETURN_WHY)
    await colleague.picture("09-return-why")
    await colleague.pressed("return:why:too_small")
    await colleague.picture("09-return-rule")
    await colleague.pressed("to:return_state")
    await colleague.picture("09-return-state")
    await colleague.pressed("back", "return:ask")
    await colleague.picture("09-return-sure")
    await asyncio.sleep(SURE_S)
    await colleague.pressed("return:confirm")
    await colleague.picture("09-return-done")
    await colleague.pressed("return:leave")


async def _for_another(colleague: Colleague) -> None:
    """The customer of the last car lets somebody else fetch it."""
    operator = colleague.model.session.operator
    assert operator is not None
    order = colleague.studio.cases.delegate.order
    await colleague.model.desk.curbside.arrive(order, BAYS[0], operator)
    cars = Fingers(colleague.window)
    await cars.until(lambda: order.id in _orders_waiting(colleague), REACTION_S)
    await colleague.pressed(f"visit:{_orders_waiting(colleague)[order.id]}", "claim")
    await colleague.until(Page.VISIT)
    for bag in colleague.model.bags():
        colleague.show_code(bag.code)
        await colleague.settled()
    await colleague.pressed("to:who")
    await colleague.picture("10-who")
    await colleague.pressed(f"who:{order.id}")
    await colleague.picture("10-delegate")
    await colleague.pressed("to:trouble", "release")


def _orders_waiting(colleague: Colleague) -> dict[str, str]:
    """Visits by the orders they are about."""
    cars = colleague.model.cars.arrivals
    return {str(order.id): car.visit.id for car in cars for order in car.orders}
