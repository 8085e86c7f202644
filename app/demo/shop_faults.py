"""Bad weather on demand between the demo shop and whoever calls it, switched at `/faults`, repeatable by seed.

Every fault is one that real shops or the road to them showed: an answer lost after the work was done is the one
that makes careless callers pay twice.
"""

import asyncio
import random
from enum import StrEnum
from typing import Annotated

from litestar.enums import ScopeType
from litestar.types import (
    ASGIApp,
    HTTPReceiveMessage,
    Message,
    Receive,
    Scope,
    Send,
    WebSocketReceiveMessage,
)
from msgspec import Meta, Struct, field
from uvicorn.protocols.http.h11_impl import H11Protocol

HTML = b"<html><body><h1>Bad gateway</h1></body></html>"
_LONGEST_S = 60.0


class FaultKind(StrEnum):
    """What goes wrong; `…_after` means the work was done first.

    CUT closes the connection without an answer, HANG keeps it open, HALF_BODY breaks off within the answer.
    """

    DELAY = "delay"
    CUT_BEFORE = "cut_before"
    CUT_AFTER = "cut_after"
    HANG_AFTER = "hang_after"
    HALF_BODY = "half_body"
    THROTTLED = "throttled"
    UNAVAILABLE = "unavailable"
    UNAVAILABLE_AFTER = "unavailable_after"
    HTML = "html"
    HTML_AFTER = "html_after"


_BEFORE = {
    FaultKind.THROTTLED: (429, "application/json", b'{"code":"throttled"}'),
    FaultKind.UNAVAILABLE: (503, "application/json", b'{"code":"unavailable"}'),
    FaultKind.HTML: (200, "text/html", HTML),
}
_AFTER = {
    FaultKind.UNAVAILABLE_AFTER: (503, "application/json", b'{"code":"unavailable"}'),
    FaultKind.HTML_AFTER: (200, "text/html", HTML),
}


class Fault(Struct, frozen=True, forbid_unknown_fields=True):
    """One fault: for requests of `method` whose path holds `path` (empty: any).

    It strikes `count` times, or, with count 0, each time with `probability`. `seconds`: how long it delays or
    hangs, or what Retry-After says.
    """

    kind: FaultKind
    path: str = ""
    method: str = ""
    count: Annotated[int, Meta(ge=0)] = 0
    probability: Annotated[float, Meta(ge=0, le=1)] = 0.0
    seconds: Annotated[float, Meta(ge=0, le=_LONGEST_S)] = 0.0


class FaultPlan(Struct, frozen=True, forbid_unknown_fields=True):
    """`POST /faults`: replaces the plan; the seed makes probabilities repeatable."""

    faults: list[Fault] = field(default_factory=list)
    seed: int = 0


class OpenLine(H11Protocol):
    """A connection of the server that can be cut: keeps its transports by the client's address; on the loop."""

    lines: dict[tuple[str, int], asyncio.Transport] = {}  # noqa: RUF012  # one table for all connections is meant

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as the parent has it
        """Remember the line."""
        super().connection_made(transport)
        if self.client is not None:
            self.lines[self.client] = transport

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the line."""
        super().connection_lost(exc)
        if self.client is not None:
            self.lines.pop(self.client, None)


class Weather:
    """ASGI middleware; owns the plan of faults, on the server's loop."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._left: list[tuple[Fault, int]] = []
        self._random = random.Random(0)  # noqa: S311  # weather, no secrets
        self.struck: list[FaultKind] = []

    def set(self, plan: FaultPlan) -> None:
        """Replace the plan."""
        self._left = [(fault, fault.count) for fault in plan.faults]
        self._random = random.Random(plan.seed)  # noqa: S311  # weather, no secrets
        self.struck = []

    def _pick(self, scope: Scope) -> Fault | None:
        if scope["type"] != ScopeType.HTTP or not scope["path"].startswith("/admin/"):
            return None
        for place, (fault, left) in enumerate(self._left):
            if fault.path not in scope["path"] or fault.method not in ("", scope["method"]):
                continue
            if left or (not fault.count and self._random.random() < fault.probability):
                self._left[place] = (fault, max(0, left - 1))
                self.struck.append(fault.kind)
                return fault
        return None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or do what the plan says instead."""
        fault = self._pick(scope)
        if fault is None:
            await self._app(scope, receive, send)
        elif fault.kind is FaultKind.DELAY:
            await self._app(scope, await _slowly(receive, fault.seconds), send)
        elif fault.kind in _BEFORE:
            await _answer(send, *_BEFORE[fault.kind], retry_after_s=fault.seconds)
        elif fault.kind is FaultKind.CUT_BEFORE:
            await _cut(scope, receive)
        else:
            await self._after(fault, scope, receive, send)

    async def _after(self, fault: Fault, scope: Scope, receive: Receive, send: Send) -> None:
        """Do the work, then spoil the answer."""
        kept: list[Message] = []

        async def keep(message: Message) -> None:
            kept.append(message)

        await self._app(scope, receive, keep)
        if fault.kind in _AFTER:
            await _answer(send, *_AFTER[fault.kind], retry_after_s=fault.seconds)
            return
        if fault.kind is FaultKind.HANG_AFTER:
            await _hang(receive, fault.seconds)
        elif fault.kind is FaultKind.HALF_BODY:
            await _send_half(kept, send)
        await _cut(scope, receive)


async def _slowly(receive: Receive, seconds: float) -> Receive:
    """Hear the request to its end, then dawdle: the work will be done though the caller may have gone."""
    heard: list[HTTPReceiveMessage] = []
    while True:
        message = await receive()
        if message["type"] != "http.request":
            break
        heard.append(message)
        if not message["more_body"]:
            break
    await asyncio.sleep(seconds)

    async def again() -> HTTPReceiveMessage | WebSocketReceiveMessage:
        return heard.pop(0) if heard else await receive()

    return again


async def _answer(send: Send, status: int, media_type: str, body: bytes, *, retry_after_s: float) -> None:
    headers = [(b"content-type", media_type.encode()), (b"content-length", str(len(body)).encode())]
    if status in (429, 503) and retry_after_s:
        headers.append((b"retry-after", str(max(1, round(retry_after_s))).encode()))
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body, "more_body": False})


async def _send_half(kept: list[Message], send: Send) -> None:
    for message in kept:
        if message["type"] == "http.response.body":
            await send({**message, "body": message["body"][: len(message["body"]) // 2], "more_body": True})
            return
        await send(message)


async def _hang(receive: Receive, seconds: float) -> None:
    """Keep the line open until the client gives up, `seconds` at most."""
    try:
        async with asyncio.timeout(seconds):
            await _until_gone(receive)
    except TimeoutError:
        return


async def _until_gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        continue


async def _cut(scope: Scope, receive: Receive) -> None:
    """Close the connection as a broken road does, and wait until the server has noticed."""
    client = scope.get("client")
    line = OpenLine.lines.get(client) if client else None
    if line is not None:
        line.close()
        await _until_gone(receive)
