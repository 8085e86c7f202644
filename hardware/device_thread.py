"""The one thread on which the blocking calls of a device are made, and how their answers reach the loop."""

import asyncio
import threading
from collections.abc import Callable, Coroutine
from contextlib import suppress
from functools import partial
from queue import SimpleQueue
from typing import Any, TypeAlias, TypeVar

from hardware.devices import DeviceError, ErrorCode

T = TypeVar("T")
Sleep: TypeAlias = Callable[[float], Coroutine[Any, Any, None]]
HUNG = "hung"
"""Reason of a device whose driver broke its own time limit and has not come back."""
GRACE_S = 2.0
"""What a call may take beyond its limit before its driver counts as hung."""
DRIVER_FAULT = "driver_fault"
"""Reason of the DeviceError that stands for whatever else a driver raised; the fault itself is its cause."""


class DeviceThread:
    """Owns one thread; made and asked on the loop, and answers there, in the order asked.

    A daemon: a call that never returns must not keep the program from ending. `back` is told when one that had
    been given up came back.
    """

    def __init__(
        self,
        name: str,
        *,
        sleep: Sleep = asyncio.sleep,
        grace_s: float = GRACE_S,
        back: Callable[[], object] = lambda: None,
    ) -> None:
        self._sleep, self._grace_s, self._back = sleep, grace_s, back
        self.is_hung = False
        self._loop = asyncio.get_running_loop()
        self._asked: SimpleQueue[tuple[Callable[[], Any], asyncio.Future[Any]] | None] = SimpleQueue()
        self._ended = asyncio.Event()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self._thread.start()

    def ask(self, work: Callable[[], T]) -> "asyncio.Future[T]":
        """Have it done there. Its future raises DeviceError only: FAILURE for what a driver should not raise."""
        answer: asyncio.Future[T] = self._loop.create_future()
        # Who gave up waiting does not look at the error any more.
        answer.add_done_callback(lambda done: done.cancelled() or done.exception())
        self._asked.put((work, answer))
        return answer

    async def call(self, work: Callable[[], T], limit_s: float) -> T:
        """Have it done by a driver that keeps that limit itself. DeviceError; TIMEOUT `hung` when the limit was
        not kept, and at once until that call is back."""
        if self.is_hung:
            raise DeviceError(ErrorCode.TIMEOUT, HUNG)
        answer = self.ask(work)
        if not await self.is_done(answer, limit_s + self._grace_s):
            self.is_hung = True
            answer.add_done_callback(self._came_back)
            raise DeviceError(ErrorCode.TIMEOUT, HUNG)
        return await answer

    def _came_back(self, _: object) -> None:
        self.is_hung = False
        self._back()

    async def is_done(self, what: "asyncio.Future[Any]", limit_s: float) -> bool:
        """Waits for it, and no longer than that; whether it is done. It goes on if not."""
        return await is_done(what, limit_s, self._sleep)

    async def end(self) -> bool:
        """After what was asked before; whether it has ended by then, which one with a call that hangs has not."""
        self._asked.put(None)
        ended = self._loop.create_task(self._ended.wait())
        has_ended = await self.is_done(ended, self._grace_s)
        if has_ended:
            self._thread.join()
        ended.cancel()
        await asyncio.wait({ended})
        return has_ended

    def _run(self) -> None:
        while (asked := self._asked.get()) is not None:
            work, answer = asked
            self._tell(partial(_settle, answer, *_outcome(work)))
        self._tell(self._ended.set)

    def _tell(self, what: Callable[[], object]) -> None:
        with suppress(RuntimeError):  # the loop is closed: nobody is left to be told
            self._loop.call_soon_threadsafe(what)


def _outcome(work: Callable[[], T]) -> tuple[T | None, DeviceError | None]:
    try:
        return work(), None
    except DeviceError as error:
        return None, error
    except BaseException as fault:  # also what would end a thread in silence: one driver never ends another's work
        failed = DeviceError(ErrorCode.FAILURE, DRIVER_FAULT)
        failed.__cause__ = fault
        return None, failed


def _settle(answer: "asyncio.Future[Any]", result: object, error: DeviceError | None) -> None:
    if answer.done():
        return
    if error is None:
        answer.set_result(result)
    else:
        answer.set_exception(error)


async def is_done(what: "asyncio.Future[Any]", limit_s: float, sleep: Sleep) -> bool:
    """Waits for it, and no longer than that by the clock of `sleep`; whether it is done. It goes on if not."""
    timer = asyncio.ensure_future(sleep(limit_s))
    try:
        await asyncio.wait({what, timer}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        timer.cancel()
        await asyncio.wait({timer})
    return what.done()
