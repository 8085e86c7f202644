"""A simulated receipt printer on TCP that prints the real bytes, and can have every fault of a real one."""

import asyncio
import socket
from collections.abc import Callable
from pathlib import Path

from hardware.drivers.printers.twin_control import (
    ControlServer,
    CoverOpen,
    DrawerOpen,
    Garbage,
    HalfClose,
    Hang,
    Mute,
    Order,
    PaperLeft,
    PowerCycle,
    PowerOff,
    PowerOn,
    Receipts,
    Reply,
    Save,
    Speed,
    Status,
    Tear,
    end_tasks,
    registered,
)
from hardware.drivers.printers.twin_mechanism import TwinMechanism, TwinTraits, traits_of
from hardware.drivers.printers.twin_paper import Receipt, TwinPaper
from hardware.printing.bitmap_font import BitmapFont
from hardware.printing.profiles import GENERIC_80, PrinterProfile

__all__ = ["Receipt", "TwinPrinter", "TwinTraits", "serve_twin"]

_SMALL = 2048  # bytes the network may hold for us, so that a full printer is felt by the sender


class TwinPrinter:
    """Owns the listening sockets and the mechanism; lives on one event loop; use as `async with`."""

    def __init__(
        self,
        font: BitmapFont,
        profile: PrinterProfile = GENERIC_80,
        traits: TwinTraits | None = None,
        out_dir: Path | None = None,
    ) -> None:
        """A printer of this profile; every cut paper is also saved to `out_dir` when there is one.

        Without `traits` it is made as the profile says.
        """
        self._out_dir = out_dir
        self._saved = 0
        paper = TwinPaper(profile, font)
        self.mechanism = TwinMechanism(paper, traits or traits_of(profile), self._on_cut, self._on_step)
        self._step = asyncio.Event()
        self._client: asyncio.StreamWriter | None = None
        self._server: asyncio.Server | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self._control = ControlServer(self.obey)
        self._is_hung = False
        self.refused = 0
        self.port = 0
        self.control_port = 0

    async def start(self, host: str = "127.0.0.1", port: int = 0, control_port: int = 0) -> None:
        """Listens on both ports (0: any free one; see `port` and `control_port`). Raises OSError."""
        self._host = host
        await self._listen(port)
        self.control_port = await self._control.start(control_port)
        self._tasks.add(asyncio.create_task(self.mechanism.run(), name="printer-twin"))

    async def stop(self) -> None:
        """Closes everything; what was not printed is lost."""
        await self._control.stop()
        self._drop_client()
        self._close_server()
        await end_tasks(self._tasks)

    async def __aenter__(self) -> "TwinPrinter":
        """Starts on free ports of this machine."""
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        """Stops."""
        await self.stop()

    @property
    def receipts(self) -> list[Receipt]:
        """Papers cut so far, the oldest first."""
        return self.mechanism.paper.receipts

    async def until(self, is_so: Callable[[], bool]) -> None:
        """Waits until something is so after a command was carried out, or is so already."""
        while not is_so():
            self._step.clear()
            await self._step.wait()

    async def until_papers(self, count: int) -> None:
        """Waits until so many papers have been cut."""
        await self.until(lambda: len(self.receipts) >= count)

    async def until_lines(self, count: int) -> None:
        """Waits until so many lines are on the paper not yet cut."""
        await self.until(lambda: len(self.mechanism.paper.uncut) >= count)

    async def obey(self, order: Order) -> Reply:
        """Carries out one order of the control socket."""
        match order:
            case PaperLeft() | CoverOpen() | DrawerOpen():
                self._handle(order)
            case Mute(is_mute):
                self.mechanism.is_mute = is_mute
            case Hang(is_hung):
                self._is_hung = is_hung
            case Speed(lines_per_s):
                self.mechanism.traits.lines_per_s = max(0.0, lines_per_s)
            case Garbage(noise):
                self.mechanism.disturb(bytes.fromhex(noise))
            case Tear():
                self.mechanism.paper.tear()
            case Save(folder):
                self._save_all(folder)
            case PowerCycle() | PowerOff() | PowerOn() | HalfClose():
                await self._electric(order)
            case Status() | Receipts():
                pass
        return self._reply(has_receipts=isinstance(order, Receipts))

    def _handle(self, order: PaperLeft | CoverOpen | DrawerOpen) -> None:
        match order:
            case PaperLeft(lines):
                self.mechanism.change(lines_left=max(0, lines))
            case CoverOpen(is_open):
                self.mechanism.change(is_cover_open=is_open)
            case DrawerOpen(is_open):
                self.mechanism.change(is_drawer_open=is_open)

    async def _electric(self, order: PowerCycle | PowerOff | PowerOn | HalfClose) -> None:
        if isinstance(order, HalfClose):
            if self._client is not None:
                self._client.write_eof()
        elif isinstance(order, PowerOn):
            if self._server is None:
                await self._listen(self.port)
        else:
            self.mechanism.power_cycle()
            self._drop_client()
            if isinstance(order, PowerOff):
                self._close_server()

    def _reply(self, *, has_receipts: bool) -> Reply:
        paper = self.mechanism.paper
        return Reply(
            lines_left=self.mechanism.lines_left,
            is_cover_open=self.mechanism.is_cover_open,
            is_powered=self._server is not None,
            is_mute=self.mechanism.is_mute,
            waiting=self.mechanism.waiting,
            papers=len(paper.receipts),
            drawer_pulses=self.mechanism.drawer_pulses,
            refused=self.refused,
            uncut=list(paper.uncut),
            receipts=[list(receipt.lines) for receipt in paper.receipts] if has_receipts else [],
        )

    async def _listen(self, port: int) -> None:
        listener = socket.create_server((self._host, port))
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, _SMALL)
        self.port = listener.getsockname()[1]
        try:
            self._server = await asyncio.start_server(self._serve, sock=listener, limit=1024)
        except BaseException:
            listener.close()
            raise

    def _close_server(self) -> None:
        if self._server is not None:
            self._server.close()
        self._server = None

    def _drop_client(self) -> None:
        if self._client is not None:
            self._client.transport.abort()
        self._client = None
        self.mechanism.answer = None

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self._client is not None:
            self.refused += 1
            writer.transport.abort()
            self._on_step()
            return
        self._client = writer
        self.mechanism.answer = writer.write
        with registered(self._tasks):
            await self._take_bytes(reader, writer)

    async def _take_bytes(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while data := await reader.read(min(256, await self.mechanism.room())):
                if not self._is_hung:
                    self.mechanism.receive(data)
        except (ConnectionError, asyncio.CancelledError):
            pass  # the client is gone, or the twin stops
        finally:
            writer.close()
            if self._client is writer:
                self._client = None
                self.mechanism.answer = None

    def _on_step(self) -> None:
        self._step.set()

    def _on_cut(self) -> None:
        if self._out_dir is not None:
            self._save_from(self._out_dir)

    def _save_all(self, folder: str) -> None:
        """Saves every paper under a folder of our own choosing the place of, named by the control socket."""
        if self._out_dir is None or not folder.replace("-", "").isalnum() or len(folder) > 60:
            return
        for number, receipt in enumerate(self.receipts, start=1):
            _save(receipt, self._out_dir / folder, number)

    def _save_from(self, folder: Path) -> None:
        for number in range(self._saved + 1, len(self.receipts) + 1):
            _save(self.receipts[number - 1], folder, number)
        self._saved = len(self.receipts)


def _save(receipt: Receipt, folder: Path, number: int) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    receipt.picture.save(folder / f"receipt-{number:04}.png")
    (folder / f"receipt-{number:04}.txt").write_text("\n".join(receipt.lines) + "\n", encoding="utf-8")


async def serve_twin(
    host: str,
    port: int,
    control_port: int,
    *,
    out_dir: Path | None,
    font: BitmapFont,
    profile: PrinterProfile = GENERIC_80,
    traits: TwinTraits | None = None,
) -> None:
    """Runs a simulated printer until cancelled; the control socket listens on this machine only.

    Raises OSError when a port is taken.
    """
    twin = TwinPrinter(font, profile, traits, out_dir)
    try:
        await twin.start(host, port, control_port)
        await asyncio.Event().wait()
    finally:
        await twin.stop()
