"""Every driver of a customer display by its name."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from hardware.devices import DriverInfo, LineDisplay
from hardware.drivers.displays.languages import PAGES, Cd5220, EpsonDmd
from hardware.drivers.displays.line_display import SerialLineDisplay
from hardware.drivers.theirs import Others


@dataclass(frozen=True, slots=True)
class DisplayDriver:
    """What a driver says of itself, and how to make it for an address (ours: see `dial`) and options. `make` opens
    nothing; ValueError for an option it cannot have."""

    info: DriverInfo
    make: Callable[[str, Mapping[str, str]], LineDisplay]


def _cd5220(address: str, options: Mapping[str, str]) -> LineDisplay:
    """ValueError for a character table there is not."""
    page = options.get("page", PAGES[0])
    if page not in PAGES:
        raise ValueError(f"?page={'|'.join(PAGES)}")
    return SerialLineDisplay(address, Cd5220(page))


_CD5220 = DriverInfo(
    "cd5220", "display", "Customer display, CD5220", "serial", ("page",), frozenset({"text"}), "silver"
)
_DMD = DriverInfo(
    "epson-dmd", "display", "Customer display, Epson DM-D", "serial", (), frozenset({"text"}), "silver"
)

DISPLAYS = {
    driver.info.id: driver
    for driver in (
        DisplayDriver(_CD5220, _cd5220),
        DisplayDriver(_DMD, lambda address, _: SerialLineDisplay(address, EpsonDmd())),
    )
}
OTHERS = Others("display", DisplayDriver, DISPLAYS)
"""Those of other packages."""


def display_drivers() -> dict[str, DisplayDriver]:
    """Ours, then those of others."""
    return OTHERS.behind(DISPLAYS.values())
