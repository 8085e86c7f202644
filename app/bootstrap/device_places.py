"""What is typed for a device, `DRIVER:PLACE[?option=value&…]`: its driver, where that looks, and words for it."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from app.bootstrap.options import serial_path
from app.domain.errors import Code, Problem
from hardware.api import DriverInfo
from hardware.drivers.addresses import typed_in
from hardware.drivers.faults import DriverBroke

NAMELESS = ("pcsc",)
"""Ways to devices the system knows by itself: without a place the first one is meant."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a device is, and the words for its driver."""

    address: str
    options: Mapping[str, str]


def driver_in(text: str) -> str:
    """The name in front of a place; empty where there is none."""
    typed = typed_in(text)
    return "" if typed is None else typed.driver


def forms(others: Iterable[str], ours: str) -> str:
    """What can be typed: ours first, since others may be so many that the text is cut at its end."""
    return ", ".join((ours, *(f"{name}:…" for name in others)))


def form_of(info: DriverInfo, ours: str) -> str:
    """What is typed for that driver; `ours` where that is its form."""
    if ours.startswith(f"{info.id}:"):
        return ours
    return f"{info.id}:{'/dev/serial/by-id/' if info.transport == 'serial' else ''}…"


def place_of(text: str, option: str, info: DriverInfo, form: str) -> Place:
    """What is typed for a device of that driver.

    Problem(OPTION_INVALID), with the `form` it should have: for what is there and is no line, and for a word the
    driver does not know. The address of a driver that asks over HTTP keeps its own question mark.
    """
    typed = typed_in(text)
    if typed is None or typed.driver != info.id:
        raise Problem(Code.OPTION_INVALID, option=option, value=text, form=form)
    if not typed.address and info.transport not in NAMELESS:
        raise Problem(Code.OPTION_INVALID, option=option, value=text, form=form)
    if info.transport == "serial":
        serial_path(typed.address, option)
    place = Place(*typed.told_to(info.transport))
    for name, value in place.options.items():
        if name not in info.options:
            known = "&".join(f"{known}=…" for known in info.options)
            form = f"{info.id}:{typed.address}" + f"?{known}" * bool(known)
            raise Problem(Code.OPTION_INVALID, option=option, value=f"?{name}={value}", form=form)
    return place


@contextmanager
def made_of(text: str, option: str) -> Iterator[None]:
    """A driver is made in this block of what was typed.

    Problem(OPTION_INVALID): with the form the driver says it should have, or naming the driver that broke over it.
    """
    try:
        yield
    except ValueError as exc:
        raise Problem(Code.OPTION_INVALID, option=option, value=text, form=str(exc)) from exc
    except DriverBroke as exc:
        raise driver_problem(text, option, exc) from exc


def driver_problem(text: str, option: str, broke: DriverBroke) -> Problem:
    """That the driver of what was typed has a fault."""
    return Problem(Code.OPTION_INVALID, option=option, value=text, driver=broke.driver, fault=broke.fault)
