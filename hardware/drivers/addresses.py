"""How a device is written down: what it is on USB, or a server of ports; light, so that a start can check it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlsplit

SOCKET = "socket://"
USB = r"usb:(?P<vendor>[0-9a-fA-F]{4}):(?P<product>[0-9a-fA-F]{4})"
"""Pattern of what a device is by its USB numbers."""
IDENTITY = re.compile(USB + r"(?::(?P<serial>.+))?")
"""The same with the serial number of one of several."""
_NAME = r"[a-z][a-z0-9-]+"
_TYPED = re.compile(rf"(?P<driver>{_NAME}):(?P<place>[^?]*)(?:\?(?P<words>.*))?")


@dataclass(frozen=True, slots=True)
class TypedDevice:
    """A device written as `DRIVER:PLACE[?option=value&…]`; `words` are its options as they stand, None without."""

    driver: str
    address: str
    words: str | None

    @property
    def options(self) -> Mapping[str, str]:
        """By name; the last of one that is there twice."""
        return dict(parse_qsl(self.words or "", keep_blank_values=True))

    def told_to(self, transport: str) -> tuple[str, Mapping[str, str]]:
        """What a driver of that transport is told: where its device is, and the words for it. The address of one
        that asks over HTTP keeps its own question mark."""
        if transport != "http":
            return self.address, self.options
        return (self.address if self.words is None else f"{self.address}?{self.words}"), {}


def can_be_typed(name: str) -> bool:
    """Whether a driver of that name can be written down: small letters, digits and `-`, two at least, a letter
    first."""
    return re.fullmatch(_NAME, name) is not None


def typed_in(text: str) -> TypedDevice | None:
    """None for another form."""
    typed = _TYPED.fullmatch(text)
    return typed and TypedDevice(typed["driver"], typed["place"], typed["words"])


def socket_place(url: str) -> tuple[str, int]:
    """Host and port of `socket://host:port`. ValueError for another form, and for a port there is not."""
    parts = urlsplit(url)
    if f"{parts.scheme}://" != SOCKET or not parts.hostname or not parts.port or parts.path or parts.query:
        raise ValueError(url)
    return parts.hostname, parts.port
