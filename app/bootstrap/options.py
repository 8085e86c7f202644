"""What is typed at a start and cannot be: told as one Problem that names the option, before anything is done."""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from app.domain.errors import Code, Problem
from app.store.files import make_private_folder
from hardware.drivers.addresses import IDENTITY, SOCKET, socket_place

MAX_PORT = 65_535
MAX_PREFIX = 4


def host_and_port(text: str, option: str) -> tuple[str, int]:
    """`127.0.0.1:9100`, also `[::1]:9100`. Problem(OPTION_INVALID)."""
    host, _, port = text.rpartition(":")
    if not host.strip("[]") or not (port.isascii() and port.isdecimal()) or int(port[:6]) > MAX_PORT:
        raise Problem(Code.OPTION_INVALID, option=option, value=text, form="127.0.0.1:9100")
    return host.strip("[]"), int(port)


def port_number(port: int, option: str) -> int:
    """A port; 0 takes a free one. Problem(OPTION_INVALID)."""
    if not 0 <= port <= MAX_PORT:
        raise Problem(Code.OPTION_INVALID, option=option, value=str(port), form="9100")
    return port


def server_url(text: str, option: str) -> str:
    """`https://host[:port]`, or nothing. Problem(OPTION_INVALID)."""
    try:
        parts = urlsplit(text)
        is_url = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        is_url = False
    if text and not is_url:
        raise Problem(Code.OPTION_INVALID, option=option, value=text, form="https://sede.example:8443")
    return text


def wedge_prefix(text: str, option: str) -> str:
    """Signs people do not type, or nothing: one of theirs would take their keys away. Problem(OPTION_INVALID)."""
    if len(text) > MAX_PREFIX or any(sign.isalnum() or not " " < sign <= "~" for sign in text):
        raise Problem(Code.OPTION_INVALID, option=option, value=text, form="~")
    return text


def serial_path(text: str, option: str) -> str:
    """A serial port's path, what it is on USB, or `socket://host:port`; it may be plugged in later.

    Problem(OPTION_INVALID) for what is there and is none, and for a port there is not.
    """
    if text.startswith(SOCKET):
        try:
            socket_place(text)
        except ValueError:
            form = f"{SOCKET}192.168.1.60:9100"
            raise Problem(Code.OPTION_INVALID, option=option, value=text, form=form) from None
        return text
    if text.startswith("usb:"):
        if IDENTITY.fullmatch(text) is None:
            raise Problem(Code.OPTION_INVALID, option=option, value=text, form="usb:05e0:1701")
        return text
    path = Path(text)
    if path.exists() and not path.is_char_device():
        raise Problem(Code.OPTION_INVALID, option=option, value=text, form="/dev/serial/by-id/…")
    return text


def own_folder(path: Path, option: str = "--data") -> Path:
    """The folder, made private; Problem(FOLDER_UNUSABLE) for a file, or where this user cannot write."""
    try:
        make_private_folder(path)
    except Problem as problem:
        raise Problem(Code.FOLDER_UNUSABLE, path=str(path), option=option) from problem
    if not os.access(path, os.W_OK | os.X_OK):
        raise Problem(Code.FOLDER_UNUSABLE, path=str(path), option=option)
    return path


def out_folder(path: Path, option: str) -> Path:
    """A folder for others to look into. Problem(FOLDER_UNUSABLE)."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as exc:
        raise Problem(Code.FOLDER_UNUSABLE, path=str(path), option=option) from exc
    if not os.access(path, os.W_OK | os.X_OK):
        raise Problem(Code.FOLDER_UNUSABLE, path=str(path), option=option)
    return path


@contextmanager
def bound(host: str, port: int, option: str) -> Iterator[None]:
    """Listening starts in this block. Problem(PORT_IN_USE), or OPTION_INVALID for an address that is not ours."""
    try:
        yield
    except OSError as exc:
        if exc.errno == errno.EADDRINUSE:
            raise Problem(Code.PORT_IN_USE, host=host, port=port, option=option) from exc
        raise Problem(Code.OPTION_INVALID, option=option, value=f"{host}:{port}", form="127.0.0.1:8443") from exc
