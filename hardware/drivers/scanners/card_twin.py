"""A simulated card without contacts, for the simulated reader of the system's own service (`vsmartcard-vpcd`).

What is said: two bytes of length, then a word to the card, or a command and its answer. Source: the documents of
vsmartcard, "vpcd". A card is on the reader for as long as it is connected.
"""

import asyncio
from contextlib import suppress

from hardware.drivers.scanners.card_numbers import QUESTION

_LENGTH = 2
_ASK_ATR = 4
_ATR = bytes.fromhex("3B8F8001804F0CA000000306030001000000006A")  # PC/SC part 3, 3.1.3.2.3: a MIFARE Classic
_REFUSED = bytes.fromhex("6D00")


class CardTwin:
    """Owns the connection to the reader, which listens on this computer; lives on the loop.

    `is_mute`: asked, the next card says nothing. `byte_s`: between two bytes of an answer.
    """

    def __init__(self, port: int) -> None:
        self._port = port
        self._writer: asyncio.StreamWriter | None = None
        self._talk: asyncio.Task[None] | None = None
        self.is_mute = False
        self.byte_s = 0.0
        self.was_asked = asyncio.Event()

    @property
    def is_laid(self) -> bool:
        """Whether it lies on the reader, as far as the reader lets it."""
        return self._talk is not None and not self._talk.done()

    async def lay(self, number: bytes, *, is_half: bool = False) -> None:
        """A card with this number, in place of the one that lies there; when `is_half` it says so in part only.
        OSError where there is no such reader."""
        await self.show(number + b"\x90\x00", is_half=is_half)

    async def show(self, answer: bytes, *, is_half: bool = False) -> None:
        """A card that answers so when its number is asked for. OSError as of `lay`."""
        await self.take()
        self.was_asked.clear()
        reader, self._writer = await asyncio.open_connection("127.0.0.1", self._port)
        talk = self._converse(reader, self._writer, answer, is_half=is_half)
        self._talk = asyncio.get_running_loop().create_task(talk, name="card")

    async def take(self) -> None:
        """It is taken away, whatever it was saying."""
        talk, self._talk = self._talk, None
        if self._writer is not None:
            self._writer.close()
        if talk is not None:
            talk.cancel()
            await asyncio.gather(talk, return_exceptions=True)

    async def _converse(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, answer: bytes, *, is_half: bool
    ) -> None:
        with suppress(asyncio.IncompleteReadError, ConnectionError):
            while True:
                length = int.from_bytes(await reader.readexactly(_LENGTH), "big")
                told = await reader.readexactly(length)
                if length > 1:
                    self.was_asked.set()
                    if not self.is_mute:
                        await self._say(writer, answer if told == QUESTION else _REFUSED, is_half=is_half)
                elif told == bytes([_ASK_ATR]):
                    await self._say(writer, _ATR)

    async def _say(self, writer: asyncio.StreamWriter, answer: bytes, *, is_half: bool = False) -> None:
        data = len(answer).to_bytes(_LENGTH, "big") + answer
        data = data[: len(data) // 2] if is_half else data
        size = 1 if self.byte_s else len(data)
        for at in range(0, len(data), size):
            writer.write(data[at : at + size])
            await writer.drain()
            await asyncio.sleep(self.byte_s)
