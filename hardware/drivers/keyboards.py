"""Keyboards that do not belong to a device in public: found by what the system lists, and taken, so that what they
type reaches nobody. Linux only."""

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import structlog

from hardware.drivers.scanners.evdev import grab_alone
from hardware.drivers.system_text import text_of

_CHUNK = 65_536
_log = structlog.get_logger("hardware.keyboards")


@dataclass(frozen=True, slots=True)
class Keyboard:
    """One that is plugged in: `path` as it stays, `name` as it calls itself, `event` where its keys are now."""

    path: Path
    name: str
    event: Path


def foreign_keyboards(allowed: Sequence[str], root: Path = Path("/")) -> Iterator[Keyboard]:
    """Every keyboard, scanners that type among them, whose path is not allowed. `root` is where the file system
    begins."""
    seen = {Path(path).resolve() for path in allowed}
    for link in sorted(root.glob("dev/input/by-*/*-event-kbd")):  # by-id comes before by-path
        event = link.resolve()
        if event not in seen:
            seen.add(event)
            yield Keyboard(link, text_of(root / "sys/class/input" / event.name / "device/name"), event)


class KeyboardGuard:
    """Owns the keyboards it has taken; one thread at a time."""

    def __init__(
        self, allowed: Sequence[str], *, grab: Callable[[int], None] = grab_alone, root: Path = Path("/")
    ) -> None:
        self._allowed, self._grab, self._root = allowed, grab, root
        self._taken: dict[Keyboard, int] = {}
        self._refused: set[Keyboard] = set()

    def look(self) -> None:
        """Takes those that came, and lets go of those that went; what cannot be taken is tried again, and logged
        once."""
        foreign = tuple(foreign_keyboards(self._allowed, self._root))
        for keyboard, descriptor in list(self._taken.items()):
            # Another one may have come in its place, to the same file.
            if keyboard not in foreign or _is_dead(descriptor):
                _let_go(self._taken.pop(keyboard))
        self._refused.intersection_update(foreign)
        for keyboard in foreign:
            if keyboard not in self._taken:
                self._take(keyboard)

    def _take(self, keyboard: Keyboard) -> None:
        descriptor = -1
        try:
            descriptor = os.open(keyboard.event, os.O_RDONLY | os.O_NONBLOCK)
            self._grab(descriptor)
        except OSError as exc:
            _let_go(descriptor)
            if keyboard not in self._refused:
                self._refused.add(keyboard)
                _log.error("keyboard_not_taken", keyboard=keyboard.name, errno=exc.errno)
            return
        self._refused.discard(keyboard)
        self._taken[keyboard] = descriptor
        _log.info("keyboard_taken", keyboard=keyboard.name)

    def close(self) -> None:
        """Their keys are everybody's again."""
        while self._taken:
            _let_go(self._taken.popitem()[1])


def _is_dead(descriptor: int) -> bool:
    """Whether the device is gone. What it typed is read and forgotten."""
    try:
        while os.read(descriptor, _CHUNK):
            pass
    except BlockingIOError:
        return False
    except OSError:
        return True
    return True


def _let_go(descriptor: int) -> None:
    with suppress(OSError):
        os.close(descriptor)
