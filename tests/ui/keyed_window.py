"""The window of a station at work on a screen of X: says what is to be typed at it, and what should not have come.

It is told first, in a line of JSON, which scans to have typed (place, kind of code, what lies over the screen),
at which places a person types, and the pace of each scan in turn. It writes `["type", text, ms a key]`, answered
by an empty line once the last key is up, and `["fault", words]`.
"""

import asyncio
import json
import sys
import tempfile
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QKeyEvent, QWindow
from PySide6.QtWidgets import QApplication

from app.store.terminal_files import TerminalFiles
from app.ui import bridge
from app.ui.theme.look import start_look
from tests.ui.bench import Bench, bench_at
from tests.ui.places import stand_at
from tests.ui.scan_cases import faults
from tests.unit.usecases.counter import TYPED
from tests.unit.usecases.sample_files import sample_files

PERSON_MS = 120
# Scanners halt for less than this; from 35 ms on keys are a person's.
HALT_MS, TRIES = 30, 20
# Beyond these, another one tells nothing new.
FAULTS = 20
SHORT, LONGER = "4821", TYPED.lower().replace("-", "")


def say(*words: str | int) -> None:
    """To who started this."""
    sys.stdout.write(f"{json.dumps(words)}\n")
    sys.stdout.flush()


async def typed(text: str, key_ms: int) -> None:
    """Keys that somebody else presses; until the last one is up."""
    say("type", text, key_ms)
    if not await asyncio.to_thread(sys.stdin.readline):
        raise EOFError(text)


class Stamps(QObject):
    """When the keys of a window were pressed that type something, in the system's milliseconds; GUI thread."""

    def __init__(self, *windows: QWindow) -> None:
        super().__init__()
        self.at_ms: list[int] = []
        for window in windows:
            window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Hear, and let pass."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and event.text():
            self.at_ms.append(event.timestamp())
        return False

    @property
    def longest_ms(self) -> int:
        """The longest pause between two of them."""
        return max((after - before for before, after in pairwise(self.at_ms)), default=0)


@dataclass
class Scanner:
    """Scans that somebody else types, ended with Enter. `halt_ms`: the longest between two keys of the last one; a
    system under load presses the keys of a screen nobody looks at late."""

    bench: Bench
    key_ms: int = 1
    halt_ms: int = 0

    async def scan(self, code: str) -> None:
        """Until it was heard, or is not going to be."""
        heard: list[str] = []
        menu = QApplication.activePopupWidget()
        shown = [self.bench.window, *([] if menu is None else [menu])]
        stamps = Stamps(*(widget.windowHandle() for widget in shown))
        self.bench.window.wedge.scanned.connect(heard.append)
        await typed(f"{code}\r", self.key_ms)
        with suppress(TimeoutError):
            await self.bench.wait_for(lambda: heard)
        self.bench.window.wedge.scanned.disconnect(heard.append)
        self.halt_ms = stamps.longest_ms

    async def faults(self, place: str, kind: str, cover: str) -> list[str]:
        """What should not have come of it, typed as a scanner does."""
        for _ in range(TRIES):
            found = await faults(self.bench, place, kind, self.scan, cover)
            if not found or self.halt_ms < HALT_MS:
                return [f"{fault}, keys {self.halt_ms} ms apart" for fault in found]
        return [f"{kind} on {place}: no scanner's pace in {TRIES} tries"]


async def person_faults(bench: Bench, place: str, text: str, *, in_field: bool) -> list[str]:
    """What keys at a person's pace did there besides being typed and sent off."""
    await stand_at(bench, place)
    field, heard, shown = bench.window.top.omnibox, list[str](), list[str]()
    (field if in_field else bench.window).setFocus()
    bench.window.wedge.scanned.connect(heard.append)
    field.textChanged.connect(shown.append)
    await typed(f"{text}\r", PERSON_MS)
    with suppress(TimeoutError):
        await bench.until(lambda: text in shown)
    await bench.settled()
    field.textChanged.disconnect(shown.append)
    bench.window.wedge.scanned.disconnect(heard.append)
    found = (f"heard {heard}" * bool(heard), f"typed {shown}" * (text not in shown))
    return [f"a person on {place}: {fault}" for fault in found if fault]


async def all_faults(
    bench: Bench, cases: Iterable[tuple[str, str, str]], places: Iterable[str], paces_ms: Sequence[int]
) -> None:
    """Of those scans, and of a person there."""
    scanner, count = Scanner(bench), 0
    for number, case in enumerate(cases):
        scanner.key_ms = paces_ms[number % len(paces_ms)]
        found = await scanner.faults(*case)
        count += len(found)
        for fault in found:
            say("fault", fault)
        if count > FAULTS:
            return
    people = [*((place, SHORT, True) for place in places), ("home", LONGER, False)]
    for place, text, in_field in people:
        for fault in await person_faults(bench, place, text, in_field=in_field):
            say("fault", fault)


async def show(app: QApplication, folder: Path, lookups: TerminalFiles) -> None:
    """Signed in, with the keyboard."""
    start_look(app)
    async with bench_at(folder, lookups) as bench:
        await bench.sign_in()
        bench.window.activateWindow()
        await bench.until(bench.window.isActiveWindow)
        await all_faults(bench, *json.loads(sys.stdin.readline()))


def main() -> None:
    """Everything in a folder that goes with it."""
    with tempfile.TemporaryDirectory() as made, sample_files(Path(made)) as lookups:
        work = Path(made) / "work"
        work.mkdir()
        bridge.run(lambda app: show(app, work, lookups))


if __name__ == "__main__":
    main()
