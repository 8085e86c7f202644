"""Hands for the simulated printer: faults and questions as JSON lines over a second socket."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from typing import TypeAlias, cast

import msgspec

MAX_LINE = 65_536


class _Order(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="do", tag=str.lower):
    """One line from the client; `do` names it."""


class Status(_Order, frozen=True, tag="status"):
    """Only asks."""


class Receipts(_Order, frozen=True, tag="receipts"):
    """Asks for the lines of every paper too."""


class PaperLeft(_Order, frozen=True, tag="paper"):
    """Puts in a roll with so many lines left; 0 is paper out."""

    lines: int


class CoverOpen(_Order, frozen=True, tag="cover"):
    """Opens or closes the cover."""

    is_open: bool


class DrawerOpen(_Order, frozen=True, tag="drawer"):
    """Pushes the cash drawer shut, or opens it with its key; its switch is high while it is open."""

    is_open: bool


class PowerCycle(_Order, frozen=True, tag="power_cycle"):
    """Off and on at once."""


class PowerOff(_Order, frozen=True, tag="power_off"):
    """Off until power_on."""


class PowerOn(_Order, frozen=True, tag="power_on"):
    """On again, same port."""


class Mute(_Order, frozen=True, tag="mute"):
    """Goes on printing and says nothing."""

    is_mute: bool = True


class Hang(_Order, frozen=True, tag="hang"):
    """Swallows what arrives without printing or answering."""

    is_hung: bool = True


class HalfClose(_Order, frozen=True, tag="half_close"):
    """Closes its sending side only."""


class Speed(_Order, frozen=True, tag="speed"):
    """Lines a second; 0 is as fast as it can."""

    lines_per_s: float


class Garbage(_Order, frozen=True, tag="garbage"):
    """Says these bytes, as a damaged cable does, to whoever is connected, even while it is mute.

    Raises ValueError for what is not hexadecimal; a line with such an order is not understood.
    """

    hex: str

    def __post_init__(self) -> None:
        bytes.fromhex(self.hex)


class Tear(_Order, frozen=True, tag="tear"):
    """Takes the paper as it is, for printers without a cutter."""


class Save(_Order, frozen=True, tag="save"):
    """Saves every paper in a subfolder of the output folder; letters, digits and dashes only."""

    folder: str


Order: TypeAlias = (
    Status
    | Receipts
    | PaperLeft
    | CoverOpen
    | DrawerOpen
    | PowerCycle
    | PowerOff
    | PowerOn
    | Mute
    | Hang
    | HalfClose
    | Speed
    | Garbage
    | Tear
    | Save
)


class Reply(msgspec.Struct, frozen=True):
    """State after the order; `ok` is False when the order was not understood."""

    ok: bool = True
    lines_left: int = 0
    is_cover_open: bool = False
    is_powered: bool = True
    is_mute: bool = False
    waiting: int = 0
    papers: int = 0
    drawer_pulses: int = 0
    refused: int = 0
    uncut: list[str] = []
    receipts: list[list[str]] = []


_ORDERS: msgspec.json.Decoder[Order] = msgspec.json.Decoder(Order)


class ControlServer:
    """Owns the control socket and its conversations; lives on the twin's loop.

    Listens on 127.0.0.1 only: whoever controls the printer sits at this machine.
    """

    def __init__(self, obey: Callable[[Order], Awaitable[Reply]]) -> None:
        """`obey` carries out each order and answers the state after it."""
        self._obey = obey
        self._talks: set[asyncio.Task[None]] = set()
        self._server: asyncio.Server | None = None

    async def start(self, port: int) -> int:
        """Listens; answers the port. Raises OSError when it is taken."""
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", port, limit=MAX_LINE)
        return int(self._server.sockets[0].getsockname()[1])

    async def stop(self) -> None:
        """Ends listening and every conversation."""
        if self._server is not None:
            self._server.close()
        await end_tasks(self._talks)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with registered(self._talks):
            try:
                while line := await reader.readline():
                    writer.write(msgspec.json.encode(await _answer(self._obey, line)) + b"\n")
                    await writer.drain()
            except (ConnectionError, ValueError, asyncio.CancelledError):
                pass  # gone, or a line beyond the limit: this client is done
            finally:
                writer.close()


@contextmanager
def registered(tasks: set[asyncio.Task[None]]) -> Iterator[None]:
    """Keeps the running task in a set as long as it runs, so that whoever stops can end it."""
    task = cast("asyncio.Task[None]", asyncio.current_task())
    tasks.add(task)
    try:
        yield
    finally:
        tasks.discard(task)


async def end_tasks(tasks: set[asyncio.Task[None]]) -> None:
    """Cancels all and waits until they are gone."""
    for task in list(tasks):
        task.cancel()
    await asyncio.gather(*list(tasks), return_exceptions=True)


async def _answer(obey: Callable[[Order], Awaitable[Reply]], line: bytes) -> Reply:
    try:
        order = _ORDERS.decode(line)
    except msgspec.MsgspecError:
        return Reply(ok=False)
    return await obey(order)
