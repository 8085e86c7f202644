"""The printer of a spool: the thread its driver runs in, its one connection, and how it was met last."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

from app.usecases.spool import AfterLoss
from hardware.api import (
    Absent,
    Connecting,
    DeviceError,
    DeviceState,
    ErrorCode,
    Faulted,
    Health,
    ReceiptPrinter,
    health_of,
)
from hardware.device_thread import HUNG, DeviceThread
from hardware.printing.art import Art
from hardware.printing.profiles import PrinterProfile

T = TypeVar("T")
IN_USE = "in_use"
"""What a driver says when another terminal has the printer."""


@dataclass(frozen=True, slots=True)
class SpoolTiming:
    """Durations in seconds: connecting, one blocking call, grace after the estimate, pause before a retry, how
    long a wish to open the drawer is worth anything, letting go of the printer, and what a call may take beyond
    its limit before the driver counts as hung; how often a printer nobody prints on is looked at, and one whose
    cash drawer stands open.
    """

    connect_s: float = 3.0
    slice_s: float = 0.5
    grace_s: float = 10.0
    retry_s: float = 2.0
    drawer_s: float = 3.0
    close_s: float = 3.0
    hung_s: float = 2.0
    idle_s: float = 10.0
    open_drawer_s: float = 3.0


@dataclass(frozen=True, slots=True)
class PrinterPlace:
    """One printer of the station: its name in the queue, driver, kind, and what to do after a loss.

    `art` draws what it cannot. `is_shared`: other terminals print there too, so the connection is given back
    after every paper.
    """

    name: str
    printer: ReceiptPrinter
    profile: PrinterProfile
    after_loss: AfterLoss = AfterLoss.ASK
    is_shared: bool = False
    art: Art | None = None


class SpoolPrinter:
    """Owns the printer's thread and connection; lives on the loop. `told` hears of every other state, `back` when
    a call that had been given up is back."""

    def __init__(
        self,
        place: PrinterPlace,
        timing: SpoolTiming,
        clock_s: Callable[[], float],
        told: Callable[[DeviceState], None],
        back: Callable[[], None],
    ) -> None:
        self._place, self._timing, self._clock_s = place, timing, clock_s
        self._told, self._back = told, back
        self._thread = DeviceThread(f"printer-{place.name}", grace_s=timing.hung_s, back=self._came_back)
        self._is_open = False
        self._state: DeviceState | None = None

    @property
    def health(self) -> Health:
        """How it is, as it was met last."""
        printer = self._place.printer
        return health_of(self._place.name, printer.info, printer, self._state or Connecting())

    async def call(self, work: Callable[[ReceiptPrinter], T], limit_s: float) -> T:
        """Runs a driver call that keeps that limit itself, in the printer's thread. DeviceError; TIMEOUT
        `hung`."""
        return await self._thread.call(partial(work, self._place.printer), limit_s)

    async def is_ready(self, until_s: float = math.inf) -> bool:
        """Opens when needed and looks before a byte leaves, for no longer than until then; tells why not."""
        state = await self._look_twice(until_s)
        if self._clock_s() >= until_s:
            return False  # what a printer did not say in a hurry is nothing to be told
        self.tell(state or Absent())
        return state is not None and not isinstance(state, (Absent, Faulted))

    async def glance(self) -> None:
        """Looks though nobody wants to print: then that another terminal does is nothing to be told."""
        state = await self._look_twice() or Absent()
        if state != Faulted(IN_USE):
            self.tell(state)

    async def _look_twice(self, until_s: float = math.inf) -> DeviceState | None:
        state = await self._look(until_s)
        if state is None and self._clock_s() < until_s:
            state = await self._look(until_s)  # the connection of the last paper had died: that says nothing yet
        return state

    async def _look(self, until_s: float) -> DeviceState | None:
        """The printer's state; None when a connection kept from before turned out to be dead."""

        def left_s() -> float:
            return max(0.0, min(self._timing.connect_s, until_s - self._clock_s()))

        was_open = self._is_open
        try:
            if not was_open:
                await self.call(lambda printer: printer.open(left_s()), left_s())
                self._is_open = True
            status = await self.call(lambda printer: printer.status(left_s()), left_s())
        except DeviceError as error:
            await self.hang_up(until_s)
            return None if was_open and error.reason != HUNG else state_of(error)
        return status.state()

    def tell(self, state: DeviceState) -> None:
        """It was met like this."""
        if state != self._state:
            self._state = state
            self._told(state)

    async def give_back(self, until_s: float = math.inf) -> None:
        """Other terminals may want it now."""
        if self._place.is_shared:
            await self.hang_up(until_s)

    async def hang_up(self, until_s: float = math.inf) -> None:
        """Waits for it no longer than until then. Behind a call that hangs it is done once that is back."""
        self._is_open = False
        if not self._thread.is_hung:
            closed = self._thread.ask(self._place.printer.close)
            left_s = max(0.0, min(self._timing.close_s, until_s - self._clock_s()))
            await self._thread.is_done(closed, left_s)

    async def end(self) -> None:
        """Hangs up and ends the thread, which one with a call that hangs does not."""
        await self.hang_up()
        await self._thread.end()

    def _came_back(self) -> None:
        """Nobody knows what it did meanwhile: it is opened anew."""
        self._is_open = False
        self._thread.ask(self._place.printer.close)
        self._back()


def state_of(error: DeviceError) -> DeviceState:
    """Of a printer that could not be had."""
    return Absent() if error.code is ErrorCode.NO_HARDWARE else Faulted(error.reason)
