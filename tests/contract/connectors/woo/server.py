"""The shop of recordings on a socket of its own, with the ways a line to it breaks."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from urllib.parse import parse_qsl, urlsplit

from tests.contract.connectors.woo.baskets import Baskets
from tests.contract.connectors.woo.recordings import objections
from tests.contract.connectors.woo.routes import Answer, Asked, rest
from tests.contract.connectors.woo.shop import PNG, WooShop

_API = "/wp-json"
_DRAFT = "checkout-draft"
_HTML = b"<html><body>Briefly unavailable for scheduled maintenance.</body></html>"


class Fault(StrEnum):
    """How one question goes wrong. CUT_AFTER and HTML_AFTER wait for one that changes what people can see."""

    CUT_BEFORE = "cut_before"
    CUT_AFTER = "cut_after"
    HTML_AFTER = "html_after"
    HTML = "html"
    THROTTLED = "throttled"


_AT_ONCE = (Fault.HTML, Fault.THROTTLED)
_LATE = (Fault.CUT_AFTER, Fault.HTML_AFTER)


@dataclass
class WooServer:
    """Owns the socket; `faults` strike one after the other, `objections` are the schema's to what is asked,
    `pause_s` is asked for by a throttled answer.
    """

    shop: WooShop
    baskets: Baskets
    faults: list[Fault] = field(default_factory=list)
    port: int = 0
    asked: list[Asked] = field(default_factory=list)
    objections: list[str] = field(default_factory=list)
    pause_s: int = 3

    @property
    def url(self) -> str:
        """Where the API is."""
        return f"http://127.0.0.1:{self.port}{_API}"

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One question on one connection."""
        try:
            asked = await _question(reader)
            if asked is not None and (raw := self._reply(asked)) is not None:
                writer.write(raw)
                await writer.drain()
        finally:
            writer.close()

    def _reply(self, asked: Asked) -> bytes | None:
        """The bytes to send, or None to cut the line."""
        self.asked.append(asked)
        is_effect, fault = asked.method != "GET", next(iter(self.faults), None)
        if fault in _AT_ONCE or (fault is Fault.CUT_BEFORE and is_effect):
            return self._spoilt()
        if asked.path.endswith(".png"):
            return _bytes(200, PNG, "image/png", {})
        self.objections += objections(asked.method, asked.path, asked.query, asked.body)
        answer = self.baskets.answer(asked) if "/store/" in asked.path else rest(self.shop, asked)
        if fault in _LATE and is_effect and _is_seen(answer):
            return self._spoilt()
        return _bytes(answer.status, json.dumps(answer.body).encode(), "application/json", answer.headers)

    def _spoilt(self) -> bytes | None:
        """What comes instead of an answer; the fault is used up."""
        fault = self.faults.pop(0)
        if fault is Fault.THROTTLED:
            return _bytes(429, b"{}", "application/json", {"Retry-After": str(self.pause_s)})
        return _bytes(200, _HTML, "text/html", {}) if fault in (Fault.HTML, Fault.HTML_AFTER) else None


def _is_seen(answer: Answer) -> bool:
    return answer.status < 300 and answer.body.get("status") != _DRAFT


def _bytes(status: int, body: bytes, kind: str, headers: dict[str, str]) -> bytes:
    heads = {"Content-Type": kind, "Content-Length": str(len(body)), "Connection": "close", **headers}
    text = "".join(f"{name}: {value}\r\n" for name, value in heads.items())
    return f"HTTP/1.1 {status} -\r\n{text}\r\n".encode() + body


async def _question(reader: asyncio.StreamReader) -> Asked | None:
    try:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("ascii")
    except asyncio.IncompleteReadError:
        return None
    first, *rest_ = head.rstrip("\r\n").split("\r\n")
    method, target, _ = first.split(" ")
    headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in rest_)}
    raw = await reader.readexactly(int(headers.get("content-length", "0")))
    parts = urlsplit(target)
    body = json.loads(raw, parse_float=Decimal) if raw else {}
    return Asked(method, parts.path.removeprefix(_API), dict(parse_qsl(parts.query)), headers, body)


@asynccontextmanager
async def woo_server(shop: WooShop) -> AsyncIterator[WooServer]:
    """Serve on this loop until the block ends."""
    server = WooServer(shop, Baskets(shop))
    listening = await asyncio.start_server(server.serve, "127.0.0.1", 0)
    server.port = listening.sockets[0].getsockname()[1]
    async with listening:
        yield server
