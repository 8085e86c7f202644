"""A simulated scanner of `bancone sim`: on a port of its own, obeying a line of standard input at a time."""

import os
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from app.domain.errors import Code, Problem
from hardware.drivers.line_ends import PtyEnd
from hardware.drivers.scanners.twin import LineTwin
from hardware.drivers.scanners.twin_speech import TwinSpeech, speech_of

KINDS = ("serial", "zebra-ssi", "datalogic", "honeywell")
NOISE = bytes(range(256))
_SLOW = re.compile(r"slow (?P<seconds>[0-9]{1,3}(?:\.[0-9]{1,3})?)")
ORDERS = "scan CODE | half CODE | garbage | mute yes|no | slow SECONDS | unplug | plug_in"


@dataclass(slots=True)
class SimScanner:
    """Owns the twin; lives on the loop."""

    twin: LineTwin
    speech: TwinSpeech

    async def obey(self, line: str) -> dict[str, object]:
        """One order; how the scanner is afterwards, or that it was not understood."""
        order, _, rest = line.partition(" ")
        is_done, slow_s = True, seconds_in(line)
        match order:
            case "scan" if rest:
                is_done = await self.twin.scan(rest.encode())
            case "half" if rest:
                await self.twin.half(rest.encode())
            case "garbage":
                await self.twin.garbage(NOISE)
            case "mute":
                self.twin.is_mute = rest != "no"
            case "slow" if slow_s is not None:
                self.twin.byte_s = slow_s
            case "unplug":
                self.twin.unplug()
            case "plug_in":
                self.twin.unplug()
                self.twin.plug_in()
            case _:
                return {"event": "refused", "orders": ORDERS}
        said = [meaning.value for meaning in self.speech.said]
        return {"event": "scanner", "is_done": is_done, "is_enabled": self.speech.is_enabled, "said": said}


@asynccontextmanager
async def sim_scanner(path: Path, kind: str) -> AsyncIterator[SimScanner]:
    """Plugged in until the block ends. Problem(OPTION_INVALID) for a path where something else is."""
    refuse_place(path, "--scanner")
    speech = speech_of(kind)
    made = SimScanner(LineTwin(PtyEnd(path), speech), speech)
    made.twin.plug_in()
    try:
        yield made
    finally:
        made.twin.unplug()


def seconds_in(order: str) -> float | None:
    """Of `slow SECONDS`; None for another order."""
    found = _SLOW.fullmatch(order)
    return None if found is None else float(found["seconds"])


def refuse_place(path: Path, option: str) -> None:
    """A link is a port of before, left by a process that was killed; anything else is somebody's. Nor is a port
    made where there is no folder for it.

    Problem(OPTION_INVALID).
    """
    has_room = path.parent.is_dir() and os.access(path.parent, os.W_OK)
    if not has_room or (path.exists() and not path.is_symlink()):
        raise Problem(Code.OPTION_INVALID, option=option, value=str(path), form="build/port")
