"""A printer on a serial line: a port of the computer, or a USB adapter for one."""

import errno
import os
import termios
from contextlib import suppress

import serial

from hardware.devices import DeviceError, ErrorCode
from hardware.drivers.printers.line import DescriptorLine

BAUD = 19_200  # what most receipt printers leave the factory with
_REFUSALS = {
    errno.EACCES: (ErrorCode.ILLEGAL, "forbidden"),
    errno.EPERM: (ErrorCode.ILLEGAL, "forbidden"),
    errno.EBUSY: (ErrorCode.BUSY, "in_use"),
    errno.EAGAIN: (ErrorCode.BUSY, "in_use"),
}


class SerialLine(DescriptorLine):
    """Owns a serial port, alone. A full printer says so by XOFF; no answer of a printer holds that byte."""

    def __init__(self, path: str, baud: int = BAUD) -> None:
        """Takes the port. Raises DeviceError: NO_HARDWARE nothing there, ILLEGAL not allowed, BUSY taken."""
        try:
            self._port = serial.Serial(path, baud, timeout=0, xonxoff=True, exclusive=True)
        except OSError as error:
            code, reason = _REFUSALS.get(error.errno or 0, (ErrorCode.NO_HARDWARE, "not_there"))
            raise DeviceError(code, reason) from None
        super().__init__(os.dup(self._port.fileno()), is_two_way=True)

    def close(self) -> None:
        """Closes the port without waiting for what a printer without paper does not take."""
        with suppress(OSError, termios.error):
            self._port.reset_output_buffer()
        super().close()
        self._port.close()
