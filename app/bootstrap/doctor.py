"""Composition root of `bancone doctor`: which devices there are, how the named ones are, and what to do."""

import argparse
import asyncio
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress

import structlog

from app.adapters.clock import SystemClock
from app.bootstrap.counter_devices import CounterDevices
from app.bootstrap.kiosk_keyboards import own_keyboards
from app.bootstrap.printer_places import printer_of, printer_place
from app.bootstrap.terminal import add_devices
from app.bootstrap.words import language_of, wording_in
from app.presentation.doctor_text import found_lines, keyboard_lines, named_lines, others_lines, unwell_in
from app.presentation.facing import Facing
from app.presentation.wording import Wording
from hardware.api import Connecting, DeviceState, Health, ReceiptPrinter, ScanRead
from hardware.drivers import table as scanners
from hardware.drivers.displays import table as displays
from hardware.drivers.finding import plugged_devices
from hardware.drivers.keyboards import foreign_keyboards
from hardware.drivers.labels import table as labels
from hardware.drivers.printers import table as printers
from hardware.drivers.scanners.camera import can_read
from hardware.supervised import Post

PATIENCE_S = 8.0
"""A device that is not found by then is told as it is."""
MAX_LISTEN_S = 600
TABLES = (scanners, printers, displays, labels)
_STATUS_S, _REST_S = 3.0, 2.0


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's options: devices as for `terminal`."""
    add_devices(parser)
    parser.add_argument("--listen", type=int, default=0, metavar="SECONDS")
    parser.add_argument("--language", choices=("it", "en"), default=language_of(os.environ))


def run(args: argparse.Namespace) -> int:
    """Tell; 1 when a named device is not well. Problem(OPTION_INVALID)."""
    words, clock = wording_in(args.language), SystemClock()
    print("\n".join(found_lines(plugged_devices(), words, can_see=can_read())))
    if others := _others_lines(words):
        print("\n".join(others))
    with _unlogged():
        facts = asyncio.run(_looked_at(args, words, clock))
    print("\n".join(named_lines(facts, clock.monotonic_s(), words)))
    foreign = tuple(foreign_keyboards(own_keyboards(args))) if args.keypad else ()
    if args.keypad:
        print("\n".join(keyboard_lines(foreign, words)))
    return 1 if foreign or unwell_in(facts, words) else 0


def _others_lines(words: Wording) -> list[str]:
    """What other packages bring, of every kind."""
    brought = [one for table in TABLES for one in table.OTHERS.brought]
    return others_lines(brought, [one for table in TABLES for one in table.OTHERS.left_out], words)


@contextmanager
def _unlogged() -> Iterator[None]:
    """What is lost and found is told in words; a log between them is for nobody."""
    before = structlog.get_config()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger("critical"))
    try:
        yield
    finally:
        structlog.configure(**before)


async def _looked_at(args: argparse.Namespace, words: Wording, clock: SystemClock) -> tuple[Health, ...]:
    """The devices that were named, once each is known to be somehow, or the patience is over."""
    devices, moved = CounterDevices(args, clock.now_at), asyncio.Event()
    printers = (_looked_at_printer(args.printer),) if args.printer else ()
    facing = Facing((words.text("doctor.display"), ""))
    reads: list[ScanRead] = []
    async with devices.at_work(reads.append, facing, moved.set, *printers):
        with suppress(TimeoutError):
            async with asyncio.timeout(PATIENCE_S):
                while any(isinstance(health.state, Connecting) for health in devices.health()):
                    moved.clear()
                    await moved.wait()
        if listen_s := max(0, min(args.listen, MAX_LISTEN_S)):
            await _listened(listen_s if args.scanner else 0, reads, words)
        return devices.health()


async def _listened(listen_s: int, reads: Sequence[ScanRead], words: Wording) -> None:
    """For so long, then how many codes came since the scanners are open; for none where there is no scanner."""
    if not listen_s:
        print(words.text("doctor.listening.none"))
        return
    print(words.text("doctor.listening", age=words.duration(listen_s)), flush=True)
    await asyncio.sleep(listen_s)
    print(words.plural("doctor.reads", len(reads)) if reads else words.text("doctor.reads.none"))


def _looked_at_printer(text: str) -> Post[ReceiptPrinter]:
    """The receipt printer, not printed on. Another terminal may have it too. Problem(OPTION_INVALID)."""
    printer = printer_of(printer_place(text))
    return Post("printer-1", printer.info, printer, _status, _STATUS_S, _REST_S, is_shared=True)


def _status(printer: ReceiptPrinter, _: Callable[[], bool]) -> DeviceState:
    return printer.status(_STATUS_S).state()
