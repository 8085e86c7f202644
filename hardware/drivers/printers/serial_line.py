"""A printer on a serial line: a port of the computer, or a USB adapter for one."""

import os

from hardware.drivers.printers.line import DescriptorLine
from hardware.drivers.serial_ports import close_port, opened_port

BAUD = 19_200  # what most receipt printers leave the factory with


class PrinterPort(DescriptorLine):
    """Owns a serial port, alone. A full printer says so by XOFF; no answer of a printer holds that byte."""

    def __init__(self, path: str, baud: int = BAUD) -> None:
        """Takes the port. Raises DeviceError: NO_HARDWARE nothing there, ILLEGAL not allowed, BUSY taken."""
        self._port = opened_port(path, baud, has_flow_control=True)
        super().__init__(os.dup(self._port.fileno()), is_two_way=True)

    def close(self) -> None:
        """Closes the port without waiting for what a printer without paper does not take."""
        super().close()
        close_port(self._port)
