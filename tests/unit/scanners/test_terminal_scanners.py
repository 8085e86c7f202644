"""The scanners of a terminal over real pseudo-terminals: read, unplugged in use, found again, answered, hushed."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from app.bootstrap.counter_devices import CounterDevices
from app.bootstrap.scanner_places import scanner_places
from app.bootstrap.scanners import Scanners
from app.domain.errors import Code, Problem
from app.presentation.beeps import Beep
from app.presentation.facing import Facing
from hardware.api import Absent, DeviceState, Feedback, Ready, ScanRead
from hardware.drivers.line_ends import PtyEnd
from hardware.drivers.scanners.twin import LineTwin
from hardware.drivers.scanners.twin_speech import speech_of
from tests.unit.devices.typed import devices_of


@dataclass
class Ear:
    """What a terminal hears of its scanners."""

    reads: list[tuple[str, bytes]] = field(default_factory=list)
    more: asyncio.Event = field(default_factory=asyncio.Event)

    def heard(self, read: ScanRead) -> None:
        """A read."""
        self.reads.append((read.device, read.raw))
        self.more.set()

    async def until_reads(self, count: int) -> None:
        """Wait for so many."""
        while len(self.reads) < count:
            await self.more.wait()
            self.more.clear()


@dataclass
class Till:
    """A terminal with two scanners: a plain one and one that can be told."""

    devices: CounterDevices
    plain: LineTwin
    zebra: LineTwin
    ear: Ear

    @property
    def scanners(self) -> Scanners:
        """What is told to them."""
        return self.devices.scanners

    @property
    def states(self) -> list[DeviceState]:
        """How both are."""
        return [health.state for health in self.devices.health()]

    async def becomes(self, *states: DeviceState) -> None:
        """Wait for that."""
        async with asyncio.timeout(15):
            while self.states != list(states):
                await self.ear.more.wait()
                self.ear.more.clear()


@asynccontextmanager
async def till_in(folder: Path) -> AsyncIterator[Till]:
    """At work."""
    plain = LineTwin(PtyEnd(folder / "plain"), speech_of("serial"))
    zebra = LineTwin(PtyEnd(folder / "zebra"), speech_of("zebra-ssi"))
    plain.plug_in()
    zebra.plug_in()
    ear, devices = Ear(), devices_of(plain.end.address, f"zebra-ssi:{zebra.end.address}")
    async with devices.at_work(ear.heard, Facing(), ear.more.set):
        till = Till(devices, plain, zebra, ear)
        await till.becomes(Ready(), Ready())
        yield till
    plain.unplug()
    zebra.unplug()


async def test_one_that_is_unplugged_in_use_is_found_again_and_the_other_reads_on(tmp_path: Path) -> None:
    async with till_in(tmp_path) as till:
        await till.plain.scan(b"4821")
        await till.ear.until_reads(1)
        await till.plain.half(b"4899")
        till.plain.unplug()
        await till.becomes(Absent(), Ready())
        await till.zebra.scan(b"8001234567897")
        await till.ear.until_reads(2)
        till.plain.plug_in()
        await till.becomes(Ready(), Ready())
        await till.plain.scan(b"4822")
        await till.ear.until_reads(3)
    assert till.ear.reads == [("scanner-1", b"4821"), ("scanner-2", b"8001234567897"), ("scanner-1", b"4822")]


async def test_the_scanner_that_read_sounds_the_answer_where_it_can(tmp_path: Path) -> None:
    async with till_in(tmp_path) as till:
        await till.zebra.scan(b"8001234567897")
        await till.ear.until_reads(1)
        (zebra, _) = till.ear.reads[0]
        assert all(till.scanners.beep(beep, zebra) for beep in Beep)
        await till.zebra.until(lambda: len(till.zebra.speech.said) == len(Beep))
        await till.plain.scan(b"4821")
        await till.ear.until_reads(2)
        (plain, _) = till.ear.reads[1]
        assert not till.scanners.beep(Beep.GOOD, plain)
        assert not till.scanners.beep(Beep.GOOD, "keyboard")
    assert not till.scanners.beep(Beep.GOOD, zebra), "nobody is there any more"
    assert till.zebra.speech.said == [Feedback.GOOD, Feedback.QUESTION, Feedback.REFUSED, Feedback.QUESTION]


async def test_a_scanner_that_can_be_told_is_hushed_and_heard_again(tmp_path: Path) -> None:
    async with till_in(tmp_path) as till:
        till.scanners.hear(False)
        await till.zebra.until(lambda: not till.zebra.speech.is_enabled)
        assert not await till.zebra.scan(b"4821")
        till.scanners.hear(True)
        await till.zebra.until(lambda: till.zebra.speech.is_enabled)
    assert till.ear.reads == []


async def test_one_that_comes_back_while_scanners_are_hushed_is_hushed_again(tmp_path: Path) -> None:
    async with till_in(tmp_path) as till:
        till.scanners.hear(False)
        await till.zebra.until(lambda: not till.zebra.speech.is_enabled)
        till.zebra.unplug()
        await till.becomes(Ready(), Absent())
        till.zebra.plug_in()
        await till.becomes(Ready(), Ready())
        async with asyncio.timeout(15):
            await till.zebra.until(lambda: not till.zebra.speech.is_enabled)
        till.scanners.hear(True)
        await till.zebra.until(lambda: till.zebra.speech.is_enabled)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("vendor-x:/dev/ttyS0", "vendor-x:/dev/ttyS0"),
        ("zebra-ssi:/etc", "/etc"),
        ("/etc", "/etc"),
        ("evdev:", "evdev:"),
        ("llrp:?x=1", "llrp:?x=1"),
        ("pcsc:?x=1", "?x=1"),
        ("socket://h:99999", "socket://h:99999"),
        ("socket://h", "socket://h"),
        ("usb:05e0:1701?x=1", "usb:05e0:1701?x=1"),
        ("zebra-ssi:socket://h:0", "socket://h:0"),
        ("honeywell:usb:0c2e:0b61?beep=no", "?beep=no"),
        ("evdev:/dev/input/x?layout=it&lauout=us", "?lauout=us"),
        ("evdev:/dev/input/x?it", "?it="),
    ],
)
def test_a_scanner_that_cannot_be_is_refused_at_the_start(text: str, told: str) -> None:
    with pytest.raises(Problem) as refused:
        scanner_places([text], "--scanner")
    assert (refused.value.code, refused.value.details["value"]) == (Code.OPTION_INVALID, told)


def test_addresses_name_their_driver_or_are_a_plain_line() -> None:
    texts = [
        "/dev/none",
        "socket://127.0.0.1:7001",
        "usb:05e0:1701",
        "honeywell:usb:0c2e:0b61",
        "camera:http://h/s?n=1&q=2",
        "pcsc:",
        "pcsc:ACS ACR122U",
    ]
    places = scanner_places(texts, "--scanner")
    assert [(place.driver.info.id, place.address) for place in places] == [
        ("serial", "/dev/none"),
        ("serial", "socket://127.0.0.1:7001"),
        ("serial", "usb:05e0:1701"),
        ("honeywell", "usb:0c2e:0b61"),
        ("camera", "http://h/s?n=1&q=2"),
        ("pcsc", ""),
        ("pcsc", "ACS ACR122U"),
    ]
