"""A bus for pyusb to look at: printers of one model behind its own seam, so that all but libusb is real."""

import array
import errno
from collections.abc import Iterator
from types import SimpleNamespace

import usb.backend
import usb.core

OUT, IN = 0x01, 0x82
_BULK, _STRING, _NUMBER_TEXT = 2, 3, 3
_LANGUAGE = 0x0409


class Printer:
    """One on the bus. `serial` is empty where it tells none; `fault`: what the system says to whoever opens it."""

    def __init__(self, serial: str = "", fault: int = 0) -> None:
        self.serial, self.fault = serial, fault
        self.is_claimed = False


class Bus(usb.backend.IBackend):  # type: ignore[misc]  # pyusb has no types
    """What libusb would tell and do of these printers."""

    def __init__(self, *printers: Printer) -> None:
        self._printers = printers

    def enumerate_devices(self) -> Iterator[Printer]:
        yield from self._printers

    def get_device_descriptor(self, printer: Printer) -> SimpleNamespace:
        return _descriptor(
            "bcdUSB bDeviceClass bDeviceSubClass bDeviceProtocol bMaxPacketSize0 bcdDevice iManufacturer iProduct"
            " address bus port_number port_numbers speed",
            idVendor=0x04B8,
            idProduct=0x0E15,
            iSerialNumber=_NUMBER_TEXT,
            bNumConfigurations=1,
        )

    def get_configuration_descriptor(self, _: Printer, number: int) -> SimpleNamespace:
        if number:
            raise IndexError(number)
        return _descriptor(
            "wTotalLength iConfiguration bmAttributes bMaxPower", bNumInterfaces=1, bConfigurationValue=1
        )

    def get_interface_descriptor(self, _: Printer, number: int, other: int, __: int) -> SimpleNamespace:
        if number or other:
            raise IndexError(number)
        names = "bInterfaceNumber bAlternateSetting bInterfaceSubClass bInterfaceProtocol iInterface"
        return _descriptor(names, bNumEndpoints=2, bInterfaceClass=7)

    def get_endpoint_descriptor(self, _: Printer, end: int, *__: int) -> SimpleNamespace:
        return _descriptor(
            "wMaxPacketSize bInterval bRefresh bSynchAddress",
            bEndpointAddress=(OUT, IN)[end],
            bmAttributes=_BULK,
        )

    def open_device(self, printer: Printer) -> Printer:
        if printer.fault:
            raise usb.core.USBError("refused", errno=printer.fault)
        return printer

    def close_device(self, _: Printer) -> None:
        pass

    def get_configuration(self, _: Printer) -> int:
        return 1

    def is_kernel_driver_active(self, _: Printer, __: int) -> bool:
        return False

    def claim_interface(self, printer: Printer, _: int) -> None:
        printer.is_claimed = True

    def release_interface(self, printer: Printer, _: int) -> None:
        printer.is_claimed = False

    def ctrl_transfer(
        self, printer: Printer, _: int, __: int, value: int, ___: int, data: "array.array[int]", ____: int
    ) -> int:
        """The languages of its texts, or the text that is its serial number; no text without one."""
        assert value >> 8 == _STRING
        if not printer.serial:
            raise usb.core.USBError("pipe error", errno=errno.EPIPE)
        text = printer.serial.encode("utf-16-le") if value & 0xFF else _LANGUAGE.to_bytes(2, "little")
        told = bytes((len(text) + 2, _STRING)) + text
        data[: len(told)] = array.array("B", told)
        return len(told)


def _descriptor(nothing: str, **told: int) -> SimpleNamespace:
    """What is told of a thing, and nothing for the other names pyusb asks for."""
    names = ("bLength", "bDescriptorType", "extra_descriptors", *nothing.split())
    return SimpleNamespace(**dict.fromkeys(names, 0), **told)
