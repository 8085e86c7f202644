"""Garbage is collected in the thread of the windows only, and when nobody waits for it."""

import gc
import time
from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QTimer

START_MS, COLLECT_MS = 3_000, 500
# What a key or a scan sets off is painted in less, and the next key of a person comes later.
PAUSE_MS, MOST_PAUSES = 40, 50


class Rounds:
    """Owns the rounds of collecting while the windows are open; GUI thread.

    A start is let alone and what it made stays: hardly any of it is garbage, and each look at all of it would hold
    up the screens for a tenth of a second.
    """

    def __init__(self) -> None:
        self._timer = QTimer()
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.due)
        self._is_started, self._paused = False, 0
        self._timer.start(START_MS)

    def end(self) -> None:
        """No more rounds."""
        self._timer.stop()

    def due(self) -> None:
        """A round, unless somebody acts just now: then a little later."""
        if _acted.ago_ms < PAUSE_MS and self._paused < MOST_PAUSES:
            self._paused += 1
            self._timer.start(PAUSE_MS)
            return
        if not self._is_started:
            self._is_started = True
            gc.freeze()
        self._paused = 0
        _collect()
        self._timer.start(COLLECT_MS)


class _Acted:
    """When somebody last pressed, tapped or scanned."""

    _at_s = 0.0

    def note(self) -> None:
        self._at_s = time.monotonic()

    @property
    def ago_ms(self) -> float:
        return 1000 * (time.monotonic() - self._at_s)


_acted = _Acted()


def put_off() -> None:
    """Somebody acts: a round took up to half a frame, and one in thirty scans met one."""
    _acted.note()


@contextmanager
def collected_here() -> Iterator[None]:
    """While the block runs only this thread, the GUI's, collects garbage.

    Cyclic garbage may hold widgets, and Python collects in whichever thread happens to allocate: a widget that
    ends outside the GUI thread ends the process.
    """
    gc.disable()
    rounds = Rounds()
    try:
        yield
    finally:
        rounds.end()
        gc.unfreeze()
        gc.collect()
        gc.enable()


def _collect() -> None:
    """The oldest generation that is due, as Python would."""
    pairs = zip(gc.get_count(), gc.get_threshold(), strict=True)
    due = [generation for generation, (count, limit) in enumerate(pairs) if count > limit]
    if due:
        gc.collect(due[-1])
