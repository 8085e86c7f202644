"""Every kind of code on every screen, whatever lies over it and whichever layout the keyboard has."""

from collections.abc import Iterable

import pytest
from PySide6.QtCore import Qt

from tests.ui.bench import Bench
from tests.ui.places import PLACES
from tests.ui.scan_cases import CODES, Scan, faults

# What an Italian keyboard types where an American scanner presses these.
ITALIAN = str.maketrans({"-": "'", "/": "-", ":": "ç", "]": "+", "?": "_", "=": "ì", "_": "?"})


def by_events(bench: Bench, *, is_italian: bool = False) -> Scan:
    """A scanner whose keys are events of the window."""

    async def scan(code: str) -> None:
        if is_italian:
            bench.wedge(code.translate(ITALIAN), Qt.Key.Key_Plus)
        else:
            bench.wedge(code)

    return scan


async def walk(bench: Bench, places: Iterable[str], kinds: Iterable[str], *, cover: str = "") -> list[str]:
    """The faults of all of them."""
    await bench.sign_in()
    scan, cases = by_events(bench), [(place, kind) for place in places for kind in kinds]
    return [fault for case in cases for fault in await faults(bench, *case, scan, cover)]


async def test_every_code_on_every_screen(bench: Bench) -> None:
    found = await walk(bench, PLACES, CODES)
    assert not found, "\n".join(found)


@pytest.mark.parametrize("cover", ["palette", "results"])
async def test_what_lies_over_a_screen_gives_way_and_keeps_its_text(bench: Bench, cover: str) -> None:
    found = await walk(bench, PLACES, ("typed code", "article", "unknown"), cover=cover)
    assert not found, "\n".join(found)


async def test_an_american_scanner_at_an_italian_keyboard(bench: Bench) -> None:
    await bench.sign_in()
    found, scan = list[str](), by_events(bench, is_italian=True)
    for place in ("home", "customer", "return", "attention"):
        for kind, (code, _) in CODES.items():
            if code != code.translate(ITALIAN):
                found += await faults(bench, place, kind, scan)
    assert not found, "\n".join(found)
