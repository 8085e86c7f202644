"""The line to head office, in the demo: a relay on loopback that can be cut, slow, or answered by an error."""

import asyncio
import contextlib
from enum import StrEnum

PIECE_BYTES = 65_536
SLOW_S = 4.0
"""How long head office takes for each piece of an answer when it is slow."""
ERROR = b"HTTP/1.1 500 Internal Server Error\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"


class Weather(StrEnum):
    """How the line is; BROKEN: somebody answers, and only that it cannot."""

    WHOLE = "whole"
    SLOW = "slow"
    BROKEN = "broken"
    CUT = "cut"


class Line:
    """Relays connections to one port; lives on one event loop. Another weather drops what is open."""

    def __init__(self, host: str, port: int) -> None:
        self._target = (host, port)
        self._server: asyncio.Server | None = None
        self._open: set[asyncio.StreamWriter] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self.weather = Weather.WHOLE

    async def __aenter__(self) -> "Line":
        self._server = await asyncio.start_server(self._relay, "127.0.0.1", 0)
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._server is not None:
            self._server.close()
        self.cut()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    @property
    def url(self) -> str:
        """Where to call instead of the target."""
        if self._server is None:
            raise RuntimeError("not started")
        return f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"

    def cut(self) -> None:
        """From now on nothing passes; connections that are open are lost."""
        self.turn(Weather.CUT)

    def mend(self) -> None:
        """The line is back."""
        self.turn(Weather.WHOLE)

    def turn(self, weather: Weather) -> None:
        """Another weather from now on; connections that are open are lost."""
        self.weather = weather
        for writer in list(self._open):
            writer.transport.abort()

    async def _relay(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        if task is not None:
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        if self.weather is Weather.CUT:
            writer.transport.abort()
            return
        self._open.add(writer)
        try:
            if self.weather is Weather.BROKEN:
                await _refuse(reader, writer)
                return
            far_reader, far_writer = await asyncio.open_connection(*self._target)
            self._open.add(far_writer)
            try:
                await asyncio.gather(_pump(reader, far_writer), self._pump_back(far_reader, writer))
            finally:
                self._open.discard(far_writer)
                far_writer.close()
        except OSError:
            return
        finally:
            self._open.discard(writer)
            writer.close()

    async def _pump_back(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await _pump(reader, writer, SLOW_S if self.weather is Weather.SLOW else 0.0)


async def _refuse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Hear what is asked, and answer that it does not work."""
    with contextlib.suppress(asyncio.IncompleteReadError, asyncio.LimitOverrunError):
        await reader.readuntil(b"\r\n\r\n")
        writer.write(ERROR)
        await writer.drain()
        # Closing before the rest of the question is heard would lose the answer.
        while await reader.read(PIECE_BYTES):
            pass


async def _pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, pause_s: float = 0.0) -> None:
    with contextlib.suppress(OSError):
        while piece := await reader.read(PIECE_BYTES):
            await asyncio.sleep(pause_s)
            writer.write(piece)
            await writer.drain()
        writer.write_eof()
