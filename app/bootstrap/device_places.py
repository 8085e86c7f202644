"""What is typed for a device that has one driver of several, `DRIVER:PLACE[?option=value&…]`."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl

from app.bootstrap.options import serial_path
from app.domain.errors import Code, Problem

_TYPED = re.compile(r"(?P<driver>[a-z0-9-]+):(?P<place>[^?]+)(?:\?(?P<options>.*))?")


@dataclass(frozen=True, slots=True)
class TypedDevice:
    """The words of it."""

    driver: str
    address: str
    options: Mapping[str, str]


def typed_device(text: str, option: str, form: str) -> TypedDevice:
    """Problem(OPTION_INVALID), with the `form` it should have; also for what is there and is no line."""
    typed = _TYPED.fullmatch(text)
    if typed is None:
        raise Problem(Code.OPTION_INVALID, option=option, value=text, form=form)
    address = serial_path(typed["place"], option)
    return TypedDevice(typed["driver"], address, dict(parse_qsl(typed["options"] or "")))
