"""Bad weather on the way to a real Vendure: a proxy on loopback that spoils what is said of orders, by seeds."""

import asyncio
import json
import random
import re
from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, TypeAlias

_LENGTH = re.compile(rb"\r\ncontent-length: *([0-9]+)", re.IGNORECASE)
_HOP = re.compile(rb"\r\n(?:connection|accept-encoding):[^\r]*", re.IGNORECASE)
_MADE = re.compile(rb'"addFulfillmentToOrder":\{"id":"([0-9]+)"')
_PAGE = b"<html><body><h1>Bad Gateway</h1></body></html>"
_LARGEST = 8 * 1024 * 1024
_OF_READS = 0.2
LATE_S = 2.0
Node: TypeAlias = tuple[str, str]


class Fault(StrEnum):
    """What becomes of a request. Those with AFTER were carried out; LATE is cut, and carried out all the same."""

    CUT_BEFORE = "cut_before"
    CUT_AFTER = "cut_after"
    HALF_AFTER = "half_after"
    HTML_AFTER = "html_after"
    UNAVAILABLE_AFTER = "unavailable_after"
    LATE = "late"
    THROTTLED = "throttled"
    UNAVAILABLE = "unavailable"
    SLOW = "slow"


_READ_FAULTS = (Fault.CUT_BEFORE, Fault.HTML_AFTER, Fault.HALF_AFTER, Fault.UNAVAILABLE)
_CUT = (Fault.CUT_BEFORE, Fault.CUT_AFTER, Fault.LATE)


class Sky:
    """The faults one order meets: a seed's own row for what changes it, and one for what only asks.

    Every mutation meets a fault with `chance`, every question with a fifth of it. `met` is what there was.
    """

    def __init__(self, seed: int, chance: float) -> None:
        self._effects, self._reads = random.Random(f"{seed} effects"), random.Random(f"{seed} reads")
        self._chance = chance
        self.met: list[Fault] = []

    def drawn(self, *, is_effect: bool) -> Fault | None:
        """What the next request meets."""
        draw, chance = (self._effects, self._chance) if is_effect else (self._reads, self._chance * _OF_READS)
        if draw.random() > chance:
            return None
        self.met.append(draw.choice(list(Fault) if is_effect else _READ_FAULTS))
        return self.met[-1]


@dataclass(frozen=True, slots=True)
class Ambush:
    """`act` when an effect comes by after so many `passes`: before Vendure has it, or when it is done already."""

    act: Callable[[], None]
    passes: int
    is_after: bool


def _about(variables: Any) -> Node | None:
    """What of an order a request names: the order itself, a line, a payment or a fulfilment."""
    match variables:
        case {"n": {"id": str(order)}}:
            return "order", order
        case {"i": {"paymentId": str(payment)}}:
            return "payment", payment
        case {"i": {"lines": [{"orderLineId": str(line)}, *_]}}:
            return "line", line
        case {"f": str(fulfilment)}:
            return "fulfilment", fulfilment
        case {"i": str(order)}:
            return "order", order
    return None


def _answer(status: str, kind: str, body: bytes, more: str = "") -> bytes:
    head = f"HTTP/1.1 {status}\r\ncontent-type: {kind}\r\ncontent-length: {len(body)}\r\n"
    return f"{head}connection: close\r\n{more}\r\n".encode() + body


class Weather:
    """Relays to one port, one request for each connection; lives on one event loop. Use as `async with`.

    Only requests about orders with a sky are touched. What comes late does so after `LATE_S`.
    """

    def __init__(self, port: int) -> None:
        self._port = port
        self._server: asyncio.Server | None = None
        self._over = asyncio.Event()
        self._tasks: set[asyncio.Task[None]] = set()
        self._skies: dict[Node, Sky] = {}
        self._ambush: Ambush | None = None

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

    @property
    def struck(self) -> Counter[Fault]:
        """How often each fault struck."""
        skies = {id(sky): sky for sky in self._skies.values()}
        return Counter(fault for sky in skies.values() for fault in sky.met)

    def over(self, nodes: Iterable[Node], sky: Sky) -> None:
        """An order, its lines and its payments are under this sky, and so are the fulfilments made of it."""
        self._skies |= dict.fromkeys(nodes, sky)

    def lie_in_wait(self, ambush: Ambush) -> None:
        """For the next effects that come by."""
        self._ambush = ambush

    def _come_by(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """A task of our own: of one that `asyncio` makes itself it complains when it is cancelled at the end."""
        task = asyncio.create_task(self._heard(reader, writer))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _heard(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            with suppress(OSError, asyncio.IncompleteReadError):
                await self._serve(reader, writer)
        finally:
            writer.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        length = _LENGTH.search(head)
        body = await reader.readexactly(int(length[1]) if length else 0)
        request = _HOP.sub(b"", head[:-2]) + b"connection: close\r\n\r\n" + body
        asked = json.loads(body) if body.startswith(b"{") else {}
        is_effect = str(asked.get("query")).startswith("mutation")
        sky = self._skies.get(_about(asked.get("variables")) or ("", ""))
        if sky is None:
            writer.write(await self._carried(request))
        elif is_effect and (ambush := self._met_ambush()) is not None:
            if ambush.is_after:
                self._note(await self._carried(request), sky)
            ambush.act()
            writer.transport.abort()
            return
        else:
            fault = sky.drawn(is_effect=is_effect)
            if fault is Fault.LATE:
                writer.transport.abort()
            told = await self._played(fault, request, sky)
            if fault in _CUT:
                writer.transport.abort()
                return
            writer.write(told[: len(told) // 2] if fault is Fault.HALF_AFTER else told)
        await writer.drain()

    def _met_ambush(self) -> Ambush | None:
        """The ambush that is for this effect, once so many have passed."""
        met = self._ambush
        if met is None:
            return None
        self._ambush = replace(met, passes=met.passes - 1) if met.passes else None
        return None if met.passes else met

    async def _played(self, fault: Fault | None, request: bytes, sky: Sky) -> bytes:
        if fault is Fault.CUT_BEFORE:
            return b""
        if fault is Fault.THROTTLED:
            return _answer("429 Too Many Requests", "application/json", b"{}", "retry-after: 0\r\n")
        if fault is Fault.UNAVAILABLE:
            return _answer("503 Service Unavailable", "text/plain", b"")
        if fault in (Fault.SLOW, Fault.LATE):
            with suppress(TimeoutError):
                async with asyncio.timeout(LATE_S):
                    await self._over.wait()
        told = await self._carried(request)
        self._note(told, sky)
        if fault is Fault.HTML_AFTER:
            return _answer("200 OK", "text/html; charset=utf-8", _PAGE)
        if fault is Fault.UNAVAILABLE_AFTER:
            return _answer("503 Service Unavailable", "text/plain", b"")
        return told

    def _note(self, told: bytes, sky: Sky) -> None:
        """A fulfilment that was made belongs to its order."""
        if made := _MADE.search(told):
            self._skies["fulfilment", made[1].decode()] = sky

    async def _carried(self, request: bytes) -> bytes:
        reader, writer = await asyncio.open_connection("127.0.0.1", self._port)
        try:
            writer.write(request)
            return await reader.read(-1)
        finally:
            writer.close()
