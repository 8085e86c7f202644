"""What has to go back to its shelf: where it lies, where it belongs, and that it is there again."""

from collections.abc import Mapping

from app.domain.errors import Problem
from app.domain.preparing import Phase
from app.domain.scanning import Article, ContainerCode, classify
from app.domain.values import Sku
from app.presentation.desk import Desk
from app.presentation.events import Choice
from app.presentation.floor_model import FloorModel
from app.presentation.marks import Glyph, Mark, Tone
from app.presentation.order_state import Note
from app.presentation.prepare_state import Big, PieceRow, PrepareState
from app.presentation.queue_words import number_parts, short_list
from app.presentation.routes import HomeRoute
from app.presentation.view_model import Button, Foot
from app.usecases.not_fetched import Task
from app.usecases.plain_text import plain
from hardware.api import ScanRead

DONE, HOME = "put_away", "home"
GOOD, SPOILT = "good", "spoilt"
MAX_CODE = 12


class PutBackModel(FloorModel):
    """The tasks, one of them in hand; lives on the loop."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._tasks: tuple[Task, ...] = ()
        self._lies: Mapping[Sku, str] = {}
        self._selected, self._checked, self._choice = "", "", GOOD
        self._is_read = self._is_busy = False
        self._problem: Problem | None = None

    async def open(self) -> None:
        """Read what lies about, and where it belongs."""
        who, jobs = self._desk.session.operator, self._desk.jobs
        if who is None:
            return
        try:
            self._tasks = await jobs.not_fetched.tasks(who)
            self._lies = await jobs.prepare.lies([task.order for task in self._tasks])
            self._is_read = True
        except Problem as problem:
            self._problem = problem
        self.refresh()

    async def reload(self) -> None:
        """The store changed."""
        await self.open()

    @property
    def _task(self) -> Task | None:
        """The one in hand: what was chosen, else what has lain longest."""
        tasks = self._tasks
        return next((task for task in tasks if task.id == self._selected), tasks[0] if tasks else None)

    def tap(self, row: str) -> None:
        """Take this one in hand."""
        self._select(next((task for task in self._tasks if row.startswith(f"{task.id}/")), None))

    def _select(self, task: Task | None, checked: str = "") -> None:
        if task is not None:
            self._selected, self._checked, self._choice, self._problem = task.id, checked, GOOD, None
            self.refresh()

    def choose(self, value: str) -> None:
        """Whether it can be sold again."""
        self._choice, self._problem = value, None
        self.refresh()

    @property
    def takes_digits(self) -> bool:
        """The caps of the choices."""
        return self._task is not None

    def take_digit(self, digit: str) -> bool:
        """The choice with that digit."""
        found = next((choice for choice in self._choices if choice.digit == digit), None)
        if found is not None:
            self.choose(found.value)
        return found is not None

    async def take_scan(self, read: ScanRead) -> bool:
        """The bag, or a piece of it: that task is in hand."""
        scanned = classify(read.raw, dict(read.elements))
        if isinstance(scanned, ContainerCode):
            found = next((task for task in self._tasks if task.bag == scanned.code), None)
        elif isinstance(scanned, Article):
            found = next((task for task in self._tasks if _has(task, scanned.gtin)), None)
        else:
            return False
        self._select(found, "" if found is None else found.id)
        return found is not None

    async def press(self, button: str) -> None:
        """It is back in its place."""
        task = self._task
        if button == HOME:
            self._desk.navigator.home(HomeRoute())
        elif button == DONE and task is not None:
            self._desk.flights.once("put_back", lambda: self._do(task))

    async def _do(self, task: Task) -> None:
        who, words = self._desk.session.who, self._desk.words
        self._is_busy = True
        self.refresh()
        try:
            await self._desk.jobs.not_fetched.put_away(task, who, is_sold_again=self._choice == GOOD)
        except Problem as problem:
            self._problem = problem
        else:
            self._selected = self._checked = ""
            self._choice = GOOD
            self._desk.done(who, words.text("unfetched.said.put_away", number=task.order.number))
        finally:
            self._is_busy = False
        await self.open()

    @property
    def is_working(self) -> bool:
        """While it is written."""
        return self._desk.flights.is_flying("put_back")

    @property
    def _choices(self) -> tuple[Choice, ...]:
        words = self._desk.words
        if self._task is None:
            return ()
        return tuple(
            Choice(v, str(n), words.text(f"putback.choice.{v}"), words.text(f"putback.choice.{v}.line"))
            for n, v in enumerate((GOOD, SPOILT), 1)
        )

    @property
    def foot(self) -> Foot:
        """That it lies where it belongs."""
        words = self._desk.words
        if self._is_read and not self._tasks:
            return Foot(Button(HOME, words.text("prepare.button.home")))
        name = words.text(f"putback.button.{self._choice}")
        return Foot(Button(DONE, name, is_enabled=self._task is not None and not self._is_busy))

    def render(self) -> PrepareState:
        """The facts in words."""
        words, task = self._desk.words, self._task
        rows = tuple(row for known in self._tasks for row in self._rows(known, is_now=known is task))
        is_empty = self._is_read and not rows
        return PrepareState(
            phase=Phase.WAIT,
            back=words.text("back"),
            title=words.text("putback.title"),
            chip=None,
            fact="" if is_empty else words.plural("putback.count", len(self._tasks)),
            big=None if task is None else self._big(task),
            heading=words.text("putback.heading"),
            columns=(words.text("putback.column.place"), words.text("prepare.column.quantity")),
            rows=rows,
            can_choose=True,
            panel_title=self._head(task),
            about="" if task is None else words.text("putback.about"),
            steps=(),
            question="" if task is None else words.text("putback.question"),
            choices=self._choices,
            choice=self._choice if task is not None else "",
            notes=self._notes(is_empty=is_empty),
            is_loading=not self._is_read and self._problem is None,
            foot=self.foot,
        )

    def _head(self, task: Task | None) -> str:
        if task is None:
            return ""
        cause = self._desk.words.text(f"unfetched.cause.{task.put_back.cause}")
        return self._desk.words.text("putback.panel", number=task.order.number, cause=cause)

    def _notes(self, *, is_empty: bool) -> tuple[Note, ...]:
        words, notes = self._desk.words, []
        if self._problem is not None:
            explained = self._desk.explain(self._problem)
            notes.append(Note(Tone.WARNING, explained.what, explained.next))
        if is_empty:
            notes.append(Note(Tone.SUCCESS, words.text("unfetched.task.none"), words.text("putback.none.next")))
        if self._task is not None and self._checked == self._task.id:
            notes.append(Note(Tone.SUCCESS, words.text("putback.checked")))
        return tuple(notes)

    def _where(self, task: Task) -> str:
        """Where it lies now: the place of its bag, or in somebody's hands."""
        return task.put_back.place or self._desk.words.text("putback.loose")

    def _shelves(self, task: Task) -> str:
        found = [self._lies.get(task.order.line(piece.line).sku, "") for piece in task.put_back.lines]
        return short_list(tuple(sorted({place for place in found if place}))) or "—"

    def _big(self, task: Task) -> Big:
        words, first = self._desk.words, task.order.line(task.put_back.lines[0].line)
        values = (self._where(task), self._shelves(task))
        bag = words.text("putback.bag", bag=plain(task.bag, MAX_CODE)) if task.bag else ""
        name = words.plural("queue.count.pieces", task.put_back.pieces)
        labels = (words.text("putback.lies"), words.text("putback.belongs"))
        spoken = ", ".join(part for part in (labels[0], values[0], bag, labels[1], values[1], first.name) if part)
        return Big(
            first.sku,
            Glyph.SHOPPING_BAG,
            labels,
            values,
            (bag, ""),
            first.name,
            first.variant or name,
            None,
            spoken,
        )

    def _rows(self, task: Task, *, is_now: bool) -> tuple[PieceRow, ...]:
        where = plain(task.bag, MAX_CODE) or self._desk.words.text("putback.loose")
        mark = Mark(where, Glyph.SHOPPING_BAG if task.bag else Glyph.PACKAGE_OPEN)
        tail, rows = number_parts(task.order.number)[1], []
        for piece in task.put_back.lines:
            line = task.order.line(piece.line)
            shelf = plain(self._lies.get(line.sku, "") or "—", MAX_CODE)
            said = (shelf, f"{piece.quantity} × {line.name}", line.variant, task.order.number, mark.words)
            spoken = ", ".join(part for part in said if part)
            shown = (line.sku, shelf, line.name, line.variant, piece.quantity, tail, mark)
            row_id = f"{task.id}/{line.id}"
            rows.append(PieceRow(row_id, *shown, is_now=is_now, is_going=True, spoken=spoken))
        return tuple(rows)


def _has(task: Task, gtin: str) -> bool:
    return any(task.order.line(piece.line).gtin.zfill(14) == gtin for piece in task.put_back.lines)
