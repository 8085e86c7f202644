"""A reader of tags: LLRP over a real socket, and goods whose tags stay in sight."""

from collections.abc import AsyncIterator
from dataclasses import replace
from zlib import crc32

import pytest

from hardware.api import DeviceError, ErrorCode, Scanner, ScanRead
from hardware.drivers.scanners.llrp import Kind
from hardware.drivers.scanners.rfid import PATIENCE_S, SAME_S, SILENCE_S, RfidReader
from hardware.drivers.scanners.rfid_twin import RfidTwin, tag_of
from hardware.scan_rate import TAG
from tests.contract.printers.rig import OwnerThread
from tests.contract.scanners.suite import (
    DEVICE,
    GTIN,
    LONG_S,
    READ_AT,
    SHORT_S,
    ScannerContract,
    error_of,
    heard,
    loss,
    record,
)

NOISE = bytes(range(256)) * 3
CRATE = bytes.fromhex("3374257BF40C0E4000001A85")
LONG_TAG = bytes.fromhex("3674257BF6B7A659B2C2BF1000000000000000000000000000")


class RfidRig(OwnerThread):
    """Driver and twin; a tag has no text, so every code of the suite is a piece of its own of one article."""

    def __init__(self, twin: RfidTwin) -> None:
        super().__init__()
        self.twin = twin
        self.now_s = 100.0
        self.scanner: Scanner = RfidReader(twin.address, DEVICE, lambda: READ_AT, self._clock_s)

    def _clock_s(self) -> float:
        self.now_s += 0.001
        return self.now_s

    async def close(self) -> None:
        """Let go of both."""
        await self.call(self.scanner.close)
        self.end()
        await self.twin.unplug()

    def record(self, code: str) -> ScanRead:
        return replace(record(f"010{GTIN}21{crc32(code.encode())}"), symbology=TAG)

    async def scan(self, code: str) -> None:
        await self.twin.show(tag_of(f"0{GTIN}", crc32(code.encode())))

    async def half(self, code: str) -> None:
        await self.twin.show(tag_of(f"0{GTIN}", crc32(code.encode())), is_half=True)

    async def garbage(self) -> None:
        """And the silence that follows it."""
        await self.twin.send(NOISE)
        await self.call(self.scanner.read, SHORT_S)
        self.now_s += SILENCE_S

    async def slow(self) -> None:
        self.twin.byte_s = 0.002

    async def mute(self) -> None:
        self.twin.is_mute = True

    async def unplug(self) -> None:
        await self.twin.unplug()

    async def plug_in(self) -> None:
        await self.twin.plug_in()


@pytest.fixture
async def rig() -> AsyncIterator[RfidRig]:
    """Plugged in."""
    twin = RfidTwin()
    await twin.plug_in()
    rig = RfidRig(twin)
    yield rig
    await rig.close()


class TestRfidReader(ScannerContract):
    """The whole contract; the rig comes from the fixture above."""


async def test_a_tag_that_stays_in_sight_is_one_read_and_one_that_comes_back_another(rig: RfidRig) -> None:
    await rig.call(rig.scanner.open, LONG_S)
    for _ in range(3):
        await rig.scan(GTIN)
    await rig.scan("4821")
    assert await heard(rig, 2) == [rig.record(GTIN), rig.record("4821")]
    rig.now_s += SAME_S
    await rig.scan(GTIN)
    assert await heard(rig) == [rig.record(GTIN)]


async def test_a_long_tag_is_read_and_one_of_no_goods_is_passed_over(rig: RfidRig) -> None:
    await rig.call(rig.scanner.open, LONG_S)
    await rig.twin.show(CRATE)
    await rig.twin.show(LONG_TAG)
    assert await heard(rig) == [replace(record("01706141411234512132a/b"), symbology=TAG)]


async def test_a_reader_that_asks_is_told_that_somebody_is_there_and_one_that_asks_no_more_is_lost(
    rig: RfidRig,
) -> None:
    await rig.call(rig.scanner.open, LONG_S)
    rig.now_s += PATIENCE_S - 1
    await rig.twin.ask_back()
    while Kind.KEEPALIVE_ACK not in rig.twin.told:
        assert await rig.call(rig.scanner.read, SHORT_S) == []
    rig.now_s += PATIENCE_S - 1
    assert await rig.call(rig.scanner.read, SHORT_S) == []
    rig.now_s += 1
    assert await loss(rig) is ErrorCode.OFFLINE


async def test_a_word_that_was_cut_off_is_no_part_of_the_next(rig: RfidRig) -> None:
    await rig.call(rig.scanner.open, LONG_S)
    await rig.half(GTIN)
    assert await rig.call(rig.scanner.read, SHORT_S) == []
    rig.now_s += SILENCE_S
    await rig.scan("4821")
    assert await heard(rig) == [rig.record("4821")]


async def test_a_reader_that_is_let_go_of_reads_for_nobody(rig: RfidRig) -> None:
    await rig.call(rig.scanner.open, LONG_S)
    await rig.call(rig.scanner.close)
    while Kind.CLOSE_CONNECTION not in rig.twin.told:
        await rig.twin.was_told.wait()
        rig.twin.was_told.clear()
    assert rig.twin.told[-2:] == [Kind.DELETE_ROSPEC, Kind.CLOSE_CONNECTION]


async def test_one_that_has_another_user_is_busy(rig: RfidRig) -> None:
    rig.twin.is_busy = True
    assert await error_of(rig.call(rig.scanner.open, LONG_S)) is ErrorCode.BUSY
    rig.twin.is_busy = False
    await rig.call(rig.scanner.open, LONG_S)


@pytest.mark.parametrize("word", [Kind.SET_READER_CONFIG, Kind.ADD_ROSPEC, Kind.ENABLE_ROSPEC, Kind.START_ROSPEC])
async def test_one_that_refuses_to_read_is_not_ready(rig: RfidRig, word: Kind) -> None:
    rig.twin.refuses = word
    with pytest.raises(DeviceError, match="refused"):
        await rig.call(rig.scanner.open, LONG_S)


async def test_one_that_has_nothing_to_stop_may_say_so(rig: RfidRig) -> None:
    rig.twin.refuses = Kind.DELETE_ROSPEC
    await rig.call(rig.scanner.open, LONG_S)
    await rig.scan(GTIN)
    assert await heard(rig) == [rig.record(GTIN)]


async def test_what_answers_and_speaks_no_llrp_is_no_reader(rig: RfidRig) -> None:
    rig.twin.is_mute = True
    assert await error_of(rig.call(rig.scanner.open, SHORT_S)) is ErrorCode.NO_HARDWARE


@pytest.mark.parametrize("address", ["", "reader:", "reader:5084/x", "reader:abc"])
def test_what_is_no_address_of_a_reader_is_refused(address: str) -> None:
    with pytest.raises(ValueError, match="llrp:"):
        RfidReader(address, DEVICE, lambda: READ_AT)
