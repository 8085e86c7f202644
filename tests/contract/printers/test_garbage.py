"""A line that brings noise: what a printer seems to say there confirms nothing, and the next paper goes on."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from hardware.api import WriteState
from hardware.drivers.printers.twin import TwinPrinter
from hardware.drivers.printers.twin_client import TwinControl
from hardware.drivers.printers.twin_control import Garbage, Reply
from hardware.printing.profiles import GENERIC_80, PROFILES, PrinterProfile
from tests.contract.printers.rig import TwinRig, receipt_font
from tests.contract.printers.suite import LONG_S, SHORT_S, TEN, TEN_LINES

NOISE = {
    "every": bytes(range(256)),
    "backwards": bytes(range(255, -1, -1)),
    "zeros": bytes(64),
    "ones": b"\xff" * 64,
    "another_id": b'\x37"!!!!\x00' * 9,
    "half_an_id": b'\x37"!!',
    "half_a_status": b"\x10\x00",
}
PRINTERS = pytest.mark.parametrize("profile", [GENERIC_80, PROFILES["star-80"]], ids=lambda profile: profile.id)
NOISES = pytest.mark.parametrize("noise", NOISE.values(), ids=NOISE)


@pytest.fixture
async def rig(profile: PrinterProfile) -> AsyncIterator[TwinRig]:
    async with TwinPrinter(receipt_font(), profile) as twin:
        made = TwinRig(twin, profile)
        yield made
        made.close()


async def disturb(rig: TwinRig, noise: bytes) -> None:
    assert (await rig.twin.obey(Garbage(noise.hex()))).ok


@PRINTERS
@NOISES
async def test_noise_before_a_paper_leaves_it_as_it_is(rig: TwinRig, noise: bytes) -> None:
    await disturb(rig, noise)  # nobody is connected: lost
    await rig.call(rig.printer.open, LONG_S)
    await disturb(rig, noise)
    await rig.call(rig.printer.status, LONG_S)
    for number in range(3):
        assert (await rig.call(rig.printer.write, TEN, LONG_S)).state is WriteState.CONFIRMED
        assert rig.printed() == TEN_LINES * (number + 1)


@PRINTERS
@NOISES
async def test_noise_while_a_paper_waits_for_a_roll_confirms_nothing(rig: TwinRig, noise: bytes) -> None:
    await rig.lines_left(4)
    await rig.call(rig.printer.open, LONG_S)
    assert (await rig.call(rig.printer.write, TEN, SHORT_S)).state is WriteState.PENDING
    await disturb(rig, noise)
    assert (await rig.call(rig.printer.await_written, SHORT_S)).state is WriteState.PENDING
    assert rig.printed() == TEN_LINES[:4]
    await rig.lines_left(1000)
    assert (await rig.call(rig.printer.await_written, LONG_S)).state is WriteState.CONFIRMED
    assert rig.printed() == TEN_LINES
    assert (await rig.call(rig.printer.write, TEN, LONG_S)).state is WriteState.CONFIRMED


@pytest.mark.parametrize("profile", [GENERIC_80], ids=["epson"])
@NOISES
async def test_noise_while_a_paper_comes_out_is_no_id_of_its_own(rig: TwinRig, noise: bytes) -> None:
    rig.twin.mechanism.traits.lines_per_s = 40
    await rig.call(rig.printer.open, LONG_S)
    writing = asyncio.ensure_future(rig.call(rig.printer.write, TEN, LONG_S))
    await rig.twin.until_lines(2)
    await disturb(rig, noise)
    assert (await writing).state is WriteState.CONFIRMED
    assert rig.printed() == TEN_LINES


@PRINTERS
@NOISES
async def test_noise_after_a_paper_is_not_the_answer_of_the_next(rig: TwinRig, noise: bytes) -> None:
    await rig.call(rig.printer.open, LONG_S)
    assert (await rig.call(rig.printer.write, TEN, LONG_S)).state is WriteState.CONFIRMED
    await disturb(rig, noise)
    await rig.call(rig.printer.status, LONG_S)  # the noise came before that, so it has been heard
    await rig.lines_left(4)
    assert (await rig.call(rig.printer.write, TEN, SHORT_S)).state is WriteState.PENDING
    await rig.lines_left(1000)
    assert (await rig.call(rig.printer.await_written, LONG_S)).state is WriteState.CONFIRMED
    assert rig.printed() == TEN_LINES * 2


@pytest.mark.parametrize("profile", [PROFILES["clone-80"]], ids=["mute"])
async def test_one_that_never_answers_confirms_nothing_by_noise(rig: TwinRig) -> None:
    await rig.call(rig.printer.open, LONG_S)
    await disturb(rig, NOISE["every"])
    assert (await rig.call(rig.printer.write, TEN, LONG_S)).state is WriteState.ACCEPTED
    await rig.twin.until_lines(10)


@pytest.mark.parametrize("profile", [GENERIC_80], ids=["epson"])
async def test_noise_is_written_down_as_hexadecimal(rig: TwinRig) -> None:
    def talk() -> Reply:
        with TwinControl(rig.twin.control_port) as control:
            return control.send(Garbage("00ff"))

    assert (await rig.call(talk)).ok
    with pytest.raises(ValueError, match="hexadecimal"):
        Garbage("0x")
