"""Every kind of code on every screen, whatever lies over it and whichever layout the keyboard has."""

from collections.abc import Iterable, Mapping
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from app.domain.customers import Purpose
from app.presentation.routes import (
    ArticleRoute,
    CustomerRoute,
    OrderRoute,
    ReturnRoute,
    Route,
)
from tests.ui.bench import Bench
from tests.ui.places import PLACES, stand_at
from tests.unit.domain.samples import NOW_AT
from tests.unit.usecases.counter import CLERK, SIGNER, TYPED
from tests.unit.usecases.sample_files import CARD, SHIRT

GTIN = SHIRT.zfill(14)
ORDER, CUSTOMER = OrderRoute("o-4821"), CustomerRoute("c-1", Purpose.ASSISTANCE)
PICKUP = SIGNER.issue(order_no=4821, store_no=12, generation=1, expires_at=NOW_AT + timedelta(days=3_650))
HALF = "giu"

# What is scanned, and where it leads: a place, `locked`, or nowhere (None: it is asked about).
CODES: Mapping[str, tuple[str, Route | str | None]] = {
    "pickup code": (PICKUP, OrderRoute("o-4821", 1)),
    "typed code": (TYPED, OrderRoute("o-4821", 1)),
    "short order number": ("4821", ORDER),
    "loyalty card": (CARD, CUSTOMER),
    "article": (SHIRT, ArticleRoute("sku-a")),
    "element string": (f"]d201{GTIN}10LOT7\x1d21S9", ArticleRoute("sku-a")),
    "digital link": (f"https://id.gs1.org/01/{GTIN}?17=261231", ArticleRoute("sku-a")),
    "return code": ("R-T1AA-0042", ReturnRoute()),
    "staff badge": ("OP-SARA01", "locked"),
    "gift card": ("6006491234567890", None),
    "unknown": ("ZZ-9/what?", None),
}
GOODS, FINDERS = ("article", "element string", "digital link"), ("typed code", "pickup code", "short order number")
# What an Italian keyboard types where an American scanner presses these.
ITALIAN = str.maketrans({"-": "'", "/": "-", ":": "ç", "]": "+", "?": "_", "=": "ì"})


def stays(place: str, kind: str) -> bool:
    """Whether a screen has a use of its own for that code."""
    if kind in GOODS:
        return place in ("customer", "return", "blind return")
    return place == "return" and kind in (*FINDERS, "loyalty card", "return code")


async def faults(bench: Bench, place: str, kind: str, *, is_italian: bool, cover: str) -> list[str]:
    """What a scan there did that it should not."""
    code, wanted = CODES[kind]
    await stand_at(bench, place)
    await lay_over(bench, cover)
    fields = {field: field.text() for field in bench.window.findChildren(QLineEdit)}
    pressed: list[str] = []
    panel = bench.window.screen_shown.panel
    panel.pressed.connect(pressed.append)
    if is_italian:
        bench.wedge(code.translate(ITALIAN), Qt.Key.Key_Plus)
    else:
        bench.wedge(code)
    await bench.settled()
    at = "locked" if bench.desk.session.operator is None else bench.desk.navigator.at
    expected = PLACES[place] if wanted is None or stays(place, kind) else wanted
    found = [
        f"at {at}" * (at != expected),
        "asked" * (bench.window.unread.isVisible() != (wanted is None)),
        f"pressed {pressed}" * bool(pressed),
        "a field kept something" * any(field.text() != text for field, text in fields.items()),
        "palette" * bench.frame.palette.state.is_open,
        "results" * bench.window.results.isVisible(),
    ]
    if at == "locked":
        bench.desk.session.begin(CLERK)
        await bench.settled()
    else:
        panel.pressed.disconnect(pressed.append)
    return [f"{kind} on {place}: {fault}" for fault in found if fault]


async def lay_over(bench: Bench, cover: str) -> None:
    """What a clerk may have open when the scanner beeps."""
    if cover == "palette":
        bench.frame.open_palette()
        bench.key(Qt.Key.Key_Down)
    elif cover == "results":
        bench.window.top.omnibox.setFocus()
        bench.window.top.omnibox.setText(HALF)
        await bench.until(bench.window.results.isVisible)


async def walk(bench: Bench, places: Iterable[str], kinds: Iterable[str], *, cover: str = "") -> list[str]:
    """The faults of all of them."""
    await bench.sign_in()
    cases = [(place, kind) for place in places for kind in kinds]
    return [fault for case in cases for fault in await faults(bench, *case, is_italian=False, cover=cover)]


async def test_every_code_on_every_screen(bench: Bench) -> None:
    found = await walk(bench, PLACES, CODES)
    assert not found, "\n".join(found)


@pytest.mark.parametrize("cover", ["palette", "results"])
async def test_what_lies_over_a_screen_gives_way_and_keeps_its_text(bench: Bench, cover: str) -> None:
    found = await walk(bench, PLACES, ("typed code", "article", "unknown"), cover=cover)
    assert not found, "\n".join(found)


async def test_an_american_scanner_at_an_italian_keyboard(bench: Bench) -> None:
    await bench.sign_in()
    found = []
    for place in ("home", "customer", "return", "attention"):
        for kind, (code, _) in CODES.items():
            if code != code.translate(ITALIAN):
                found += await faults(bench, place, kind, is_italian=True, cover="")
    assert not found, "\n".join(found)
