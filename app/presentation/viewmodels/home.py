"""What must be done now and by when: the queues with live counts, and the next step of the selected one."""

from dataclasses import dataclass
from itertools import islice

from app.domain.errors import Problem
from app.domain.orders import OrderLine
from app.domain.queue import Queued, QueueState
from app.domain.returns import ReturnCase
from app.presentation.desk import Desk
from app.presentation.marks import Glyph, Mark, Tone
from app.presentation.order_words import pay_word
from app.presentation.queue_lines import QueueRow, QueueRows
from app.presentation.queue_words import (
    mark_of,
    number_parts,
    promise,
    span,
)
from app.presentation.routes import AttentionRoute, OrderRoute, PrepareRoute, PutBackRoute, ReturnRoute
from app.presentation.view_model import Button, Foot, ViewModel
from app.usecases.ports import AttentionItem

OPEN, SEVERAL, PUT_BACK = "open", "several", "put_back"
MAX_AT_ONCE = 4
ALL, TO_PREPARE, READY = "all", "to_prepare", "ready"
PICKUPS, ARRIVALS, RETURNS, ATTENTION = "pickups", "arrivals", "returns", "attention"


@dataclass(frozen=True, slots=True)
class QueueCard:
    """A queue: how many, None before it was counted, and the one line that matters."""

    id: str
    words: str
    glyph: Glyph
    count: int | None
    line: str
    tone: Tone
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class PieceRow:
    """An article of the selected order and how far it is."""

    id: str
    name: str
    variant: str
    sku: str
    mark: Mark
    spoken: str


@dataclass(frozen=True, slots=True)
class Preview:
    """The selected order in the panel."""

    mark: Mark
    name: str
    prefix: str
    tail: str
    promise: str
    facts: tuple[tuple[str, str], ...]
    heading: str
    progress: str
    pieces: tuple[PieceRow, ...]


@dataclass(frozen=True, slots=True)
class HomeState:
    """The whole screen."""

    cards: tuple[QueueCard, ...]
    heading: str
    filters: tuple[tuple[str, str], ...]
    filter: str
    columns: tuple[str, ...]
    rows: tuple[QueueRow, ...]
    selected: str
    empty: str
    selected_label: str
    preview: Preview | None
    is_loading: bool
    error: str
    foot: Foot


class HomeModel(ViewModel[HomeState]):
    """The queue of pickups with the counts of the others."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._queue: tuple[Queued, ...] = ()
        self._of_card: tuple[Queued, ...] = ()
        self._shown: tuple[Queued, ...] = ()
        self._chosen: Queued | None = None
        self._returns: tuple[ReturnCase, ...] = ()
        self._attention: list[AttentionItem] = []
        self._to_put_back = 0
        self._filter, self._card, self._selected = ALL, PICKUPS, ""
        self._is_read = False
        self._problem: Problem | None = None
        self._told_at = desk.now_at
        self._rows = QueueRows(desk)

    async def open(self) -> None:
        """Read the queues."""
        who, jobs = self._desk.session.operator, self._desk.jobs
        if who is None:
            return
        try:
            self._queue = await jobs.queues.pickups(who)
            self._returns = await jobs.queues.returns_to_check(who)
            self._attention = await jobs.attention.open_items(who)
            self._to_put_back = len(await jobs.not_fetched.tasks(who))
            self._is_read, self._problem = True, None
        except Problem as problem:
            self._problem = problem
        self.refresh()

    async def reload(self) -> None:
        """The store changed."""
        await self.open()

    def tick(self) -> None:
        """Ages are told in minutes: they move on with the clock above, not each second."""
        if self._told_at.minute != self._desk.now_at.minute:
            self.refresh()

    def choose_card(self, card: str) -> None:
        """A queue; those that have a desk of their own lead there."""
        if card == ATTENTION:
            self._desk.navigator.go(AttentionRoute())
        elif card == RETURNS:
            self._desk.navigator.go(ReturnRoute())
        else:
            self._card = card
            self.refresh()

    def choose_filter(self, name: str) -> None:
        """All, to prepare, or ready."""
        self._filter = name
        self.refresh()

    def choose(self, order: str) -> None:
        """Look at one."""
        self._selected = order
        self.refresh()

    def open_order(self, order: str) -> None:
        """Go to it: to where it is prepared, while it is not ready."""
        item = next((item for item in self._queue if item.order.id == order), None)
        is_to_prepare = item is not None and item.is_to_prepare
        self._desk.navigator.go(PrepareRoute((order,)) if is_to_prepare else OrderRoute(order))

    async def press(self, button: str) -> None:
        """The selected order's next act begins on its own screen."""
        if button == PUT_BACK:
            self._desk.navigator.go(PutBackRoute())
        elif button == SEVERAL:
            self._desk.navigator.go(PrepareRoute(self._first_few))
        elif self._chosen is not None:
            self.open_order(self._chosen.order.id)

    @property
    def _first_few(self) -> tuple[str, ...]:
        """What one person can carry in one walk, the most pressing first."""
        due = (item.order.id for item in self._shown if item.is_to_prepare)
        return tuple(islice(due, MAX_AT_ONCE))

    def _sift(self) -> None:
        """What of the queue the card and the filter let through: looked at several times for one picture."""
        self._of_card = self._queue
        if self._card == ARRIVALS:
            self._of_card = tuple([item for item in self._queue if item.state is QueueState.ARRIVED])
        wanted = {ALL: None, TO_PREPARE: True, READY: False}[self._filter]
        self._shown = self._of_card
        if wanted is not None:
            self._shown = tuple([item for item in self._of_card if item.is_to_prepare is wanted])
        selected = (item for item in self._shown if self._selected and item.order.id == self._selected)
        self._chosen = next(selected, self._shown[0] if self._shown else None)

    @property
    def foot(self) -> Foot:
        """The button names the selected order's next act."""
        item, words = self._chosen, self._desk.words
        lies = Button(PUT_BACK, words.text("home.put_back", n=self._to_put_back), Glyph.PACKAGE_OPEN)
        others = (lies,) if self._to_put_back else ()
        if item is None:
            return Foot(Button(OPEN, words.text("home.open"), is_enabled=False), others)
        if not item.is_to_prepare:
            return Foot(Button(OPEN, words.text("home.hand_over")), others)
        few, is_begun = len(self._first_few), item.state is QueueState.PICKING
        several = (
            (Button(SEVERAL, words.text("home.prepare.several", n=few), Glyph.LAYOUT_LIST),) if few > 1 else ()
        )
        return Foot(Button(OPEN, words.text("home.continue" if is_begun else "home.prepare")), (*several, *others))

    def render(self) -> HomeState:
        """The facts in words."""
        self._sift()
        words, chosen, shown = self._desk.words, self._chosen, self._shown
        self._told_at = self._desk.now_at
        to_prepare = sum([item.is_to_prepare for item in self._queue])
        return HomeState(
            cards=self._cards(),
            heading=words.text(f"home.heading.{self._card}"),
            filters=(
                (ALL, words.text("home.filter.all", n=len(self._of_card))),
                (TO_PREPARE, words.text("home.filter.to_prepare", n=to_prepare)),
                (READY, words.text("home.filter.ready", n=len(self._queue) - to_prepare)),
            ),
            filter=self._filter,
            columns=tuple(words.text(f"home.column.{n}") for n in ("due", "state", "customer", "pieces", "place")),
            rows=self._rows.of(shown, self._queue),
            selected="" if chosen is None else chosen.order.id,
            empty="" if shown or not self._is_read else words.text(f"home.empty.{self._card}"),
            selected_label=words.text("home.selected"),
            preview=None if chosen is None else self._preview(chosen),
            is_loading=not self._is_read and self._problem is None,
            error="" if self._problem is None else self._desk.explain(self._problem).what,
            foot=self.foot,
        )

    def _cards(self) -> tuple[QueueCard, ...]:
        words, now_at = self._desk.words, self._desk.now_at
        late = sum(item.state is QueueState.LATE for item in self._queue)
        calm = "none" if all(item.has_promise for item in self._queue) else "none_late"
        arrived = [item.visit for item in self._queue if item.state is QueueState.ARRIVED and item.visit]
        first = min((visit.arrived_at for visit in arrived if visit.arrived_at), default=None)
        oldest = min((case.act.at for case in self._returns), default=None)
        return (
            self._queue_card(PICKUPS, Glyph.PACKAGE_CHECK, len(self._queue), late, Tone.DANGER, calm=calm, n=late),
            self._queue_card(
                ARRIVALS,
                Glyph.USER_CHECK,
                len(arrived),
                first is not None,
                Tone.WARNING,
                time="" if first is None else span(first, now_at, words),
            ),
            self._queue_card(
                RETURNS,
                Glyph.UNDO_2,
                len(self._returns),
                oldest is not None,
                Tone.NEUTRAL,
                time="" if oldest is None else span(oldest, now_at, words),
            ),
            self._queue_card(
                ATTENTION, Glyph.TRIANGLE_ALERT, len(self._attention), bool(self._attention), Tone.WARNING
            ),
        )

    def _queue_card(
        self,
        name: str,
        glyph: Glyph,
        count: int,
        is_pressing: int,
        tone: Tone,
        *,
        calm: str = "none",
        **values: str | int,
    ) -> QueueCard:
        words = self._desk.words
        text_id = f"home.card.{name}.{'some' if is_pressing else calm}"
        line = words.text(text_id, **values) if is_pressing else words.text(text_id)
        if not self._is_read:
            return QueueCard(
                name, words.text(f"home.card.{name}"), glyph, None, "", Tone.NEUTRAL, name == self._card
            )
        shown_tone = tone if is_pressing else Tone.NEUTRAL
        return QueueCard(name, words.text(f"home.card.{name}"), glyph, count, line, shown_tone, name == self._card)

    def _preview(self, item: Queued) -> Preview:
        words, now_at, order = self._desk.words, self._desk.now_at, item.order
        prefix, tail = number_parts(order.number)
        phone = f"••• ••• {order.phone_tail[-4:]}" if order.phone_tail else "—"
        live = [line for line in order.lines if line.progress.cancelled < line.quantity]
        found = sum(line.progress.picked + line.progress.packed > 0 for line in live)
        return Preview(
            mark=mark_of(item, words, now_at, is_long=True),
            name=order.customer_name,
            prefix=prefix,
            tail=tail,
            promise=promise(item, words, now_at),
            facts=(
                (words.text("home.fact.phone"), phone),
                (words.text("home.fact.channel"), words.find(f"channel.{order.channel}") or order.channel),
                (words.text("home.fact.payment"), pay_word(order, words)),
                (words.text("home.fact.placed"), words.formats.date_time(order.placed_at)),
            ),
            heading=words.plural("queue.pieces", len(live)),
            progress=words.text("home.progress", n=found, total=len(live)),
            pieces=tuple(self._piece(line) for line in live),
        )

    def _piece(self, line: OrderLine) -> PieceRow:
        words = self._desk.words
        if line.progress.short:
            mark = Mark(words.text("piece.short"), Glyph.CIRCLE_DOT, Tone.WARNING)
        elif line.progress.picked or line.progress.packed:
            mark = Mark(words.text("piece.picked"), Glyph.CHECK, Tone.SUCCESS)
        else:
            mark = Mark(words.text("piece.to_pick"), Glyph.CIRCLE, Tone.NEUTRAL)
        name = line.name if line.quantity == 1 else f"{line.quantity} × {line.name}"
        return PieceRow(line.id, name, line.variant, line.sku, mark, f"{name}, {line.variant}, {mark.words}")
