"""How a device is, in words: its name, its state, what to do when it is not well, and what it said last."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.domain.errors import Code
from app.presentation.marks import Glyph, Mark, Tone
from app.presentation.wording import Wording
from hardware.api import Absent, Connecting, Degraded, DeviceState, Faulted, Health, Ready
from hardware.heard import form_of, readable

PRINTER, SCANNER, LABELS = "receipt_printer", "scanner", "label_printer"
DISPLAYS = ("display", "customer_screen")
GLYPHS = {
    PRINTER: Glyph.PRINTER,
    SCANNER: Glyph.SCAN_BARCODE,
    LABELS: Glyph.TAG,
    **dict.fromkeys(DISPLAYS, Glyph.MONITOR_SMARTPHONE),
}
_SCANNER_CODES = {
    "forbidden": Code.SCANNER_FORBIDDEN,
    "in_use": Code.SCANNER_IN_USE,
    "card_mute": Code.SCANNER_CARD_MUTE,
    "no_service": Code.SCANNER_NO_SERVICE,
}
_PRINTER_CODES = {"paper_out": Code.PRINTER_PAPER_OUT, "cover_open": Code.PRINTER_COVER_OPEN}
_COMMON = ("forbidden", "in_use", "no_usb", "no_print_system", "no_queue", "driver_fault", "hung")
"""What stops any device the same way: words of `DeviceError`."""


@dataclass(frozen=True, slots=True)
class DeviceWords:
    """A device in words; `line` is the next step, `is_well` whether nobody has to do anything."""

    name: str
    mark: Mark
    line: str
    is_well: bool


def printer_code(state: DeviceState) -> str:
    """Why a receipt printer does not print, or that its paper will soon be over; empty while all is well."""
    match state:
        case Faulted(reason):
            return _PRINTER_CODES.get(reason, Code.PRINTER_OFFLINE).value
        case Absent():
            return Code.PRINTER_OFFLINE.value
        case Degraded("paper_near_end"):
            return Code.PRINTER_PAPER_LOW.value
        case _:
            return ""


def in_words(facts: Sequence[Health], words: Wording) -> tuple[DeviceWords, ...]:
    """Each in words; of several of a kind, each has its number."""
    kinds = [health.info.kind for health in facts]
    numbers = [kinds[: at + 1].count(kind) if kinds.count(kind) > 1 else 0 for at, kind in enumerate(kinds)]
    return tuple(_device(number, health, words) for number, health in zip(numbers, facts, strict=True))


def _device(number: int, health: Health, words: Wording) -> DeviceWords:
    kind = health.info.kind
    name = words.text(f"devices.{kind}")
    if number:
        name = words.text("devices.numbered", device=name, number=number)
    match health.state:
        case Ready():
            return DeviceWords(name, _ready(kind, words), words.text(f"devices.{kind}.next"), is_well=True)
        case Degraded():
            line = _about_printer(health.state, words) if kind == PRINTER else ""
            line = line or words.text(f"devices.{kind}.next")
            return DeviceWords(name, _ready(kind, words), line, is_well=True)
        case Connecting():
            mark = Mark(words.text("devices.connecting"), Glyph.HOURGLASS, Tone.INFO)
            return DeviceWords(name, mark, words.text("devices.connecting.next"), is_well=False)
        case Absent() | Faulted():
            line = _what_to_do(kind, health.state, words) or words.text(f"devices.{kind}.mend")
            return DeviceWords(name, _stopped(kind, health.state, words), line, is_well=False)


def _ready(kind: str, words: Wording) -> Mark:
    return Mark(words.text(f"devices.{kind}.ready"), Glyph.CHECK, Tone.SUCCESS)


def _stopped(kind: str, state: DeviceState, words: Wording) -> Mark:
    is_stuck = kind == SCANNER and isinstance(state, Faulted)
    glyph = Glyph.UNPLUG if isinstance(state, Absent) else Glyph.TRIANGLE_ALERT
    says = f"devices.{kind}.faulted" if is_stuck else f"devices.{kind}.stopped"
    return Mark(words.text(says), glyph, Tone.WARNING, is_solid=True)


def _what_to_do(kind: str, state: Absent | Faulted, words: Wording) -> str:
    """The next step where it is known what is wrong; else nothing."""
    reason = state.reason if isinstance(state, Faulted) else ""
    if kind == SCANNER:
        code = _SCANNER_CODES.get(reason, Code.SCANNER_BROKEN) if reason else Code.SCANNER_OFFLINE
        return words.explain(code.value).next
    if reason in _COMMON:
        return words.text(f"devices.mend.{reason}")
    return _about_printer(state, words) if kind == PRINTER else ""


def _about_printer(state: DeviceState, words: Wording) -> str:
    code = printer_code(state)
    if not code:
        return ""
    explained = words.explain(code)
    return f"{explained.what} {explained.next}"


def drawer_of(health: Health, words: Wording) -> str:
    """Whether its cash drawer is open, as far as the printer tells; empty where it tells nothing."""
    return "" if health.drawer is None else words.text(f"devices.drawer.{health.drawer.value}")


def last_said(health: Health, now_s: float, words: Wording) -> str:
    """What came from it last and how long ago; of a code only the form. Empty where it never says anything,
    and where its driver keeps nothing: whether something came, nobody knows."""
    heard = health.heard
    if heard is None:
        is_told = health.is_overheard and health.info.kind in (SCANNER, PRINTER)
        return words.text("devices.silent") if is_told else ""
    said = form_of(heard.data) if health.info.kind == SCANNER else readable(heard.data)
    age = words.duration(max(0, int(now_s - heard.at_s)))
    return words.text("devices.said_ago", said=said, age=age) if age else words.text("devices.said", said=said)
