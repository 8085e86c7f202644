"""Names as somebody hostile would write them: plain text or made harmless, never markup, on every screen."""

import unicodedata
from dataclasses import replace

import pytest
from PySide6.QtWidgets import QAbstractButton, QLabel

from app.domain.customers import Purpose
from app.domain.returnables import LineFound
from app.domain.staff import Role
from app.presentation.routes import CustomerRoute, OrderRoute, ReturnRoute, Route
from app.usecases.station import Operator
from tests.ui.bench import Bench
from tests.ui.drawn import drawn_words
from tests.unit.domain.samples import ready_order
from tests.unit.node.shop import customer
from tests.unit.usecases.counter import sample_cart

MEGABYTES = 2_000_000
HOSTILE = {
    "markup": ("<b>x</b>", "<b>x"),
    "entity": ("&amp;&lt;", "&amp;"),
    "override": ("Anna \u202egnp.exe", "Anna gnp"),
    "long": ("W" * MEGABYTES, "WWWW"),
    "format": ("{0.__class__}", "{0."),
    "escape": ("\x1b[31mred\x07", "[31mred"),
    "lines": ("one\ntwo\r\nthree\u2028four", "one two three four"),
}
"""What they send, and what must be there to be read."""
PLACES: dict[str, Route | None] = {
    "home": None,
    "customer": CustomerRoute("c-1", Purpose.PICKUP),
    "order": OrderRoute("o-4821"),
    "return": ReturnRoute(order="o-4790"),
}


async def infest(bench: Bench, name: str) -> None:
    """Customer, articles, order and operator are all called that."""
    await bench.sign_in()
    counter = bench.counter
    order = ready_order()
    lines = tuple(replace(line, name=name, variant=name) for line in order.lines)
    await counter.keep("order", "o-4821", replace(order, customer_name=name, lines=lines))
    counter.online.customers["c-1"] = customer(given_name=name, family_name=name)
    found = await counter.returns.by_article("8001234567891")
    assert isinstance(found, LineFound)
    await counter.keep("returnable", "o-4790/a", replace(found.line, name=name, variant=name))
    cart = sample_cart()
    evil = tuple(replace(line, name=name, variant=name) for line in cart.lines)
    counter.online.carts["k-1"] = replace(cart, lines=evil)
    bench.desk.session.begin(Operator("op-07", name, "07", Role.CLERK))
    await bench.frame.reload()


def said(bench: Bench) -> list[str]:
    """Everything that is painted, or told to readers."""
    words = [word.words for word in drawn_words(bench.window)]
    told = [widget.accessibleName() for kind in (QLabel, QAbstractButton) for widget in bench.all(kind)]
    return [*words, *told]


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("kind", HOSTILE)
async def test_a_name_stays_a_name(bench: Bench, kind: str, place: str) -> None:
    (name, readable), route = HOSTILE[kind], PLACES[place]
    await infest(bench, name)
    if route is not None:
        bench.frame.go(route)
    await bench.settled()
    await bench.pause(0.05)
    words = said(bench)
    assert any(readable[:12] in word for word in words), words
    for word in words:
        assert not any(unicodedata.category(char) in ("Cc", "Cf", "Zl", "Zp") for char in word), repr(word[:80])
        assert len(word) < 1000, place
    least = bench.window.screen_shown.minimumSizeHint()
    assert least.width() <= 1280, least
