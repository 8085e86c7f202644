"""How a device is written down: what it is on USB, or a server of ports; light, so that a start can check it."""

import re
from urllib.parse import urlsplit

SOCKET = "socket://"
USB = r"usb:(?P<vendor>[0-9a-fA-F]{4}):(?P<product>[0-9a-fA-F]{4})"
"""Pattern of what a device is by its USB numbers."""
IDENTITY = re.compile(USB + r"(?::(?P<serial>.+))?")
"""The same with the serial number of one of several."""


def socket_place(url: str) -> tuple[str, int]:
    """Host and port of `socket://host:port`. ValueError for another form, and for a port there is not."""
    parts = urlsplit(url)
    if f"{parts.scheme}://" != SOCKET or not parts.hostname or not parts.port or parts.path or parts.query:
        raise ValueError(url)
    return parts.hostname, parts.port
