"""What somebody else's code did instead of what it was asked: told by kind and place; light, for a start."""

import traceback
from collections.abc import Callable
from pathlib import PurePath
from typing import TypeVar

from hardware.devices import DriverInfo

T = TypeVar("T")


class DriverBroke(Exception):
    """A driver raised what no driver may while it was made or used. `driver`: its id; `fault`: as `fault_told`."""

    def __init__(self, driver: str, fault: str) -> None:
        """Keeps both."""
        super().__init__(f"{driver}: {fault}")
        self.driver, self.fault = driver, fault


def fault_told(fault: BaseException) -> str:
    """`TypeError acme.make:12`, the kind and the last place; nothing of what it says, which may be personal data.

    Of a module that is missing its name, which is what a person has to install.
    """
    kind = type(fault).__name__
    if isinstance(fault, ModuleNotFoundError) and fault.name:
        return f"{kind} {fault.name}"
    frames = [frame for frame in traceback.extract_tb(fault.__traceback__) if not frame.filename.startswith("<")]
    return " ".join([kind, *(f"{PurePath(last.filename).stem}.{last.name}:{last.lineno}" for last in frames[-1:])])


def made(info: DriverInfo, make: Callable[[], T]) -> T:
    """What a driver makes of what was typed.

    ValueError as it raises it, for what it cannot have; DriverBroke, also logged, for whatever else it does.
    Whatever a stranger's code raises ends no program of ours; Ctrl-C is nobody's driver.
    """
    try:
        return make()
    except (ValueError, KeyboardInterrupt):
        raise
    except BaseException as fault:
        broke = broken_by(info.id, fault)
    raise broke


def driver_made(info: DriverInfo, make: Callable[[], T]) -> T:
    """As `made`, for a driver: one that cannot be opened and closed, or none at all, is broken before its use."""

    def checked() -> T:
        driver = make()
        if not all(callable(getattr(driver, call, None)) for call in ("open", "close")):
            raise TypeError
        return driver

    return made(info, checked)


def broken_by(driver: str, fault: BaseException) -> DriverBroke:
    """That a driver of that id raised it; logged."""
    broke = DriverBroke(driver, fault_told(fault))
    _log(broke)
    return broke


def _log(broke: DriverBroke) -> None:
    """Where there is a log: before, whoever starts the program is told the same."""
    import structlog  # noqa: PLC0415 - a start that goes well needs none yet

    if structlog.is_configured():
        structlog.get_logger("hardware.drivers").error("driver_broke", driver=broke.driver, fault=broke.fault)
