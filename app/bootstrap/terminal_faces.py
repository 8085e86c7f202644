"""What answers the lines of a terminal without a window: a clerk's commands, or the pages of a kiosk or tablet."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Protocol

from app.bootstrap.curb_desk import curb_desk
from app.bootstrap.kiosk_desk import kiosk_desk
from app.bootstrap.terminal_jobs import jobs_of
from app.bootstrap.terminal_parts import Terminal
from app.presentation.console import Console
from app.presentation.console_answer import Answer
from app.presentation.curb.model import CurbModel
from app.presentation.curb.plain_page import CurbFace
from app.presentation.kiosk.model import KioskModel
from app.presentation.kiosk.plain_page import KioskFace
from app.presentation.page_console import PageConsole

TICK_S = 1.0


class Lines(Protocol):
    """Answers one line after the other; lives on the loop."""

    @property
    def is_over(self) -> bool:
        """Whether the last line ended it."""

    async def line(self, text: str) -> Answer:
        """The one answer to a line."""


@asynccontextmanager
async def lines_of(terminal: Terminal, mode: str, language: str) -> AsyncIterator[Lines]:
    """What a device of that mode answers with, until the block ends; nobody's visit or work outlives it."""
    if mode == "kiosk":
        async with _kiosk(terminal, language) as console:
            yield console
    elif mode == "curbside":
        async with _tablet(terminal, language) as console:
            yield console
    else:
        yield Console(jobs_of(terminal))


@asynccontextmanager
async def _kiosk(terminal: Terminal, language: str) -> AsyncIterator[Lines]:
    desk = await kiosk_desk(terminal, language)
    model = KioskModel(desk)
    await model.open()
    try:
        async with _followed(terminal, model):
            yield PageConsole(KioskFace(model), terminal.clock, terminal.station.device)
    finally:
        model.end()
        await desk.flights.close()


@asynccontextmanager
async def _tablet(terminal: Terminal, language: str) -> AsyncIterator[Lines]:
    desk = await curb_desk(terminal, language)
    model = CurbModel(desk)

    def changed(feed: str) -> None:
        model.reload_soon()

    await model.open()
    terminal.engine.on_change = changed
    try:
        async with _followed(terminal, model):
            yield PageConsole(CurbFace(model), terminal.clock, terminal.station.device)
    finally:
        terminal.engine.on_change = lambda feed: None
        model.lock()
        await desk.flights.close()


@asynccontextmanager
async def _followed(terminal: Terminal, model: KioskModel | CurbModel) -> AsyncIterator[None]:
    """Seconds pass, and the line goes and comes, as they do over a window."""

    async def tick() -> None:
        while True:
            await asyncio.sleep(TICK_S)
            model.tick()

    ticking = asyncio.create_task(tick(), name="tick")
    terminal.engine.link.waiting.append(model.tick)
    try:
        yield
    finally:
        terminal.engine.link.waiting.remove(model.tick)
        ticking.cancel()
        await asyncio.gather(ticking, return_exceptions=True)
