"""The label printer of one terminal: printed while somebody waits, and told when it is lost."""

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass

from app.adapters.resource_files import resources_root
from app.bootstrap.device_places import typed_device
from app.domain.errors import Code, Problem
from hardware.api import DeviceError, DeviceState, Health, LabelPrinter, WriteState
from hardware.drivers.labels.zpl_printer import INFO, ZplPrinter
from hardware.drivers.serial_ports import plugged_in
from hardware.printing.label_forms import LabelForms
from hardware.printing.zpl import is_ean13, zpl
from hardware.supervised import Post, Supervised
from hardware.supervisor import Supervisor

FORM = "zpl:socket://192.168.1.60:9100"
STATUS_S, PRINT_S, REST_S = 1.0, 6.0, 10.0
_DOTS_MM = {"203": 8, "300": 12}


@dataclass(frozen=True, slots=True)
class LabelPlace:
    """Where it is, and the dots of a millimetre."""

    address: str
    dots_mm: int


def label_place(text: str, option: str) -> LabelPlace | None:
    """What is typed for a label printer, `zpl:PLACE[?dpi=300]`; None for nothing. Problem(OPTION_INVALID)."""
    if not text:
        return None
    typed = typed_device(text, option, FORM)
    dots_mm = _DOTS_MM.get(typed.options.get("dpi", "203"))
    if typed.driver != INFO.id or dots_mm is None:
        raise Problem(Code.OPTION_INVALID, option=option, value=text, form=f"{FORM}?dpi={'|'.join(_DOTS_MM)}")
    return LabelPlace(typed.address, dots_mm)


class Labels:
    """Owns the printer's supervisor; lives on the loop. Others may print there too: it is let go of each time."""

    def __init__(self, place: LabelPlace | None) -> None:
        self._place = place
        self._supervisor: Supervisor | None = None
        self._device: Supervised[LabelPrinter] | None = None
        self._forms: LabelForms | None = None

    @property
    def are_there(self) -> bool:
        """Whether this terminal has a label printer."""
        return self._place is not None

    def health(self) -> tuple[Health, ...]:
        """How it is; nothing where there is none."""
        return () if self._supervisor is None else self._supervisor.health

    @asynccontextmanager
    async def at_work(self, changed: Callable[[], None]) -> AsyncIterator[None]:
        """Until the block ends; `changed` is told when it is in another state. FormError for a damaged form."""
        if self._place is None:
            yield
            return
        self._forms, address = LabelForms.read(resources_root().joinpath("labels")), self._place.address
        async with Supervisor(lambda _: changed(), lambda: plugged_in((address,))) as self._supervisor:
            printer: LabelPrinter = ZplPrinter(address)
            post = Post("label-printer-1", INFO, printer, _look, STATUS_S, REST_S, is_shared=True)
            self._device = self._supervisor.add(post)
            yield

    async def print_shelf(self, language: str, values: Mapping[str, str]) -> bool:
        """A shelf label with its values by name, without bars for a code that is none.

        Whether it is out; else the printer has it and needs a hand. Problem(LABELS_OFFLINE | LABELS_STOPPED):
        nothing was printed.
        """
        assert self._device is not None
        assert self._forms is not None
        assert self._place is not None
        gtin = values["gtin"] if is_ean13(values["gtin"]) else ""
        job = zpl(self._forms.fill("shelf", language, {**values, "gtin": gtin}), self._place.dots_mm)
        try:
            state = await self._device.call(lambda printer: printer.write(job, PRINT_S), PRINT_S)
        except DeviceError as error:
            is_stopped = error.reason in ("paper_out", "cover_open", "ribbon_out", "paused", "no_answer")
            raise Problem(Code.LABELS_STOPPED if is_stopped else Code.LABELS_OFFLINE) from error
        return state is WriteState.CONFIRMED


def _look(printer: LabelPrinter, _: Callable[[], bool]) -> DeviceState:
    """What its thread does while nobody prints."""
    return printer.status(STATUS_S).state()
