"""A clerk's window over the large cache, in a process of its own: each wish by real events, until it is painted.

A frame is what the window paints for one update request; a thing is shown by the first frame that began with what
the window shows at the end. What the program learns later, and needs no painting, does not count.
"""

import asyncio
import os
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import cycle, islice, takewhile
from pathlib import Path

import msgspec
from PySide6.QtCore import QCoreApplication, QEvent, QObject, QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QScrollBar, QWidget

from app.bootstrap.bench_memory import resident_mb, settle, used
from app.bootstrap.bench_window_asked import WARM_UP, Asked, Worked
from app.bootstrap.bench_world import CLERK, PIN
from app.bootstrap.counter_window import counter_window, desk_of
from app.bootstrap.terminal_parts import open_terminal
from app.domain.values import OrderId
from app.presentation.queue_lines import QueueRow
from app.presentation.viewmodels.article import ArticleModel
from app.presentation.viewmodels.home import HomeModel
from app.presentation.viewmodels.order import OrderModel
from app.ui import bridge
from app.ui.application import go_offscreen
from app.ui.hands import HUMAN_S, SCANNER_MS, Hands
from app.ui.screens.queue_rows import paint_queue_row
from app.ui.theme.look import Look, start_look
from app.ui.theme.tokens import ThemeName
from app.ui.widgets.row_list import RowList

ROWS, ROW_HEIGHT, WHEEL = 10_000, 56, 360
SIZE = (1366, 768)
PATIENCE_S, QUIET_S = 20.0, 0.05
SECTIONS = (Qt.Key.Key_F3, Qt.Key.Key_F4, Qt.Key.Key_F6, Qt.Key.Key_F7, Qt.Key.Key_F8)


class Frames(QObject):
    """Watches the frames of one top-level widget; GUI thread."""

    def __init__(self, watched: QWidget) -> None:
        super().__init__(watched)
        self._shows: Callable[[], object] = lambda: None
        self._painted: list[tuple[float, object]] = []
        self._last_s = 0.0
        self._turned = asyncio.Event()
        watched.installEventFilter(self)

    async def showing(
        self,
        is_so: Callable[[], object],
        within_s: float = PATIENCE_S,
        *,
        shows: Callable[[], object] | None = None,
    ) -> float:
        """The time the frame was painted that shows it. TimeoutError when it never is so.

        `shows`: what the window shows, to compare; without it, whether it is so. When nothing had to be
        painted for it, it was shown by the frame before.
        """
        self._shows = shows or (lambda: bool(is_so()))
        self._painted.clear()
        async with asyncio.timeout(within_s):
            while not is_so():
                await self._moment()
            while (at_s := self._since(self._shows())) is None:
                if not await self._moment():
                    return self._last_s
        return at_s

    async def _moment(self) -> bool:
        """Until a frame is painted, which may not come."""
        self._turned.clear()
        with suppress(TimeoutError):
            async with asyncio.timeout(QUIET_S):
                await self._turned.wait()
        return self._turned.is_set()

    def _since(self, shown: object) -> float | None:
        """When that came to be shown; None while the last frame shows something else."""
        of_it = takewhile(lambda frame: frame[1] == shown, reversed(self._painted))
        return min((at_s for at_s, _ in of_it), default=None)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A frame begins; the next turn of the loop comes when it is painted."""
        if event.type() == QEvent.Type.UpdateRequest:
            QTimer.singleShot(0, partial(self._seen, self._shows()))
        return False

    def _seen(self, shown: object) -> None:
        self._last_s = time.perf_counter()
        self._painted.append((self._last_s, shown))
        self._turned.set()


@dataclass
class Shift:
    """A clerk at work against the clock; lives on Qt's loop."""

    hands: Hands
    look: Look
    frames: Frames
    times: dict[str, list[float]] = field(default_factory=dict)

    async def timed(
        self,
        name: str,
        act: Callable[[], None],
        is_so: Callable[[], object],
        shows: Callable[[], object] | None = None,
    ) -> None:
        """Do it and note how long it took until it was painted (see `Frames`); then pause like a person.

        Keys that come faster are a scanner's.
        """
        started_s = time.perf_counter()
        act()
        painted_s = await self.frames.showing(is_so, shows=shows)
        self.times.setdefault(name, []).append(max(0.0, painted_s - started_s))
        await self.hands.settled()
        await asyncio.sleep(HUMAN_S)

    async def sign_in(self) -> None:
        """By tap and keys."""
        counter = self.hands.window.counter
        await self.hands.until(lambda: self.hands.offers(CLERK.name))
        self.hands.tap(CLERK.name)
        await self.hands.keys(PIN)
        await self.hands.until(lambda: isinstance(counter.model, HomeModel) and counter.model.state.rows, 60.0)

    async def type_texts(self, texts: Sequence[str]) -> None:
        """Each text key by key, then Esc out of the field."""
        omnibox, box = self.hands.window.counter.omnibox, self.hands.window.top.omnibox
        for text in texts:
            for end in range(1, len(text) + 1):
                so_far, char = text[:end], text[end - 1]
                await self.timed(
                    "keys", partial(self.hands.run_of, char), partial(self._found, so_far), lambda: omnibox.state
                )
            assert omnibox.state.typed == text
            box.clear()
            await self.hands.settled()

    def _found(self, text: str) -> bool:
        counter = self.hands.window.counter
        return counter.omnibox.state.typed == text and not counter.desk.flights.is_flying("omnibox")

    async def scan(self, name: str, codes: Sequence[str], model: type[object]) -> None:
        """Each code by the scanner that types, from the start screen; only the last key counts: what the others
        set off is painted before it comes, as between the keys of a scanner.

        Keys carry stamps, as from a system: a busy machine must not make a scanner's look like a person's.
        """
        counter = self.hands.window.counter
        for code in codes:
            counter.go_to("home")
            await self.hands.settled()
            await asyncio.sleep(0.1)
            at_ms = round(time.monotonic() * 1000)
            self.hands.run_of(code, at_ms=at_ms)
            await asyncio.sleep(SCANNER_MS / 1000)
            ended_ms = at_ms + len(code) * SCANNER_MS
            ended, is_so = partial(self.hands.enter, ended_ms), partial(self._is_shown, model)
            await self.timed(name, ended, is_so, self._screen)

    def _screen(self) -> object:
        shown = self.hands.window.screen_shown
        return shown, shown.model.state

    def _is_shown(self, model: type[object]) -> bool:
        counter = self.hands.window.counter
        is_there = isinstance(counter.model, model) and self.hands.window.screen_shown.model is counter.model
        return is_there and not counter.desk.flights.is_flying("open")

    async def change_screens(self, rounds: int) -> None:
        """The keys of the rail, one after the other."""
        window = self.hands.window
        for key in islice(cycle(SECTIONS), rounds):
            before = window.screen_shown
            await self.timed("screens", partial(self.hands.key, key), partial(self._is_other, before))

    def _is_other(self, before: QWidget) -> bool:
        return self.hands.window.screen_shown is not before

    async def change_themes(self, rounds: int) -> None:
        """Light, dark, high contrast on the start screen."""
        self.hands.window.counter.go_to("home")
        await self.hands.settled()
        for name in islice(cycle((ThemeName.DARK, ThemeName.HC, ThemeName.LIGHT)), rounds):
            await self.timed("themes", partial(self.look.show, name), partial(self._is_look, name))
        self.look.show(ThemeName.LIGHT)

    def _is_look(self, name: ThemeName) -> bool:
        return self.look.theme.name is name

    async def scroll(self, rounds: int) -> None:
        """The wheel over a long queue."""
        home = self.hands.window.counter.model
        assert isinstance(home, HomeModel)
        item, desk = home.state.rows[0].item, self.hands.window.counter.desk
        words = desk.words
        listed = RowList("", paint_queue_row, ROW_HEIGHT)
        listed.show_rows(
            [
                QueueRow(replace(item, order=replace(item.order, id=OrderId(f"{number}"))), words, desk.now_at)
                for number in range(ROWS)
            ]
        )
        listed.resize(900, 600)
        listed.show()
        frames, bar = Frames(listed), listed.verticalScrollBar()
        await asyncio.sleep(0.1)
        own = Shift(self.hands, self.look, frames, self.times)
        for _ in range(rounds):
            before = bar.value()
            await own.timed("scrolls", partial(wheel, listed.viewport()), partial(_is_moved, bar, before))
        bridge.end(listed)


def _is_moved(bar: QScrollBar, before: int) -> bool:
    return bar.value() != before


def wheel(widget: QWidget) -> None:
    """Three notches down."""
    at = QPointF(widget.rect().center())
    none, nothing = Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier
    turned, is_inverted = QPoint(0, -WHEEL), False
    event = QWheelEvent(
        at, widget.mapToGlobal(at), QPoint(), turned, none, nothing, Qt.ScrollPhase.NoScrollPhase, is_inverted
    )
    QCoreApplication.sendEvent(widget, event)


async def serve(app: QApplication, folder: Path, url: str, idle_s: float, asked: Asked) -> Worked:
    """Work through everything, then sit still."""
    look = start_look(app)
    async with open_terminal(folder, "", url) as terminal:
        desk = await desk_of(terminal, "it")
        async with counter_window(terminal, desk) as window:
            window.resize(*SIZE)
            window.show()
            shift = Shift(Hands(window), look, Frames(window))
            await shift.sign_in()
            await settle()
            await shift.type_texts(asked.texts)
            await shift.scan("articles", asked.gtins, ArticleModel)
            await shift.scan("orders", asked.codes, OrderModel)
            await shift.change_screens(asked.rounds)
            await shift.change_themes(asked.rounds)
            await shift.scroll(asked.rounds)
            await settle()
            idle_percent = await used(idle_s)
            rss_mb, anonymous_mb = resident_mb()
    return Worked(
        **{name: times[WARM_UP:] for name, times in shift.times.items()},
        rss_mb=rss_mb,
        anonymous_mb=anonymous_mb,
        idle_percent=idle_percent,
    )


def main(folder: str, url: str, idle_s: str) -> int:
    """Run by `bench_window`: folder of the device, address of its edge, seconds to sit still."""
    asked = msgspec.json.decode(sys.stdin.buffer.readline(), type=Asked)
    if not any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY")):
        go_offscreen()
    worked = bridge.run(lambda app: serve(app, Path(folder), url, float(idle_s), asked))
    sys.stdout.buffer.write(msgspec.json.encode(worked) + b"\n")
    sys.stdout.buffer.flush()
    return 0


if __name__ == "__main__":
    raise SystemExit(main(*sys.argv[1:4]))
