"""The kiosk's window over a running terminal: what a device that was enrolled as one shows, and nothing else."""

import argparse
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, closing

from app.adapters.crypto import RandomIds
from app.adapters.pickup_codes import RosterCodes
from app.bootstrap.counter_devices import CounterDevices
from app.bootstrap.incidents import faults_told, teller
from app.bootstrap.kiosk_keyboards import own_keyboards, own_keys_only
from app.bootstrap.process_log import log_to
from app.bootstrap.terminal import PITCH_MM
from app.bootstrap.terminal_jobs import link_of
from app.bootstrap.terminal_parts import Terminal, open_terminal
from app.bootstrap.words import names_in, wording_in
from app.domain.errors import Problem
from app.presentation.facing import Facing
from app.presentation.faults import Faults
from app.presentation.flights import Flights
from app.presentation.kiosk.desk import KioskDesk
from app.presentation.kiosk.model import KioskModel
from app.presentation.language import Language
from app.presentation.wording import Wording
from app.ui import bridge
from app.ui.kiosk.window import KioskWindow
from app.ui.shell.opening import OpeningWindow
from app.ui.theme.look import Look
from app.usecases.check_in import CheckIn
from app.usecases.kiosk_calls import KioskCalls
from app.usecases.start_return import StartReturns
from app.usecases.station import load_config
from hardware.drivers.keyboards import KeyboardGuard
from hardware.printing.symbols import qr_rows


async def kiosk_desk(terminal: Terminal, language: str) -> KioskDesk:
    """What the pages are given: of the terminal's jobs the few that are a customer's."""
    known = names_in(await terminal.door.read(lambda tx: load_config(tx, terminal.station.store)))

    def wording(name: str) -> Wording:
        return wording_in("en" if name == "en" else "it", known)

    door, clock, station, paper = terminal.door, terminal.clock, terminal.station, terminal.paper
    reads, faults = terminal.hop.reads, Faults()
    acting, link, new_id = terminal.acting, link_of(terminal), RandomIds().new_id
    check_in = CheckIn(door, acting, reads, RosterCodes(), clock, station, paper.receipts, paper.spool)
    return KioskDesk(
        station=station,
        clock=clock,
        door=door,
        check_in=check_in,
        returns=StartReturns(door, acting, station, paper.receipts, paper.spool, check_in, new_id),
        calls=KioskCalls(door, acting, station, reads, new_id, lambda: link().is_up),
        prices=terminal.prices,
        goods=terminal.scans.goods,
        sign_in=terminal.sign_in,
        link=link,
        printer_code=lambda: paper.watcher.printer_code,
        print_soon=paper.wake,
        picture=terminal.hop.picture,
        language=Language(wording, language),
        flights=Flights(teller(faults)),
        qr=qr_rows,
        home_language=language,
        faults=faults,
    )


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
