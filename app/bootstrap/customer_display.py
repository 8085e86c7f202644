"""The customer display of one terminal: what the screens have for the customer, also after it was away."""

from dataclasses import dataclass

from app.bootstrap.device_places import driver_in, form_of, forms, made_of, place_of
from app.domain.errors import Code, Problem
from app.presentation.facing import Facing, Lines
from hardware.api import DriverInfo, LineDisplay
from hardware.display_duty import REFRESH_S, SHOW_S, Shown
from hardware.drivers.displays.table import OTHERS, display_drivers
from hardware.drivers.faults import driver_made
from hardware.supervised import Post
from hardware.supervisor import Supervisor

FORM = "cd5220:/dev/serial/by-id/…"


@dataclass(frozen=True, slots=True)
class DisplayPlace:
    """A driver that was made for an address."""

    info: DriverInfo
    driver: LineDisplay
    address: str


def display_place(text: str, option: str) -> DisplayPlace | None:
    """What is typed for a display, `DRIVER:PLACE[?option=value]`; None for nothing. Problem(OPTION_INVALID)."""
    if not text:
        return None
    found, form = display_drivers().get(driver_in(text)), forms(OTHERS.drivers, FORM)
    if found is None:
        raise Problem(Code.OPTION_INVALID, option=option, value=text, form=form)
    place = place_of(text, option, found.info, form_of(found.info, FORM))
    with made_of(text, option):
        driver = driver_made(found.info, lambda: found.make(place.address, place.options))
    return DisplayPlace(found.info, driver, place.address)


class CustomerDisplay:
    """Keeps one display at what the screens have for the customer; lives on the loop."""

    def __init__(self, place: DisplayPlace | None) -> None:
        self._place = place

    @property
    def paths(self) -> tuple[str, ...]:
        """Where it may be plugged in."""
        return () if self._place is None else (self._place.address,)

    def follow(self, supervisor: Supervisor, facing: Facing) -> None:
        """Shows those lines until the supervisor lets go of it, then nothing."""
        if self._place is None:
            return
        place, shown = self._place, Shown()
        shown.want(*facing.lines)
        device = supervisor.add(Post("display-1", place.info, place.driver, shown.turn, SHOW_S, REFRESH_S))

        def show(lines: Lines) -> None:
            shown.want(*lines)
            device.wake()

        facing.listen(show)
