"""Composition root of `bancone screens`: every screen over the sample chain, in every look and language."""

import argparse
import asyncio
import html
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path

from PySide6.QtWidgets import QApplication

from app.bootstrap import demo_chain
from app.bootstrap.demo_window import clerk_window
from app.demo.chain import DemoChain, build_chain, demo_cases
from app.demo.chain_cases import DemoCases
from app.domain.customers import Purpose
from app.presentation.counter import Counter
from app.presentation.desk import Desk
from app.presentation.routes import (
    ArticleRoute,
    AttentionRoute,
    CustomerRoute,
    CustomersRoute,
    DevicesRoute,
    HelpRoute,
    OrderRoute,
    RecentRoute,
    ReturnRoute,
    Route,
    SettingsRoute,
)
from app.presentation.viewmodels.sign_in import SignInModel
from app.ui import bridge
from app.ui.application import go_offscreen
from app.ui.shell.window import CounterWindow
from app.ui.theme.look import Look, start_look
from app.ui.theme.tokens import ThemeName

SIZES = ((1366, 768), (1920, 1080))
THEMES = (ThemeName.LIGHT, ThemeName.DARK, ThemeName.HC)
LANGUAGES = ("it", "en")
STEP_S = 0.15


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's options."""
    parser.add_argument("--out", type=Path, default=Path("build/screens"), help="folder for the pictures")


@dataclass
class Studio:
    """A clerk's window over the running chain, and a camera."""

    out: Path
    sample: DemoChain
    desk: Desk
    window: CounterWindow
    look: Look
    names: list[str] = field(default_factory=list)

    @property
    def counter(self) -> Counter:
        """The frame's model."""
        return self.window.counter

    @property
    def cases(self) -> DemoCases:
        """The orders and people the tour speaks of."""
        return demo_cases(self.sample)

    async def settled(self) -> None:
        """What was set off has ended and is painted."""
        await asyncio.sleep(STEP_S)
        await self.desk.flights.settled()
        await asyncio.sleep(STEP_S / 3)

    async def sign_in(self) -> None:
        """The shop's clerk begins to work."""
        clerk = next(p for p in self.sample.staff if demo_chain.STORE in p.stores and p.role == "clerk")
        model = self.counter.model
        assert isinstance(model, SignInModel)
        model.choose(clerk.number)
        for digit in clerk.pin:
            model.take_digit(digit)
        await self.settled()

    async def picture(self, name: str) -> None:
        """What is shown now, in every theme, language and size."""
        for (width, height), language, theme in product(SIZES, LANGUAGES, THEMES):
            self.window.resize(width, height)
            self.desk.language.speak(language)
            self.look.show(theme)
            await asyncio.sleep(STEP_S / 5)
            file = f"{name}-{width}-{language}-{theme}.png"
            self.window.grab().save(str(self.out / file))
            self.names.append(file)
        self.desk.language.speak("it")
        self.look.show(ThemeName.LIGHT)

    async def place(self, name: str, route: Route) -> None:
        """A place by its route."""
        self.counter.go(route)
        await self.settled()
        await self.picture(name)


async def walk(studio: Studio) -> None:
    """Every screen in the states a day brings."""
    cases, counter = studio.cases, studio.counter
    await studio.settled()
    await studio.picture("01-sign-in")
    await studio.sign_in()
    await counter.open()
    await studio.settled()
    await studio.picture("02-home")
    studio.window.top.omnibox.setText(cases.cart_customer.phone[-5:])
    await studio.settled()
    await studio.picture("03-search")
    studio.window.top.omnibox.clear()
    await studio.place("04-customers", CustomersRoute())
    await studio.place("04-customer", CustomerRoute(cases.cart_customer.id, Purpose.ASSISTANCE))
    await studio.place("07-article", ArticleRoute(str(cases.cart.lines[0].sku)))
    await studio.place("06-return-start", ReturnRoute())
    await studio.place("06-return", ReturnRoute(gtin=cases.returnable.gtin))
    await studio.place("08-attention", AttentionRoute())
    order = cases.hand_over.order
    await studio.place("05-order", OrderRoute(order.id, order.pickup.generation))
    counter.press_foot("hand_over")
    await studio.settled()
    await studio.picture("05-order-done")
    await studio.place("09-recent", RecentRoute())
    counter.open_palette()
    await studio.settled()
    await studio.picture("10-palette")
    counter.palette.hide()
    await studio.place("11-devices", DevicesRoute())
    await studio.place("12-settings", SettingsRoute())
    await studio.place("13-help", HelpRoute())


@asynccontextmanager
async def studio(app: QApplication, out: Path, folder: Path) -> AsyncIterator[Studio]:
    """The sample chain with a terminal in a window."""
    look = start_look(app)
    async with demo_chain.chain(folder) as here:
        sample = build_chain(demo_chain.SEED, demo_chain.seeded_at(here.central))
        async with clerk_window(here, folder, "banco 1", "it") as window:
            window.show()
            yield Studio(out, sample, window.counter.desk, window, look)


async def show(app: QApplication, out: Path, work: Callable[[Studio], Awaitable[None]]) -> list[str]:
    """Run `work` in a studio; the pictures it took."""
    async with studio(app, out, out / "run") as made:
        await work(made)
        return made.names


def index(names: list[str]) -> str:
    """A page with all pictures."""
    figure = '<figure><img src="{0}" loading="lazy"><figcaption>{0}</figcaption></figure>'
    figures = "\n".join(figure.format(html.escape(name)) for name in names)
    style = "figure{display:inline-block;width:31%;margin:.6%}img{width:100%;border:1px solid #ccc}"
    return f'<!doctype html><meta charset="utf-8"><title>Bancone</title><style>{style}</style>\n{figures}\n'


def run(args: argparse.Namespace) -> int:
    """Render; the index page last."""
    go_offscreen()
    out: Path = args.out.resolve()
    shutil.rmtree(out, ignore_errors=True)
    (out / "run").mkdir(parents=True)
    names = bridge.run(lambda app: show(app, out, walk))
    (out / "index.html").write_text(index(names), encoding="utf-8")
    print(f"{len(names)} pictures: {args.out / 'index.html'}")
    return 0
