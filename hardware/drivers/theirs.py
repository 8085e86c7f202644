"""Drivers of other packages, found by their entry points: a bad one costs itself only."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib import metadata
from types import MappingProxyType
from typing import Generic, Protocol, TypeVar

import structlog

from hardware.devices import DriverInfo
from hardware.drivers.addresses import can_be_typed
from hardware.drivers.faults import fault_told

GROUPS = MappingProxyType(
    {
        "scanner": "bancone.scanners",
        "receipt_printer": "bancone.receipt_printers",
        "display": "bancone.displays",
        "label_printer": "bancone.label_printers",
    }
)
"""For each kind of device the group whose entry points name a record of a driver each."""
OLDER = MappingProxyType({"scanner": "bancone.drivers"})
"""What a group was called before; it is not read any more."""

PAPER = "entry_points.txt"
"""The file of a package that names them."""
_BETWEEN = re.compile(r"[-_.]+")
"""What two spellings of one package's name may differ in (PEP 503)."""

_log = structlog.get_logger("hardware.drivers")


class Described(Protocol):
    """What stands in a table of drivers."""

    @property
    def info(self) -> DriverInfo:
        """What it says of itself; `id` is the word a person types for it."""


D = TypeVar("D", bound=Described)


@dataclass(frozen=True, slots=True)
class Brought:
    """A driver of another package; `package` is that with its version."""

    info: DriverInfo
    package: str


@dataclass(frozen=True, slots=True)
class LeftOut:
    """An entry point of a package that brings no driver, and why.

    `why`: `unusable`, it cannot be loaded; `no_driver`, it is no record of its group; `kind`, it says to be of
    another one; `name`, nobody can type it; `name_taken`; `group`, that one is read no more. `what`: the fault,
    the kind, the name, the groups there are.
    """

    package: str
    group: str
    entry: str
    why: str
    what: str = ""


@dataclass(frozen=True, slots=True)
class _Found(Generic[D]):
    drivers: dict[str, D]
    brought: tuple[Brought, ...]
    left_out: tuple[LeftOut, ...]


class Others(Generic[D]):
    """What other packages bring of one kind of device: looked for at the first question, then kept.

    What is left out is logged once, as soon as this process has a log.
    """

    def __init__(self, kind: str, form: type[D], taken: Collection[str]) -> None:
        """`form`: the record of that kind; `taken`: names that are ours."""
        self.kind, self.group = kind, GROUPS[kind]
        self._form, self._taken = form, frozenset(taken)
        self.look_again()

    def look_again(self) -> None:
        """At the next question, at whatever is installed by then."""
        self._kept: _Found[D] | None = None
        self._is_logged = False

    @property
    def drivers(self) -> Mapping[str, D]:
        """By their ids."""
        return self._found().drivers

    @property
    def brought(self) -> tuple[Brought, ...]:
        """Each with its package."""
        return self._found().brought

    @property
    def left_out(self) -> tuple[LeftOut, ...]:
        """What is not among them, and why."""
        return self._found().left_out

    def behind(self, ours: Iterable[D]) -> dict[str, D]:
        """Ours by their ids, then theirs."""
        return {driver.info.id: driver for driver in ours} | self._found().drivers

    def _found(self) -> _Found[D]:
        if self._kept is None:
            self._kept = self._loaded()
        if not self._is_logged and structlog.is_configured():
            self._is_logged = True
            for one in self._kept.left_out:
                event = "driver_unusable" if one.why == "unusable" else "driver_refused"
                _log.error(
                    event, package=one.package, group=one.group, entry=one.entry, why=one.why, what=one.what
                )
        return self._kept

    def _loaded(self) -> _Found[D]:
        """By package and entry, so that of two of one name it is always the same that is used."""
        drivers: dict[str, D] = {}
        points, unread = _points(self.group)
        left_out = [LeftOut(package, self.group, PAPER, "unusable", fault) for package, fault in unread]
        brought: list[Brought] = []
        for point in points:
            driver, why, what = self._judged(point, drivers)
            if driver is None:
                left_out.append(LeftOut(_package(point), self.group, point.name, why, what))
            else:
                drivers[driver.info.id] = driver
                brought.append(Brought(driver.info, _package(point)))
        return _Found(drivers, tuple(brought), (*left_out, *self._left_behind(brought, left_out)))

    def _left_behind(self, *moved: Iterable[Brought | LeftOut]) -> Iterator[LeftOut]:
        """Of packages that name only the group there was before; one that names both serves older programs too."""
        older, known = OLDER.get(self.kind, ""), {one.package for group in moved for one in group}
        for point in _points(older)[0] if older else ():
            if _package(point) not in known:
                yield LeftOut(_package(point), older, point.name, "group", ", ".join(GROUPS.values()))

    def _judged(self, point: metadata.EntryPoint, found: Collection[str]) -> tuple[D | None, str, str]:
        """The driver, or why there is none: see `LeftOut`."""
        try:
            return self._weighed(point.load(), found)
        except KeyboardInterrupt:
            raise
        except BaseException as fault:  # whatever stands at the top of a stranger's module, or in its record
            return None, "unusable", fault_told(fault)

    def _weighed(self, driver: object, found: Collection[str]) -> tuple[D | None, str, str]:
        if not isinstance(driver, self._form) or not _is_description(driver.info):
            return None, "no_driver", ""
        if driver.info.kind != self.kind:
            return None, "kind", driver.info.kind
        if not can_be_typed(driver.info.id):
            return None, "name", driver.info.id
        if driver.info.id in self._taken or driver.info.id in found:
            return None, "name_taken", driver.info.id
        return driver, "", ""


def _is_description(info: object) -> bool:
    """Whether its words are words: nobody checked a stranger's types."""
    if not isinstance(info, DriverInfo) or not isinstance(info.options, tuple):
        return False
    words = (info.id, info.kind, info.label, info.transport, *info.options)
    return all(isinstance(word, str) for word in words) and isinstance(info.capabilities, frozenset)


def _points(group: str) -> tuple[list[metadata.EntryPoint], list[tuple[str, str]]]:
    """The entry points of a group by package and name; packages whose own cannot be read, each with the fault."""
    unread: list[tuple[str, str]] = []
    try:
        found = list(metadata.entry_points(group=group))
    except KeyboardInterrupt:
        raise
    except BaseException:
        # One damaged package, of whomever, and the question is answered for none of them.
        found = list(_each_by_itself(group, unread))
    return sorted(found, key=lambda point: (_package(point), point.name)), unread


def _each_by_itself(group: str, unread: list[tuple[str, str]]) -> Iterator[metadata.EntryPoint]:
    """As `metadata.entry_points`, which takes of two packages of one name the first on the path, but package by
    package. It opens the papers of each, which takes time: for a machine where that one has failed."""
    seen: set[str] = set()
    for dist in metadata.distributions():
        package = _told_of(dist)
        name = _BETWEEN.sub("-", package.partition(" ")[0]).lower()
        if name and name in seen:
            continue
        seen.add(name)
        try:
            yield from dist.entry_points.select(group=group)
        except KeyboardInterrupt:
            raise
        except BaseException as fault:
            unread.append((package, fault_told(fault)))


def _package(point: metadata.EntryPoint) -> str:
    return "" if point.dist is None else _told_of(point.dist)


def _told_of(dist: metadata.Distribution) -> str:
    """The package with its version; empty where it does not say."""
    try:
        told = [dist.name, dist.version]
    except KeyboardInterrupt:
        raise
    except BaseException:  # its own papers are damaged; what it brings may be whole
        told = []
    return " ".join(word for word in told if word)
