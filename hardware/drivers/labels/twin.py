"""A simulated label printer on a line, that prints real ZPL and can have the faults of a real one."""

import asyncio
from collections import deque
from collections.abc import Callable

from hardware.drivers.labels.twin_zpl import MAX_FORMAT, NotUnderstood, TwinLabel, read_format
from hardware.drivers.line_ends import PtyEnd, SocketEnd

_ASK = b"~HS"


class LabelTwin:
    """Owns its end of a line; lives on the loop. `printed` are labels, one for each copy; `refused` counts formats
    and words that it did not understand.

    `is_silent_in_fault`: as newer printers, it then answers nothing. `runs_out_next`: the paper ends when the next
    label is to be printed. `label_s`: each label takes so long to come out.
    """

    def __init__(self, end: PtyEnd | SocketEnd, *, is_silent_in_fault: bool = False) -> None:
        self.end = end
        self.is_silent_in_fault = is_silent_in_fault
        self.is_mute = False
        self.label_s = 0.0
        self.is_paper_out = self.is_cover_open = self.is_paused = False
        self.runs_out_next = self.goes_off_next = False
        self.printed: list[TwinLabel] = []
        self.refused = 0
        self._waiting: deque[TwinLabel] = deque()
        self._rest = b""
        self._coming: asyncio.TimerHandle | None = None
        self._step = asyncio.Event()

    def plug_in(self) -> None:
        """On, with nothing in its memory."""
        self._stop()
        self._waiting.clear()
        self._rest = b""
        self.end.plug_in(self._told)

    def unplug(self) -> None:
        """Off."""
        self._stop()
        self.end.unplug()

    def jam(self) -> None:
        """Takes not one byte more."""
        self.end.jam()

    def garbage(self, data: bytes) -> None:
        """Says what nobody asked for."""
        self.end.send(data)

    def change(self, *, is_paper_out: bool = False, is_cover_open: bool = False, is_paused: bool = False) -> None:
        """It is so from now on; once nothing is wrong it prints what waits."""
        self.is_paper_out, self.is_cover_open, self.is_paused = is_paper_out, is_cover_open, is_paused
        self._print()

    async def until(self, is_so: Callable[[], bool]) -> None:
        """Waits until what it was told has brought that about."""
        while not is_so():
            await self._step.wait()
            self._step.clear()

    @property
    def _is_faulted(self) -> bool:
        return self.is_paper_out or self.is_cover_open or self.is_paused

    def _told(self, data: bytes) -> None:
        self._rest += data
        if self.goes_off_next and b"^XA" in data:
            self.goes_off_next = False
            self.unplug()
        while self._rest and self._obey():
            pass
        self._print()
        self._step.set()

    def _obey(self) -> bool:
        """One word; whether there was one."""
        if self._rest.startswith(_ASK):
            self._rest = self._rest[len(_ASK) :]
            self._answer()
            return True
        if self._rest.startswith(b"^XA"):
            return self._format()
        if self._rest in (b"~", b"~H", b"^", b"^X"):
            return False
        starts = [at for at in (self._rest.find(b"~", 1), self._rest.find(b"^", 1)) if at > 0]
        word, self._rest = (
            self._rest[: min(starts, default=len(self._rest))],
            self._rest[min(starts, default=len(self._rest)) :],
        )
        self.refused += bool(word.strip())
        return True

    def _format(self) -> bool:
        body, end, rest = self._rest.partition(b"^XZ")
        if not end:
            if len(self._rest) > MAX_FORMAT:
                self.refused, self._rest = self.refused + 1, b""
            return False
        self._rest = rest
        try:
            label = read_format(body.removeprefix(b"^XA"))
        except NotUnderstood:
            self.refused += 1
        else:
            self._waiting += [label] * label.copies
            self.is_paper_out, self.runs_out_next = self.is_paper_out or self.runs_out_next, False
        return True

    def _print(self) -> None:
        while self._waiting and not self._is_faulted:
            if self.label_s:
                if self._coming is None:
                    self._coming = asyncio.get_running_loop().call_later(self.label_s, self._come_out)
                return
            self.printed.append(self._waiting.popleft())

    def _come_out(self) -> None:
        """The next label, unless something went wrong meanwhile; then the one behind it."""
        self._coming = None
        if self._waiting and not self._is_faulted:
            self.printed.append(self._waiting.popleft())
            self._step.set()
        self._print()

    def _stop(self) -> None:
        if self._coming is not None:
            self._coming.cancel()
        self._coming = None

    def _answer(self) -> None:
        self._print()
        if self.is_mute or (self.is_silent_in_fault and self._is_faulted):
            return
        paper, pause, head = int(self.is_paper_out), int(self.is_paused), int(self.is_cover_open)
        first = f"030,{paper},{pause},0400,{len(self._waiting):03},0,0,0,000,0,0,0"
        second = f"000,0,{head},0,0,2,4,0,00000000,1,000"
        self.end.send(b"".join(b"\x02%s\x03\r\n" % part.encode() for part in (first, second, "1234,0")))
