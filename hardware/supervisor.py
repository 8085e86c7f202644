"""Keeps every device of a station at work: one thread each, tried again when lost, told about when it changes."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from types import TracebackType
from typing import Any, TypeVar

import structlog

from hardware.device_thread import DeviceThread, Sleep
from hardware.devices import DeviceError, Health
from hardware.supervised import Opened, Pace, Post, Supervised

D = TypeVar("D", bound=Opened)
LOOK_S = 1.0
"""Between two looks at what is plugged in: polling works on every system, and costs under a millisecond."""
_log = structlog.get_logger("hardware.supervisor")


def _nobody(_: Health) -> None:
    """Nobody wants to know."""


class Supervisor:
    """Owns the devices of one station; lives on the loop; use as `async with`.

    `changed` hears of each device that is in another state. `plugged` answers what is plugged in now, as anything
    that can be compared; it runs on a thread of its own, and a change of it lets lost devices be tried at once.
    """

    def __init__(
        self,
        changed: Callable[[Health], None] = _nobody,
        plugged: Callable[[], object] | None = None,
        *,
        sleep: Sleep = asyncio.sleep,
        pace: Pace | None = None,
    ) -> None:
        self._changed, self._plugged, self._sleep = changed, plugged, sleep
        self._pace = pace or Pace()
        self._devices: dict[str, Supervised[Any]] = {}
        self._looking: asyncio.Task[None] | None = None

    def add(self, post: Post[D]) -> Supervised[D]:
        """Begins to look after a device. ValueError for a name that is taken."""
        if post.name in self._devices:
            raise ValueError(post.name)
        device = Supervised(post, lambda one: self._changed(one.health), self._sleep, self._pace)
        self._devices[post.name] = device
        return device

    @property
    def health(self) -> tuple[Health, ...]:
        """How each device is, in the order they were added."""
        return tuple(device.health for device in self._devices.values())

    async def __aenter__(self) -> "Supervisor":
        """Begins to look at what is plugged in."""
        if self._plugged is not None:
            self._looking = asyncio.create_task(self._look(self._plugged), name="hot-plug")
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Lets go of every device; their threads have ended then, but for those of drivers that hang."""
        if self._looking is not None:
            self._looking.cancel()
            await asyncio.gather(self._looking, return_exceptions=True)
        await asyncio.gather(*(device.stop() for device in self._devices.values()))
        self._devices.clear()

    async def _look(self, plugged: Callable[[], object]) -> None:
        thread = DeviceThread("hot-plug", sleep=self._sleep, grace_s=self._pace.grace_s)
        seen: object = None
        try:
            while True:
                with suppress(DeviceError):  # a list that cannot be had says nothing; devices are tried anyway
                    found = await thread.ask(plugged)
                    if found != seen:
                        self._wake()
                    seen = found
                await self._sleep(LOOK_S)
        finally:
            await thread.end()

    def _wake(self) -> None:
        for device in self._devices.values():
            device.wake()
