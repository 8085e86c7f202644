"""Composition root of the terminal's window: painted first, filled when the engine under it is open."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from app.bootstrap.kept_look import kept_look
from app.ui.application import application
from app.ui.shell.opening import OpeningWindow
from app.ui.theme.tokens import themes

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QApplication

    from app.ui.theme.look import Look

FACES = {"kiosk": "app.bootstrap.kiosk_window", "curbside": "app.bootstrap.curb_window"}
"""What a device of a mode shows; every other one is a counter."""
COUNTER = "app.bootstrap.counter_window"


async def show(app: "QApplication", args: argparse.Namespace, look: "Look", opening: OpeningWindow) -> None:
    """The counter in the first window's place, until it is closed, also while it is opened, or a signal comes.

    The counter is imported on another thread, so that this one goes on painting. Problem.
    """
    import asyncio
    import importlib

    from app.bootstrap.identity import kept_mode
    from app.bootstrap.process import until_stopped

    async def fill() -> None:
        face = FACES.get(kept_mode(args.data), COUNTER)
        counter = await asyncio.to_thread(importlib.import_module, face)
        await counter.serve(args, look, opening)

    closed = asyncio.Event()
    app.lastWindowClosed.connect(closed.set)
    if not opening.isVisible():  # closed in the loop's first turn, before anybody listened
        closed.set()
    work = asyncio.create_task(fill(), name="counter")
    ends = [asyncio.create_task(end) for end in (closed.wait(), until_stopped())]
    try:
        await asyncio.wait([work, *ends], return_when=asyncio.FIRST_COMPLETED)
        if work.done():
            work.result()
    finally:
        for task in (work, *ends):
            task.cancel()
        await asyncio.gather(work, *ends, return_exceptions=True)


def run_window(args: argparse.Namespace, refuse: "Callable[[argparse.Namespace], None]") -> None:
    """Run the terminal with its window; `refuse` is asked once that is painted. Problem when it cannot start."""
    app = application()
    opening = first_window(args.data)
    opening.showMaximized()
    _paint(app, opening)
    from app.ui.theme.look import start_look

    look = start_look(app, opening.theme.name)
    if opening.isVisible():
        _show_people(app, opening, args)
    from app.ui import bridge

    try:
        refuse(args)
        if opening.isVisible():
            bridge.run(lambda app: show(app, args, look, opening))
    finally:
        bridge.end(opening)


def _show_people(app: "QApplication", opening: OpeningWindow, args: argparse.Namespace) -> None:
    """Those of this counter's last locked screen. Its keys are read for that: the first window does not wait."""
    from app.bootstrap.kept_people import kept_people
    from app.ui.shell.early import EarlySignIn

    if (face := kept_people(args.data)) is not None:
        opening.show_people(EarlySignIn(face, opening, args.wedge_prefix))
        _paint(app, opening)


def first_window(folder: Path) -> OpeningWindow:
    """The window that is painted first, in the look this terminal had last."""
    return OpeningWindow(themes()[kept_look(folder)])


def _paint(app: "QApplication", opening: OpeningWindow) -> None:
    """Return when the first window is painted, or closed again; asyncio is not even loaded yet."""
    opening.painted.connect(app.exit, Qt.ConnectionType.QueuedConnection)
    app.lastWindowClosed.connect(app.exit)
    app.exec()
    opening.painted.disconnect(app.exit)
    app.lastWindowClosed.disconnect(app.exit)
