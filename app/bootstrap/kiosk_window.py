"""The kiosk's window over a running terminal: what a device that was enrolled as one shows, and nothing else."""

import argparse
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, closing

from app.bootstrap.counter_devices import CounterDevices
from app.bootstrap.incidents import faults_told
from app.bootstrap.kiosk_desk import kiosk_desk
from app.bootstrap.kiosk_keyboards import own_keyboards, own_keys_only
from app.bootstrap.process_log import log_to
from app.bootstrap.terminal import PITCH_MM
from app.bootstrap.terminal_parts import Terminal, open_terminal
from app.bootstrap.words import wording_in
from app.domain.errors import Problem
from app.presentation.facing import Facing
from app.presentation.kiosk.desk import KioskDesk
from app.presentation.kiosk.model import KioskModel
from app.ui import bridge
from app.ui.kiosk.window import KioskWindow
from app.ui.shell.opening import OpeningWindow
from app.ui.theme.look import Look
from hardware.drivers.keyboards import KeyboardGuard


@asynccontextmanager
async def kiosk_window(terminal: Terminal, desk: KioskDesk, pitch: float) -> AsyncIterator[KioskWindow]:
    """The window, following what changes in the store, until the block ends; no visit outlives it."""
    model = KioskModel(desk)
    window = KioskWindow(model, pitch)
    terminal.engine.link.waiting.append(model.tick)
    try:
        with faults_told(desk.faults):
            await model.open()
            yield window
    finally:
        terminal.engine.link.waiting.remove(model.tick)
        model.end()
        await desk.flights.close()
        window.leave()
        bridge.end(window)


async def serve(args: argparse.Namespace, look: Look, opening: OpeningWindow) -> None:
    """The kiosk in the place of the first window, until staff leaves it or the device is revoked. Problem."""

    def waiting(problem: Problem) -> None:
        explained = wording_in(args.language).explain_problem(problem)
        opening.tell(explained.what, explained.next)

    async with AsyncExitStack() as stack:
        stack.enter_context(closing(log_to(args.data / "log" / "terminal.log")))
        opened = open_terminal(args.data, args.printer, args.edge, waiting, language=args.language)
        terminal = await stack.enter_async_context(opened)
        devices = CounterDevices(args, terminal.clock.now_at)
        if args.keypad:
            await stack.enter_async_context(own_keys_only(KeyboardGuard(own_keyboards(args))))
        desk = await kiosk_desk(terminal, args.language)
        window = await stack.enter_async_context(kiosk_window(terminal, desk, args.pitch or PITCH_MM))
        window.wedge.expect(args.wedge_prefix)
        await stack.enter_async_context(devices.at_work(window.heard, Facing(), window.model.refresh))
        desk.beeps.at_scanner = devices.scanners.beep
        window.showFullScreen()
        opening.close()
        await terminal.revocation.shut.wait()
        await terminal.revocation.done.wait()
        raise terminal.revocation.verdict
