"""The sheet of codes by which the keyboard of a scanner is found out, and what stands on the paper."""

from itertools import product

import pytest
import zxingcpp

from app.bootstrap.words import wording_in
from hardware.drivers.printers.twin import TwinPrinter
from hardware.drivers.printers.twin_control import Tear
from hardware.drivers.scanners.key_layouts import LAYOUTS
from hardware.drivers.scanners.layout_check import SHEET, Keyboards, keyboards_of, typed_through
from hardware.printing.layout_sheet import layout_sheet
from hardware.printing.profiles import PROFILES, PrinterProfile
from tests.contract.printers.rig import OwnerThread, escpos_at, receipt_font

PAIRS = [(scanner, computer) for scanner, computer in product(LAYOUTS, LAYOUTS) if scanner != computer]


def came(scanner: str, computer: str, *, aim: str = "") -> list[str]:
    """What the computer makes of every code."""
    return [typed_through(LAYOUTS[scanner], LAYOUTS[computer], aim + code) for code in SHEET]


@pytest.mark.parametrize(("scanner", "computer"), PAIRS)
def test_two_keyboards_that_differ_are_known_from_the_sheet(scanner: str, computer: str) -> None:
    assert keyboards_of(came(scanner, computer)) == (Keyboards(scanner, computer),)
    assert keyboards_of(came(scanner, computer, aim="]C0")) == (Keyboards(scanner, computer),)


def test_two_that_agree_are_told_as_agreeing() -> None:
    assert all(one.scanner == one.computer for one in keyboards_of(SHEET))


def test_capitals_that_came_small_are_told() -> None:
    first = keyboards_of([text.swapcase() for text in came("us", "us")])[0]
    assert (first.has_caps, first.scanner) == (True, first.computer)


def test_what_no_keyboard_explains_is_not_explained() -> None:
    assert keyboards_of(["zzzz", *SHEET[1:]]) == ()


def test_every_key_says_one_sign_and_is_found_by_it() -> None:
    for layout in LAYOUTS.values():
        for sign in layout.alone.values():
            key, held = layout.press(sign)
            assert (layout.alone[key], held) == (sign, ())


@pytest.mark.parametrize("profile", PROFILES.values(), ids=lambda profile: profile.id)
async def test_every_code_of_the_sheet_can_be_read_from_every_paper(profile: PrinterProfile) -> None:
    say = wording_in("it").text
    page = layout_sheet(say("paper.keyboard.title"), say("paper.keyboard.hint"), SHEET, profile)
    owner = OwnerThread()
    async with TwinPrinter(receipt_font(), profile) as twin:
        printer = escpos_at(f"127.0.0.1:{twin.port}", profile)
        await owner.call(printer.open, 5.0)
        await owner.call(printer.write, page + b"fine\n", 10.0)
        await owner.call(printer.close)
        await twin.until(lambda: "fine" in twin.mechanism.paper.uncut)
        if not twin.receipts:
            await twin.obey(Tear())
        codes = zxingcpp.read_barcodes(twin.receipts[0].picture.convert("L"))
    owner.end()
    assert sorted(code.text for code in codes) == sorted(SHEET)
