"""Composition root of the terminal's window: the same engine as without one, under the clerk's screens."""

import argparse
import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

from PySide6.QtWidgets import QApplication

from app.bootstrap.incidents import faults_told, teller
from app.bootstrap.process import until_stopped
from app.bootstrap.terminal import jobs_of
from app.bootstrap.terminal_parts import Terminal, open_terminal
from app.bootstrap.words import names_in, wording_in
from app.presentation.counter import Counter
from app.presentation.desk import Desk
from app.presentation.faults import Faults
from app.presentation.flights import Flights
from app.presentation.language import Language
from app.presentation.navigator import Navigator
from app.presentation.preferences import Preferences
from app.presentation.wording import Wording
from app.ui import bridge
from app.ui.shell.window import CounterWindow
from app.ui.theme.look import start_look
from app.ui.theme.tokens import ThemeName
from app.usecases.station import load_config


async def desk_of(terminal: Terminal, language: str) -> Desk:
    """What the screens are given; faults nobody expected are logged, and told on screen by their code."""
    known = names_in(await terminal.door.read(lambda tx: load_config(tx, terminal.station.store)))

    def wording(name: str) -> Wording:
        return wording_in("en" if name == "en" else "it", known)

    preferences = Preferences(terminal.door)
    await preferences.read()
    spoken = Language(wording, preferences.language or language)
    faults = Faults()
    return Desk(jobs_of(terminal), spoken, Navigator(), Flights(teller(faults)), preferences, faults=faults)


@asynccontextmanager
async def counter_window(terminal: Terminal, desk: Desk) -> AsyncIterator[CounterWindow]:
    """The clerk's window over a running terminal, following what changes in its store, until the block ends."""
    counter = Counter(desk)

    def changed(feed: str) -> None:
        desk.flights.latest("reload", counter.reload)

    terminal.engine.on_change = changed
    terminal.engine.link.waiting.append(counter.refresh)
    window = CounterWindow(counter)
    following = asyncio.create_task(terminal.office.follow(counter.refresh), name="office")
    try:
        with faults_told(desk.faults):
            await counter.open()
            yield window
    finally:
        following.cancel()
        await asyncio.gather(following, return_exceptions=True)
        terminal.engine.on_change = lambda feed: None
        terminal.engine.link.waiting.remove(counter.refresh)
        await desk.flights.close()
        bridge.end(window)


async def show(app: QApplication, args: argparse.Namespace) -> None:
    """The window until it is closed, a signal comes, or the device is revoked (Problem)."""
    look = start_look(app)
    closed = asyncio.Event()
    app.lastWindowClosed.connect(closed.set)
    async with AsyncExitStack() as stack:
        terminal = await stack.enter_async_context(open_terminal(args.data, args.printer, args.edge))
        desk = await desk_of(terminal, args.language)
        desk.preferences.listen(lambda: look.show(ThemeName(desk.preferences.look)))
        look.show(ThemeName(desk.preferences.look))
        window = await stack.enter_async_context(counter_window(terminal, desk))
        window.showMaximized()
        ends = [closed.wait(), until_stopped(), terminal.revocation.shut.wait()]
        tasks = [asyncio.create_task(end) for end in ends]
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        if terminal.revocation.shut.is_set():
            await terminal.revocation.done.wait()
            raise terminal.revocation.verdict


def run_window(args: argparse.Namespace) -> None:
    """Run the terminal with its window. Problem when it cannot start."""
    bridge.run(lambda app: show(app, args))
