"""An order that goes another way: taken on, declined, not wanted, held for longer, never fetched."""

from datetime import datetime

from app.domain.called_off import called_off
from app.domain.dropped import Decline, Refusal
from app.domain.errors import Problem
from app.domain.handover import FACTS
from app.domain.order_commands import CalledOffBody, DeclineOrder, EndHold, RefuseGoods
from app.domain.order_table import Way
from app.domain.orders import Order
from app.domain.preparing import Phase
from app.domain.queue import Queued
from app.domain.scanning import Article, classify
from app.domain.transfers import declined_to
from app.domain.values import Act, LineId, LineQuantity, OperatorId, StationId, StoreId
from app.presentation.desk import Desk
from app.presentation.events import Choice
from app.presentation.floor_model import FloorModel
from app.presentation.instead_words import (
    ASKS,
    MONEY,
    line_rows,
    moved_note,
    reason_choices,
    store_choices,
    way_choices,
    ways_of,
)
from app.presentation.marks import Tone
from app.presentation.order_state import Note
from app.presentation.prepare_state import PrepareState
from app.presentation.queue_words import mark_of
from app.presentation.routes import HomeRoute, InsteadRoute, OrderRoute, PutBackRoute
from app.presentation.view_model import Button, Foot
from app.usecases.not_fetched import decline_ask
from app.usecases.station import Operator
from app.usecases.transfer import transfer_ask
from hardware.api import ScanRead

DO, WAYS = "do", "ways"


class InsteadModel(FloorModel):
    """One order, and what is done instead of handing it over; lives on the loop."""

    def __init__(self, desk: Desk, route: InsteadRoute) -> None:
        super().__init__()
        self._desk, self._route = desk, route
        self._item: Queued | None = None
        self._ends: tuple[datetime, ...] = ()
        self._stores: dict[StoreId, str] = {}
        self._way: Way | None = None
        self._choice = ""
        self._refused: dict[str, int] = {}
        self._is_read = self._is_busy = False
        self._problem: Problem | None = None

    async def open(self) -> None:
        """Read the order, and until when it could be held."""
        jobs = self._desk.jobs
        self._item = await jobs.queues.order(self._route.order)
        self._ends = () if self._item is None else await jobs.not_fetched.ends(self._item.order)
        self._stores = await jobs.transfers.targets()
        self._is_read = True
        if self._way not in self._ways:
            self._way = None
        self.refresh()

    async def reload(self) -> None:
        """The store changed; what was begun here stays."""
        await self.open()

    @property
    def _ways(self) -> tuple[Way, ...]:
        return () if self._item is None else ways_of(self._item.order, self._ends, self._stores)

    @property
    def _is_asking(self) -> bool:
        return self._way in ASKS

    @property
    def _choices(self) -> tuple[Choice, ...]:
        if self._way is Way.TRANSFERRED:
            return store_choices(self._stores)
        if self._way is not None and self._is_asking:
            return reason_choices(self._way, self._ends, self._desk.words)
        return way_choices(self._ways, self._desk.words)

    def choose(self, value: str) -> None:
        """A way, then why or until when."""
        if self._is_asking:
            self._choice = value
        else:
            self._way, self._choice, self._refused = Way(value), "", {}
        self._problem = None
        self.refresh()

    def tap(self, row: str) -> None:
        """The customer wants nothing of this line, or all of it after all."""
        if self._way is Way.REFUSED and self._item is not None:
            packed = self._item.order.line(row).progress.packed
            self._refused[row] = 0 if self._refused.get(row) else packed
            self.refresh()

    async def take_scan(self, read: ScanRead) -> bool:
        """A piece in the customer's hands is one more they do not want."""
        scanned = classify(read.raw, dict(read.elements))
        if self._way is not Way.REFUSED or self._item is None or not isinstance(scanned, Article):
            return False
        for line in self._item.order.lines:
            off = self._refused.get(line.id, 0)
            if line.gtin.zfill(14) == scanned.gtin and off < line.progress.packed:
                self._refused[line.id] = off + 1
                self.refresh()
                return True
        return False

    @property
    def takes_digits(self) -> bool:
        """The caps of ways and reasons."""
        return bool(self._choices)

    def take_digit(self, digit: str) -> bool:
        """The choice with that digit."""
        found = next((choice for choice in self._choices if choice.digit == digit), None)
        if found is not None:
            self.choose(found.value)
        return found is not None

    @property
    def is_begun(self) -> bool:
        """Something was chosen and is not done."""
        return self._way is not None

    async def press(self, button: str) -> None:
        """Do it, or look at the other ways again."""
        if button == WAYS:
            self._way, self._choice, self._refused, self._problem = None, "", {}, None
            self.refresh()
        elif button == DO and self._item is not None and self._way is not None:
            order, way = self._item.order, self._way
            self._desk.flights.once(f"instead:{order.id}", lambda: self._do(order, way))

    async def _do(self, order: Order, way: Way) -> None:
        who, words = self._desk.session.who, self._desk.words
        self._is_busy, self._problem = True, None
        self.refresh()
        try:
            await self._asked(order, way, who)
        except Problem as problem:
            self._problem = problem
        else:
            self._way, self._choice, self._refused = None, "", {}
            self._desk.done(who, words.text(f"unfetched.said.{way}", number=order.number))
            await self._go_on(order)
        finally:
            self._is_busy = False
        await self.open()

    async def _asked(self, order: Order, way: Way, who: Operator) -> None:
        jobs = self._desk.jobs.not_fetched
        match way:
            case Way.DECLINED:
                approval = await self._desk.approval_for(decline_ask(order, who))
                await jobs.decline(order, Decline(self._choice), who, approval)
            case Way.REFUSED:
                await jobs.refuse(order, self._lines, Refusal(self._choice), who)
            case Way.EXTENDED:
                await jobs.extend(order, datetime.fromisoformat(self._choice), who)
            case Way.TRANSFERRED:
                approval = await self._desk.approval_for(transfer_ask(order, who))
                await self._desk.jobs.transfers.ask(order, StoreId(self._choice), who, approval)
            case Way.NO_SHOW:
                await jobs.end_hold(order, who)
            case _:
                await jobs.accept(order, who)

    async def _go_on(self, before: Order) -> None:
        """To what lies about now, or back to what is left of the order."""
        found = await self._desk.jobs.queues.order(before.id)
        is_over = found is None or found.order.cancelled_at is not None or found.order.is_collected
        if found is not None and is_over and any(task.done is None for task in found.order.put_backs):
            self._desk.navigator.go(PutBackRoute())
        else:
            self._desk.navigator.go(HomeRoute() if is_over else OrderRoute(before.id))

    @property
    def _lines(self) -> tuple[LineQuantity, ...]:
        return tuple(LineQuantity(LineId(line), count) for line, count in self._refused.items() if count)

    @property
    def is_working(self) -> bool:
        """While it is asked of the shop's authority."""
        return self._desk.flights.is_flying(f"instead:{self._route.order}")

    @property
    def foot(self) -> Foot:
        """The button names what was chosen; Enter never moves money."""
        words, way = self._desk.words, self._way
        if way is None:
            return Foot(Button(DO, words.text("instead.button"), is_enabled=False))
        can = not self._is_busy and (not self._is_asking or bool(self._choice))
        pieces = sum(self._refused.values())
        name = words.text(f"instead.button.{way}")
        if way is Way.REFUSED and pieces:
            name = words.plural("instead.button.part", pieces)
        others = (Button(WAYS, words.text("instead.button.ways")),)
        return Foot(Button(DO, name, is_enabled=can), others, enter=WAYS if way in MONEY else "")

    def render(self) -> PrepareState:
        """The facts in words."""
        item, words, way = self._item, self._desk.words, self._way
        is_refusing = way is Way.REFUSED
        missing = words.text("order.unknown") if self._is_read else ""
        title = f"instead.panel.{way}" if way in ASKS else "instead.panel"
        return PrepareState(
            phase=Phase.WAIT,
            back=words.text("back"),
            title=missing if item is None else item.order.number,
            chip=None if item is None else mark_of(item, words, self._desk.now_at, is_long=True),
            fact="" if item is None else item.order.customer_name,
            big=None,
            heading=words.text("prepare.heading.walk"),
            columns=("", words.text("prepare.column.quantity")),
            rows=() if item is None else line_rows(item.order, self._refused, words, is_asked=is_refusing),
            can_choose=is_refusing,
            panel_title=words.text(title) if self._is_read else "",
            about=words.text("instead.about.refused") if is_refusing else "",
            steps=(),
            question=words.text(f"instead.question.{way}" if way in ASKS else "instead.question")
            if self._choices
            else "",
            choices=self._choices,
            choice=self._choice if self._is_asking else (way or ""),
            notes=self._notes(),
            is_loading=not self._is_read,
            foot=self.foot,
        )

    def _notes(self) -> tuple[Note, ...]:
        words, notes = self._desk.words, []
        if self._problem is not None:
            explained = self._desk.explain(self._problem)
            notes.append(Note(Tone.WARNING, explained.what, explained.next))
        if self._is_read and not self._ways and self._item is not None:
            notes.append(Note(Tone.NEUTRAL, words.text("instead.nothing"), words.text("instead.nothing.next")))
        if self._item is not None:
            notes += self._about(self._item.order)
        link = self._desk.jobs.link()
        if not link.is_up:
            title, line = words.text("order.shop_down"), words.text("order.shop_down.next")
            notes.append(Note(Tone.WARNING, title, line))
        elif self._way is Way.TRANSFERRED and not link.is_linked:
            title, line = words.text("moved.offline"), words.text("moved.offline.next")
            notes.append(Note(Tone.WARNING, title, line))
        return tuple(notes)

    def _about(self, order: Order) -> list[Note]:
        """What the way chosen means; before one is, where the order comes from or goes to."""
        words, home = self._desk.words, declined_to(order)
        if self._way is Way.DECLINED and home is not None:
            title = words.text("moved.declined", store=words.store(home))
            return [Note(Tone.INFO, title, words.text("moved.declined.next"))]
        if self._way is Way.TRANSFERRED:
            return [Note(Tone.INFO, words.text("moved.about"), words.text("moved.about.next"))]
        if self._way in MONEY:
            return [self._money(order)]
        note = None if self._way is not None else moved_note(order, words)
        return [] if note is None else [note]

    def _money(self, order: Order) -> Note:
        """What goes back, and to whom, before it is asked for."""
        words, back = self._desk.words, self._refund(order)
        if not back:
            return Note(Tone.INFO, words.text("instead.no_money"))
        amount = words.formats.money(back, order.currency)
        title = words.text("instead.money", amount=amount, name=order.customer_name)
        return Note(Tone.INFO, title, order.payment.label)

    def _refund(self, order: Order) -> int:
        now_at, station = self._desk.now_at, self._desk.jobs.station
        act = Act("", now_at, OperatorId(""), StationId(station.device), station.store)
        body: CalledOffBody = EndHold(order.id, now_at)
        if self._way is Way.DECLINED:
            body = DeclineOrder(order.id, Decline.NO_TIME, now_at)
        elif self._way is Way.REFUSED:
            body = RefuseGoods(order.id, self._lines, Refusal.CHANGED_MIND, now_at)
        try:
            return called_off(order, body, act, FACTS).drops[-1].refund
        except Problem:
            return 0
