"""A loop that ended leaves nothing behind that only its own thread may end."""

import gc
import threading

import pytest

from app.ui.application import application
from app.ui.bridge import Loop

LATER_S = 60


def test_any_thread_may_drop_a_loop_that_ended() -> None:
    loops = [Loop(application())]
    loops[0].call_later(LATER_S, print)
    loops[0].close()

    def drop() -> None:
        loops.clear()
        gc.collect()

    thread = threading.Thread(target=drop)
    thread.start()
    thread.join()


def test_a_loop_ends_once() -> None:
    loop = Loop(application())
    loop.close()
    loop.close()
    assert loop.is_closed()


def test_what_a_thread_said_to_a_loop_that_ended_meanwhile_is_let_go(capfd: pytest.CaptureFixture[str]) -> None:
    heard: list[str] = []
    loop = Loop(application())
    thread = threading.Thread(target=lambda: loop.call_soon_threadsafe(heard.append, "late"))
    thread.start()
    thread.join()
    loop.close()
    application().processEvents()
    assert heard == []
    assert capfd.readouterr().err == ""
