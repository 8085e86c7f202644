"""The stream of pokes: one event per moved feed, a comment while nothing moves, an orderly end with the host."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator

import msgspec

from app.contract.feeds import Poke
from app.hosting.problems import Incidents

HEARTBEAT_S = 15.0
_encode = msgspec.json.Encoder()
_OPENED = b": open\n\n"
_HEARTBEAT = b": alive\n\n"


class PokeStreams:
    """Owns the open streams of a host, so that its end need not wait for readers; lives on its event loop."""

    def __init__(self, incidents: Incidents, heartbeat_s: float = HEARTBEAT_S) -> None:
        self._incidents = incidents
        self._heartbeat_s = heartbeat_s
        self._is_closing = asyncio.Event()

    def close(self) -> None:
        """End every stream; readers connect again, elsewhere or later."""
        self._is_closing.set()

    async def frames(self, pokes: AsyncIterator[Poke]) -> AsyncIterator[bytes]:
        """What goes over the wire for one reader (WHATWG server-sent events, event `poke`).

        A comment every 15 s lets both ends notice a dead connection. Pokes carry no id: missing one costs time.
        """
        closing = asyncio.ensure_future(self._is_closing.wait())
        coming = asyncio.ensure_future(anext(pokes, None))
        try:
            yield _OPENED
            while not self._is_closing.is_set():
                done, _ = await asyncio.wait(
                    {closing, coming}, timeout=self._heartbeat_s, return_when=asyncio.FIRST_COMPLETED
                )
                if coming in done:
                    poke = coming.result()
                    if poke is None:
                        return
                    yield b"event: poke\ndata: " + _encode.encode(poke) + b"\n\n"
                    coming = asyncio.ensure_future(anext(pokes, None))
                elif not done:
                    yield _HEARTBEAT
        except Exception as exc:
            # The head is sent: all that is left is to end and to say so in the log.
            self._incidents.note(exc)
        finally:
            for task in (closing, coming):
                task.cancel()
            await asyncio.gather(closing, coming, return_exceptions=True)
            if isinstance(pokes, AsyncGenerator):
                await pokes.aclose()
