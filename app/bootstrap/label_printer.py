"""The label printer of one terminal: printed while somebody waits, and told when it is lost."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from app.adapters.resource_files import resources_root
from app.bootstrap.device_places import driver_in, form_of, forms, made_of, place_of
from app.domain.errors import Code, Problem
from hardware.api import DeviceError, DeviceState, DriverInfo, ErrorCode, Label, LabelPrinter, WriteState
from hardware.device_thread import DRIVER_FAULT, HUNG
from hardware.drivers.faults import driver_made, made
from hardware.drivers.labels.table import OTHERS, label_drivers
from hardware.printing.label_forms import LabelForms
from hardware.printing.zpl import is_ean13
from hardware.supervised import Post, Supervised
from hardware.supervisor import Supervisor

FORM = "zpl:socket://192.168.1.60:9100"
STATUS_S, PRINT_S, REST_S = 1.0, 6.0, 10.0
_CODES = {
    **dict.fromkeys(("paper_out", "cover_open", "ribbon_out", "paused", "no_answer"), Code.LABELS_STOPPED),
    **dict.fromkeys((HUNG, DRIVER_FAULT), Code.LABELS_UNSURE),
}


@dataclass(frozen=True, slots=True)
class LabelPlace:
    """A driver that was made for an address, and how a label becomes a job for it."""

    info: DriverInfo
    printer: LabelPrinter
    job: Callable[[Label], bytes]
    address: str


def label_place(text: str, option: str) -> LabelPlace | None:
    """What is typed for a label printer, `DRIVER:PLACE[?option=…]`; None for nothing. Problem(OPTION_INVALID)."""
    if not text:
        return None
    found, form = label_drivers().get(driver_in(text)), forms(OTHERS.drivers, FORM)
    if found is None:
        raise Problem(Code.OPTION_INVALID, option=option, value=text, form=form)
    place = place_of(text, option, found.info, form_of(found.info, FORM))
    with made_of(text, option):
        printer = driver_made(found.info, lambda: found.make(place.address, place.options))
        job = made(found.info, lambda: found.language(place.options))
    return LabelPlace(found.info, printer, job, place.address)


class Labels:
    """Prints on one printer; lives on the loop. Others may print there too: it is let go of each time."""

    def __init__(self, place: LabelPlace | None) -> None:
        self._place = place
        self._device: Supervised[LabelPrinter] | None = None
        self._forms: LabelForms | None = None

    @property
    def are_there(self) -> bool:
        """Whether this terminal has a label printer."""
        return self._place is not None

    @property
    def paths(self) -> tuple[str, ...]:
        """Where it may be plugged in."""
        return () if self._place is None else (self._place.address,)

    def begin(self, supervisor: Supervisor) -> None:
        """At work until the supervisor lets go of it. FormError for a damaged form."""
        if self._place is None:
            return
        self._forms = LabelForms.read(resources_root().joinpath("labels"))
        post = Post(
            "label-printer-1", self._place.info, self._place.printer, _look, STATUS_S, REST_S, is_shared=True
        )
        self._device = supervisor.add(post)

    async def print_shelf(self, language: str, values: Mapping[str, str]) -> bool:
        """A shelf label with its values by name, without bars for a code that is none; as `print_bag`."""
        gtin = values["gtin"] if is_ean13(values["gtin"]) else ""
        return await self._print("shelf", language, {**values, "gtin": gtin})

    async def print_bag(self, language: str, values: Mapping[str, str | int | bool]) -> bool:
        """The label of a bag with its values by name.

        Whether it is out; else the printer has it and needs a hand. Problem(LABELS_OFFLINE | LABELS_STOPPED):
        nothing was printed; LABELS_UNSURE: nobody knows.
        """
        return await self._print("bag", language, values)

    async def print_trial(self, language: str) -> bool:
        """A label by which a roll is put in straight and its darkness set; as `print_bag`."""
        return await self._print("trial", language, {})

    async def _print(self, form: str, language: str, values: Mapping[str, str | int | bool]) -> bool:
        assert self._device is not None
        assert self._forms is not None
        assert self._place is not None
        label, job = self._forms.fill(form, language, values), self._place.job
        try:
            # Its language may be somebody else's code, as the driver is: on the thread where that may break.
            state = await self._device.call(lambda printer: printer.write(job(label), PRINT_S), PRINT_S)
        except DeviceError as error:
            usual = Code.LABELS_UNSURE if error.code is ErrorCode.FAILURE else Code.LABELS_OFFLINE
            raise Problem(_CODES.get(error.reason, usual)) from error
        return state is WriteState.CONFIRMED


def _look(printer: LabelPrinter, _: Callable[[], bool]) -> DeviceState:
    """What its thread does while nobody prints."""
    return printer.status(STATUS_S).state()
