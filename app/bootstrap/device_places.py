"""What is typed for a device, `DRIVER:PLACE[?option=value&…]`: its driver, where that looks, and words for it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl

from app.bootstrap.options import serial_path
from app.domain.errors import Code, Problem
from hardware.api import DriverInfo

_TYPED = re.compile(r"(?P<driver>[a-z][a-z0-9-]+):(?P<place>[^?]*)(?:\?(?P<options>.*))?")

NAMELESS = ("pcsc",)
"""Ways to devices the system knows by itself: without a place the first one is meant."""


@dataclass(frozen=True, slots=True)
class TypedDevice:
    """The words of it."""

    driver: str
    address: str
    options: Mapping[str, str]


def driver_in(text: str) -> str:
    """The name in front of a place; empty where there is none."""
    typed = _TYPED.fullmatch(text)
    return "" if typed is None else typed["driver"]


def typed_device(text: str, option: str, info: DriverInfo, form: str) -> TypedDevice:
    """What is typed for a device of that driver.

    Problem(OPTION_INVALID), with the `form` it should have: for what is there and is no line, and for a word the
    driver does not know. The address of a driver that asks over HTTP keeps its own question mark.
    """
    typed = _TYPED.fullmatch(text)
    if typed is None or typed["driver"] != info.id:
        raise Problem(Code.OPTION_INVALID, option=option, value=text, form=form)
    place, words = typed["place"], typed["options"]
    if not place and info.transport not in NAMELESS:
        raise Problem(Code.OPTION_INVALID, option=option, value=text, form=form)
    if info.transport == "http":
        return TypedDevice(info.id, place if words is None else f"{place}?{words}", {})
    if info.transport == "serial":
        serial_path(place, option)
    options = dict(parse_qsl(words or "", keep_blank_values=True))
    for name, value in options.items():
        if name not in info.options:
            known = "&".join(f"{known}=…" for known in info.options)
            form = f"{info.id}:{place}" + f"?{known}" * bool(known)
            raise Problem(Code.OPTION_INVALID, option=option, value=f"?{name}={value}", form=form)
    return TypedDevice(info.id, place, options)
