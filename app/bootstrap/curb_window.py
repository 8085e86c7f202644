"""The tablet's window over a running terminal: what a device that was enrolled as curbside shows."""

import argparse
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, closing

from app.bootstrap.counter_devices import CounterDevices
from app.bootstrap.incidents import faults_told, teller
from app.bootstrap.process_log import log_to
from app.bootstrap.terminal import TABLET_PITCH_MM
from app.bootstrap.terminal_jobs import link_of
from app.bootstrap.terminal_parts import Terminal, open_terminal
from app.bootstrap.words import names_in, wording_in
from app.domain.errors import Problem
from app.presentation.curb.desk import CurbDesk
from app.presentation.curb.model import CurbModel
from app.presentation.facing import Facing
from app.presentation.faults import Faults
from app.presentation.flights import Flights
from app.presentation.language import Language
from app.presentation.wording import Wording
from app.ui import bridge
from app.ui.curb.window import CurbWindow
from app.ui.shell.opening import OpeningWindow
from app.ui.theme.look import Look
from app.usecases.curbside import Curbside
from app.usecases.station import load_config


async def curb_desk(terminal: Terminal, language: str) -> CurbDesk:
    """What the pages are given: the acts at a car."""
    known = names_in(await terminal.door.read(lambda tx: load_config(tx, terminal.station.store)))

    def wording(name: str) -> Wording:
        return wording_in("en" if name == "en" else "it", known)

    link, faults = link_of(terminal), Faults()
    curbside = Curbside(terminal.door, terminal.acting, terminal.station, terminal.hand_over, lambda: link().is_up)
    return CurbDesk(
        station=terminal.station,
        clock=terminal.clock,
        curbside=curbside,
        calls=terminal.calls,
        sign_in=terminal.sign_in,
        scans=terminal.scans,
        queues=terminal.queues,
        link=link,
        language=Language(wording, language),
        flights=Flights(teller(faults)),
        faults=faults,
    )


@asynccontextmanager
async def curb_window(terminal: Terminal, desk: CurbDesk, pitch: float) -> AsyncIterator[CurbWindow]:
    """The window, following what changes in the store, until the block ends; nobody stays signed in after it."""
    model = CurbModel(desk)
    window = CurbWindow(model, pitch)

    def changed(feed: str) -> None:
        model.reload_soon()

    terminal.engine.on_change = changed
    terminal.engine.link.waiting.append(model.refresh)
    try:
        with faults_told(desk.faults):
            await model.open()
            yield window
    finally:
        terminal.engine.on_change = lambda feed: None
        terminal.engine.link.waiting.remove(model.refresh)
        model.lock()
        await desk.flights.close()
        window.leave()
        bridge.end(window)


async def serve(args: argparse.Namespace, look: Look, opening: OpeningWindow) -> None:
    """The tablet in the place of the first window, until it is closed or the device is revoked. Problem."""

    def waiting(problem: Problem) -> None:
        explained = wording_in(args.language).explain_problem(problem)
        opening.tell(explained.what, explained.next)

    async with AsyncExitStack() as stack:
        stack.enter_context(closing(log_to(args.data / "log" / "terminal.log")))
        opened = open_terminal(args.data, args.printer, args.edge, waiting, language=args.language)
        terminal = await stack.enter_async_context(opened)
        devices = CounterDevices(args, terminal.clock.now_at)
        desk = await curb_desk(terminal, args.language)
        window = await stack.enter_async_context(curb_window(terminal, desk, args.pitch or TABLET_PITCH_MM))
        window.wedge.expect(args.wedge_prefix)
        await stack.enter_async_context(devices.at_work(window.heard, Facing(), window.model.refresh))
        desk.beeps.at_scanner = devices.scanners.beep
        window.showFullScreen()
        opening.close()
        await terminal.revocation.shut.wait()
        await terminal.revocation.done.wait()
        raise terminal.revocation.verdict
