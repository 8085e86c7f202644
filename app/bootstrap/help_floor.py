"""Help's pictures of the tablet and the kiosk, which stand beside the counter."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from PySide6.QtWidgets import QWidget

from app.bootstrap.curb_desk import curb_desk
from app.bootstrap.curb_screens import BAYS, PARTED_S, Colleague, to_collect
from app.bootstrap.curb_window import curb_window
from app.bootstrap.demo_chain import enrolled
from app.bootstrap.kiosk_desk import kiosk_desk
from app.bootstrap.kiosk_window import kiosk_window
from app.bootstrap.screen_studio import LANGUAGES, REACTION_S, STEP_S, Studio
from app.bootstrap.terminal_parts import Terminal, open_terminal
from app.presentation.curb.states import Page
from app.presentation.language import Language
from app.ui.hands import Fingers
from app.ui.theme.tokens import ThemeName

TABLET, TABLET_PITCH_MM = (1280, 800), 0.1696
KIOSK, KIOSK_PITCH_MM = (1280, 720), 0.27
Keep = Callable[[QWidget, str, str], None]


@asynccontextmanager
async def _beside(made: Studio, name: str, mode: str) -> AsyncIterator[Terminal]:
    data = await enrolled(made.here, made.folder, name, mode)
    async with open_terminal(data, made.here.printer.text("printer")) as terminal:
        yield terminal


async def _kept(window: QWidget, language: Language, name: str, keep: Keep) -> None:
    """In each language, as soon as it is painted."""
    for spoken in LANGUAGES:
        language.speak(spoken)
        await asyncio.sleep(STEP_S)
        keep(window, spoken, name)


async def tablet(made: Studio, keep: Keep) -> None:
    """A colleague is signed in, and cars wait."""
    async with _beside(made, "tablet 1", "curbside") as terminal:
        desk = await curb_desk(terminal, "it")
        async with curb_window(terminal, desk, TABLET_PITCH_MM) as window:
            window.resize(*TABLET)
            window.show()
            made.look.show(ThemeName.SUN)
            colleague = Colleague(made, window, terminal)
            await Fingers(window).until(lambda: desk.link().is_up, REACTION_S)
            await colleague.pressed(*(f"key:{sign}" for sign in made.clerk.number), "next")
            await colleague.pressed(*(f"key:{sign}" for sign in made.clerk.pin))
            await colleague.until(Page.QUEUE)
            operator = colleague.model.session.operator
            assert operator is not None
            for order, bay in zip(await to_collect(colleague, operator), BAYS, strict=True):
                await desk.curbside.arrive(order, bay, operator)
                await asyncio.sleep(PARTED_S)
            await colleague.model.reload()
            await colleague.settled()
            await _kept(window, desk.language, "curb", keep)
    made.look.show(ThemeName.LIGHT)


async def kiosk(made: Studio, keep: Keep) -> None:
    """Somebody has touched it: what it can do."""
    async with _beside(made, "chiosco 1", "kiosk") as terminal:
        desk = await kiosk_desk(terminal, "it")
        async with kiosk_window(terminal, desk, KIOSK_PITCH_MM) as window:
            window.resize(*KIOSK)
            window.show()
            await Fingers(window).until(lambda: desk.link().is_up and desk.link().age_s is not None, REACTION_S)
            window.model.tick()
            window.model.wake()
            await _kept(window, desk.language, "kiosk", keep)
