"""The page of devices with more of them than the sample counter has, well and not, and in the middle of a test."""

from collections.abc import Callable
from dataclasses import replace
from itertools import product

from PySide6.QtCore import QCoreApplication, QEvent

from app.bootstrap.screen_page import SAMPLE_LINK
from app.bootstrap.screen_studio import LANGUAGES, THEMES, Studio
from app.bootstrap.words import wording_in
from app.presentation.facing import Lines
from app.presentation.routes import DevicesRoute
from app.presentation.viewmodels.devices import KEYBOARD, SCAN, SHOW, STOP, TYPED, DevicesModel
from app.presentation.wording import Wording
from app.ui.bridge import end
from app.ui.customer_window import CustomerWindow
from app.ui.theme.tokens import ThemeName
from hardware.api import Absent, DeviceState, Faulted, Health, Heard, Ready, health_of
from hardware.drivers.displays.table import DISPLAYS
from hardware.drivers.labels.zpl_printer import INFO as LABELS
from hardware.drivers.printers.address import TCP
from hardware.drivers.scanners.key_layouts import AMERICAN, ITALIAN
from hardware.drivers.scanners.layout_check import SHEET, typed_through
from hardware.drivers.table import OURS
from hardware.symbology.reading import scan_read

CUSTOMER_SIZES = ((1024, 600), (1920, 1080))
LONG_NAME = "Scarpa da corsa Vento Pegaso 42 uomo, edizione Maratona di Milano"
SAID = {
    TCP.id: b"\x12\x12\x12\x12\x10\x00\x00\x00",
    "serial": b"]E08001234567897\r\n",
}
CODE = b"]d201080012345678971726123110LOT7\x1d21S9"


async def devices(studio: Studio) -> None:
    """As it is, then with all kinds, then while a scanner is tried."""
    studio.counter.go(DevicesRoute())
    await studio.settled()
    studio.model.choose("receipt")
    await studio.picture("12-devices")
    now_s, drivers = studio.desk.jobs.clock.monotonic_s(), {driver.info.id: driver.info for driver in OURS}
    kinds = (
        ("printer", TCP, Ready()),
        ("scanner-1", drivers["serial"], Ready()),
        ("scanner-2", drivers["zebra-ssi"], Absent()),
        ("display", DISPLAYS["cd5220"].info, Ready()),
        ("labels", LABELS, Faulted("paper_out")),
    )

    def health() -> tuple[Health, ...]:
        return tuple(
            replace(health_of(name, info, None, state), heard=_said(info.id, state, now_s), is_overheard=True)
            for name, info, state in kinds
        )

    jobs = replace(studio.desk.jobs, devices=health, print_trial_label=_printed)
    many = DevicesModel(replace(studio.desk, jobs=jobs))

    def shown() -> None:
        many.refresh()
        studio.window.screen_shown.draw(many.state)
        studio.window.screen_shown.panel.show_foot(many.foot)
        # More rows make the card higher, and that what it lies in.
        QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)

    many.choose("labels")
    await studio.picture("12-devices-many", shown)
    await _tried(studio, many, shown)


async def _tried(studio: Studio, many: DevicesModel, shown: Callable[[], None]) -> None:
    """In the middle of each test."""
    many.choose("display")
    await many.press(SHOW)
    await studio.picture("12-devices-show", shown)
    await many.press(STOP)
    many.choose("scanner-1")
    await many.press(SCAN)
    await many.take_scan(scan_read(CODE, "scanner-1", studio.desk.now_at))
    await studio.picture("12-devices-scan", shown)
    many.choose(TYPED)
    await many.press(KEYBOARD)
    for code in SHEET:
        read = scan_read(code.encode(), studio.desk.jobs.station.device, studio.desk.now_at)
        await many.take_scan(replace(read, typed=typed_through(AMERICAN, ITALIAN, code)))
    await studio.picture("12-devices-keyboard", shown)


async def _printed(language: str) -> bool:
    return True


async def customers(studio: Studio) -> None:
    """What stands on the customers' screen: a welcome, an order with what is due, a price."""
    shown = CustomerWindow()
    shown.show_sign(studio.counter.state.chain)
    shown.show()
    for language, (width, height), theme in product(LANGUAGES, CUSTOMER_SIZES, THEMES):
        studio.look.show(theme)
        shown.resize(width, height)
        words = wording_in("en" if language == "en" else "it")
        for name, lines in for_customers(words).items():
            shown.show_lines(lines)
            studio.keep(shown, f"18-customer-{name}-{width}-{language}-{theme}.png")
        shown.show_lines((words.text("facing.page"), ""), studio.desk.jobs.qr(SAMPLE_LINK))
        studio.keep(shown, f"18-customer-page-{width}-{language}-{theme}.png")
    end(shown)
    studio.look.show(ThemeName.LIGHT)


def for_customers(words: Wording) -> dict[str, Lines]:
    """What they read there, by what it is."""
    due, price = (words.formats.money(cents, "EUR") for cents in (12_990, 8_950))
    return {
        "welcome": (words.text("facing.welcome"), ""),
        "order": (words.text("facing.order", number="4821"), words.text("facing.total", amount=due)),
        "article": (LONG_NAME, price),
    }


def _said(driver: str, state: DeviceState, now_s: float) -> Heard | None:
    return Heard(SAID[driver], now_s - 40) if driver in SAID and isinstance(state, Ready) else None
