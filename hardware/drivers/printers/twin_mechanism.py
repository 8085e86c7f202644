"""The simulated printer's inside: buffer, paper feed, sensors, and what it says back."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from hardware.drivers.printers.twin_commands import Command, Control, RealTimeFilter, next_command
from hardware.drivers.printers.twin_paper import TwinPaper
from hardware.printing.profiles import Confirmation, PrinterProfile

ENDLESS = 1_000_000
_MAX_WORK = 1_000_000


@dataclass(slots=True)
class TwinTraits:
    """How this printer is made. `lines_per_s` 0 prints at once; sizes in bytes and lines.

    Without `has_status` it says nothing, whatever it is asked.
    """

    buffer_size: int = 4096
    lines_per_s: float = 0
    near_end: int = 20
    has_automatic_status: bool = True
    has_process_id: bool = True
    has_status: bool = True


def traits_of(profile: PrinterProfile) -> TwinTraits:
    """As a printer of this profile is made: silent without status, like Epson's only where it confirms by ids."""
    is_epson = profile.confirmation is Confirmation.PROCESS_ID
    return TwinTraits(has_automatic_status=is_epson, has_process_id=is_epson, has_status=profile.has_status)


class TwinMechanism:
    """Owns the receive buffer and the sensors of one simulated printer; lives on one event loop."""

    def __init__(
        self, paper: TwinPaper, traits: TwinTraits, on_cut: Callable[[], None], on_line: Callable[[], None]
    ) -> None:
        """Starts switched on, with an endless roll and the cover closed. `on_line` follows every command."""
        self.paper = paper
        self.traits = traits
        self.lines_left = ENDLESS
        self.is_cover_open = False
        self.is_mute = False
        self.drawer_pulses = 0
        self.is_drawer_open = False
        self.answer: Callable[[bytes], None] | None = None
        self._on_cut = on_cut
        self._on_line = on_line
        self._received = bytearray()
        self._work = bytearray()
        self._filter = RealTimeFilter()
        self._status_mask = 0
        self._can_go = asyncio.Event()
        self._has_room = asyncio.Event()
        self._has_room.set()

    @property
    def is_blocked(self) -> bool:
        """Whether it cannot print until a person does something."""
        return self.is_cover_open or self.lines_left <= 0

    @property
    def waiting(self) -> int:
        """Bytes received and not yet carried out."""
        return len(self._received) + len(self._work)

    async def room(self) -> int:
        """Waits until the buffer has room; answers how many bytes."""
        while len(self._received) >= self.traits.buffer_size:
            self._has_room.clear()
            await self._has_room.wait()
        return self.traits.buffer_size - len(self._received)

    def receive(self, data: bytes) -> None:
        """Takes bytes in; real-time commands are answered now, whatever is waiting before them."""
        kept, commands = self._filter.sort(data)
        for kind, number in commands:
            if kind == 4:
                self._say(bytes([self._real_time(number)]))
            elif number == 2:
                self._received.clear()
        self._received += kept
        self._can_go.set()

    def change(
        self,
        *,
        lines_left: int | None = None,
        is_cover_open: bool | None = None,
        is_drawer_open: bool | None = None,
    ) -> None:
        """A person changes the roll, the cover or the drawer; the printer tells if it was asked to."""
        if lines_left is not None:
            self.lines_left = lines_left
        if is_cover_open is not None:
            self.is_cover_open = is_cover_open
        if is_drawer_open is not None:
            self.is_drawer_open = is_drawer_open
        self._tell()
        self._can_go.set()

    def power_cycle(self) -> None:
        """Off and on: buffer, unfinished line and status mask are lost; what is on paper stays."""
        self._received.clear()
        self._work.clear()
        self._filter = RealTimeFilter()
        self._status_mask = 0
        self.paper.initialise()
        self._has_room.set()

    async def run(self) -> None:
        """Prints what arrives, for ever; ends only by cancellation."""
        while True:
            found = None if self.is_blocked else next_command(bytes(self._work))
            if found is None:
                if not self._take_in():
                    self._can_go.clear()
                    await self._can_go.wait()
                continue
            command, length = found
            del self._work[:length]
            lines = self._carry_out(command)
            self._on_line()
            if lines:
                await self._feed(lines)

    def _take_in(self) -> bool:
        """Moves some bytes from the buffer to the processor; False when nothing can be done now."""
        if self.is_blocked or not self._received or len(self._work) > _MAX_WORK:
            return False
        part = self._received[:256]
        del self._received[: len(part)]
        self._work += part
        self._has_room.set()
        return True

    async def _feed(self, lines: int) -> None:
        before = self.lines_left
        self.lines_left = max(0, before - lines)
        if self.lines_left == 0 or before > self.traits.near_end >= self.lines_left:
            self._tell()
        await asyncio.sleep(lines / self.traits.lines_per_s if self.traits.lines_per_s else 0)

    def _carry_out(self, command: Command) -> int:
        if isinstance(command, Control):
            self._control(command)
        papers = len(self.paper.receipts)
        lines = self.paper.draw(command)
        if len(self.paper.receipts) > papers:
            self._on_cut()
        return lines

    def _control(self, command: Control) -> None:
        data = command.data
        if command.name == b"\x1b@":
            self._status_mask = 0
        elif command.name == b"\x1da" and self.traits.has_automatic_status:
            self._status_mask = data[0]
            self._tell()
        elif command.name == b"\x1d(" and data[:1] == b"H" and data[3:5] == b"00":
            if self.traits.has_process_id:
                self._say(b"\x37\x22" + data[5:9] + b"\x00")
        elif command.name == b"\x1dr":
            self._say(bytes([self._paper_bits()]))
        elif command.name == b"\x1dI":
            self._say(b"\x5fBancone twin\x00")
        elif command.name == b"\x1bp":
            self.drawer_pulses += 1
            self.is_drawer_open = True
            self._tell()

    def _paper_bits(self) -> int:
        low = 0x03 if self.lines_left <= self.traits.near_end else 0
        return low | (0x0C if self.lines_left <= 0 else 0)

    def _real_time(self, number: int) -> int:
        out = 0x20 if self.lines_left <= 0 else 0
        low = 0x0C if self.lines_left <= self.traits.near_end else 0
        return 0x12 | {
            1: (0x08 if self.is_blocked else 0) | (0x04 if self.is_drawer_open else 0),
            2: (0x04 if self.is_cover_open else 0) | out,
            3: 0,
            4: low | (0x60 if out else 0),
        }.get(number, 0)

    def _tell(self) -> None:
        if self._status_mask:
            first = 0x10 | (0x08 if self.is_blocked else 0) | (0x20 if self.is_cover_open else 0)
            first |= 0x04 if self.is_drawer_open else 0
            self._say(bytes([first, 0, self._paper_bits(), 0]))

    def _say(self, data: bytes) -> None:
        if self.traits.has_status and not self.is_mute:
            self.disturb(data)

    def disturb(self, data: bytes) -> None:
        """These bytes to whoever is connected, whatever they mean."""
        if self.answer is not None:
            with suppress(ConnectionError, RuntimeError):
                self.answer(data)
