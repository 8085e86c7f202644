"""What is typed for a scanner, `[DRIVER:]PLACE[?option=value&…]`: which driver it is, and where that looks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.bootstrap.device_places import driver_in, form_of, forms, place_of
from app.bootstrap.options import serial_path
from app.domain.errors import Code, Problem
from hardware.drivers.table import OTHERS, ScannerDriver, scanner_drivers

PLAIN = "serial"
FORM = "zebra-ssi:/dev/serial/by-id/…"
# These begin an address of their own.
_WAYS = frozenset({"socket", "usb"})


@dataclass(frozen=True, slots=True)
class ScannerPlace:
    """A driver, its address and the words for it."""

    driver: ScannerDriver
    address: str
    options: Mapping[str, str]


def scanner_places(texts: Sequence[str], option: str) -> tuple[ScannerPlace, ...]:
    """One for each text; a device that is not there may come later.

    Problem(OPTION_INVALID) for a driver there is not, and for what is there and cannot be a scanner's line.
    """
    drivers = scanner_drivers() if texts else {}
    return tuple(_place(text, option, drivers) for text in texts)


def _place(text: str, option: str, drivers: Mapping[str, ScannerDriver]) -> ScannerPlace:
    name = driver_in(text)
    if not name or name in _WAYS:
        return ScannerPlace(drivers[PLAIN], serial_path(text, option), {})
    driver, form = drivers.get(name), forms(OTHERS.drivers, FORM)
    if driver is None:
        raise Problem(Code.OPTION_INVALID, option=option, value=text, form=form)
    place = place_of(text, option, driver.info, form_of(driver.info, FORM))
    return ScannerPlace(driver, place.address, place.options)
