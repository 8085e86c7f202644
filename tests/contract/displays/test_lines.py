"""The displays on lines, each over a pseudo-terminal and over a socket, with a simulated one at the other end."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from hardware.api import LINE_COLUMNS, LineDisplay
from hardware.drivers.displays.table import DISPLAYS
from hardware.drivers.displays.twin import DisplayTwin
from tests.contract.displays.suite import DisplayContract
from tests.contract.printers.rig import OwnerThread
from tests.contract.scanners.line_rig import NOISE, line_end

WAYS = ("pty", "socket")


class LineRig(OwnerThread):
    """Driver and twin on one line."""

    def __init__(self, way: str, folder: Path, driver: str, page: str = "") -> None:
        super().__init__()
        end = line_end(way, folder)
        self.twin = DisplayTwin(end, driver, page or "cp437")
        self.twin.plug_in()
        self.display: LineDisplay = DISPLAYS[driver].make(end.address, {"page": page} if page else {})

    async def close(self) -> None:
        """Let go of both."""
        await self.call(self.display.close)
        self.end()
        self.twin.unplug()

    def lines(self) -> tuple[str, str]:
        return self.twin.screen.lines

    def misunderstood(self) -> int:
        return self.twin.screen.unknown

    async def reads(self, upper: str, lower: str) -> None:
        wanted = upper.ljust(LINE_COLUMNS), lower.ljust(LINE_COLUMNS)
        await self.twin.until(lambda: self.lines() == wanted)

    async def power_cycle(self) -> None:
        self.twin.power_cycle()

    async def garbage(self) -> None:
        self.twin.garbage(NOISE)

    async def mute(self, *, is_mute: bool) -> None:
        self.twin.is_mute = is_mute

    async def jam(self) -> None:
        self.twin.jam()

    async def unplug(self) -> None:
        self.twin.unplug()

    async def plug_in(self) -> None:
        self.twin.plug_in()


@pytest.mark.parametrize("way", WAYS)
class TestCd5220(DisplayContract):
    """As it comes, with nothing known of its table."""

    ACCENTS = ("Perche", "EUR 12")

    @pytest.fixture
    async def rig(self, tmp_path: Path, way: str) -> AsyncIterator[LineRig]:
        rig = LineRig(way, tmp_path, "cd5220")
        yield rig
        await rig.close()


class TestCd5220WithItsTableSet(DisplayContract):
    """Switched to PC858."""

    @pytest.fixture
    async def rig(self, tmp_path: Path) -> AsyncIterator[LineRig]:
        rig = LineRig("pty", tmp_path, "cd5220", "cp858")
        yield rig
        await rig.close()


@pytest.mark.parametrize("way", WAYS)
class TestEpsonDmd(DisplayContract):
    """Which is told its table each time."""

    @pytest.fixture
    async def rig(self, tmp_path: Path, way: str) -> AsyncIterator[LineRig]:
        rig = LineRig(way, tmp_path, "epson-dmd")
        yield rig
        await rig.close()


async def test_a_printer_behind_an_epson_display_is_spoken_to_again_after_each_word(tmp_path: Path) -> None:
    rig = LineRig("pty", tmp_path, "epson-dmd")
    await rig.call(rig.display.open, 5.0)
    await rig.call(rig.display.show, "Ordine", "4821", 5.0)
    await rig.reads("Ordine", "4821")
    await rig.twin.until(lambda: not rig.twin.screen.is_listening)
    await rig.close()


def test_a_character_table_nobody_has_is_refused() -> None:
    with pytest.raises(ValueError, match="page"):
        DISPLAYS["cd5220"].make("/dev/null", {"page": "utf-8"})
