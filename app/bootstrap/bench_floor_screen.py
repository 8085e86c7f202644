"""One window of the shop's floor in a process of its own: the counter's queue, or the tablet in the car park.

Each line of its input is a question of `bench_floor_asked`, each line of its output the answer.
"""

import asyncio
import os
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import msgspec
from PySide6.QtWidgets import QApplication, QScrollBar, QWidget

from app.bootstrap.bench_floor_asked import Arrivals, Asked, Claimed, Scroll, Shown
from app.bootstrap.bench_window_work import SIZE, Frames, wheel
from app.bootstrap.bench_world import CLERK, PIN
from app.bootstrap.counter_window import counter_window, desk_of
from app.bootstrap.curb_desk import curb_desk
from app.bootstrap.curb_window import curb_window
from app.bootstrap.terminal import TABLET_PITCH_MM
from app.bootstrap.terminal_parts import Terminal, open_terminal
from app.presentation.curb.model import CurbModel
from app.presentation.viewmodels.home import ARRIVALS, HomeModel
from app.ui import bridge
from app.ui.application import go_offscreen
from app.ui.hands import Hands
from app.ui.screens.home import HomeScreen
from app.ui.shell.window import CounterWindow
from app.ui.theme.look import start_look
from app.ui.widgets.row_list import RowList

UPRIGHT = (800, 1280)
PATIENCE_S, LOOK_S = 60.0, 0.001
_asked: msgspec.json.Decoder[Asked] = msgspec.json.Decoder(Asked)


@dataclass
class Pulse:
    """Measures for how long the loop is not free; lives on it."""

    busiest_s: float = 0.0
    _beating: "asyncio.Task[None] | None" = field(default=None)

    async def beat(self) -> None:
        """Until cancelled."""
        while True:
            before_s = time.perf_counter()
            await asyncio.sleep(LOOK_S)
            self.busiest_s = max(self.busiest_s, time.perf_counter() - before_s - LOOK_S)

    def taken(self) -> float:
        """The longest since it was asked last."""
        longest_s, self.busiest_s = self.busiest_s, 0.0
        return longest_s


@dataclass
class CounterEyes:
    """The counter's queue."""

    window: CounterWindow

    def arrived(self) -> int:
        """How many its card counts."""
        model = self.window.counter.model
        cards = model.state.cards if isinstance(model, HomeModel) else ()
        return next((card.count or 0 for card in cards if card.id == ARRIVALS), 0)

    def is_claimed(self, visit: str) -> bool:
        """The counter does not tell."""
        return False

    def queue(self) -> "RowList | None":
        """What scrolls."""
        shown = self.window.screen_shown
        return shown.list if isinstance(shown, HomeScreen) else None


@dataclass
class TabletEyes:
    """The queue of cars."""

    model: CurbModel

    def arrived(self) -> int:
        """How many cars are here."""
        return sum(car.is_here for car in self.model.cars.arrivals)

    def is_claimed(self, visit: str) -> bool:
        """Whether its card names somebody."""
        return any(car.visit.id == visit and car.visit.claimed_by for car in self.model.cars.arrivals)

    def queue(self) -> "RowList | None":
        """Nothing scrolls: who has no room waits on another page."""
        return None


Eyes = CounterEyes | TabletEyes


@asynccontextmanager
async def at_counter(terminal: Terminal) -> AsyncIterator[tuple[Eyes, QWidget]]:
    """The clerk's window, somebody signed in."""
    desk = await desk_of(terminal, "it")
    async with counter_window(terminal, desk) as window:
        window.resize(*SIZE)
        window.show()
        hands, counter = Hands(window), window.counter
        await hands.wait_for(lambda: hands.offers(CLERK.name), PATIENCE_S)
        hands.tap(CLERK.name)
        await hands.keys(PIN)
        await hands.wait_for(
            lambda: isinstance(counter.model, HomeModel) and not counter.model.state.is_loading, PATIENCE_S
        )
        yield CounterEyes(window), window


@asynccontextmanager
async def at_tablet(terminal: Terminal) -> AsyncIterator[tuple[Eyes, QWidget]]:
    """The tablet's window, somebody signed in."""
    async with curb_window(terminal, await curb_desk(terminal, "it"), TABLET_PITCH_MM) as window:
        window.resize(*UPRIGHT)
        window.show()
        model = window.model
        for press in (*(f"key:{sign}" for sign in CLERK.number), "next", *(f"key:{sign}" for sign in PIN)):
            model.pressed(press)
        await model.desk.flights.settled()
        yield TabletEyes(model), window


FACES = {"counter": at_counter, "tablet": at_tablet}


async def answer(asked: Asked, eyes: Eyes, frames: Frames, pulse: Pulse) -> Shown:
    """Wait for it, or do it. TimeoutError when it never is so."""
    match asked:
        case Arrivals(count):
            at_s = await frames.showing(lambda: eyes.arrived() == count, PATIENCE_S)
        case Claimed(visit):
            at_s = await frames.showing(lambda: eyes.is_claimed(visit), PATIENCE_S)
        case Scroll(rounds):
            turns = [await _turned(eyes, frames) for _ in range(rounds)]
            return Shown(at_s=time.perf_counter(), turns=turns)
    return Shown(at_s=at_s, busiest_s=pulse.taken())


async def _turned(eyes: Eyes, frames: Frames) -> float:
    """Seconds from a turn of the wheel to its frame; from the end of the queue back to its beginning first."""
    shown = eyes.queue()
    if shown is None:
        return 0.0
    bar = shown.verticalScrollBar()
    if bar.value() == bar.maximum():
        bar.setValue(0)
    before = bar.value()
    seen = asyncio.ensure_future(frames.showing(partial(_is_other, bar, before), PATIENCE_S))
    await asyncio.sleep(0)
    began_s = time.perf_counter()
    wheel(shown.viewport())
    return await seen - began_s


def _is_other(bar: QScrollBar, before: int) -> bool:
    return bar.value() != before


async def serve(app: QApplication, kind: str, folder: Path, url: str) -> None:
    """Answer until the input ends; the first line says that somebody is signed in."""
    start_look(app)
    async with open_terminal(folder, "", url) as terminal, FACES[kind](terminal) as (eyes, window):
        frames, pulse = Frames(window), Pulse()
        beating = asyncio.create_task(pulse.beat(), name="pulse")
        try:
            _tell(Shown(at_s=time.perf_counter()))
            while line := await asyncio.to_thread(sys.stdin.buffer.readline):
                _tell(await answer(_asked.decode(line), eyes, frames, pulse))
        finally:
            beating.cancel()
            await asyncio.gather(beating, return_exceptions=True)


def _tell(shown: Shown) -> None:
    sys.stdout.buffer.write(msgspec.json.encode(shown) + b"\n")
    sys.stdout.buffer.flush()


def main(kind: str, folder: str, url: str) -> int:
    """Run by `bench_floor`: counter or tablet, the folder of its device, the edge's address."""
    if not any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY")):
        go_offscreen()
    bridge.run(lambda app: serve(app, kind, Path(folder), url))
    return 0


if __name__ == "__main__":
    raise SystemExit(main(*sys.argv[1:4]))
