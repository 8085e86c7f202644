"""The customer display of one terminal: what the screens have for the customer, also after it was away."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

from app.bootstrap.device_places import typed_device
from app.domain.errors import Code, Problem
from app.presentation.facing import Facing, Lines
from hardware.api import DriverInfo, Health, LineDisplay
from hardware.display_duty import REFRESH_S, SHOW_S, Shown
from hardware.drivers.displays.table import DISPLAYS
from hardware.drivers.serial_ports import plugged_in
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
    typed = typed_device(text, option, FORM)
    found = DISPLAYS.get(typed.driver)
    if found is None:
        raise Problem(Code.OPTION_INVALID, option=option, value=text, form=FORM)
    try:
        return DisplayPlace(found.info, found.make(typed.address, typed.options), typed.address)
    except ValueError as exc:
        raise Problem(Code.OPTION_INVALID, option=option, value=text, form=str(exc)) from exc


class CustomerDisplay:
    """Owns its supervisor; lives on the loop."""

    def __init__(self, place: DisplayPlace | None) -> None:
        self._place = place
        self._supervisor: Supervisor | None = None

    def health(self) -> tuple[Health, ...]:
        """How it is; nothing where there is none."""
        return () if self._supervisor is None else self._supervisor.health

    @asynccontextmanager
    async def following(self, facing: Facing, changed: Callable[[], None]) -> AsyncIterator[None]:
        """Shows those lines until the block ends, then nothing; `changed` is told when it is in another state."""
        if self._place is None:
            yield
            return
        place, shown = self._place, Shown()
        shown.want(*facing.lines)
        async with Supervisor(lambda _: changed(), lambda: plugged_in((place.address,))) as self._supervisor:
            post = Post("display-1", place.info, place.driver, shown.turn, SHOW_S, REFRESH_S)
            device = self._supervisor.add(post)

            def show(lines: Lines) -> None:
                shown.want(*lines)
                device.wake()

            facing.listen(show)
            yield
