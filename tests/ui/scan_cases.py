"""Every kind of code, where it leads from every screen, and what a scan there did that it should not."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit

from app.domain.customers import Purpose
from app.presentation.routes import ArticleRoute, CustomerRoute, OrderRoute, ReturnRoute, Route
from app.ui.widgets.select_field import SelectField
from tests.ui.bench import Bench
from tests.ui.places import PLACES, ask_for_a_yes, bring_the_shirt, stand_at
from tests.unit.domain.samples import NOW_AT
from tests.unit.usecases.counter import ADA_BADGE, CART_CODE, CLERK, SIGNER, TYPED
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
    "cart code": (CART_CODE, CUSTOMER),
    "article": (SHIRT, ArticleRoute("sku-a")),
    "element string": (f"]d201{GTIN}10LOT7\x1d21S9", ArticleRoute("sku-a")),
    "digital link": (f"https://id.gs1.org/01/{GTIN}?17=261231", ArticleRoute("sku-a")),
    "return code": ("R-T1AA-0042", ReturnRoute()),
    "staff badge": (ADA_BADGE, "locked"),
    "gift card": ("6006491234567890", None),
    "unknown": ("ZZ-9/what?", None),
}
# The other ways to write an order and an article are left out.
TYPES = [kind for kind in CODES if kind not in ("typed code", "short order number", "element string")]
GOODS, FINDERS = ("article", "element string", "digital link"), ("typed code", "pickup code", "short order number")
Scan = Callable[[str], Awaitable[None]]


async def _nothing(bench: Bench) -> None:
    """The bare screen."""


async def _palette(bench: Bench) -> None:
    bench.frame.open_palette()
    bench.key(Qt.Key.Key_Down)


async def _results(bench: Bench) -> None:
    bench.window.top.omnibox.setFocus()
    bench.window.top.omnibox.setText(HALF)
    await bench.until(bench.window.results.isVisible)


async def _unread(bench: Bench) -> None:
    bench.scan("another thing")
    await bench.until(bench.window.unread.isVisible)


async def _menu(bench: Bench) -> None:
    await bring_the_shirt(bench)
    [field] = bench.all(SelectField)
    field.click()
    await bench.until(QApplication.activePopupWidget)


async def _question(bench: Bench) -> None:
    model = await bring_the_shirt(bench)
    await bench.keys("1")
    await bench.until(lambda: model.state.questions.reason)
    bench.key(Qt.Key.Key_F9)
    await bench.until(lambda: model.state.is_asking)


async def _yes(bench: Bench) -> None:
    await ask_for_a_yes(bench)


# What a clerk may have open when the scanner beeps.
COVERS: Mapping[str, Callable[[Bench], Awaitable[None]]] = {
    "": _nothing,
    "palette": _palette,
    "results": _results,
    "unread": _unread,
    "menu": _menu,
    "question": _question,
    "yes": _yes,
}


def stays(place: str, kind: str, cover: str) -> bool:
    """Whether a screen has a use of its own for that code, or none for any."""
    if cover == "yes":
        return True
    if kind in GOODS:
        return place in ("customer", "return", "blind return")
    is_start = cover not in ("menu", "question")
    return place == "return" and is_start and kind in (*FINDERS, "loyalty card", "return code")


async def faults(bench: Bench, place: str, kind: str, scan: Scan, cover: str = "") -> list[str]:
    """What a scan there did that it should not."""
    code, wanted = CODES[kind]
    await stand_at(bench, place)
    await COVERS[cover](bench)
    fields = {field: field.text() for field in bench.window.findChildren(QLineEdit)}
    heard, pressed = list[str](), list[str]()
    panel = bench.window.screen_shown.panel
    signals = [panel.pressed, *(field.chosen for field in bench.all(SelectField))]
    bench.window.wedge.scanned.connect(heard.append)
    for signal in signals:
        signal.connect(pressed.append)
    # A hand takes longer from one code to the next than a loop.
    bench.counter.clock.leapt_s += 0.2
    await scan(code)
    if cover != "yes":
        await bench.settled()
    at = "locked" if bench.desk.session.operator is None else bench.desk.navigator.at
    is_kept = stays(place, kind, cover)
    expected = PLACES[place] if wanted is None or is_kept else wanted
    found = [
        f"heard {heard}" * (heard != [code]),
        f"at {at}" * (at != expected),
        "asked" * (bench.window.unread.isVisible() != (wanted is None and cover != "yes")),
        f"pressed {pressed}" * bool(pressed),
        "a field kept something" * any(field.text() != text for field, text in fields.items()),
        "palette" * bench.frame.palette.state.is_open,
        "results" * bench.window.results.isVisible(),
        "menu" * (QApplication.activePopupWidget() is not None),
        "no yes asked for" * (bench.frame.approval.state.is_open != (cover == "yes")),
    ]
    bench.window.wedge.scanned.disconnect(heard.append)
    await _leave(bench, cover)
    if at != "locked":
        panel.pressed.disconnect(pressed.append)
    return [f"{kind} on {place} under {cover or 'nothing'}: {fault}" for fault in found if fault]


async def _leave(bench: Bench, cover: str) -> None:
    """As the next one needs it."""
    if menu := QApplication.activePopupWidget():
        menu.close()
    if cover == "yes":
        bench.key(Qt.Key.Key_Escape)
    if bench.desk.session.operator is None:
        bench.desk.session.begin(CLERK)
    await bench.settled()
