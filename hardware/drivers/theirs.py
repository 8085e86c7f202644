"""Drivers of other packages, found by their entry points: a bad one costs itself only."""

from collections.abc import Collection, Iterable
from importlib import metadata
from typing import Protocol, TypeVar

import structlog

from hardware.devices import DriverInfo
from hardware.drivers.faults import STRAY

_log = structlog.get_logger("hardware.drivers")


class Described(Protocol):
    """What stands in a table of drivers."""

    @property
    def info(self) -> DriverInfo:
        """What it says of itself; `id` is the word a person types for it."""


D = TypeVar("D", bound=Described)


def with_theirs(
    group: str, form: type[D], kind: str, ours: Iterable[D], taken: Collection[str] = ()
) -> dict[str, D]:
    """Ours by their ids, then what the entry points of `group` name, however those are called themselves.

    One that cannot be loaded, is no `form`, says to be of another `kind`, or has a name of ours (`taken` are names
    that stand in no table) is left out and logged.
    """
    drivers = {driver.info.id: driver for driver in ours}
    for point in metadata.entry_points(group=group):
        try:
            driver = point.load()
        except STRAY as fault:  # whatever stands at the top of a stranger's module
            _log.error("driver_unusable", entry=point.name, exc_info=fault)
            continue
        if not isinstance(driver, form) or not isinstance(driver.info, DriverInfo):
            _log.error("driver_refused", entry=point.name, why="no_driver")
        elif driver.info.kind != kind:
            _log.error("driver_refused", entry=point.name, why="kind")
        elif driver.info.id in drivers or driver.info.id in taken:
            _log.error("driver_refused", entry=point.name, why="name_taken")
        else:
            drivers[driver.info.id] = driver
    return drivers
