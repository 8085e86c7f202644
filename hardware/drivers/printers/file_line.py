"""A printer behind a device file the system made, such as /dev/usb/lp0, or behind a pipe somebody else reads."""

import os
import selectors
import stat
from pathlib import Path

from hardware.devices import DeviceError, ErrorCode
from hardware.drivers.printers.line import DescriptorLine
from hardware.drivers.refusals import refusal


class FileLine(DescriptorLine):
    """Owns an open device file. A pipe never answers; neither does a device whose printer says nothing."""

    def __init__(self, path: str, *, can_answer: bool) -> None:
        """Opens. Raises DeviceError: NO_HARDWARE nothing (or no device) there, ILLEGAL not allowed, BUSY taken."""
        try:
            mode = Path(path).stat().st_mode
            if not (stat.S_ISCHR(mode) or stat.S_ISFIFO(mode)):
                raise DeviceError(ErrorCode.NO_HARDWARE, "not_a_device")
            is_two_way = can_answer and stat.S_ISCHR(mode)
            flags = (os.O_RDWR if is_two_way else os.O_WRONLY) | os.O_NONBLOCK | os.O_NOCTTY
            descriptor = os.open(path, flags)
        except OSError as error:
            raise refusal(error) from None
        if not _can_wait(descriptor):
            os.close(descriptor)
            raise DeviceError(ErrorCode.NO_HARDWARE, "not_a_device")
        # usblp hands an empty packet of the printer on as an empty read.
        super().__init__(descriptor, is_two_way=is_two_way, ends_when_empty=False)


def _can_wait(descriptor: int) -> bool:
    """Whether the system tells when it takes something: not of `/dev/null` and the like, which are no printer."""
    with selectors.DefaultSelector() as selector:
        try:
            selector.register(descriptor, selectors.EVENT_WRITE)
        except PermissionError:
            return False
    return True
