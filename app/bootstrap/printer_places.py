"""What is typed for a receipt printer, `PLACE[,profile[,words]]`: where it is, and what it is like."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.bootstrap.device_places import driver_in, form_of, forms, made_of, place_of
from app.domain.errors import Code, Problem
from app.usecases.spool import AfterLoss
from hardware.drivers.printers.ways import WAYS, parts_of
from hardware.printing.profiles import GENERIC_80, PROFILES, PrinterProfile

if TYPE_CHECKING:
    from hardware.api import ReceiptPrinter

_DRAWERS = {"drawer-high": True, "drawer-low": False}


@dataclass(frozen=True, slots=True)
class PrinterPlan:
    """A receipt printer as a person wrote it down: where it is, of what kind, and what becomes of a paper of value
    in the middle of which it was switched off. `opens_high`: whether the switch of its cash drawer is high
    while it stands open; None where nobody told."""

    address: str
    profile: PrinterProfile
    after_loss: AfterLoss
    opens_high: bool | None = None


def printer_place(text: str, option: str = "--printer") -> PrinterPlan:
    """`address`, or `address,profile` with `resume` and `drawer-high` behind it. Problem(OPTION_INVALID)."""
    address, *rest = text.split(",")
    name, words = "".join(rest[:1]), rest[1:]
    opens_high = next((_DRAWERS[word] for word in words if word in _DRAWERS), None)
    policies = [word for word in words if word and word not in _DRAWERS]
    profile = PROFILES.get(name or GENERIC_80.id)
    if profile is None:
        raise Problem(Code.OPTION_INVALID, option=option, value=text, profile=name)
    try:
        (after_loss,) = map(AfterLoss, policies or (AfterLoss.ASK,))
    except ValueError:
        form = f"127.0.0.1:9100,tm-t88,{'|'.join(AfterLoss)},{'|'.join(_DRAWERS)}"
        raise Problem(Code.OPTION_INVALID, option=option, value=text, form=form) from None
    plan = PrinterPlan(address, profile, after_loss, opens_high)
    try:
        parts_of(address)
    except ValueError:
        _check_theirs(plan, option)
    return plan


def _check_theirs(plan: PrinterPlan, option: str) -> None:
    """That a driver of another package takes it. Problem(OPTION_INVALID), with the forms there are."""
    # Only here: what looks for packages is not light.
    from hardware.drivers.printers.table import printer_drivers

    drivers = printer_drivers()
    form = forms(drivers, WAYS)
    driver = drivers.get(driver_in(plan.address))
    if driver is None:
        raise Problem(Code.OPTION_INVALID, option=option, value=plan.address, form=form)
    place_of(plan.address, option, driver.info, form_of(driver.info, WAYS))
    printer_of(plan, option)


def printer_of(plan: PrinterPlan, option: str = "--printer") -> "ReceiptPrinter":
    """The printer of a plan, not yet opened. Problem(OPTION_INVALID) where a driver of another package cannot have
    that place, or breaks."""
    from hardware.drivers.printers.address import printer_at  # only here: what prints for real is not light

    with made_of(plan.address, option):
        return printer_at(plan.address, plan.profile, opens_high=plan.opens_high)
