"""A clerk's window over the sample chain, and a camera: one picture in every size, language and theme."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication, QWidget

from app.bootstrap import demo_chain
from app.bootstrap.demo_chain import Chain
from app.bootstrap.demo_hands import hands_window
from app.bootstrap.demo_window import clerk_window
from app.demo.chain import DemoChain, demo_cases
from app.demo.chain_cases import DemoCases
from app.demo.chain_stores import DemoOperator
from app.presentation.counter import Counter
from app.presentation.desk import Desk
from app.presentation.routes import HomeRoute, Route
from app.presentation.viewmodels.sign_in import SignInModel
from app.ui.bridge import end
from app.ui.gallery import Gallery
from app.ui.hands import Hands
from app.ui.shell.window import CounterWindow
from app.ui.theme.look import Look, start_look
from app.ui.theme.tokens import ThemeName

SIZES = ((1366, 768), (1920, 1080))
THEMES = tuple(ThemeName)
LANGUAGES = ("it", "en")
STEP_S, REACTION_S = 0.15, 30.0


def _nothing() -> None:
    """Most pictures need no help."""


@dataclass
class Studio:
    """A clerk's window over the running chain, and a camera; lives on Qt's loop.

    `only`: words a picture's name must have to be taken; none takes them all.
    """

    out: Path
    folder: Path
    here: Chain
    sample: DemoChain
    window: CounterWindow
    look: Look
    only: tuple[str, ...] = ()
    names: list[str] = field(default_factory=list)

    @property
    def counter(self) -> Counter:
        """The frame's model."""
        return self.window.counter

    @property
    def desk(self) -> Desk:
        """What its screens are given."""
        return self.counter.desk

    @property
    def model(self) -> Any:
        """The model of the place shown; each place has a kind of its own."""
        return self.counter.model

    @property
    def cases(self) -> DemoCases:
        """The orders and people the tour speaks of."""
        return demo_cases(self.sample)

    @property
    def clerk(self) -> DemoOperator:
        """Who works here."""
        return next(p for p in self.sample.staff if demo_chain.STORE in p.stores and p.role == "clerk")

    @property
    def hands(self) -> Hands:
        """Whoever stands at the window."""
        return Hands(self.window)

    async def settled(self) -> None:
        """What was set off has ended and is painted."""
        await asyncio.sleep(STEP_S)
        await self.desk.flights.settled()
        await asyncio.sleep(STEP_S / 3)

    def choose(self, person: DemoOperator, digits: str) -> None:
        """A name on the locked screen, and digits."""
        assert isinstance(self.model, SignInModel)
        self.model.choose(person.number)
        for digit in digits:
            self.model.take_digit(digit)

    def wants(self, file: str) -> bool:
        """Whether a picture of that name is to be taken."""
        return all(word in file.removesuffix(".png") for word in self.only)

    async def picture(self, name: str, prepare: Callable[[], None] = _nothing) -> None:
        """What is shown now, in every theme, language and size; `prepare` goes before each of them.

        It goes once where no picture is wanted: what comes next may stand on it.
        """
        is_prepared = False
        for (width, height), language, theme in product(SIZES, LANGUAGES, THEMES):
            file = f"{name}-{width}-{language}-{theme}.png"
            if not self.wants(file):
                continue
            self.window.resize(width, height)
            self.desk.language.speak(language)
            self.look.show(theme)
            self.counter.touch()
            await asyncio.sleep(STEP_S / 5)
            prepare()
            is_prepared = True
            self.keep(self.window, file)
        if not is_prepared:
            prepare()
        self.desk.language.speak("it")
        self.look.show(ThemeName.LIGHT)

    async def hands_beside(self) -> None:
        """The demo's second window, in every language and theme."""
        async with hands_window(self.here, self.folder, self.sample, self.clerk, self.window) as shown:
            shown.show()
            for language, theme in product(LANGUAGES, THEMES):
                self.desk.language.speak(language)
                self.look.show(theme)
                await asyncio.sleep(STEP_S / 5)
                self.keep(shown, f"17-hands-420-{language}-{theme}.png")
        self.desk.language.speak("it")
        self.look.show(ThemeName.LIGHT)

    async def gallery(self) -> None:
        """Each component, in every theme."""
        shown = Gallery()
        shown.show()
        for theme in THEMES:
            self.look.show(theme)
            await asyncio.sleep(STEP_S / 5)
            self.keep(shown, f"16-gallery-1920-en-{theme}.png")
        end(shown)
        self.look.show(ThemeName.LIGHT)

    def keep(self, widget: QWidget, file: str) -> None:
        """Save what a widget shows, laid out as before it is painted, if it is wanted."""
        if not self.wants(file):
            return
        QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)
        widget.grab().save(str(self.out / file))
        self.names.append(file)

    async def place(self, name: str, route: Route) -> None:
        """A place by its route."""
        self.counter.go(route)
        await self.settled()
        await self.picture(name)

    async def loading(self, name: str, route: Route) -> None:
        """A place that was just entered: nothing of it was read yet."""

        def enter() -> None:
            self.desk.navigator.home(HomeRoute())
            self.counter.go(route)

        await self.picture(name, enter)
        await self.settled()

    async def line(self, *, is_there: bool) -> None:
        """The line to head office is cut or mended, and the window knows.

        May be called again before a picture: the shop's server takes a call that was let in for an answer.
        """
        (self.here.line.mend if is_there else self.here.line.cut)()
        await self.hands.until(lambda: self.desk.jobs.link().is_linked is is_there, REACTION_S)
        await self.settled()


@asynccontextmanager
async def studio(app: QApplication, out: Path, folder: Path, only: tuple[str, ...] = ()) -> AsyncIterator[Studio]:
    """The sample chain with a terminal in a window; `only` as of `Studio`."""
    look = start_look(app)
    async with (
        demo_chain.peopled(folder) as (here, sample, _),
        clerk_window(here, folder, "banco 1", "it") as window,
    ):
        window.counter.desk.preferences.has_hints = False
        window.show()
        yield Studio(out, folder, here, sample, window, look, only)
