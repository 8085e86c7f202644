"""A camera on the network as a scanner: its pictures are fetched one after the other and read by zxing-cpp.

Any camera or telephone that answers `http://…` with one JPEG or PNG will do. The reader is an optional extra.
"""

import errno
import selectors
import socket
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import datetime
from importlib import import_module
from importlib.util import find_spec
from io import BytesIO
from typing import Any, Protocol, TypeAlias, cast
from urllib.parse import urlsplit

from PIL import Image, UnidentifiedImageError

from hardware.devices import DeviceError, ErrorCode, Heard, ScanRead
from hardware.heard import Ear
from hardware.symbology.reading import scan_read

PAUSE_S = 0.1
"""Between the end of one picture and asking for the next: reading them takes a core's whole attention."""
SAME_S = 2.0
"""A code that goes on being seen is one read; it is another once it was out of sight for so long."""
PATIENCE_S = 5.0
"""A camera that gives no picture for so long is lost."""
MAX_BYTES, MAX_PIXELS = 8_000_000, 20_000_000


_Place: TypeAlias = tuple[int, int, int, tuple[Any, ...]]


class _Symbol(Protocol):
    """What we use of zxingcpp.Barcode."""

    bytes: bytes
    symbology_identifier: str


def can_read() -> bool:
    """Whether the extra is installed."""
    return find_spec("zxingcpp") is not None


class CameraScanner:
    """Owns the address of a camera; every call comes from the one thread that owns the device."""

    def __init__(
        self,
        url: str,
        device: str,
        now_at: Callable[[], datetime],
        clock_s: Callable[[], float] = time.monotonic,
    ) -> None:
        """Keeps the address. ValueError for one that is no `http://host[:port]/…`."""
        parts = urlsplit(url)
        if parts.scheme != "http" or not parts.hostname:
            raise ValueError("camera:http://192.0.2.7/snapshot.jpg")
        self._host, self._port = parts.hostname, parts.port or 80
        self._question = f"GET {parts.path or '/'}{'?' * bool(parts.query)}{parts.query} HTTP/1.0\r\n\r\n".encode()
        self._device, self._now_at, self._clock_s = device, now_at, clock_s
        self._is_open = self._is_asked = False
        self._place: _Place | None = None
        self._socket: socket.socket | None = None
        self._bytes = bytearray()
        self._next_s = self._good_s = 0.0
        self._seen_s: dict[bytes, float] = {}
        self._ear = Ear()

    @property
    def heard(self) -> Heard | None:
        """The code that was seen last."""
        return self._ear.heard

    def open(self, timeout_s: float) -> None:
        """Waits for one picture, which says no more than that there are any. Raises DeviceError NO_HARDWARE when
        nobody is there, or gives none by then."""
        self.close()
        deadline_s = self._clock_s() + timeout_s
        try:
            family, kind, protocol, _, place = socket.getaddrinfo(self._host, self._port, type=socket.SOCK_STREAM)[
                0
            ]
            self._place = family, kind, protocol, place
            self._call()
            picture = self._received(deadline_s)
        except OSError as exc:
            self.close()
            raise DeviceError(ErrorCode.NO_HARDWARE, "no_connection") from exc
        if picture is None:
            self.close()
            raise DeviceError(ErrorCode.NO_HARDWARE, "no_picture")
        self._is_open = True
        self._good_s = self._clock_s()

    def read(self, timeout_s: float) -> list[ScanRead]:
        """The codes of a picture that is complete by then, less those seen a moment ago. DeviceError: OFFLINE when
        it hung up or gives no picture any more, CLOSED."""
        if not self._is_open:
            raise DeviceError(ErrorCode.CLOSED, "not_open")
        deadline_s = self._clock_s() + timeout_s
        try:
            picture = self._picture(deadline_s)
        except OSError as exc:
            raise self._lost() from exc
        if picture is None:
            if self._clock_s() - self._good_s > PATIENCE_S:
                raise self._lost()
            return []
        self._good_s = self._clock_s()
        codes = self._new(_codes(picture))
        for code in codes:
            self._ear.note(code, self._good_s)
        return [scan_read(code, self._device, self._now_at()) for code in codes]

    def close(self) -> None:
        """Hangs up."""
        talk, self._socket = self._socket, None
        self._bytes.clear()
        self._is_open = False
        if talk is not None:
            talk.close()

    def _lost(self) -> DeviceError:
        self.close()
        return DeviceError(ErrorCode.OFFLINE, "lost")

    def _call(self) -> None:
        """Begins to connect, which may take longer than a turn of the device's thread."""
        family, kind, protocol, place = cast("_Place", self._place)
        self._is_asked = False
        talk = self._socket = socket.socket(family, kind, protocol)
        talk.settimeout(0)
        if (code := talk.connect_ex(place)) not in (0, errno.EINPROGRESS, errno.EWOULDBLOCK):
            raise OSError(code, "connect")

    def _is_talking(self, deadline_s: float) -> bool:
        """Whether the question is asked by then. OSError when nobody is there."""
        talk = cast("socket.socket", self._socket)
        if not self._is_asked:
            with selectors.DefaultSelector() as selector:
                selector.register(talk, selectors.EVENT_WRITE)
                if not selector.select(max(0.0, deadline_s - self._clock_s())):
                    return False
            if code := talk.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR):
                raise OSError(code, "connect")
            talk.send(self._question)
            self._is_asked = True
        return True

    def _picture(self, deadline_s: float) -> bytes | None:
        """The next one, once all of it is here. OSError when nobody is there."""
        if self._socket is None:
            wait_s = self._next_s - self._clock_s()
            if wait_s > 0:
                time.sleep(min(wait_s, max(0.0, deadline_s - self._clock_s())))
                return None
            self._call()
        return self._received(deadline_s)

    def _received(self, deadline_s: float) -> bytes | None:
        if not self._is_talking(deadline_s):
            return None
        talk = cast("socket.socket", self._socket)
        with suppress(TimeoutError):
            while (left_s := deadline_s - self._clock_s()) > 0:
                talk.settimeout(left_s)
                data = talk.recv(65_536)
                self._bytes += data
                if not data or len(self._bytes) > MAX_BYTES:
                    return self._answer()
        return None

    def _answer(self) -> bytes:
        head, _, body = bytes(self._bytes).partition(b"\r\n\r\n")
        cast("socket.socket", self._socket).close()
        self._socket = None
        self._bytes.clear()
        self._next_s = self._clock_s() + PAUSE_S
        if not head.startswith((b"HTTP/1.0 200", b"HTTP/1.1 200")):
            raise ConnectionRefusedError
        return body

    def _new(self, codes: Iterable[bytes]) -> list[bytes]:
        now_s = self._clock_s()
        seen_s = {code: at_s for code, at_s in self._seen_s.items() if now_s - at_s < SAME_S}
        found = dict.fromkeys(codes)
        self._seen_s = seen_s | dict.fromkeys(found, now_s)
        return [code for code in found if code not in seen_s]


def _codes(picture: bytes) -> list[bytes]:
    """Every code on it, with its AIM identifier; none on what is no picture, or half of one."""
    zxing = import_module("zxingcpp")
    try:
        with Image.open(BytesIO(picture), formats=("JPEG", "PNG")) as image:
            if image.width * image.height > MAX_PIXELS:
                return []
            grey = image.convert("L")
    except (OSError, UnidentifiedImageError, ValueError, SyntaxError, Image.DecompressionBombError):
        return []
    symbols = cast("list[_Symbol]", zxing.read_barcodes(grey))
    return [symbol.symbology_identifier.encode() + symbol.bytes for symbol in symbols]
