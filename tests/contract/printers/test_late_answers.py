"""Printers whose word comes late: what it is the answer to, and what time is left by then."""

import asyncio
import re
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, closing
from pathlib import Path

import pytest

from hardware.api import DeviceError, ErrorCode, Faulted, WriteState
from hardware.drivers.line_ends import PtyEnd
from hardware.drivers.printers.address import SERIAL
from hardware.drivers.printers.escpos import EscposPrinter
from hardware.drivers.printers.serial_line import PrinterPort
from hardware.drivers.printers.twin import TwinPrinter
from hardware.printing.profiles import CLONE_58, CLONE_80
from tests.contract.printers.rig import OwnerThread, TwinRig, escpos_at, receipt_font
from tests.contract.printers.suite import LONG_S, SHORT_S, TEN, error_of, told

GOOD = bytes([0x12])
REACHED = bytes([0x00])
DONE = b"\x1dr\x01"


class HandPrinter:
    """A clone on a port that says at once how it is, and answers GS r when a test says so."""

    def __init__(self, path: Path) -> None:
        self.end = PtyEnd(path)
        self.heard = b""
        self.stale, self.is_quick, self.is_on = 0, False, True
        self.says = {1: GOOD, 2: GOOD, 4: GOOD}

    def told(self, data: bytes) -> None:
        if not self.is_on:
            return
        for number in re.findall(rb"\x10\x04([\x01-\x04])", data):
            self.end.send(self.says[number[0]])
        self.heard += data
        if self.is_quick:
            self.end.send(REACHED * data.count(DONE))
        if b"second" in data:
            self.end.send(REACHED * self.stale)

    @property
    def questions(self) -> int:
        return self.heard.count(DONE)


@pytest.fixture
async def hand(tmp_path: Path) -> AsyncIterator[HandPrinter]:
    made = HandPrinter(tmp_path / "port")
    made.end.plug_in(made.told)
    yield made
    made.end.unplug()


@pytest.fixture
def owner() -> Iterator[OwnerThread]:
    made = OwnerThread()
    yield made
    made.end()


class LaterClock:
    """Monotonic seconds, with a jump when a test says so."""

    ahead_s = 0.0

    def __call__(self) -> float:
        return time.monotonic() + self.ahead_s


def printer_of(hand: HandPrinter, clock_s: LaterClock) -> EscposPrinter:
    return EscposPrinter(lambda _: PrinterPort(hand.end.address, 115_200), SERIAL, CLONE_58, clock_s)


async def is_confirmed_by_its_own_answers_only(
    hand: HandPrinter, owner: OwnerThread, printer: EscposPrinter
) -> None:
    await owner.call(printer.open, LONG_S)
    hand.heard, hand.is_quick = b"", False
    assert (await owner.call(printer.write, b"second\n", SHORT_S)).state is WriteState.PENDING
    hand.end.send(REACHED * hand.questions)
    assert (await owner.call(printer.await_written, LONG_S)).state is WriteState.CONFIRMED
    await owner.call(printer.close)


@pytest.mark.parametrize("came_before", [False, True])
async def test_an_answer_meant_for_the_paper_before_confirms_nothing(
    hand: HandPrinter, owner: OwnerThread, *, came_before: bool
) -> None:
    clock_s = LaterClock()
    printer = printer_of(hand, clock_s)
    await owner.call(printer.open, LONG_S)
    if came_before:
        hand.is_quick = True
        assert (await owner.call(printer.write, b"zero\n", LONG_S)).state is WriteState.CONFIRMED
        clock_s.ahead_s, hand.heard, hand.is_quick = 60.0, b"", False
    assert (await owner.call(printer.write, b"first\n", SHORT_S)).state is WriteState.PENDING
    hand.stale = hand.questions
    await owner.call(printer.close)
    clock_s.ahead_s += 60.0
    await is_confirmed_by_its_own_answers_only(hand, owner, printer)


async def test_nor_does_one_meant_for_another_start_of_the_program(hand: HandPrinter, owner: OwnerThread) -> None:
    hand.stale = 3
    await is_confirmed_by_its_own_answers_only(hand, owner, printer_of(hand, LaterClock()))


async def test_zeros_of_a_line_that_broke_confirm_nothing(hand: HandPrinter, owner: OwnerThread) -> None:
    printer = printer_of(hand, LaterClock())
    hand.is_quick = True
    await owner.call(printer.open, LONG_S)
    assert (await owner.call(printer.write, b"first\n", LONG_S)).state is WriteState.CONFIRMED
    hand.is_on = False
    asyncio.get_running_loop().call_later(0.05, hand.end.send, REACHED * 8)
    assert (await owner.call(printer.write, b"off since\n", SHORT_S)).state is WriteState.PENDING
    assert (await owner.call(printer.await_written, SHORT_S)).state is WriteState.PENDING
    await owner.call(printer.close)


async def test_nor_does_an_answer_of_one_that_says_it_is_not_well_until_it_is(
    hand: HandPrinter, owner: OwnerThread
) -> None:
    printer = printer_of(hand, LaterClock())
    await owner.call(printer.open, LONG_S)
    hand.says[4], hand.is_quick = bytes([0x7E]), True
    written = await owner.call(printer.write, b"first\n", SHORT_S)
    result = await told(owner, printer, written, Faulted("paper_out"))
    assert (result.state, result.status.state()) == (WriteState.PENDING, Faulted("paper_out"))
    hand.says[4] = GOOD
    assert (await owner.call(printer.await_written, LONG_S)).state is WriteState.CONFIRMED
    await owner.call(printer.close)


@asynccontextmanager
async def slow_line(port: int, delay_s: float) -> AsyncIterator[int]:
    """A relay to a printer whose every word takes so long."""
    tasks: set[asyncio.Task[None]] = set()

    async def carry(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, after_s: float) -> None:
        with closing(writer):
            while data := await reader.read(4096):
                asyncio.get_running_loop().call_later(after_s, writer.write, data)

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        far_reader, far_writer = await asyncio.open_connection("127.0.0.1", port)
        tasks.add(asyncio.create_task(carry(reader, far_writer, 0)))
        tasks.add(asyncio.create_task(carry(far_reader, writer, delay_s)))

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    try:
        yield int(server.sockets[0].getsockname()[1])
    finally:
        server.close()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def test_a_kick_has_one_deadline_for_looking_and_opening() -> None:
    async with TwinPrinter(receipt_font()) as twin, slow_line(twin.port, 1.4) as port:
        rig = TwinRig(twin, printer=escpos_at(f"127.0.0.1:{port}"))
        await rig.call(rig.printer.open, LONG_S)
        assert (await rig.call(rig.printer.kick, 2.0)).state is WriteState.PENDING
        assert (await error_of(rig.call(rig.printer.kick, 2.0))).code is ErrorCode.CLOSED
        rig.close()
    assert rig.pulses() <= 1


async def test_the_drawer_of_a_printer_that_says_nothing_is_left_alone() -> None:
    async with TwinPrinter(receipt_font(), CLONE_80) as twin:
        rig = TwinRig(twin, CLONE_80)
        await rig.call(rig.printer.open, LONG_S)
        with pytest.raises(DeviceError) as caught:
            await rig.call(rig.printer.kick, LONG_S)
        assert (caught.value.code, caught.value.reason) == (ErrorCode.ILLEGAL, "no_drawer")
        await rig.call(rig.printer.write, TEN, LONG_S)
        await twin.until_lines(10)
        assert rig.pulses() == 0
        rig.close()
