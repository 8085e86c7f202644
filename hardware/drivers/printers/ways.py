"""Where a receipt printer is, as a person writes it down; light, so that a start can check it first."""

import re

from hardware.drivers.addresses import USB

WAYS = "127.0.0.1:9100, serial:/dev/ttyS0@19200, usb:04b8:0e15, file:/dev/usb/lp0, file:usb:04b8:0e15, queue:name"
_MAX_PORT = 65_535
_ADDRESS = re.compile(
    r"serial:(?P<port>/[^@\s]+)(?:@(?P<baud>\d{3,6}))?"
    rf"|(?P<through>file:)?{USB}(?::(?P<serial>[^\s,]+))?"
    r"|file:(?P<file>/\S+)"
    r"|queue:(?P<queue>\w[\w.-]{0,126})"
    r"|(?P<host>\[[0-9a-fA-F:.]+\]|[^:\s]+):(?P<tcp>\d{1,5})",
    re.ASCII,
)


def parts_of(address: str) -> dict[str, str]:
    """What an address in one of the forms of WAYS says, by name. Raises ValueError for another."""
    found = _ADDRESS.fullmatch(address)
    if found is None or int(found["tcp"] or 0) > _MAX_PORT:
        raise ValueError(address)
    return {name: value for name, value in found.groupdict().items() if value}
