"""A reader of cards: the system's own service of such readers, a reader simulated in it, and cards over TCP."""

import logging
from collections.abc import AsyncIterator
from dataclasses import replace
from zlib import crc32

import pytest

from hardware.api import DeviceError, ErrorCode, Scanner, ScanRead
from hardware.drivers.scanners.card_numbers import PREFIX
from hardware.drivers.scanners.card_service import CardFault, CardService, State
from hardware.drivers.scanners.card_twin import CardTwin
from hardware.drivers.scanners.cards import MUTE, NO_SERVICE, PATIENCE_S, SAME_S, CardReader
from hardware.scan_rate import CARD
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
from tests.fakes.card_service import READER, CardServiceProcess

BADGE = bytes.fromhex("04A1B2C3D4E580")


class CardRig(OwnerThread):
    """Driver and twin; a card has no text, so every code of the suite is a card of its own. The reader's service
    goes and comes with the reader."""

    def __init__(self, service: CardServiceProcess, name: str = "") -> None:
        super().__init__()
        self.service, self.twin = service, CardTwin(service.port)
        self.now_s = 100.0
        self.scanner: Scanner = CardReader(name, DEVICE, lambda: READ_AT, lambda: self.now_s)

    async def close(self) -> None:
        """Let go of both."""
        await self.twin.take()
        await self.call(self.scanner.close)
        self.end()

    async def take(self) -> None:
        """The card is taken away, and the reader knows."""
        await self.twin.take()
        await self.call(self.service.await_empty)

    async def lay(self, number: bytes) -> None:
        """A card is laid down, in place of the one that lies there."""
        await self.take()
        await self.twin.lay(number)

    def record(self, code: str) -> ScanRead:
        return replace(record(f"{PREFIX}{_number(code).hex().upper()}"), symbology=CARD)

    async def scan(self, code: str) -> None:
        self.now_s += SAME_S
        await self.lay(_number(code))

    async def half(self, code: str) -> None:
        await self.twin.lay(_number(code), is_half=True)
        await self.twin.was_asked.wait()

    async def garbage(self) -> None:
        for answer in (b"", b"\x90", bytes(range(256)), b"\x6a\x81", BADGE):
            await self.take()
            await self.twin.show(answer)
            await self.twin.was_asked.wait()

    async def slow(self) -> None:
        self.twin.byte_s = 0.02

    async def mute(self) -> None:
        self.twin.is_mute = True

    async def unplug(self) -> None:
        await self.twin.take()
        self.service.stop()
        self.service.start(has_reader=False)

    async def plug_in(self) -> None:
        self.service.stop()
        self.service.start()


def _number(code: str) -> bytes:
    """Seven bytes, as of most cards."""
    return crc32(code.encode()).to_bytes(4, "big").rjust(7, b"\x04")


@pytest.fixture
async def rig() -> AsyncIterator[CardRig]:
    """Plugged in."""
    service = CardServiceProcess()
    service.start()
    rig = CardRig(service)
    yield rig
    await rig.close()
    service.stop()


class TestCardReader(ScannerContract):
    """The whole contract; the rig comes from the fixture above."""


async def test_the_number_of_a_card_is_what_it_is_known_by(rig: CardRig) -> None:
    await rig.call(rig.scanner.open, LONG_S)
    await rig.lay(BADGE)
    (read,) = await heard(rig)
    assert (read.raw, read.symbology, read.aim_id) == (b"NFC-04A1B2C3D4E580", CARD, None)


async def test_a_card_that_stays_or_trembles_is_one_read_and_one_that_comes_back_another(rig: CardRig) -> None:
    await rig.call(rig.scanner.open, LONG_S)
    await rig.lay(BADGE)
    assert len(await heard(rig)) == 1
    assert await rig.call(rig.scanner.read, SHORT_S) == []
    await rig.lay(BADGE)
    await rig.twin.was_asked.wait()
    assert await rig.call(rig.scanner.read, SHORT_S) == []
    found: list[ScanRead] = []
    while not found:  # who watches may see it go later than the service says so
        await rig.take()
        rig.now_s += SAME_S
        await rig.twin.lay(BADGE)
        found = await rig.call(rig.scanner.read, 1.0)
    assert [read.raw for read in found] == [b"NFC-04A1B2C3D4E580"]


async def test_a_card_that_lies_there_at_the_start_is_laid_down_again(rig: CardRig) -> None:
    await rig.call(rig.scanner.open, LONG_S)
    await rig.scan(GTIN)
    assert await heard(rig) == [rig.record(GTIN)]
    await rig.call(rig.scanner.close)
    await rig.call(rig.scanner.open, LONG_S)
    assert await rig.call(rig.scanner.read, 0.5) == []
    await rig.scan("4821")
    assert await heard(rig) == [rig.record("4821")]


async def test_a_number_that_is_made_up_each_time_is_passed_over_and_told_once(
    rig: CardRig, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO, "hardware.drivers"):
        await rig.call(rig.scanner.open, LONG_S)
        for number in ("08A1B2C3", "08A1B2C4"):
            await rig.lay(bytes.fromhex(number))
            await rig.twin.was_asked.wait()
        await rig.scan(GTIN)
        assert await heard(rig) == [rig.record(GTIN)]
    assert caplog.text.count("card_passed_over") == 1
    assert "08A1B2C3" not in caplog.text


async def test_a_card_that_is_taken_away_while_it_is_asked_is_none_and_the_next_is_read(rig: CardRig) -> None:
    await rig.call(rig.scanner.open, LONG_S)
    await rig.half(GTIN)
    await rig.scan("4821")
    assert await heard(rig) == [rig.record("4821")]


async def test_a_card_that_says_nothing_holds_nobody_up_and_is_told(rig: CardRig) -> None:
    await rig.call(rig.scanner.open, LONG_S)
    await rig.mute()
    await rig.scan(GTIN)
    await rig.twin.was_asked.wait()
    assert await rig.call(rig.scanner.read, SHORT_S) == []
    rig.now_s += PATIENCE_S + 1
    with pytest.raises(DeviceError, match=MUTE):
        await rig.call(rig.scanner.read, SHORT_S)
    with pytest.raises(DeviceError, match=MUTE):
        await rig.call(rig.scanner.open, SHORT_S)
    rig.twin.is_mute = False
    await rig.take()
    while True:
        try:
            await rig.call(rig.scanner.open, LONG_S)
        except DeviceError as error:
            assert error.reason == MUTE
        else:
            break
    await rig.scan("4821")
    assert await heard(rig) == [rig.record("4821")]


async def test_a_service_that_ends_and_runs_again_is_lost_and_found(rig: CardRig) -> None:
    await rig.call(rig.scanner.open, LONG_S)
    rig.service.stop()
    assert await loss(rig) is ErrorCode.OFFLINE
    with pytest.raises(DeviceError, match=NO_SERVICE):
        await rig.call(rig.scanner.open, SHORT_S)
    rig.service.start()
    await rig.call(rig.scanner.open, LONG_S)
    await rig.scan(GTIN)
    assert await heard(rig) == [rig.record(GTIN)]


@pytest.mark.parametrize("name", [READER, f"{READER} 00 00"])
async def test_a_reader_is_chosen_by_how_its_name_begins(rig: CardRig, name: str) -> None:
    named = CardRig(rig.service, name)
    await named.call(named.scanner.open, LONG_S)
    await named.scan(GTIN)
    assert await heard(named) == [named.record(GTIN)]
    await named.close()
    other = CardRig(rig.service, "ACS")
    assert await error_of(other.call(other.scanner.open, LONG_S)) is ErrorCode.NO_HARDWARE
    await other.close()


def test_a_reader_the_service_does_not_know_is_a_fault(rig: CardRig) -> None:
    service = CardService()
    with pytest.raises(CardFault):
        service.changed(b"ACS ACR122U", State.UNAWARE, 0)
    service.close()
