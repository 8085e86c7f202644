"""How line and devices are, in full: what the strip says in a word, what to do, and how each is tried."""

from dataclasses import dataclass

from app.domain.errors import Problem
from app.presentation.desk import Desk
from app.presentation.device_trials import SHOWN, DisplayTrial, Fact, KeyboardTrial, ScanTrial
from app.presentation.device_words import (
    DISPLAYS,
    GLYPHS,
    LABELS,
    PRINTER,
    SCANNER,
    drawer_of,
    in_words,
    last_said,
)
from app.presentation.facing import NOTHING, Lines
from app.presentation.jobs import TrialPaper
from app.presentation.marks import Glyph, Mark, Tone
from app.presentation.view_model import Button, Foot, ViewModel
from app.usecases.cash_drawer import DrawerReason
from app.usecases.ports import OutboxState
from app.usecases.spool import DrawerKick
from hardware.api import Health, ScanRead
from hardware.drivers.scanners.setup_check import is_without_end

LOOK, SCAN, KEYBOARD, SHEET, PRINT, DRAWER, STOP = "look", "scan", "keyboard", "sheet", "print", "drawer", "stop"
LABEL, SHOW = "label", "show"
ENDED = "ended"
"""What drivers can whose codes have an end behind them."""
SILENCE_S = 1.0
"""A code is sent at once."""
TYPED = "typed"
"""The row of scanners that are left a keyboard: there may be one, and nothing tells."""


@dataclass(frozen=True, slots=True)
class DeviceRow:
    """A device or line: how it is, the next step, and what came from it last."""

    id: str
    glyph: Glyph
    name: str
    mark: Mark
    line: str
    spoken: str
    said: str = ""
    power: str = ""
    kind: str = ""
    drawer: str = ""


@dataclass(frozen=True, slots=True)
class DevicesState:
    """The whole page."""

    back: str
    title: str
    rows: tuple[DeviceRow, ...]
    selected: str
    panel_title: str
    mark: Mark | None
    line: str
    facts: tuple[Fact, ...]
    note: tuple[Tone, str, str] | None
    foot: Foot


class DevicesModel(ViewModel[DevicesState]):
    """Looks at the printer when asked; the rest is known. A scan is tried here only while that is asked."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._waiting = 0
        self._selected = ""
        self._trial: ScanTrial | KeyboardTrial | DisplayTrial | None = None
        self._note: tuple[Tone, str, str] | None = None
        self._is_busy = False
        self._tried_s = 0.0

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

    def put_away(self) -> None:
        """What was read here is nobody else's."""
        self._trial = self._note = None

    def choose(self, row: str) -> None:
        """Another device; what was tried on the one before is over."""
        if row != self._selected:
            self._selected = row
            self._trial = self._note = None
            self.refresh()

    async def press(self, button: str) -> None:
        """Look again, or try something."""
        self._note = None
        match button:
            case "scan":
                self._trial, self._tried_s = ScanTrial(), self._now_s
            case "keyboard":
                self._trial = KeyboardTrial()
            case "stop":
                self._trial = None
            case "show":
                self._trial = DisplayTrial()
            case "label":
                await self._print_label()
            case "print":
                await self._print(TrialPaper.PRINTER)
            case "sheet":
                await self._print(TrialPaper.KEYBOARD)
            case "drawer":
                await self._open_drawer()
            case _:
                await self.open()
        self.refresh()

    async def take_scan(self, read: ScanRead) -> bool:
        """A scan while one is waited for; it leads nowhere."""
        if self._trial is None or isinstance(self._trial, DisplayTrial):
            return False
        self._trial.take(read)
        self._tried_s = self._now_s
        self.refresh()
        return True

    def tick(self) -> None:
        """Bytes that came for a code without an end are no code, and look like nothing at all."""
        if isinstance(self._trial, ScanTrial):
            self._trial.is_cut_off = any(map(self._is_cut_off, self._desk.jobs.devices()))
        self.refresh()

    def _is_cut_off(self, health: Health) -> bool:
        heard = health.heard
        if heard is None or ENDED not in health.info.capabilities:
            return False
        return self._tried_s < heard.at_s < self._now_s - SILENCE_S and is_without_end(heard.data)

    @property
    def _now_s(self) -> float:
        return self._desk.jobs.clock.monotonic_s()

    async def _print(self, paper: TrialPaper) -> None:
        print_test, words = self._desk.jobs.print_test, self._desk.words
        assert print_test is not None
        self._is_busy = True
        self.refresh()
        try:
            await print_test(paper, words.language)
        except Problem as problem:
            explained = self._desk.explain(problem)
            self._note = (Tone.WARNING, explained.what, explained.next)
        else:
            self._note = (
                Tone.SUCCESS,
                words.text(f"trial.{paper.value}.out"),
                words.text(f"trial.{paper.value}.out.line"),
            )
        finally:
            self._is_busy = False

    async def _print_label(self) -> None:
        print_label, words = self._desk.jobs.print_trial_label, self._desk.words
        assert print_label is not None
        self._is_busy = True
        self.refresh()
        try:
            is_out = await print_label(words.language)
        except Problem as problem:
            explained = self._desk.explain(problem)
            self._note = (Tone.WARNING, explained.what, explained.next)
        else:
            says, tone = ("out", Tone.SUCCESS) if is_out else ("waits", Tone.WARNING)
            self._note = (tone, words.text(f"trial.label.{says}"), words.text(f"trial.label.{says}.line"))
        finally:
            self._is_busy = False

    async def _open_drawer(self) -> None:
        words = self._desk.words
        try:
            outcome = await self._desk.jobs.open_drawer(DrawerReason.CHECK, self._desk.session.who)
        except Problem as problem:
            explained = self._desk.explain(problem)
            self._note = (Tone.WARNING, explained.what, explained.next)
            return
        await self._desk.jobs.look_at_printer()
        tone = Tone.SUCCESS if outcome is DrawerKick.OPENED else Tone.WARNING
        says = f"trial.drawer.{outcome.value}"
        self._note = (tone, words.text(says), words.text(f"{says}.line"))

    @property
    def foot(self) -> Foot:
        """Look again; and what can be tried of the device that is chosen."""
        words, kind = self._desk.words, self._chosen.kind
        look = Button(LOOK, words.text("devices.look"), is_enabled=not self._is_busy)
        if self._trial is not None:
            return Foot(Button(STOP, words.text("trial.stop")))
        buttons = {
            SCANNER: (SCAN, SHEET),
            TYPED: (SCAN, KEYBOARD, SHEET),
            PRINTER: (PRINT, DRAWER),
            LABELS: () if self._desk.jobs.print_trial_label is None else (LABEL,),
            **dict.fromkeys(DISPLAYS, (SHOW,)),
        }.get(kind, ())
        return Foot(look, tuple(self._button(name) for name in buttons))

    def _button(self, name: str) -> Button:
        glyphs = {
            SCAN: Glyph.SCAN_BARCODE,
            KEYBOARD: Glyph.KEYBOARD,
            DRAWER: Glyph.BANKNOTE,
            LABEL: Glyph.TAG,
            SHOW: Glyph.MONITOR_SMARTPHONE,
        }
        words, why_not = self._desk.words, ""
        if name in (PRINT, SHEET, DRAWER) and self._desk.jobs.print_test is None:
            why_not = words.explain(self._desk.jobs.printer_code()).what
        is_enabled = not why_not and not self._is_busy
        return Button(
            name, words.text(f"trial.button.{name}"), glyphs.get(name, Glyph.PRINTER), is_enabled, why_not
        )

    @property
    def facing(self) -> Lines:
        """What is tried is read on the customer display itself."""
        return SHOWN if isinstance(self._trial, DisplayTrial) else NOTHING

    @property
    def _chosen(self) -> DeviceRow:
        rows = self._rows()
        return next((row for row in rows if row.id == self._selected), rows[0])

    def _name_of(self, device: str) -> str:
        """A scanner by its row; keys are nobody's."""
        rows = {row.id: row.name for row in self._rows()}
        return rows.get(device, rows[TYPED])

    def render(self) -> DevicesState:
        """The facts in words."""
        words, row, trial = self._desk.words, self._chosen, self._trial
        known = ((words.text("devices.power"), row.power), (words.text("devices.drawer"), row.drawer))
        facts: tuple[Fact, ...] = tuple((name, value) for name, value in known if value)
        if trial is not None:
            facts = trial.facts(words, self._name_of)
        return DevicesState(
            back=words.text("back"),
            title=words.text("devices.title"),
            rows=self._rows(),
            selected=row.id,
            panel_title=row.name,
            mark=row.mark if trial is None else None,
            line=row.line if trial is None else trial.line(words),
            facts=facts,
            note=self._note if trial is None else trial.note(words),
            foot=self.foot,
        )

    def _rows(self) -> tuple[DeviceRow, ...]:
        return (self._line(), self._outbox(), *self._devices(), self._typed())

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

    def _devices(self) -> tuple[DeviceRow, ...]:
        """One row each; where there is no receipt printer, that."""
        facts: tuple[Health, ...] = self._desk.jobs.devices()
        rows = tuple(
            DeviceRow(
                id=health.name,
                glyph=GLYPHS.get(health.info.kind, Glyph.PLUG),
                name=told.name,
                mark=told.mark,
                line=told.line,
                spoken=f"{told.name}: {told.mark.words}. {told.line}",
                said=last_said(health, self._now_s, self._desk.words),
                power=health.power.name,
                kind=health.info.kind,
                drawer=drawer_of(health, self._desk.words),
            )
            for health, told in zip(facts, in_words(facts, self._desk.words), strict=True)
        )
        return rows if any(row.kind == PRINTER for row in rows) else (self._no_printer(), *rows)

    def _no_printer(self) -> DeviceRow:
        words = self._desk.words
        explained = words.explain(self._desk.jobs.printer_code())
        mark = Mark(words.text("devices.receipt_printer.stopped"), Glyph.UNPLUG, Tone.WARNING, is_solid=True)
        return self._row(PRINTER, Glyph.PRINTER, mark, f"{explained.what} {explained.next}")

    def _typed(self) -> DeviceRow:
        words = self._desk.words
        mark = Mark(words.text("devices.typed.state"), Glyph.KEYBOARD)
        return self._row(TYPED, Glyph.KEYBOARD, mark, words.text("devices.typed.next"))

    def _row(self, name: str, glyph: Glyph, mark: Mark, line: str) -> DeviceRow:
        title = self._desk.words.text(f"devices.{name}")
        return DeviceRow(name, glyph, title, mark, line, f"{title}: {mark.words}. {line}", kind=name)
