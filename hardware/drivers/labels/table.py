"""Every driver of a label printer by its name."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from hardware.devices import DriverInfo, LabelPrinter
from hardware.drivers.labels.zpl_printer import INFO, ZplPrinter
from hardware.drivers.theirs import Others
from hardware.label import Label
from hardware.printing.zpl import zpl

_DOTS_MM = {"203": 8, "300": 12}


@dataclass(frozen=True, slots=True)
class LabelDriver:
    """What a driver says of itself, how to make it for an address (ours: see `dial`), and how its printer is told
    of labels: by the options typed for it, a label's words become a job for `LabelPrinter.write`. Both open
    nothing; ValueError for an option it cannot have, with the form it should have."""

    info: DriverInfo
    make: Callable[[str, Mapping[str, str]], LabelPrinter]
    language: Callable[[Mapping[str, str]], Callable[[Label], bytes]]


def _zpl(options: Mapping[str, str]) -> Callable[[Label], bytes]:
    """ValueError for a head there is not."""
    dots_mm = _DOTS_MM.get(options.get("dpi", "203"))
    if dots_mm is None:
        raise ValueError(f"zpl:socket://192.168.1.60:9100?dpi={'|'.join(_DOTS_MM)}")
    return lambda label: zpl(label, dots_mm)


OURS = (LabelDriver(INFO, lambda address, _: ZplPrinter(address), _zpl),)
OTHERS = Others("label_printer", LabelDriver, {driver.info.id for driver in OURS})
"""Those of other packages."""


def label_drivers() -> dict[str, LabelDriver]:
    """Ours, then those of others."""
    return OTHERS.behind(OURS)
