"""A simulated reader of tags: answers LLRP, tells which tags are before it, and has the faults of a real one."""

import asyncio
import struct
from contextlib import suppress

from hardware.drivers.scanners.llrp import ANSWER, Kind, Message, Parameter, Stream, parameter

_CHUNK = 4_096
_OK, _REFUSED, _BUSY = 0, 109, 2
_ORDER = (Kind.ADD_ROSPEC, Kind.ENABLE_ROSPEC, Kind.START_ROSPEC)
"""A reader reads once it was told these, in this order."""


def tag_of(gtin: str, serial: int, company: int = 7) -> bytes:
    """The tag (SGTIN-96) of a piece: GTIN in 14 digits, `company` of which are its maker's prefix."""
    bits = (40, 37, 34, 30, 27, 24, 20)[12 - company]
    maker, item = int(gtin[1 : 1 + company]), int(gtin[0] + gtin[1 + company : 13])
    fields = (0x30 << 6 | 1 << 3 | 12 - company) << 44 | maker << (44 - bits) | item
    return (fields << 38 | serial).to_bytes(12, "big")


class RfidTwin:
    """Owns the listening socket and its one user; lives on the loop."""

    def __init__(self) -> None:
        self._port = 0
        self._server: asyncio.Server | None = None
        self._user: asyncio.StreamWriter | None = None
        self._done: list[Kind] = []
        self._number = 0
        self._sending, self._over = asyncio.Lock(), asyncio.Event()
        self._over.set()
        self.is_mute = self.is_busy = False
        self.refuses: Kind | None = None
        self.byte_s = 0.0
        self.told: list[int] = []
        self.was_told = asyncio.Event()

    @property
    def address(self) -> str:
        """What a driver is given."""
        return f"127.0.0.1:{self._port}"

    @property
    def is_reading(self) -> bool:
        """Whether it was told to, and tells what it sees."""
        return tuple(self._done) == _ORDER and not self.is_mute

    async def plug_in(self) -> None:
        """Listens, again on the same port."""
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", self._port)
        self._port = int(self._server.sockets[0].getsockname()[1])

    async def unplug(self) -> None:
        """Hangs up and listens no more."""
        if self._server is not None:
            self._server.close()
        if self._user is not None:
            self._user.close()
        await self._over.wait()
        if self._server is not None:
            await self._server.wait_closed()

    async def show(self, epc: bytes, *, is_half: bool = False) -> None:
        """A tag comes into its sight; when `is_half` the line ends in the middle of telling so."""
        if not self.is_reading:
            return
        code = bytes([0x80 | 13]) + epc if len(epc) == 12 else parameter(241, struct.pack(">H", len(epc) * 8), epc)
        data = self._told(Kind.RO_ACCESS_REPORT, parameter(Parameter.TAG_REPORT_DATA, code))
        await self.send(data[: len(data) // 2] if is_half else data)

    async def ask_back(self) -> None:
        """Asks whether its user is there."""
        await self.send(self._told(Kind.KEEPALIVE, b""))

    async def send(self, data: bytes) -> None:
        """These bytes, at once or one every `byte_s`."""
        user = self._user
        if user is None:
            return
        size = 1 if self.byte_s else len(data)
        async with self._sending:
            for at in range(0, len(data), size):
                if user.is_closing():
                    return
                user.write(data[at : at + size])
                await asyncio.sleep(self.byte_s)

    def _told(self, kind: Kind, body: bytes) -> bytes:
        self._number += 1
        return Message(kind, self._number, body).packed()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._over.clear()
        self._user, self._done = writer, []
        event = parameter(Parameter.CONNECTION_ATTEMPT_EVENT, struct.pack(">H", _BUSY if self.is_busy else _OK))
        when = parameter(128, bytes(8))  # UTCTimestamp
        try:
            if not self.is_mute:
                data = parameter(Parameter.READER_EVENT_NOTIFICATION_DATA, when, event)
                await self.send(self._told(Kind.READER_EVENT_NOTIFICATION, data))
            with suppress(ConnectionError):
                await self._converse(reader)
        finally:
            writer.close()
            self._over.set()

    async def _converse(self, reader: asyncio.StreamReader) -> None:
        stream = Stream()
        while not self.is_busy and (data := await reader.read(_CHUNK)):
            for message in stream.hear(data):
                self.told.append(message.kind)
                self.was_told.set()
                if message.kind == Kind.CLOSE_CONNECTION:
                    return
                if message.kind != Kind.KEEPALIVE_ACK and not self.is_mute:
                    await self._answer(message)

    async def _answer(self, question: Message) -> None:
        is_refused = question.kind == self.refuses
        if question.kind == Kind.DELETE_ROSPEC:
            self._done = []
        if question.kind in _ORDER and not is_refused:
            self._done.append(Kind(question.kind))
        status = parameter(Parameter.LLRP_STATUS, struct.pack(">HH", _REFUSED if is_refused else _OK, 0))
        await self.send(Message(question.kind + ANSWER, question.number, status).packed())
