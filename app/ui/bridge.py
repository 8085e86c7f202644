"""Where Qt's loop and asyncio's are one: the only module that knows how."""

import asyncio
import os
import sys
import threading
from collections.abc import Awaitable, Callable, Coroutine
from contextvars import Context
from typing import Any, TypeVar, TypeVarTuple

os.environ.setdefault("QT_API", "pyside6")

from PySide6.QtCore import QCoreApplication, QEvent, QObject
from PySide6.QtWidgets import QApplication, QWidget
from qasync import QEventLoop

from app.ui.application import application
from app.ui.garbage import collected_here

T = TypeVar("T")
Ts = TypeVarTuple("Ts")
WATCHER, WATCHER_S = "asyncio-waitpid-", 5.0
SWITCH_S = 0.001
"""How long another thread may go on while the screen waits for its turn: Python's own 5 ms are a third of a frame,
each time."""


class Loop(QEventLoop):
    """Qt's loop as asyncio's. The library's own end of a run lets Qt work once more without a running loop, in
    which a task that happens to wake finds none; here a run ends where it ends."""

    _timer: QObject

    def run_until_complete(self, future: Awaitable[T]) -> T:  # type: ignore[override]
        """The result of the future. RuntimeError when the loop was stopped before."""
        awaited = asyncio.ensure_future(future, loop=self)
        awaited.add_done_callback(self._over)
        try:
            self.run_forever()
        finally:
            awaited.remove_done_callback(self._over)
        if not awaited.done():
            raise RuntimeError("the loop was stopped before the work was done")
        return awaited.result()

    def call_soon(
        self, callback: Callable[[*Ts], object], *args: *Ts, context: Context | None = None
    ) -> asyncio.Handle:
        """When the loop has its next turn; never, once it is closed: a thread's word may wait in Qt until then."""
        if self.is_closed():
            return asyncio.Handle(callback, args, self, context)
        return super().call_soon(callback, *args, context=context)

    def close(self) -> None:
        """End the loop and its timers. The library leaves those that wait as they are: another thread that then
        drops the loop leaves this one a timer of nobody's, and the process ends when its time comes."""
        if self.is_closed():
            return
        super().close()
        self._timer.deleteLater()
        QCoreApplication.sendPostedEvents(self._timer, QEvent.Type.DeferredDelete.value)

    def _over(self, _: "asyncio.Future[Any]") -> None:
        self.stop()


def run(main: Callable[[QApplication], Coroutine[Any, Any, T]]) -> T:
    """Run `main` on the one loop until it ends; what it returns. GUI thread."""
    app = application()
    sys.setswitchinterval(SWITCH_S)
    try:
        with collected_here(), asyncio.Runner(loop_factory=lambda: Loop(app)) as runner:
            return runner.run(main(app))
    finally:
        _let_watchers_end()


def _let_watchers_end() -> None:
    """Wait for asyncio's threads that tell of ended processes: they tell by a signal of Qt, and a thread that is
    still in there when the interpreter ends aborts the process."""
    for thread in threading.enumerate():
        if thread.name.startswith(WATCHER):
            thread.join(WATCHER_S)


def end(window: QWidget) -> None:
    """Close a window and let everything in it end now, while the application still is."""
    window.close()
    window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
