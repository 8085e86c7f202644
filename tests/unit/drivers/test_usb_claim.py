"""Which of the printers of one model pyusb's endpoints are taken of, and why none is."""

import errno

import pytest

from hardware.api import DeviceError, ErrorCode
from hardware.drivers.printers.usb_endpoints import claim
from hardware.drivers.printers.usb_found import WhichPrinter
from tests.unit.drivers.usb_bus import Bus, Printer

MODEL = WhichPrinter("04b8", "0e15")
SECOND = WhichPrinter("04b8", "0e15", "J8TF002")


def refused(which: WhichPrinter, *printers: Printer) -> DeviceError:
    """Why none of them is taken."""
    with pytest.raises(DeviceError) as error:
        claim(which, Bus(*printers))
    assert not any(printer.is_claimed for printer in printers)
    return error.value


def test_the_one_with_the_serial_number_is_taken_and_given_back() -> None:
    first, second = Printer("J8TF001"), Printer("J8TF002")
    endpoints = claim(SECOND, Bus(first, second))
    assert (first.is_claimed, second.is_claimed) == (False, True)
    assert endpoints.is_two_way
    endpoints.release()
    assert not second.is_claimed


def test_without_a_serial_number_the_first_is_taken() -> None:
    first, second = Printer(), Printer()
    endpoints = claim(MODEL, Bus(first, second))
    assert (first.is_claimed, second.is_claimed) == (True, False)
    endpoints.release()


@pytest.mark.parametrize("printers", [(), ("J8TF001",), ("",), ("", "J8TF001")])
def test_one_that_is_not_among_them_is_not_there(printers: tuple[str, ...]) -> None:
    error = refused(SECOND, *map(Printer, printers))
    assert (error.code, error.reason) == (ErrorCode.NO_HARDWARE, "not_there")


@pytest.mark.parametrize("others", [(), ("J8TF001",), ("",)])
def test_one_that_may_not_be_asked_its_number_is_forbidden_and_not_missing(others: tuple[str, ...]) -> None:
    """Without rights pyusb only says that the device names no language."""
    error = refused(SECOND, *map(Printer, others), Printer("J8TF002", errno.EACCES))
    assert (error.code, error.reason) == (ErrorCode.ILLEGAL, "forbidden")


@pytest.mark.parametrize("fault", [errno.EACCES, errno.EBUSY, errno.EIO])
def test_one_that_does_not_answer_is_passed_over_for_the_next(fault: int) -> None:
    first, second = Printer("J8TF001", fault), Printer("J8TF002")
    endpoints = claim(SECOND, Bus(first, second))
    assert (first.is_claimed, second.is_claimed) == (False, True)
    endpoints.release()


@pytest.mark.parametrize(
    ("faults", "code"),
    [
        ((errno.EBUSY, 0), ErrorCode.BUSY),
        ((errno.EIO, errno.EACCES), ErrorCode.ILLEGAL),
        ((errno.EACCES, errno.EIO), ErrorCode.ILLEGAL),
        ((errno.EIO, errno.EIO), ErrorCode.NO_HARDWARE),
    ],
)
def test_where_none_is_the_one_it_is_told_what_a_person_can_mend(faults: tuple[int, int], code: ErrorCode) -> None:
    assert refused(SECOND, *(Printer("J8TF001", fault) for fault in faults)).code is code


def test_one_that_answers_and_may_not_be_used_is_told_as_it_is() -> None:
    assert refused(MODEL, Printer(fault=errno.EACCES)).code is ErrorCode.ILLEGAL
