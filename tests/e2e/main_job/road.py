"""A road between two processes that can be cut, led elsewhere, or spoil the answers of whoever is behind it."""

import asyncio
import re
from collections.abc import Callable
from contextlib import suppress
from enum import StrEnum

PIECE_BYTES = 65_536
PATIENCE_S = 20.0
_LENGTH = re.compile(rb"\r\ncontent-length: *([0-9]+)", re.IGNORECASE)
_COMMANDS = b"POST /v1/commands"
_FEED_OF_EVENTS = b"/v1/feeds/events"
_PAGE = b"<html><head><title>502 Bad Gateway</title></head><body><h1>Bad Gateway</h1></body></html>"


class Mischief(StrEnum):
    """What becomes of a request; LOST and HALF are those whose work was done before the answer was spoilt."""

    SERVER_ERROR = "server_error"
    BUSY = "busy"
    HTML = "html"
    HALF = "half"
    NOTHING = "nothing"
    LOST = "lost"
    SCHEMA = "schema"


def _answer(status: str, kind: str, body: bytes, more: str = "") -> bytes:
    head = f"HTTP/1.1 {status}\r\ncontent-type: {kind}\r\ncontent-length: {len(body)}\r\n"
    return f"{head}connection: close\r\n{more}\r\n".encode() + body


_INSTEAD = {
    Mischief.SERVER_ERROR: _answer("500 Internal Server Error", "text/plain", b"Traceback"),
    Mischief.BUSY: _answer("429 Too Many Requests", "application/json", b"{}", "retry-after: 1\r\n"),
    Mischief.HTML: _answer("200 OK", "text/html; charset=utf-8", _PAGE),
    Mischief.NOTHING: b"",
}


class Road:
    """Relays connections to one address; lives on one event loop. Use as `async with`."""

    def __init__(self) -> None:
        self._target = ("127.0.0.1", 0)
        self._server: asyncio.Server | None = None
        self._open: set[asyncio.StreamWriter] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._mischief: Mischief | None = None
        self._ambush: Callable[[], None] | None = None
        self._lost = b""
        self.spoilt = 0

    async def __aenter__(self) -> "Road":
        self._server = await asyncio.start_server(self._come_by, "127.0.0.1", 0)
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self._server is not None
        self._server.close()
        self._drop()
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    @property
    def url(self) -> str:
        """Where to call."""
        assert self._server is not None
        return f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"

    @property
    def target(self) -> int:
        """The port it leads to."""
        return self._target[1]

    def lead_to(self, port: int) -> None:
        """From now on to this port of this machine."""
        self._target = ("127.0.0.1", port)
        self._drop()

    def spoil(self, mischief: Mischief) -> None:
        """From now on every request meets this; connections that are open are lost."""
        self._mischief, self.spoilt = mischief, 0
        self._drop()

    def ambush(self, act: Callable[[], None]) -> None:
        """When the next answer to commands comes by, `act` and let nothing of it through."""
        self._ambush = act

    def lose(self, beginning: str) -> None:
        """From now on requests that begin like this never arrive; the others pass."""
        self._mischief, self._lost, self.spoilt = None, beginning.encode(), 0
        self._drop()

    def mend(self) -> None:
        """From now on everything passes."""
        self._mischief, self._lost = None, b""
        self._drop()

    def _drop(self) -> None:
        for writer in list(self._open):
            writer.transport.abort()

    def _come_by(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """A task of our own: of one that `asyncio` makes itself it complains when it is cancelled at the end."""
        task = asyncio.create_task(self._led(reader, writer))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _led(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._open.add(writer)
        try:
            if self._mischief is None:
                await self._relay(reader, writer)
            else:
                await self._play(self._mischief, reader, writer)
        except (OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError, TimeoutError):
            writer.transport.abort()
        finally:
            self._open.discard(writer)
            writer.close()

    async def _relay(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        far_reader, far_writer = await asyncio.open_connection(*self._target)
        self._open.add(far_writer)
        try:
            asked: set[bytes] = set()
            await asyncio.gather(
                _pump(reader, far_writer, lambda piece: self._note(piece, asked)),
                _pump(far_reader, writer, lambda piece: self._spring(asked)),
            )
        finally:
            self._open.discard(far_writer)
            far_writer.close()

    def _note(self, piece: bytes, asked: set[bytes]) -> bool:
        if _COMMANDS in piece:
            asked.add(_COMMANDS)
        is_lost = bool(self._lost) and piece.startswith(self._lost)
        self.spoilt += is_lost
        return not is_lost

    def _spring(self, asked: set[bytes]) -> bool:
        """Whether the piece may pass; not when somebody lies in wait for it."""
        if _COMMANDS not in asked or self._ambush is None:
            return True
        act, self._ambush = self._ambush, None
        act()
        return False

    async def _play(self, mischief: Mischief, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        async with asyncio.timeout(PATIENCE_S):
            head = await reader.readuntil(b"\r\n\r\n")
            length = _LENGTH.search(head)
            body = await reader.readexactly(int(length[1]) if length else 0)
            if mischief in _INSTEAD:
                writer.write(_INSTEAD[mischief])
            elif _FEED_OF_EVENTS not in head:
                writer.write(_spoilt(mischief, await self._ask(head, body)))
            self.spoilt += 1
            with suppress(OSError):
                await writer.drain()

    async def _ask(self, head: bytes, body: bytes) -> bytes:
        """The whole answer of whoever is behind; on a connection of its own that is closed after it."""
        far_reader, far_writer = await asyncio.open_connection(*self._target)
        try:
            far_writer.write(_plain(head) + body)
            await far_writer.drain()
            return await far_reader.read(-1)
        finally:
            far_writer.close()


def _plain(head: bytes) -> bytes:
    """The head, asking for an unpacked answer and no second one on this connection."""
    lines = [
        line
        for line in head.removesuffix(b"\r\n\r\n").split(b"\r\n")
        if not line.lower().startswith((b"connection:", b"accept-encoding:"))
    ]
    return b"\r\n".join([*lines, b"connection: close", b"accept-encoding: identity", b"", b""])


def _spoilt(mischief: Mischief, answer: bytes) -> bytes:
    match mischief:
        case Mischief.HALF:
            return answer[: answer.find(b"\r\n\r\n") + 5]
        case Mischief.SCHEMA:
            return re.sub(rb'"schema":[0-9]', b'"schema":9', answer)
        case _:
            return b""


async def _pump(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, may_pass: Callable[[bytes], bool]
) -> None:
    with suppress(OSError):
        while piece := await reader.read(PIECE_BYTES):
            if not may_pass(piece):
                writer.transport.abort()
                return
            writer.write(piece)
            await writer.drain()
        writer.write_eof()
