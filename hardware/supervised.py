"""One device under supervision: opened, used, lost and found again, whatever its driver does."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial
from typing import Generic, Protocol, TypeAlias, TypeVar

import structlog

from hardware.device_thread import DRIVER_FAULT, GRACE_S, HUNG, DeviceThread, Sleep
from hardware.devices import (
    Absent,
    Connecting,
    DeviceError,
    DeviceState,
    DriverInfo,
    ErrorCode,
    Faulted,
    Health,
    PowerState,
    health_of,
)

_ABSENT = (ErrorCode.NO_HARDWARE, ErrorCode.OFFLINE, ErrorCode.CLOSED, ErrorCode.NO_EXIST)
_log = structlog.get_logger("hardware.supervisor")


class Opened(Protocol):
    """What supervision needs of any driver."""

    def open(self, timeout_s: float) -> None:
        """Takes the device; DeviceError."""

    def close(self) -> None:
        """Lets go of it; never raises, may be called twice."""


D = TypeVar("D", bound=Opened)
T = TypeVar("T")
Duty: TypeAlias = Callable[[D, Callable[[], bool]], DeviceState]


@dataclass(frozen=True, slots=True)
class Pace:
    """Durations in seconds. `first_s`, doubled up to `longest_s`: between two tries to open. `open_s`: to open.
    `grace_s`: what a call may take beyond its limit before its driver counts as hung."""

    first_s: float = 0.5
    longest_s: float = 10.0
    open_s: float = 3.0
    grace_s: float = GRACE_S


@dataclass(frozen=True, slots=True)
class Post(Generic[D]):
    """A device's place at this station. `name` is unique there and stays the same over restarts.

    `duty` is what its thread does with the open device while nobody else wants it: for at most `turn_s`, shorter
    once its second argument answers yes; then again after `rest_s`. It answers how the device is, or DeviceError.
    `is_shared`: others use it too, so it is given back after every turn and every use.
    """

    name: str
    info: DriverInfo
    driver: D
    duty: "Duty[D]"
    turn_s: float = 1.0
    rest_s: float = 0.0
    is_shared: bool = False


class Use(Generic[D]):
    """A device that is held by whoever got this; lives on the loop."""

    def __init__(self, device: "Supervised[D]") -> None:
        self._device = device

    async def call(self, work: Callable[[D], T], limit_s: float) -> T:
        """Runs a driver call that keeps that limit itself, on the device's thread. DeviceError; TIMEOUT `hung`."""
        return await self._device.ask(partial(work, self._device.post.driver), limit_s)

    def tell(self, state: DeviceState) -> None:
        """How the device is, as its holder found out."""
        self._device.tell(state)


class Supervised(Generic[D]):
    """Owns one device, its thread and its state; lives on the loop. `changed` hears of every other state.

    `is_open`: whether it can be told something without being sought first.
    """

    def __init__(
        self, post: Post[D], changed: "Callable[[Supervised[D]], None]", sleep: Sleep, pace: Pace
    ) -> None:
        self.post = post
        self.state: DeviceState = Connecting()
        self._changed, self._pace = changed, pace
        self._log = _log.bind(device=post.name, driver=post.info.id)
        self._thread = DeviceThread(post.name, sleep=sleep, grace_s=pace.grace_s, back=self.wake)
        self._turn = asyncio.Lock()
        self._woken = asyncio.Event()
        self._wanted = 0
        self.is_open = self._is_lost = False
        self._pause_s = pace.first_s
        self._life = asyncio.get_running_loop().create_task(self._live(), name=f"device-{post.name}")

    @property
    def health(self) -> Health:
        """How it is now."""
        return health_of(self.post.name, self.post.info, self.post.driver, self.state)

    def wake(self) -> None:
        """Something was plugged in, or somebody asks: the next turn is now."""
        self._pause_s = self._pace.first_s
        self._woken.set()

    async def call(self, work: Callable[[D], T], limit_s: float) -> T:
        """A single driver call that keeps that limit itself; see `held`."""
        async with self.held() as use:
            return await use.call(work, limit_s)

    @asynccontextmanager
    async def held(self) -> AsyncIterator[Use[D]]:
        """The open device, for several calls with nobody's in between; opened first when it is not.

        DeviceError when it cannot be had. One that leaves the block, but for ILLEGAL, is a loss: the device is
        opened again later.
        """
        await self._take_turn()
        try:
            if not self.is_open:
                await self._open()
            yield Use(self)
        except DeviceError as error:
            if error.code is not ErrorCode.ILLEGAL:
                self._lose(error)
            raise
        finally:
            self._give_back()
            self._turn.release()

    async def _take_turn(self) -> None:
        self._wanted += 1
        try:
            await self._turn.acquire()
        finally:
            self._wanted -= 1

    async def ask(self, work: Callable[[], T], limit_s: float) -> T:
        """On its thread. DeviceError; TIMEOUT `hung` when the limit was not kept, and until that call is back."""
        return await self._thread.call(work, limit_s)

    async def stop(self) -> bool:
        """Lets go of the device and ends; whether its thread has ended too, which one that hangs does not."""
        self._wanted += 1
        self._life.cancel()
        await asyncio.gather(self._life, return_exceptions=True)
        self._thread.ask(self.post.driver.close)
        has_ended = await self._thread.end()
        if not has_ended:
            self._log.error("device_abandoned")
        return has_ended

    async def _live(self) -> None:
        while True:
            self._woken.clear()
            async with self._turn:
                pause_s = await self._take_care()
            if pause_s:
                await self._rest(pause_s)

    async def _rest(self, pause_s: float) -> None:
        """So long, or until woken."""
        woken = asyncio.ensure_future(self._woken.wait())
        try:
            await self._thread.is_done(woken, pause_s)
        finally:
            woken.cancel()
            await asyncio.wait({woken})

    async def _take_care(self) -> float:
        """One turn; the pause after it."""
        post = self.post
        try:
            if not self.is_open:
                await self._open()
            state = await self.ask(partial(post.duty, post.driver, lambda: self._wanted > 0), post.turn_s)
        except DeviceError as error:
            self._lose(error)
            pause_s, self._pause_s = self._pause_s, min(2 * self._pause_s, self._pace.longest_s)
            return pause_s
        self._give_back()
        self._pause_s = self._pace.first_s
        self.tell(state)
        return post.rest_s

    async def _open(self) -> None:
        await self.ask(partial(self.post.driver.open, self._pace.open_s), self._pace.open_s)
        self.is_open = True

    def _give_back(self) -> None:
        if self.post.is_shared and self.is_open:
            self.is_open = False
            self._thread.ask(self.post.driver.close)

    def tell(self, state: DeviceState) -> None:
        """It is at work, and this is how."""
        if self._is_lost:
            self._is_lost = False
            self._log.info("device_back", power=PowerState.ONLINE.name)
        self._set(state)

    def _lose(self, error: DeviceError) -> None:
        self.is_open = False
        self._thread.ask(self.post.driver.close)
        was_lost, self._is_lost = self._is_lost, True
        self._set(_state_of(error))
        if not was_lost:
            self._log.info("device_lost", reason=error.reason, power=self.health.power.name)
            if error.reason in (HUNG, DRIVER_FAULT):
                self._log.error("driver_broken", reason=error.reason, exc_info=error.__cause__)

    def _set(self, state: DeviceState) -> None:
        if state != self.state:
            self.state = state
            try:
                self._changed(self)
            except Exception as fault:  # whoever listens: a device is looked after all the same
                self._log.error("listener_broken", exc_info=fault)


def _state_of(error: DeviceError) -> DeviceState:
    return Absent() if error.code in _ABSENT else Faulted(error.reason)
