"""Finds out by one page what a printer says of itself and how it confirms, so that a profile can be picked."""

import time
from dataclasses import dataclass, replace

from hardware.devices import DeviceError, ErrorCode, Faulted, ReceiptPrinter, WriteState
from hardware.drivers.addresses import typed_in
from hardware.drivers.faults import DriverBroke, broken_by
from hardware.drivers.printers.address import printer_at
from hardware.drivers.printers.escpos import EscposPrinter
from hardware.drivers.printers.table import printer_drivers
from hardware.printing.profiles import CLONE_80, GENERIC_80, PROFILES, Confirmation

_OPEN_S, _PAGE_S, _NAME_S = 3.0, 15.0, 1.0
_LOOK_S = 0.5
"""How often it is looked at, while the page is under way, whether the printer waits for a person."""


@dataclass(frozen=True, slots=True)
class Trial:
    """What was heard: maker and model when it told, whether it answers, how it confirms."""

    names: tuple[str, ...]
    answers: bool
    confirmation: Confirmation

    @property
    def profiles(self) -> tuple[str, ...]:
        """Ids of the profiles that fit what was heard; the page tells which of them."""
        return tuple(
            profile.id
            for profile in PROFILES.values()
            if (profile.has_status, profile.confirmation) == (self.answers, self.confirmation)
        )


def tried(address: str, page: bytes) -> Trial:
    """Prints the page and listens. As `printer_at`, and DeviceError when it cannot be printed.

    EXTENDED: a person must help first, the reason says how. DriverBroke: whatever else a driver of another package
    raises while it prints.
    """
    printer = printer_at(address, GENERIC_80)
    try:
        return _tried(printer, address, page)
    except (DeviceError, DriverBroke, KeyboardInterrupt):
        raise
    except BaseException as fault:
        typed = typed_in(address)
        if typed is None or typed.driver not in printer_drivers():
            raise
        broke = broken_by(typed.driver, fault)
    raise broke


def _tried(printer: ReceiptPrinter, address: str, page: bytes) -> Trial:
    try:
        try:
            printer.open(_OPEN_S)
        except DeviceError as error:
            if error.code is not ErrorCode.TIMEOUT:
                raise
            return _unheard(address, page)
        fault = printer.status(_OPEN_S).state()
        if isinstance(fault, Faulted):
            raise DeviceError(ErrorCode.EXTENDED, fault.reason)
        names = printer.identity(_NAME_S) if isinstance(printer, EscposPrinter) else ()
        state = _written(printer, page, _PAGE_S)
    finally:
        printer.close()
    if state is WriteState.PENDING:
        return Trial(names, answers=True, confirmation=_in_order(address))
    is_sure = state is WriteState.CONFIRMED
    return Trial(names, is_sure, Confirmation.PROCESS_ID if is_sure else Confirmation.NOTHING)


def _written(printer: ReceiptPrinter, page: bytes, within_s: float) -> WriteState:
    """What became of the page. DeviceError EXTENDED once the printer waits for a person with the rest of it."""
    until_s = time.monotonic() + within_s
    result = printer.write(page, _LOOK_S)
    while result.state is WriteState.PENDING:
        fault = result.status.state()
        if isinstance(fault, Faulted):
            raise DeviceError(ErrorCode.EXTENDED, fault.reason)
        if time.monotonic() >= until_s:
            break
        result = printer.await_written(_LOOK_S)
    return result.state


def _unheard(address: str, page: bytes) -> Trial:
    """For a printer that never says a word."""
    printer = printer_at(address, CLONE_80)
    try:
        printer.open(_OPEN_S)
        printer.write(page, _PAGE_S)
    finally:
        printer.close()
    return Trial((), answers=False, confirmation=Confirmation.NOTHING)


def _in_order(address: str) -> Confirmation:
    """How a printer that knows no process ids confirms."""
    printer = printer_at(address, replace(GENERIC_80, confirmation=Confirmation.IN_ORDER))
    try:
        printer.open(_OPEN_S)
        is_sure = _written(printer, b"", _OPEN_S) is WriteState.CONFIRMED
    finally:
        printer.close()
    return Confirmation.IN_ORDER if is_sure else Confirmation.NOTHING
