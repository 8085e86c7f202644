"""A cash drawer that stands open for longer than anybody counts change: told at the counter, and on record."""

from contextlib import suppress

from app.domain.errors import Problem
from app.presentation.beeps import Beep
from app.presentation.desk import Desk
from app.presentation.frame import NoticeState
from app.presentation.marks import Glyph, Tone
from hardware.api import Drawer

LONG_S = 120.0
"""Seconds. Giving change takes one, putting a roll of coins in half a minute."""


class DrawerWatch:
    """Looks at the drawer of this station each second; lives on the loop.

    Only where it was told which level of the drawer's switch means open (`Drawer.OPEN`). Told once each time, with
    a sound, and to nobody while the terminal is locked: then it is told to whoever comes next.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._since_s: float | None = None
        self._is_told = self._is_put_away = False

    def tick(self) -> None:
        """A second has passed."""
        jobs = self._desk.jobs
        if not any(health.drawer is Drawer.OPEN for health in jobs.devices()):
            self._since_s, self._is_told, self._is_put_away = None, False, False
            return
        now_s = jobs.clock.monotonic_s()
        self._since_s = now_s if self._since_s is None else self._since_s
        if self._desk.session.operator is not None and not self._is_told and self._open_s >= LONG_S:
            self._is_told = True
            self._desk.beep(Beep.QUESTION, "")
            self._desk.flights.once("drawer", self._record)

    async def _record(self) -> None:
        who = self._desk.session.operator
        if who is not None:
            # It is told on the screen, too: a store that cannot be written to says so elsewhere.
            with suppress(Problem):
                await self._desk.jobs.drawer_left_open(int(self._open_s), who)

    @property
    def _open_s(self) -> float:
        """For how long it has been open, in seconds."""
        return 0.0 if self._since_s is None else self._desk.jobs.clock.monotonic_s() - self._since_s

    def put_away(self) -> None:
        """The notice goes until the drawer was shut and opened again."""
        self._is_put_away = self._is_told

    def before(self, other: NoticeState) -> NoticeState:
        """That it is open and for how long; the other notice while it is shut, or this one was put away."""
        if not self._is_told or self._is_put_away:
            return other
        words = self._desk.words
        title = words.text("drawer.left_open")
        line = words.plural("drawer.left_open.line", int(self._open_s // 60))
        return NoticeState(title, line, "", words.text("notice.close"), Glyph.BANKNOTE, Tone.WARNING)
