"""How line and devices are, in full: what the strip says in a word, and what to do when it is not well."""

from dataclasses import dataclass

from app.domain.errors import Code
from app.presentation.desk import Desk
from app.presentation.marks import Glyph, Mark, Tone
from app.presentation.view_model import Button, Foot, ViewModel
from app.usecases.ports import OutboxState
from hardware.api import Absent, Connecting, Degraded, Faulted, Health, Ready

LOOK = "look"
_GLYPHS = {"scanner": Glyph.SCAN_BARCODE, "display": Glyph.MONITOR_SMARTPHONE, "label_printer": Glyph.TAG}
_CODES = {"forbidden": Code.SCANNER_FORBIDDEN, "in_use": Code.SCANNER_IN_USE}


@dataclass(frozen=True, slots=True)
class DeviceRow:
    """A device or line: how it is, and the next step."""

    id: str
    glyph: Glyph
    name: str
    mark: Mark
    line: str
    spoken: str


@dataclass(frozen=True, slots=True)
class DevicesState:
    """The whole page."""

    back: str
    title: str
    rows: tuple[DeviceRow, ...]
    foot: Foot


class DevicesModel(ViewModel[DevicesState]):
    """Looks at the printer when asked; the rest is known already."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._waiting = 0

    async def open(self) -> None:
        """Count what waits, ask the printer."""
        states = (OutboxState.INTENT, OutboxState.ACCEPTED)
        entries = await self._desk.jobs.door.read(lambda tx: tx.outbox_list(states, 1_000))
        self._waiting = len(entries)
        await self._desk.jobs.look_at_printer()
        self.refresh()

    async def reload(self) -> None:
        """Something was sent or came."""
        await self.open()

    async def press(self, button: str) -> None:
        """Look again."""
        await self.open()

    @property
    def foot(self) -> Foot:
        """One button: look again."""
        return Foot(Button(LOOK, self._desk.words.text("devices.look")))

    def render(self) -> DevicesState:
        """The facts in words."""
        words = self._desk.words
        rows = (self._line(), self._outbox(), self._printer(), *self._devices())
        return DevicesState(words.text("back"), words.text("devices.title"), rows, self.foot)

    def _line(self) -> DeviceRow:
        words, link = self._desk.words, self._desk.jobs.link()
        if link.is_linked:
            mark = Mark(words.text("devices.line.up"), Glyph.CLOUD_CHECK, Tone.SUCCESS)
            line = words.text("devices.line.up.next")
        elif link.is_up:
            mark = Mark(words.text("devices.line.down"), Glyph.CLOUD_OFF, Tone.WARNING, is_solid=True)
            line = words.text("devices.line.down.next")
        else:
            explained = words.explain(link.code)
            mark = Mark(words.text("devices.line.shop_down"), Glyph.CLOUD_OFF, Tone.WARNING, is_solid=True)
            line = f"{explained.what} {explained.next}"
        return self._row("line", Glyph.CLOUD, mark, line)

    def _outbox(self) -> DeviceRow:
        words, n = self._desk.words, self._waiting
        mark = Mark(words.text("strip.backlog.none"), Glyph.CHECK, Tone.SUCCESS)
        if n:
            mark = Mark(words.plural("strip.backlog", n), Glyph.CLOUD_UPLOAD, Tone.WARNING)
        return self._row("outbox", Glyph.CLOUD_UPLOAD, mark, words.text("devices.outbox.next"))

    def _printer(self) -> DeviceRow:
        words, code = self._desk.words, self._desk.jobs.printer_code()
        if not code:
            mark = Mark(words.text("devices.printer.ready"), Glyph.CHECK, Tone.SUCCESS)
            return self._row("printer", Glyph.PRINTER, mark, words.text("devices.printer.next"))
        explained = words.explain(code)
        mark = Mark(words.text("devices.printer.stopped"), Glyph.TRIANGLE_ALERT, Tone.WARNING, is_solid=True)
        return self._row("printer", Glyph.PRINTER, mark, f"{explained.what} {explained.next}")

    def _device(self, number: int, health: Health) -> DeviceRow:
        words, kind = self._desk.words, health.info.kind
        title = words.text(f"devices.{kind}")
        if number:
            title = words.text("devices.numbered", device=title, number=number)
        match health.state:
            case Ready() | Degraded():
                mark = Mark(words.text(f"devices.{kind}.ready"), Glyph.CHECK, Tone.SUCCESS)
                line = words.text(f"devices.{kind}.next")
            case Connecting():
                mark = Mark(words.text("devices.connecting"), Glyph.HOURGLASS, Tone.INFO)
                line = words.text("devices.connecting.next")
            case Absent() | Faulted() if kind != "scanner":
                mark = Mark(words.text(f"devices.{kind}.stopped"), Glyph.UNPLUG, Tone.WARNING, is_solid=True)
                line = words.text(f"devices.{kind}.mend")
            case Absent():
                mark = Mark(words.text(f"devices.{kind}.stopped"), Glyph.UNPLUG, Tone.WARNING, is_solid=True)
                line = words.explain(Code.SCANNER_OFFLINE.value).next
            case Faulted(reason):
                mark = Mark(
                    words.text(f"devices.{kind}.faulted"), Glyph.TRIANGLE_ALERT, Tone.WARNING, is_solid=True
                )
                line = words.explain(_CODES.get(reason, Code.SCANNER_BROKEN).value).next
        spoken = f"{title}: {mark.words}. {line}"
        return DeviceRow(health.name, _GLYPHS.get(kind, Glyph.PLUG), title, mark, line, spoken)

    def _devices(self) -> tuple[DeviceRow, ...]:
        """One row each; of several of a kind, each has its number."""
        found = self._desk.jobs.devices()
        kinds = [health.info.kind for health in found]
        numbers = [kinds[: at + 1].count(kind) if kinds.count(kind) > 1 else 0 for at, kind in enumerate(kinds)]
        return tuple(self._device(number, health) for number, health in zip(numbers, found, strict=True))

    def _row(self, name: str, glyph: Glyph, mark: Mark, line: str) -> DeviceRow:
        title = self._desk.words.text(f"devices.{name}")
        return DeviceRow(name, glyph, title, mark, line, f"{title}: {mark.words}. {line}")
