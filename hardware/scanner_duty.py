"""What the thread of a scanner does all day: hears it, and hands what it read to the loop."""

import asyncio
from collections.abc import Callable

from hardware.devices import DeviceState, Ready, Scanner, ScanRead
from hardware.supervised import Duty

SLICE_S, SLICES = 0.05, 5
TURN_S = SLICE_S * SLICES
"""A turn is cut into slices: whoever wants the scanner itself, to let it beep, has it within one."""


def listen(heard: Callable[[ScanRead], None]) -> Duty[Scanner]:
    """The duty; made on the loop, on which `heard` gets every read. TypeError for what is no read."""
    loop = asyncio.get_running_loop()

    def turn(scanner: Scanner, is_wanted: Callable[[], bool]) -> DeviceState:
        for _ in range(SLICES):
            reads = scanner.read(SLICE_S)
            for read in reads:
                if not isinstance(read, ScanRead):
                    raise TypeError(type(read))
                loop.call_soon_threadsafe(heard, read)
            if reads or is_wanted():
                break
        return Ready()

    return turn
