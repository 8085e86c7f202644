"""The endpoints of a real USB printer through pyusb; apart, because pyusb is an optional extra."""

from contextlib import suppress

import usb.backend
import usb.core
import usb.util

from hardware.devices import DeviceError, ErrorCode
from hardware.drivers.printers.usb_found import WhichPrinter
from hardware.drivers.refusals import refusal

_PRINTER_CLASS = 7


class UsbEndpoints:
    """Owns the claimed interface."""

    def __init__(self, device: "usb.core.Device", interface: "usb.core.Interface") -> None:
        """Looks the bulk endpoints up; the interface must be claimed."""

        def towards(direction: int) -> "usb.core.Endpoint":
            return usb.util.find_descriptor(
                interface,
                custom_match=lambda end: (
                    usb.util.endpoint_direction(end.bEndpointAddress) == direction
                    and usb.util.endpoint_type(end.bmAttributes) == usb.util.ENDPOINT_TYPE_BULK
                ),
            )

        self._device, self._number = device, interface.bInterfaceNumber
        self._out, self._in = towards(usb.util.ENDPOINT_OUT), towards(usb.util.ENDPOINT_IN)

    @property
    def is_two_way(self) -> bool:
        """Whether there is a pipe back; the cheapest printers have none."""
        return self._in is not None

    def send(self, data: bytes, timeout_s: float) -> int:
        """Bytes taken by then; libusb tells how many even when the time was over."""
        try:
            return int(self._out.write(data, max(1, int(timeout_s * 1000))))
        except usb.core.USBTimeoutError:
            return 0

    def receive(self, size: int, timeout_s: float) -> bytes:
        """What came by then."""
        try:
            return bytes(self._in.read(size, max(1, int(timeout_s * 1000))))
        except usb.core.USBTimeoutError:
            return b""

    def release(self) -> None:
        """Releases the interface and lets the system's driver have it again."""
        usb.util.release_interface(self._device, self._number)
        with suppress(NotImplementedError):
            self._device.attach_kernel_driver(self._number)
        usb.util.dispose_resources(self._device)


def serial_of(device: "usb.core.Device") -> str:
    """The serial number as a device tells it; empty where it has none. USBError where it may not be asked."""
    try:
        return device.serial_number or ""
    except ValueError:
        # pyusb's word for a device that names no language: it has no texts, or this user may not read them. Asked
        # once more without pyusb's own net below, it says which.
        usb.util.get_langids(device)
        return ""


def claim(which: WhichPrinter, bus: "usb.backend.IBackend | None" = None) -> UsbEndpoints:
    """Finds and claims, on libusb's `bus` unless told. Raises DeviceError, see `usb_line.claimed_printer`."""
    numbers = {"idVendor": int(which.vendor, 16), "idProduct": int(which.product, 16)}
    try:
        found = list(usb.core.find(find_all=True, backend=bus, **numbers))
    except usb.core.NoBackendError:
        raise DeviceError(ErrorCode.NO_SERVICE, "no_usb") from None
    try:
        device = _chosen(found, which.serial)
        interface = usb.util.find_descriptor(device.get_active_configuration(), bInterfaceClass=_PRINTER_CLASS)
        if interface is None:
            raise DeviceError(ErrorCode.NO_HARDWARE, "not_a_printer")
        with suppress(NotImplementedError):
            if device.is_kernel_driver_active(interface.bInterfaceNumber):
                device.detach_kernel_driver(interface.bInterfaceNumber)
        usb.util.claim_interface(device, interface)
    except usb.core.USBError as error:
        raise refusal(error) from None
    return UsbEndpoints(device, interface)


def _chosen(found: "list[usb.core.Device]", serial: str) -> "usb.core.Device":
    """The one with that serial number, the first without one.

    One that cannot be asked is passed over. DeviceError when none is left: why it could not, if a person can mend
    that, for it may be the one.
    """
    refusals = []
    for device in found:
        try:
            if not serial or serial_of(device) == serial:
                return device
        except usb.core.USBError as error:
            refusals.append(refusal(error))
    missing = DeviceError(ErrorCode.NO_HARDWARE, "not_there")
    raise next((error for error in refusals if error.code is not ErrorCode.NO_HARDWARE), missing)
