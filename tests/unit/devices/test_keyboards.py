"""Keyboards that do not belong to a kiosk: taken while they are plugged in, and told."""

import asyncio
import errno
import os
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from app.bootstrap.kiosk_keyboards import own_keys_only
from app.presentation.doctor_text import keyboard_lines
from hardware.drivers.keyboards import KeyboardGuard, foreign_keyboards
from tests.strictness import ExpectLog
from tests.unit.wording.catalogues import wording

KEYPAD, STRANGER = "Acme Keypad", "Duck"


class Plugs:
    """Keyboards as Linux lists them, each twice; a pipe stands for what it types."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._pipes: dict[int, int] = {}

    def plug_in(self, number: int, name: str) -> str:
        """Its path by what it is."""
        event = self.root / f"dev/input/event{number}"
        known = self.root / f"sys/class/input/event{number}/device/name"
        known.parent.mkdir(parents=True, exist_ok=True)
        known.write_text(f"{name}\n")
        for folder in ("by-path", "by-id"):
            (self.root / "dev/input" / folder).mkdir(parents=True, exist_ok=True)
            self._link(folder, number).symlink_to(event)
        os.mkfifo(event)
        self._pipes[number] = os.open(event, os.O_RDWR)
        return str(self._link("by-id", number))

    def type(self, number: int) -> None:
        """Keys."""
        os.write(self._pipes[number], b"curl")

    def unplug(self, number: int) -> None:
        """Nothing is left of it."""
        for folder in ("by-path", "by-id"):
            self._link(folder, number).unlink()
        (self.root / f"dev/input/event{number}").unlink()
        os.close(self._pipes.pop(number))

    def _link(self, folder: str, number: int) -> Path:
        return self.root / f"dev/input/{folder}/usb-{number}-event-kbd"

    def close(self) -> None:
        """All of them."""
        for number in list(self._pipes):
            self.unplug(number)


class Grabs:
    """Who was taken; `error` is what the system says to it."""

    def __init__(self) -> None:
        self.taken: list[int] = []
        self.error = 0
        self.more = threading.Event()

    def __call__(self, descriptor: int) -> None:
        if self.error:
            raise OSError(self.error, "refused")
        self.taken.append(descriptor)
        self.more.set()


@pytest.fixture
def plugs(tmp_path: Path) -> Iterator[Plugs]:
    """Nothing is plugged in."""
    with closing(Plugs(tmp_path)) as made:
        yield made


def is_open(descriptor: int) -> bool:
    """Whether the file is still held."""
    try:
        os.fstat(descriptor)
    except OSError:
        return False
    return True


def test_every_keyboard_but_the_own_one_is_foreign_once(plugs: Plugs) -> None:
    own = plugs.plug_in(0, KEYPAD)
    plugs.plug_in(1, STRANGER)
    for named in (own, own.replace("by-id", "by-path")):
        assert [keyboard.name for keyboard in foreign_keyboards((named,), plugs.root)] == [STRANGER]


async def test_while_the_kiosk_runs_strangers_are_taken_and_are_let_go_of_at_its_end(plugs: Plugs) -> None:
    plugs.plug_in(1, STRANGER)
    grabs = Grabs()
    async with own_keys_only(KeyboardGuard((), grab=grabs, root=plugs.root)):
        assert len(grabs.taken) == 1
        grabs.more.clear()
        plugs.plug_in(2, STRANGER)
        assert await asyncio.to_thread(grabs.more.wait, 20)
    assert not any(map(is_open, grabs.taken))
    await asyncio.get_running_loop().shutdown_default_executor()


def test_a_stranger_is_taken_whenever_it_comes(plugs: Plugs) -> None:
    own, grabs = plugs.plug_in(0, KEYPAD), Grabs()
    with closing(KeyboardGuard((own,), grab=grabs, root=plugs.root)) as guard:
        guard.look()
        assert grabs.taken == []
        plugs.plug_in(1, STRANGER)
        guard.look()
        plugs.type(1)
        guard.look()
        assert len(grabs.taken) == 1
        plugs.unplug(1)
        guard.look()
        assert not is_open(grabs.taken[0])
        plugs.plug_in(2, STRANGER)
        guard.look()
        assert len(grabs.taken) == 2


def test_another_one_in_the_place_of_one_that_went_is_taken_too(plugs: Plugs) -> None:
    plugs.plug_in(1, STRANGER)
    grabs = Grabs()
    with closing(KeyboardGuard((), grab=grabs, root=plugs.root)) as guard:
        guard.look()
        plugs.unplug(1)
        plugs.plug_in(1, STRANGER)
        guard.look()
        assert len(grabs.taken) == 2


def test_one_that_cannot_be_taken_is_logged_once_and_tried_again(
    plugs: Plugs, caplog: pytest.LogCaptureFixture, expect_log: ExpectLog
) -> None:
    expect_log("hardware.keyboards", "keyboard_not_taken")
    plugs.plug_in(1, STRANGER)
    grabs = Grabs()
    grabs.error = errno.EACCES
    with closing(KeyboardGuard((), grab=grabs, root=plugs.root)) as guard:
        guard.look()
        guard.look()
        assert caplog.text.count("keyboard_not_taken") == 1
        grabs.error = 0
        guard.look()
        assert len(grabs.taken) == 1


def test_the_doctor_names_what_does_not_belong_there(plugs: Plugs) -> None:
    assert keyboard_lines((), wording("it")) == ["Nessuna tastiera estranea è collegata."]
    plugs.plug_in(1, STRANGER)
    told = "\n".join(keyboard_lines(tuple(foreign_keyboards((), plugs.root)), wording("it")))
    assert STRANGER in told
    assert "--keypad" in told
