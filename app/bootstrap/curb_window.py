"""The tablet's window over a running terminal: what a device that was enrolled as curbside shows."""

import argparse
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, closing

from app.bootstrap.counter_devices import CounterDevices
from app.bootstrap.curb_desk import curb_desk
from app.bootstrap.incidents import faults_told
from app.bootstrap.process_log import log_to
from app.bootstrap.terminal import TABLET_PITCH_MM
from app.bootstrap.terminal_parts import Terminal, open_terminal
from app.bootstrap.words import wording_in
from app.domain.errors import Problem
from app.presentation.curb.desk import CurbDesk
from app.presentation.curb.model import CurbModel
from app.presentation.facing import Facing
from app.ui import bridge
from app.ui.curb.window import CurbWindow
from app.ui.shell.opening import OpeningWindow
from app.ui.theme.look import Look


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
