"""A scanner on a line: half codes, noise without end, a port that is somebody else's, what a device is."""

import os
import select
import tty
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path

import pytest

from hardware.api import DeviceError, ErrorCode, ScanRead
from hardware.drivers.line_ends import PtyEnd
from hardware.drivers.lines import SerialLine
from hardware.drivers.scanners.dialects import datalogic, plain
from hardware.drivers.scanners.framing import MAX_BYTES
from hardware.drivers.scanners.line_scanner import SILENCE_S, LineScanner
from hardware.drivers.scanners.twin import LineTwin
from hardware.drivers.scanners.twin_speech import speech_of
from hardware.drivers.scanners.zebra_ssi import ZebraSsi
from hardware.drivers.serial_ports import FoundPort, plugged_in, port_of
from tests.contract.scanners.suite import READ_AT

GTIN = "08001234567897"
PORTS = (FoundPort("/dev/ttyACM0", 0x05E0, 0x1701, "A1"), FoundPort("/dev/ttyACM1", 0x05E0, 0x1701, "B2"))


class Seconds:
    """A clock that is put forward."""

    now_s = 100.0

    def __call__(self) -> float:
        """Monotonic seconds."""
        return self.now_s


@pytest.fixture
async def twin(tmp_path: Path) -> AsyncIterator[LineTwin]:
    """A scanner that is plugged in."""
    made = LineTwin(PtyEnd(tmp_path / "scanner"), speech_of("serial"))
    made.plug_in()
    yield made
    made.unplug()


def scanner_at(twin: LineTwin, clock_s: Seconds | None = None) -> LineScanner:
    """The driver at its path."""
    return LineScanner(twin.end.address, "scanner", plain(), lambda: READ_AT, clock_s or Seconds())


def texts(reads: list[ScanRead]) -> list[bytes]:
    """What was read."""
    return [read.raw for read in reads]


async def test_a_read_is_the_record_every_scanner_gives(twin: LineTwin) -> None:
    scanner = scanner_at(twin)
    scanner.open(1.0)
    await twin.garbage(b"]d201" + GTIN.encode() + b"10LOT7\x1d21S9\r\n")
    (read,) = scanner.read(1.0)
    assert (read.raw, read.aim_id, read.device, read.at) == (
        b"01" + GTIN.encode() + b"10LOT7\x1d21S9",
        "]d2",
        "scanner",
        READ_AT,
    )
    assert {name: read.elements[name] for name in ("01", "10", "21")} == {"01": GTIN, "10": "LOT7", "21": "S9"}
    scanner.close()


async def test_half_a_code_waits_for_its_rest_and_not_for_ever(twin: LineTwin) -> None:
    clock_s = Seconds()
    scanner = scanner_at(twin, clock_s)
    scanner.open(1.0)
    await twin.garbage(b"80012345")
    assert scanner.read(1.0) == []
    await twin.garbage(b"67897\r")
    assert texts(scanner.read(1.0)) == [b"8001234567897"]
    await twin.garbage(b"80012345")
    assert scanner.read(1.0) == []
    clock_s.now_s += SILENCE_S + 0.1
    await twin.garbage(b"4821\r")
    assert texts(scanner.read(1.0)) == [b"4821"]
    scanner.close()


async def test_noise_is_handed_on_as_it_is_and_endless_noise_is_dropped(twin: LineTwin) -> None:
    scanner = scanner_at(twin)
    scanner.open(1.0)
    await twin.garbage(b"\xff\xfe\x1b4\x00821\r")
    assert texts(scanner.read(1.0)) == [b"\xff\xfe\x1b4\x00821"]
    for _ in range(3):
        await twin.garbage(b"7" * (MAX_BYTES // 2))
        assert scanner.read(1.0) == []
    await twin.garbage(b"77\r4821\r")
    assert texts(scanner.read(1.0)) == [b"4821"]
    scanner.close()


async def test_a_port_is_one_programs_alone(twin: LineTwin) -> None:
    first, second = scanner_at(twin), scanner_at(twin)
    first.open(1.0)
    with pytest.raises(DeviceError) as refused:
        second.open(1.0)
    assert refused.value.code is ErrorCode.BUSY
    first.close()
    second.open(1.0)
    second.close()


async def test_a_line_that_takes_nothing_is_lost_within_its_limit(tmp_path: Path) -> None:
    twin = LineTwin(PtyEnd(tmp_path / "scanner"), speech_of("datalogic"))
    twin.plug_in()
    scanner = LineScanner(twin.end.address, "scanner", datalogic(), lambda: READ_AT, Seconds())
    scanner.open(1.0)
    with pytest.raises(DeviceError) as lost:
        # The loop of the far end does not turn meanwhile: nobody takes what is said.
        for _ in range(100_000):
            scanner.enable(0.05, is_enabled=False)
    assert lost.value.code is ErrorCode.OFFLINE
    twin.unplug()


def fill(path: str) -> None:
    """The line takes nothing more, as long as nobody turns at the other end."""
    descriptor = os.open(path, os.O_WRONLY | os.O_NONBLOCK | os.O_NOCTTY)
    while select.select([], [descriptor], [], 0.2)[1]:
        with suppress(BlockingIOError):
            os.write(descriptor, bytes(64))
    os.close(descriptor)


async def test_a_code_is_kept_when_its_scanner_can_no_longer_be_told_that_it_came(tmp_path: Path) -> None:
    twin = LineTwin(PtyEnd(tmp_path / "scanner"), speech_of("zebra-ssi"))
    twin.plug_in()
    scanner = LineScanner(twin.end.address, "scanner", ZebraSsi(), lambda: READ_AT, Seconds())
    scanner.open(1.0)
    fill(twin.end.address)
    await twin.scan(b"4821")
    assert texts(scanner.read(1.0)) == [b"4821"]
    with pytest.raises(DeviceError) as closed:
        scanner.read(1.0)
    assert closed.value.code is ErrorCode.CLOSED
    twin.unplug()


def test_a_port_is_closed_without_what_its_device_does_not_take() -> None:
    far, near = os.openpty()
    tty.setraw(far)
    tty.setraw(near)
    os.set_blocking(far, False)
    line, taken = SerialLine(os.ttyname(near)), 0
    while line.write(bytes(64), 0.05):
        taken += 64
    line.close()
    came = 0
    with suppress(BlockingIOError):
        while data := os.read(far, 4096):
            came += len(data)
    assert came < taken / 2
    os.close(near)
    os.close(far)


@pytest.mark.parametrize(
    ("address", "path"),
    [
        ("usb:05e0:1701", "/dev/ttyACM0"),
        ("usb:05E0:1701:B2", "/dev/ttyACM1"),
        ("usb:05e0:1701:C3", ""),
        ("usb:0c2e:0b61", ""),
        ("/dev/ttyS0", "/dev/ttyS0"),
    ],
)
def test_a_device_is_found_by_what_it_is_wherever_it_was_plugged_in(address: str, path: str) -> None:
    assert port_of(address, PORTS) == path


def test_what_is_plugged_in_changes_with_a_configured_path(tmp_path: Path) -> None:
    path = tmp_path / "scanner"
    before = plugged_in((str(path),))
    path.touch()
    assert plugged_in((str(path),)) != before


def test_an_identity_that_is_nowhere_is_no_hardware() -> None:
    scanner = LineScanner("usb:ffff:ffff:none", "scanner", plain(), lambda: READ_AT)
    with pytest.raises(DeviceError) as missing:
        scanner.open(1.0)
    assert missing.value.code is ErrorCode.NO_HARDWARE
