"""Every page of the kiosk over the sample chain, for the camera: both shapes of screen, in every look."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from itertools import product

from app.bootstrap import demo_chain
from app.bootstrap.demo_chain import enrolled
from app.bootstrap.kiosk_desk import kiosk_desk
from app.bootstrap.kiosk_window import kiosk_window
from app.bootstrap.screen_studio import LANGUAGES, REACTION_S, STEP_S, THEMES, Studio
from app.bootstrap.terminal_parts import open_terminal
from app.domain.errors import Code
from app.domain.values import StoreId
from app.presentation.kiosk.model import FAULTS, KioskModel
from app.presentation.kiosk.session import Page
from app.ui.hands import Fingers
from app.ui.kiosk.window import KioskWindow
from app.ui.theme.tokens import ThemeName
from hardware.symbology.reading import scan_read

SHAPES = (((1080, 1920), 0.254), ((1280, 720), 0.27))
WRONG = "ZZZZZZZZ"


@dataclass
class Visitor:
    """Somebody at the kiosk, and the camera; lives on Qt's loop."""

    studio: Studio
    window: KioskWindow

    @property
    def model(self) -> KioskModel:
        """The kiosk's model."""
        return self.window.model

    async def until(self, page: Page) -> None:
        """Wait for a page. TimeoutError when it does not come."""
        await self.wait_for(lambda: self.model.session.page is page)
        await self.settled()

    async def wait_for(self, is_so: Callable[[], object]) -> None:
        """Wait for something. TimeoutError when it does not come."""
        await Fingers(self.window).until(is_so, REACTION_S)

    async def settled(self) -> None:
        """What was set off has ended."""
        await asyncio.sleep(STEP_S)
        await self.model.desk.flights.settled()

    async def picture(self, name: str) -> None:
        """The page in front, in every shape, language and theme."""
        for (size, pitch), language, theme in product(SHAPES, LANGUAGES, THEMES):
            file = f"kiosk-{name}-{size[0]}-{language}-{theme}.png"
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
        self.studio.look.show(ThemeName.LIGHT)

    async def pressed(self, *buttons: str) -> None:
        """One press after the other."""
        for button in buttons:
            self.model.pressed(button)
        await self.settled()

    def show_code(self, code: str) -> None:
        """A code held to the reader."""
        self.window.heard(scan_read(code.encode(), "", self.model.desk.clock.now_at()))


async def kiosk_pages(studio: Studio) -> None:
    """A kiosk is enrolled beside the counter, and somebody comes for every thing it does."""
    data = await enrolled(studio.here, studio.folder, "chiosco 1", "kiosk")
    async with open_terminal(data, studio.here.printer.text("printer")) as terminal:
        desk = await kiosk_desk(terminal, "it")
        async with kiosk_window(terminal, desk, SHAPES[0][1]) as window:
            window.show()
            visitor = Visitor(studio, window)
            await visitor.wait_for(lambda: desk.link().is_up and desk.link().age_s is not None)
            window.model.tick()
            for part in (_welcome, _pickup, _returns, _goods, _trouble, _staff):
                await part(visitor)
    studio.look.show(ThemeName.LIGHT)


async def _welcome(visitor: Visitor) -> None:
    await visitor.picture("01-attract")
    visitor.model.wake()
    await visitor.picture("02-start")
    for mode in ("large", "low"):
        await visitor.pressed(mode)
        await visitor.picture(f"02-start-{mode}")
        await visitor.pressed(mode)


async def _pickup(visitor: Visitor) -> None:
    coded = visitor.studio.cases.look_alikes[1]
    await visitor.pressed("task:pickup")
    await visitor.picture("03-scan")
    await visitor.pressed("type", *(f"key:{sign}" for sign in WRONG[:5]))
    await visitor.picture("04-type")
    await visitor.pressed("large")
    await visitor.picture("04-type-large")
    await visitor.pressed("large", *(f"key:{sign}" for sign in WRONG[5:]), "next")
    await visitor.picture("04-type-error")
    visitor.show_code(coded.typed_code)
    await visitor.until(Page.FOUND)
    await visitor.picture("05-found")
    await visitor.pressed("next")
    await visitor.until(Page.DONE)
    await visitor.picture("06-done")
    await visitor.pressed("large")
    await visitor.picture("06-done-large")
    visitor.model.end()


async def _returns(visitor: Visitor) -> None:
    """An order that was taken home is shown to the reader; its articles, why, and the slip."""
    visitor.model.wake()
    await visitor.pressed("task:return", "number")
    await visitor.picture("08-number")
    taken = visitor.studio.cases.returnable_order
    await visitor.pressed(*(f"key:{sign}" for sign in taken.number), "next")
    await visitor.pressed(*(f"key:{sign}" for sign in taken.phone_tail[-4:]), "next")
    await visitor.until(Page.PIECES)
    draft = visitor.model.session.draft
    assert draft.returning is not None
    await visitor.pressed(f"line:{draft.returning.lines[0].line}")
    await visitor.picture("08-pieces")
    await visitor.pressed("large")
    await visitor.picture("08-pieces-large")
    await visitor.pressed("large", "next")
    await visitor.picture("08-reason")
    await visitor.pressed("reason:too_small")
    await visitor.until(Page.SLIP)
    await visitor.picture("09-slip")
    visitor.model.end()


async def _goods(visitor: Visitor) -> None:
    visitor.model.wake()
    await visitor.pressed("task:price")
    await visitor.picture("07-look-up")
    for name, is_here in (("07-article", True), ("07-article-none", False)):
        visitor.show_code(_article(visitor.studio, is_here=is_here))
        await visitor.until(Page.ARTICLE)
        await visitor.picture(name)
    await visitor.pressed("large")
    await visitor.picture("07-article-large")
    await visitor.pressed("counter")
    await visitor.until(Page.MOVED)
    await visitor.picture("09-moved")
    visitor.model.end()


def _article(studio: Studio, *, is_here: bool) -> str:
    """The barcode of an article this shop has, or has none of."""
    free = {
        row.sku: row.on_hand - row.reserved for row in studio.sample.stock[StoreId(demo_chain.STORE)] if row.place
    }
    wanted = (row.gtin for row in studio.sample.articles if row.size and row.sku in free)
    skus = {row.gtin: row.sku for row in studio.sample.articles}
    return next(gtin for gtin in wanted if (free[skus[gtin]] > 1 if is_here else free[skus[gtin]] <= 0))


async def _trouble(visitor: Visitor) -> None:
    visitor.model.wake()
    await visitor.pressed("help")
    await visitor.picture("09-help")
    visitor.model.end()
    visitor.model.wake()
    visitor.model.ask()
    await visitor.picture("10-idle")
    visitor.model.end()
    fault = Code.INTERNAL.value
    for _ in range(FAULTS):
        visitor.model.desk.faults.tell(fault)
    visitor.model.tick()
    await visitor.picture("11-out")


async def _staff(visitor: Visitor) -> None:
    studio = visitor.studio
    person = next(p for p in studio.sample.staff if demo_chain.STORE in p.stores and p.role == "supervisor")
    visitor.model.staff.open()
    await visitor.picture("12-staff")
    visitor.model.staff.open(person.number)
    await visitor.pressed(*(f"key:{digit}" for digit in person.pin[:4]))
    await visitor.picture("12-staff-pin")
    await visitor.pressed(*(f"key:{digit}" for digit in person.pin[4:]))
    await visitor.until(Page.SERVICE)
    await visitor.picture("13-service")
