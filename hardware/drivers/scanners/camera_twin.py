"""A simulated camera on the network: shows the code last held before it, with the faults of a real one."""

import asyncio
from contextlib import suppress
from io import BytesIO

import segno

_HEAD = b"HTTP/1.0 200 OK\r\nContent-Type: image/png\r\n\r\n"
_SCALE = 6


class CameraTwin:
    """Owns the listening socket; lives on the loop."""

    def __init__(self) -> None:
        self._port = 0
        self.picture = b""
        self._server: asyncio.Server | None = None
        self.is_mute = False
        self.chunk_s = 0.0

    @property
    def url(self) -> str:
        """Where its pictures are."""
        return f"http://127.0.0.1:{self._port}/snapshot.png"

    async def plug_in(self) -> None:
        """Listens, again on the same port."""
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", self._port)
        self._port = int(self._server.sockets[0].getsockname()[1])

    async def unplug(self) -> None:
        """Listens no more."""
        if self._server is not None:
            self._server.close()
            await self._server.wait_closed()

    def show(self, code: str) -> None:
        """Holds a code before it."""
        buffer = BytesIO()
        segno.make(code, error="m", micro=False).save(buffer, kind="png", scale=_SCALE)
        self.picture = buffer.getvalue()

    def cut(self) -> None:
        """From here on only the first half of the picture comes through."""
        self.picture = self.picture[: len(self.picture) // 2]

    def blur(self, noise: bytes) -> None:
        """From here on the picture is that."""
        self.picture = noise

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            with suppress(ConnectionError):
                await reader.readuntil(b"\r\n\r\n")
                if self.is_mute:
                    await reader.read()
                    return
                for at in range(0, len(_HEAD + self.picture), 256):
                    writer.write((_HEAD + self.picture)[at : at + 256])
                    await writer.drain()
                    if self.chunk_s:
                        await asyncio.sleep(self.chunk_s)
        finally:
            writer.close()
