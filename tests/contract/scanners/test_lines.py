"""The drivers on lines, each over a pseudo-terminal and over a socket."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from hardware.drivers.scanners.dialects import datalogic, honeywell, plain
from hardware.drivers.scanners.twin_speech import FRAMINGS, SsiTwin, speech_of
from hardware.drivers.scanners.zebra_ssi import ZebraSsi
from tests.contract.scanners.line_rig import LineRig, line_end
from tests.contract.scanners.suite import (
    GTIN,
    LONG_S,
    ScannerContract,
    TalkingScannerContract,
    heard,
    record,
)

WAYS = ("pty", "socket")


@pytest.mark.parametrize("framing", FRAMINGS)
class TestSerial(ScannerContract):
    """Any scanner on a port, with every end of a code in use."""

    @pytest.fixture
    async def rig(self, tmp_path: Path, framing: str) -> AsyncIterator[LineRig]:
        rig = LineRig(line_end("pty", tmp_path), plain(), speech_of("serial", framing))
        yield rig
        await rig.close()


class TestSocket(ScannerContract):
    """Any scanner behind a server of serial ports."""

    @pytest.fixture
    async def rig(self, tmp_path: Path) -> AsyncIterator[LineRig]:
        rig = LineRig(line_end("socket", tmp_path), plain(), speech_of("serial"))
        yield rig
        await rig.close()


@pytest.mark.parametrize("way", WAYS)
class TestDatalogic(TalkingScannerContract):
    """Datalogic's host commands."""

    @pytest.fixture
    async def rig(self, tmp_path: Path, way: str) -> AsyncIterator[LineRig]:
        rig = LineRig(line_end(way, tmp_path), datalogic(), speech_of("datalogic"))
        yield rig
        await rig.close()


@pytest.mark.parametrize("way", WAYS)
class TestHoneywell(TalkingScannerContract):
    """Honeywell's host commands, none of which disables it."""

    CAN_DISABLE = False

    @pytest.fixture
    async def rig(self, tmp_path: Path, way: str) -> AsyncIterator[LineRig]:
        rig = LineRig(line_end(way, tmp_path), honeywell(), speech_of("honeywell"))
        yield rig
        await rig.close()


@pytest.mark.parametrize("way", WAYS)
class TestZebra(TalkingScannerContract):
    """Zebra's packets."""

    @pytest.fixture
    async def rig(self, tmp_path: Path, way: str) -> AsyncIterator[LineRig]:
        rig = LineRig(line_end(way, tmp_path), ZebraSsi(), SsiTwin())
        yield rig
        await rig.close()


@pytest.fixture
async def zebra(tmp_path: Path) -> AsyncIterator[tuple[LineRig, SsiTwin]]:
    """A Zebra scanner, open."""
    twin = SsiTwin()
    rig = LineRig(line_end("pty", tmp_path), ZebraSsi(), twin)
    await rig.call(rig.scanner.open, LONG_S)
    yield rig, twin
    await rig.close()


async def test_a_damaged_packet_is_asked_for_again(zebra: tuple[LineRig, SsiTwin]) -> None:
    rig, twin = zebra
    frame = bytearray(twin.frames(GTIN.encode())[0])
    frame[8] ^= 0x40
    await rig.twin.garbage(bytes(frame))
    assert await heard(rig) == [record(GTIN)]
    assert twin.naks == 1


async def test_a_second_piece_of_an_article_whose_packet_came_damaged_is_a_second_read(
    zebra: tuple[LineRig, SsiTwin],
) -> None:
    rig, twin = zebra
    await rig.scan(GTIN)
    assert await heard(rig) == [record(GTIN)]
    await rig.twin.until(lambda: twin.is_free)
    frame = bytearray(twin.frames(GTIN.encode())[0])
    frame[8] ^= 0x40
    await rig.twin.garbage(bytes(frame))
    assert await heard(rig) == [record(GTIN)]


async def test_a_packet_that_comes_again_because_our_answer_was_lost_is_one_read(
    zebra: tuple[LineRig, SsiTwin],
) -> None:
    rig, twin = zebra
    frame = twin.frames(GTIN.encode())[0]
    again = twin.resend()[0]
    await rig.twin.garbage(frame + again)
    await rig.scan("4821")
    assert await heard(rig, 2) == [record(GTIN), record("4821")]


async def test_a_long_code_comes_in_parts(zebra: tuple[LineRig, SsiTwin]) -> None:
    rig, _ = zebra
    code = "https://example.org/01/08001234567897?x=" + "7" * 1_500
    await rig.scan(code)
    assert await heard(rig) == [record(code)]


async def test_its_own_beep_is_off_as_long_as_we_have_it(zebra: tuple[LineRig, SsiTwin]) -> None:
    rig, twin = zebra
    await rig.call(rig.scanner.close)
    await rig.call(rig.scanner.open, LONG_S)
    await rig.scan(GTIN)
    assert await heard(rig) == [record(GTIN)]
    await rig.twin.until(lambda: len(twin.own_beep) == 3)
    assert twin.own_beep == [False, True, False]
