"""Bad weather on the way to a real Vendure: a proxy on loopback that spoils requests by a seed."""

import asyncio
import random
import re
from collections import Counter
from contextlib import suppress
from enum import StrEnum

_LENGTH = re.compile(rb"\r\ncontent-length: *([0-9]+)", re.IGNORECASE)
_CONNECTION = re.compile(rb"\r\nconnection:[^\r]*", re.IGNORECASE)
_PAGE = b"<html><body><h1>Bad Gateway</h1></body></html>"
_LOGIN = b"mutation($u:"
_LARGEST = 8 * 1024 * 1024


class Fault(StrEnum):
    """What becomes of a request. Those with AFTER were carried out; LATE is, when nobody waits any more."""

    CUT_BEFORE = "cut_before"
    CUT_AFTER = "cut_after"
    HALF_AFTER = "half_after"
    HTML_AFTER = "html_after"
    UNAVAILABLE_AFTER = "unavailable_after"
    LATE = "late"
    THROTTLED = "throttled"
    UNAVAILABLE = "unavailable"
    SLOW = "slow"


_OF_READS = (Fault.CUT_BEFORE, Fault.HTML_AFTER, Fault.HALF_AFTER, Fault.UNAVAILABLE)


def _answer(status: str, kind: str, body: bytes, more: str = "") -> bytes:
    head = f"HTTP/1.1 {status}\r\ncontent-type: {kind}\r\ncontent-length: {len(body)}\r\n"
    return f"{head}connection: close\r\n{more}\r\n".encode() + body


class Weather:
    """Relays to one port, one request for each connection; lives on one event loop. Use as `async with`.

    Every mutation but the login meets a fault with `chance`, every question with a fifth of it. `patience_s` is
    how long whoever asks waits: LATE comes after it. `struck` counts the faults there were.
    """

    def __init__(self, port: int, seed: int, *, chance: float, patience_s: float) -> None:
        self._port = port
        self._draw = random.Random(seed)
        self._chance = chance
        self._patience_s = patience_s
        self._server: asyncio.Server | None = None
        self._over = asyncio.Event()
        self._tasks: set[asyncio.Task[None]] = set()
        self.struck: Counter[Fault] = Counter()

    async def __aenter__(self) -> "Weather":
        self._server = await asyncio.start_server(self._come_by, "127.0.0.1", 0, limit=_LARGEST)
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self._server is not None
        self._server.close()
        self._over.set()
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    @property
    def url(self) -> str:
        """Where to call."""
        assert self._server is not None
        return f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"

    async def _come_by(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        try:
            with suppress(OSError, asyncio.IncompleteReadError):
                await self._serve(reader, writer)
        finally:
            writer.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        length = _LENGTH.search(head)
        body = await reader.readexactly(int(length[1]) if length else 0)
        request = _CONNECTION.sub(b"", head[:-2]) + b"connection: close\r\n\r\n" + body
        fault = self._drawn(body)
        told = await self._played(fault, request)
        if fault in (Fault.CUT_BEFORE, Fault.CUT_AFTER, Fault.LATE):
            writer.transport.abort()
            return
        writer.write(told[: len(told) // 2] if fault is Fault.HALF_AFTER else told)
        await writer.drain()

    def _drawn(self, body: bytes) -> Fault | None:
        is_effect = b'"query":"mutation' in body
        if _LOGIN in body or self._draw.random() > self._chance * (1.0 if is_effect else 0.2):
            return None
        fault = self._draw.choice(list(Fault) if is_effect else _OF_READS)
        self.struck[fault] += 1
        return fault

    async def _played(self, fault: Fault | None, request: bytes) -> bytes:
        if fault is Fault.CUT_BEFORE:
            return b""
        if fault is Fault.THROTTLED:
            return _answer("429 Too Many Requests", "application/json", b"{}", "retry-after: 0\r\n")
        if fault is Fault.UNAVAILABLE:
            return _answer("503 Service Unavailable", "text/plain", b"")
        if fault in (Fault.SLOW, Fault.LATE):
            with suppress(TimeoutError):
                async with asyncio.timeout(self._patience_s * (0.3 if fault is Fault.SLOW else 1.2)):
                    await self._over.wait()
        told = await self._carried(request)
        if fault is Fault.HTML_AFTER:
            return _answer("200 OK", "text/html; charset=utf-8", _PAGE)
        if fault is Fault.UNAVAILABLE_AFTER:
            return _answer("503 Service Unavailable", "text/plain", b"")
        return told

    async def _carried(self, request: bytes) -> bytes:
        reader, writer = await asyncio.open_connection("127.0.0.1", self._port)
        try:
            writer.write(request)
            return await reader.read(-1)
        finally:
            writer.close()
