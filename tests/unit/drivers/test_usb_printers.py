"""Two printers of one model: each is named by what it is, wherever the system has put it today."""

from pathlib import Path

import pytest

from hardware.api import DeviceError, ErrorCode
from hardware.drivers.finding import plugged_devices
from hardware.drivers.printers.address import printer_at
from hardware.drivers.printers.usb_found import WhichPrinter, device_file
from hardware.drivers.printers.ways import parts_of
from hardware.printing.profiles import GENERIC_80


def plug(root: Path, place: str, serial: str = "", file: str = "", numbers: str = "04b8:0e15") -> None:
    """One printer on the bus as the system lists it."""
    interface = root / f"sys/devices/usb1/{place}/{place}:1.0"
    interface.mkdir(parents=True)
    (interface / "bInterfaceClass").write_text("07\n")
    vendor, product = numbers.split(":")
    facts = {"idVendor": vendor, "idProduct": product, "busnum": "1", "devnum": place[-1], "serial": serial}
    for name, text in facts.items():
        if text:
            (interface.parent / name).write_text(f"{text}\n")
    (root / "sys/bus/usb/devices").mkdir(parents=True, exist_ok=True)
    (root / f"sys/bus/usb/devices/{place}:1.0").symlink_to(interface)
    if file:
        (interface / "usbmisc" / file).mkdir(parents=True)


def listed(root: Path) -> list[str]:
    return [one.address for one in plugged_devices(root) if one.kind == "printer"]


@pytest.mark.parametrize(("first", "second"), [("lp0", "lp1"), ("lp1", "lp0")])
def test_a_printer_is_found_by_its_serial_number_in_whatever_order_they_were_plugged(
    tmp_path: Path, first: str, second: str
) -> None:
    plug(tmp_path, "1-1", "J8TF001", first)
    plug(tmp_path, "1-2", "J8TF002", second)
    assert listed(tmp_path) == ["file:usb:04b8:0e15:J8TF001", "file:usb:04b8:0e15:J8TF002"]
    for serial, file in (("J8TF001", first), ("J8TF002", second)):
        which = WhichPrinter("04b8", "0e15", serial)
        assert device_file(which, tmp_path) == str(tmp_path / "dev/usb" / file)


def test_two_that_tell_no_number_are_listed_by_their_files(tmp_path: Path) -> None:
    plug(tmp_path, "1-1", file="lp0")
    plug(tmp_path, "1-2", file="lp1")
    plug(tmp_path, "1-3", "a b,c", "lp2", "0519:0003")
    files = [f"file:{tmp_path}/dev/usb/lp{number}" for number in (0, 1)]
    assert listed(tmp_path) == [*files, "file:usb:0519:0003"]
    assert device_file(WhichPrinter("04b8", "0e15"), tmp_path).endswith("lp0")


def test_one_without_a_file_is_listed_for_the_bus_itself(tmp_path: Path) -> None:
    plug(tmp_path, "1-1", "J8TF001")
    assert listed(tmp_path) == ["usb:04b8:0e15:J8TF001"]
    with pytest.raises(DeviceError) as missing:
        device_file(WhichPrinter("04b8", "0e15", "J8TF001"), tmp_path)
    assert missing.value.code is ErrorCode.NO_HARDWARE


def test_what_is_listed_can_be_typed(tmp_path: Path) -> None:
    plug(tmp_path, "1-1", "J8TF001", "lp0")
    plug(tmp_path, "1-2", "J8TF002")
    for address in listed(tmp_path):
        assert parts_of(address)["serial"].startswith("J8TF00")
        assert printer_at(address, GENERIC_80).info.id == "escpos-" + ("file" if "file" in address else "usb")


@pytest.mark.parametrize("address", ["usb:ffff:fffe:none", "file:usb:ffff:fffe:none", "file:usb:ffff:fffe"])
def test_one_that_is_not_there_says_so(address: str) -> None:
    with pytest.raises(DeviceError) as missing:
        printer_at(address, GENERIC_80).open(0.05)
    assert missing.value.code in (ErrorCode.NO_HARDWARE, ErrorCode.NO_SERVICE)
