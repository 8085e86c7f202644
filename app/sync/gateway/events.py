"""Reads the stream of pokes: an event says that a feed moved and nothing else."""

from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing

import httpx
import msgspec
from httpx_sse import EventSource, SSEError

from app.contract.feeds import Poke
from app.contract.reads import is_feed_name
from app.domain.errors import Code, Problem
from app.sync.gateway.transport import translated

MAX_EVENT_BYTES = 64 * 1024
_poke = msgspec.json.Decoder(Poke)


class _Bounded(httpx.AsyncByteStream):
    """Stops a stream that sends so much without ending an event that it could only fill our memory."""

    def __init__(self, source: httpx.AsyncByteStream) -> None:
        self._source = source

    async def __aiter__(self) -> AsyncIterator[bytes]:
        pending = 0
        async for piece in self._source:
            pending = 0 if b"\n\n" in piece or b"\r\n\r\n" in piece else pending + len(piece)
            if pending > MAX_EVENT_BYTES or len(piece) > 4 * MAX_EVENT_BYTES:
                raise Problem(Code.TOO_LARGE, limit=MAX_EVENT_BYTES)
            yield piece

    async def aclose(self) -> None:
        await self._source.aclose()


async def read_pokes(response: httpx.Response) -> AsyncGenerator[Poke]:
    """Pokes until the stream breaks; Problem(NOT_JSON) when it is no stream of events."""
    if isinstance(response.stream, httpx.AsyncByteStream):
        response.stream = _Bounded(response.stream)
    async with aclosing(EventSource(response).aiter_sse()) as incoming:
        with translated():
            try:
                async for event in incoming:
                    if event.event == "poke":
                        yield _read(event.data)
            except SSEError as exc:
                raise Problem(Code.NOT_JSON) from exc


def _read(data: str) -> Poke:
    try:
        poke = _poke.decode(data)
    except (msgspec.MsgspecError, ValueError, RecursionError) as exc:
        raise Problem(Code.NOT_JSON) from exc
    if not is_feed_name(poke.feed) or poke.rev < 0:
        raise Problem(Code.NOT_JSON)
    return poke
