"""ESC/POS against the simulated printer, over TCP."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from hardware.api import DeviceError, ErrorCode, Faulted, Paper, WriteState
from hardware.drivers.printers.twin import TwinPrinter, TwinTraits
from hardware.drivers.printers.twin_control import CoverOpen, HalfClose, Hang, PaperLeft
from hardware.printing.escpos_job import INITIALISE
from hardware.printing.profiles import CLONE_80, PROFILES, PrinterProfile
from tests.contract.printers.rig import TwinRig, escpos_at, receipt_font
from tests.contract.printers.suite import LONG_S, SHORT_S, TEN, ReceiptPrinterContract, error_of, told


@pytest.fixture
async def rig() -> AsyncIterator[TwinRig]:
    async with TwinPrinter(receipt_font()) as twin:
        rig = TwinRig(twin)
        yield rig
        rig.close()


class TestOnTheNetwork(ReceiptPrinterContract):
    """The whole contract; the rig comes from the fixture above."""


async def test_a_half_closed_printer_is_offline_not_plenty_of_paper(rig: TwinRig) -> None:
    await rig.call(rig.printer.open, LONG_S)
    await rig.twin.obey(HalfClose())
    failed = await error_of(rig.call(rig.printer.status, LONG_S))
    assert failed.code is ErrorCode.OFFLINE


async def test_a_second_terminal_is_told_that_the_printer_is_in_use(rig: TwinRig) -> None:
    await rig.call(rig.printer.open, LONG_S)
    second = escpos_at(f"127.0.0.1:{rig.twin.port}")
    failed = await error_of(rig.call(second.open, LONG_S))
    assert failed.code is ErrorCode.BUSY
    assert (await rig.call(rig.printer.write, TEN, LONG_S)).state is WriteState.CONFIRMED


@pytest.mark.parametrize("profile", [CLONE_80, PROFILES["zj-5870"]], ids=lambda profile: profile.id)
async def test_one_that_never_answers_takes_no_paper_of_a_second_terminal(profile: PrinterProfile) -> None:
    async with TwinPrinter(receipt_font(), profile) as twin:
        rig = TwinRig(twin, profile)
        await rig.call(rig.printer.open, LONG_S)
        second = escpos_at(f"127.0.0.1:{twin.port}", profile)
        for _ in range(3):
            assert (await error_of(rig.call(second.open, LONG_S))).code is ErrorCode.BUSY
        assert (await rig.call(rig.printer.write, TEN, LONG_S)).state is WriteState.ACCEPTED
        await twin.until_lines(10)
        assert twin.refused == 3
        rig.close()


async def test_a_call_that_ends_before_the_line_stood_long_enough_leaves_the_section_pending() -> None:
    async with TwinPrinter(receipt_font(), CLONE_80) as twin:
        rig = TwinRig(twin, CLONE_80)
        await rig.call(rig.printer.open, SHORT_S)
        result = await rig.call(rig.printer.write, TEN, SHORT_S)
        assert (result.state, result.unsent) == (WriteState.PENDING, 0)
        assert (await rig.call(rig.printer.await_written, LONG_S)).state is WriteState.ACCEPTED
        await twin.until_lines(10)
        rig.close()


async def test_one_that_never_answers_and_hangs_up_over_a_section_has_not_taken_it(rig: TwinRig) -> None:
    async def hang_up(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readexactly(len(INITIALISE) + 1)
        writer.transport.abort()

    server = await asyncio.start_server(hang_up, "127.0.0.1", 0)
    async with server:
        printer = escpos_at(f"127.0.0.1:{server.sockets[0].getsockname()[1]}", CLONE_80)
        await rig.call(printer.open, LONG_S)
        failed = await error_of(rig.call(printer.write, TEN, LONG_S))
        assert failed.code is ErrorCode.OFFLINE


async def test_a_full_buffer_holds_no_call_beyond_its_deadline(rig: TwinRig) -> None:
    await rig.lines_left(3)
    await rig.call(rig.printer.open, LONG_S)
    result = await rig.call(rig.printer.write, b"x" * 40 + b"\n" + TEN * 60_000, SHORT_S)
    assert result.state is WriteState.PENDING
    assert result.unsent > 0
    result = await told(rig, rig.printer, result, Faulted("paper_out"))
    assert result.status.state() == Faulted("paper_out")
    status = await rig.call(rig.printer.status, LONG_S)
    assert status.paper is Paper.OUT


async def test_cover_opened_while_printing_is_told_by_the_printer_itself(rig: TwinRig) -> None:
    await rig.lines_left(1000)
    rig.twin.mechanism.traits.lines_per_s = 200
    await rig.call(rig.printer.open, LONG_S)
    writing = asyncio.ensure_future(rig.call(rig.printer.write, TEN * 10, LONG_S))
    await rig.twin.until_lines(5)
    await rig.twin.obey(CoverOpen(is_open=True))
    await rig.twin.obey(PaperLeft(0))
    await rig.twin.obey(CoverOpen(is_open=False))
    await rig.twin.obey(PaperLeft(1000))
    assert (await writing).state is WriteState.CONFIRMED
    assert len(rig.printed()) == 100


async def test_a_hung_printer_times_out_at_open(rig: TwinRig) -> None:
    await rig.twin.obey(Hang())
    failed = await error_of(rig.call(rig.printer.open, SHORT_S))
    assert failed.code is ErrorCode.TIMEOUT


async def test_a_mute_clone_accepts_and_never_confirms() -> None:
    traits = TwinTraits(has_automatic_status=False, has_process_id=False)
    async with TwinPrinter(receipt_font(), CLONE_80, traits) as twin:
        rig = TwinRig(twin, CLONE_80)
        await rig.call(rig.printer.open, LONG_S)
        result = await rig.call(rig.printer.write, TEN, LONG_S)
        assert result.state is WriteState.ACCEPTED
        await twin.until_lines(10)
        rig.close()


async def test_maker_and_model_are_told(rig: TwinRig) -> None:
    await rig.call(rig.printer.open, LONG_S)
    assert await rig.call(rig.printer.identity, LONG_S) == ("Bancone twin", "Bancone twin")
    await rig.mute()
    assert await rig.call(rig.printer.identity, SHORT_S) == ()


async def test_confirmations_of_many_sections_belong_to_their_own_section(rig: TwinRig) -> None:
    rig.twin.mechanism.traits.lines_per_s = 2000
    await rig.call(rig.printer.open, LONG_S)
    for number in range(20):
        await rig.call(rig.printer.write, TEN, LONG_S)
        assert len(rig.printed()) == 10 * (number + 1)


def test_nobody_at_the_address_is_no_hardware() -> None:
    printer = escpos_at("127.0.0.1:1")
    with pytest.raises(DeviceError) as caught:
        printer.open(LONG_S)
    assert caught.value.code is ErrorCode.NO_HARDWARE
