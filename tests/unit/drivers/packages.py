"""Packages of somebody else's, installed where one test looks: their modules and their entry points."""

from importlib import metadata
from pathlib import Path

import pytest

from hardware.drivers import table as scanners
from hardware.drivers.displays import table as displays
from hardware.drivers.labels import table as labels
from hardware.drivers.printers import table as printers

MODULE = """
from hardware.api import DriverInfo
from hardware.drivers.displays.table import DisplayDriver
from hardware.drivers.labels.table import LabelDriver
from hardware.drivers.labels.zpl_printer import ZplPrinter
from hardware.drivers.printers.escpos import EscposPrinter
from hardware.drivers.printers.file_line import FileLine
from hardware.drivers.printers.table import PrinterDriver
from hardware.drivers.table import ScannerDriver

def info(kind, name="acme", transport="radio"):
    return DriverInfo(name, kind, "Theirs", transport, ("channel",))

ODD_NAMES = ("acme_radio", "Acme", "a", "", "7acme", "acme:x", "ac me", "caffè", "acme\\n", 7)

def refuse(*_):
    raise ValueError("acme:CHANNEL")

def printer(found):
    if found.options.get("channel") == "none":
        refuse()
    line = lambda _: FileLine(found.address, can_answer=False)
    return EscposPrinter(line, info("receipt_printer"), found.profile, opens_high=found.opens_high)

def breaks(*_):
    raise LookupError("Via Roma 3, Sig.ra Rossi")

def leaves(*_):
    raise SystemExit(3)

class PanicException(BaseException):
    pass

def panics(*_):
    raise PanicException

def breaks_later(*_):
    return breaks

scanner_that_breaks = ScannerDriver(info("scanner"), breaks)
receipt_printer_that_breaks = PrinterDriver(info("receipt_printer"), breaks)
receipt_printer_that_is_none = PrinterDriver(info("receipt_printer"), lambda found: object())
receipt_printer_that_is_another = PrinterDriver(
    info("receipt_printer"), lambda found: EscposPrinter(None, info("toaster"), found.profile)
)
display_that_breaks = DisplayDriver(info("display"), breaks)
label_printer_that_breaks = LabelDriver(info("label_printer"), breaks, breaks_later)
label_printer_without_language = LabelDriver(info("label_printer"), lambda *_: ZplPrinter("/dev/null"), breaks)
label_printer_that_breaks_later = LabelDriver(info("label_printer"), lambda at, _: ZplPrinter(at), breaks_later)
receipt_printer_that_breaks_later = PrinterDriver(
    info("receipt_printer"), lambda found: EscposPrinter(breaks, info("receipt_printer"), found.profile)
)
class Shut:
    info = info("receipt_printer")
    close = print

scanner_that_is_none = ScannerDriver(info("scanner"), lambda found: None)
display_that_is_none = DisplayDriver(info("display"), lambda *_: None)
label_printer_that_is_none = LabelDriver(info("label_printer"), lambda *_: None, breaks_later)
receipt_printer_that_cannot_open = PrinterDriver(info("receipt_printer"), lambda found: Shut())
scanner_that_panics = ScannerDriver(info("scanner"), panics)
scanner_that_leaves = ScannerDriver(info("scanner"), leaves)
receipt_printer_that_leaves = PrinterDriver(info("receipt_printer"), leaves)
display_that_leaves = DisplayDriver(info("display"), leaves)
label_printer_that_leaves = LabelDriver(info("label_printer"), leaves, leaves)

def told(found):
    said = DriverInfo("acme-web", "receipt_printer", found.address, "http", tuple(found.options))
    return EscposPrinter(None, said, found.profile)

web_printer = PrinterDriver(info("receipt_printer", "acme-web", "http"), told)

def tspl(options):
    return lambda label: f"CLS\\r\\n{len(label.fields)}\\r\\n{options.get('channel')}".encode()

scanner = ScannerDriver(info("scanner"), print)
receipt_printer = PrinterDriver(info("receipt_printer"), printer)
display = DisplayDriver(info("display"), refuse)
label_printer = LabelDriver(info("label_printer"), lambda address, _: ZplPrinter(address), tspl)

scanner_of_our_name = ScannerDriver(info("scanner", "serial"), print)
receipt_printer_of_our_name = PrinterDriver(info("receipt_printer", "usb"), printer)
display_of_our_name = DisplayDriver(info("display", "cd5220"), refuse)
label_printer_of_our_name = LabelDriver(info("label_printer", "zpl"), refuse, tspl)

scanner_of_no_kind = ScannerDriver(info("toaster"), print)
receipt_printer_of_no_kind = PrinterDriver(info("toaster"), printer)
display_of_no_kind = DisplayDriver(info("toaster"), refuse)
label_printer_of_no_kind = LabelDriver(info("toaster"), refuse, tspl)

scanners = [ScannerDriver(info("scanner", name), print) for name in ODD_NAMES]
under, large, one_letter, empty, first, colon, blank, foreign, ended, number = scanners

nobody = ScannerDriver(None, print)

def silent(form):
    class Silent(form):
        @property
        def info(self):
            raise LookupError("Via Roma 3, Sig.ra Rossi")

        def __init__(self):
            pass

    return Silent()

silent_scanner, silent_receipt_printer = silent(ScannerDriver), silent(PrinterDriver)
silent_display, silent_label_printer = silent(DisplayDriver), silent(LabelDriver)
oddly_described = DisplayDriver(DriverInfo("acme", "display", "Theirs", "radio", "channel"), refuse)
"""


def installed(folder: Path, name: str = "theirs", module: str = MODULE) -> Path:
    """A package in that folder; the file of its entry points, for a test to write."""
    (folder / f"{name}.py").write_text(module)
    information = folder / f"{name}-1.0.dist-info"
    information.mkdir()
    (information / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
    return information / "entry_points.txt"


def look_again() -> None:
    """What is installed is another thing now."""
    for table in (scanners, printers, displays, labels):
        table.OTHERS.look_again()


def see_only(folder: Path, monkeypatch: pytest.MonkeyPatch, *behind: Path) -> None:
    """Nothing is installed but what is in that folder, and in those behind it on the path: another package of this
    machine changes no result."""
    path = [str(each) for each in (folder, *behind)]
    monkeypatch.syspath_prepend(folder)

    monkeypatch.setattr(metadata, "distributions", lambda: metadata.Distribution.discover(path=path))
    look_again()
