"""Orders on their way to *ready*: one walk by place, then bag, shelf and message, order by order."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from functools import partial

from app.domain.errors import Code, Problem
from app.domain.orders import Container, Order
from app.domain.preparing import Missing, Next, Phase, Stop, next_of
from app.domain.refunds import is_by_weight
from app.domain.scanning import Article, ContainerCode, Unknown, classify
from app.domain.values import Substitution
from app.domain.weighing import OffWeight, is_off
from app.presentation.desk import Desk
from app.presentation.events import Choice
from app.presentation.floor_model import FloorModel
from app.presentation.piece_words import refuse_piece
from app.presentation.prepare_page import Facts, choices_of, foot_of, message_note, page_of
from app.presentation.prepare_state import PrepareState
from app.presentation.routes import HomeRoute, InsteadRoute, PrepareRoute
from app.presentation.settle_acts import give_up, look_again, substitute
from app.presentation.substitute_words import Settling, first_short
from app.presentation.view_model import Foot
from app.presentation.weigh_words import Weighing, grams_words, of_label, weighing_at
from app.usecases.station import Operator
from hardware.api import ScanRead

Act = Callable[[Operator], Awaitable[object]]
FLIGHT = "prepare"
"""One step at a time, whichever button asks for it."""


class PrepareModel(FloorModel):
    """The orders somebody prepares; lives on the loop."""

    def __init__(self, desk: Desk, route: PrepareRoute) -> None:
        super().__init__()
        self._desk, self._route = desk, route
        self._facts = Facts()
        self._skipped: list[str] = []
        self._command = ""

    async def open(self) -> None:
        """Read the orders, where their pieces lie, and what stands on the shelves."""
        await self._read()
        self.refresh()

    async def _read(self) -> None:
        who, jobs, facts = self._desk.session.operator, self._desk.jobs, self._facts
        if who is None:
            return
        facts.orders = await jobs.prepare.orders(self._route.orders)
        facts.stops = await jobs.prepare.stops(facts.orders, who)
        facts.lies = await jobs.prepare.lies(facts.orders)
        facts.places, facts.writes = await jobs.prepare.places(), await jobs.prepare.writes_ready()
        facts.tolerance = await jobs.prepare.weight_tolerance()
        facts.queue = await jobs.queues.pickups(who)
        facts.has_command = bool(self._command)
        facts.is_told = facts.has_command and await jobs.prepare.is_told(self._command)
        facts.is_read = True
        self._settle()

    async def reload(self) -> None:
        """The store changed; what was begun here stays."""
        await self.open()

    def _settle(self) -> None:
        """What can be chosen now, and what of it is proposed."""
        facts = self._facts
        facts.stop = self.stop
        facts.is_asking = facts.is_asking and facts.stop is not None
        if facts.settled is None or not facts.settled[1].progress.short:
            facts.settling = None
        facts.weighing = weighing_at(facts.stop, facts.orders, facts.weighing)
        values = [choice.value for choice in self._choices]
        if facts.choice not in values:
            is_proposed = values and not facts.is_asking and facts.settling is None and facts.weighing is None
            facts.choice = values[0] if is_proposed else ""

    @property
    def _choices(self) -> tuple[Choice, ...]:
        return choices_of(self._facts, self.next, self._desk)

    @property
    def next(self) -> Next:
        """What comes next."""
        return next_of(self._facts.orders, self._facts.stops)

    @property
    def stop(self) -> Stop | None:
        """Where to walk now: the first by place among those that were put off least."""
        mine = [stop for stop in self._facts.stops if stop.is_mine]
        return min(mine, key=lambda stop: self._skipped.count(stop.line), default=None)

    def _order(self, order_id: str) -> Order:
        return next(order for order in self._facts.orders if order.id == order_id)

    def choose(self, value: str) -> None:
        """A shelf, or why a piece is missing."""
        self._facts.choice, self._facts.problem = value, None
        self.refresh()

    def tap(self, row: str) -> None:
        """A row: in the walk that one is next; at the bag its line is kept for another one, or not."""
        line = row.partition("/")[2]
        if self.next.phase is Phase.PACK:
            self._facts.kept ^= {line}
        elif any(stop.line == line and stop.is_mine for stop in self._facts.stops):
            self._skipped = [stop.line for stop in self._facts.stops if stop.line != line]
        self._settle()
        self.refresh()

    @property
    def takes_digits(self) -> bool:
        """The caps of shelves and reasons, and grams."""
        return bool(self._choices) or self._facts.weighed is not None

    def take_digit(self, digit: str) -> bool:
        """The choice with that digit, or one more of the grams."""
        weighed = self._facts.weighed
        if weighed is not None and not weighed[2].is_asking:
            self._show_weight(weighed[2].with_digit(digit))
            return True
        found = next((choice for choice in self._choices if choice.digit == digit), None)
        if found is not None:
            self.choose(found.value)
        return found is not None

    def delete(self) -> None:
        """The last digit of the grams."""
        if self._facts.weighing is not None and not self._facts.weighing.is_asking:
            self._show_weight(self._facts.weighing.shorter())

    def clear(self) -> None:
        """Nothing was weighed yet."""
        if self._facts.weighing is not None:
            self._show_weight(Weighing(self._facts.weighing.order, self._facts.weighing.line))

    def _show_weight(self, weighing: Weighing) -> None:
        self._facts.weighing, self._facts.problem, self._facts.choice = weighing, None, ""
        self.refresh()

    async def take_scan(self, read: ScanRead) -> bool:
        """A piece to fetch is fetched, the bag's label is checked, a shelf is where the bag stands."""
        scanned, phase = classify(read.raw, dict(read.elements)), self.next.phase
        if isinstance(scanned, Article) and self._facts.settled is not None:
            await self._scanned_instead(scanned, read)
            return True
        if isinstance(scanned, Article) and phase is Phase.PICK:
            await self._scanned_piece(scanned, read)
            return True
        if isinstance(scanned, ContainerCode) and phase is Phase.STAGE:
            return self._scanned_bag(scanned)
        if isinstance(scanned, Unknown) and phase is Phase.STAGE:
            return await self._scanned_place(scanned.text.upper())
        return False

    async def _scanned_instead(self, scanned: Article, read: ScanRead) -> None:
        """Each scan is one piece, up to as many as are missing. Problem as `Shortages.offer`."""
        facts = self._facts
        if facts.settled is None or facts.settling is None:
            return
        (order, line), before = facts.settled, facts.settling
        goods = await self._desk.jobs.scans.goods.find(scanned, read)
        await self._desk.jobs.scans.goods.refuse_sale(goods.pack)
        offer = self._desk.jobs.shortages.offer(order, line.id, goods.hit, is_measured=goods.is_measured)
        count = before.count + 1 if offer == before.article else 1
        facts.settling = replace(before, article=offer, count=min(count, line.progress.short))
        facts.problem, facts.choice = None, ""
        self.refresh()

    async def _scanned_piece(self, scanned: Article, read: ScanRead) -> None:
        """Problem(NOT_TO_PICK) for a piece nobody asked for; and why one that was must not go out."""
        pack = read.pack
        if scanned.is_local:
            # What a shop's own label says beside the article is in its number.
            pack = (await self._desk.jobs.scans.goods.find(scanned, read)).pack
        for stop in sorted(self._facts.stops, key=lambda stop: stop is not self.stop):
            order = self._order(stop.order)
            line = order.line(stop.line)
            if stop.is_mine and line.gtin.zfill(14) in (scanned.gtin, pack.gtin):
                await refuse_piece(self._desk, scanned, read, order)
                if is_by_weight(line):
                    self.tap(f"{order.id}/{line.id}")
                    self._show_weight(of_label(order, line, pack))
                    await self._weigh(self._desk.session.who, is_scanned=True)
                else:
                    await self._pick(stop, 1, self._desk.session.who)
                await self.open()
                return
        raise Problem(Code.NOT_TO_PICK)

    async def _weigh(self, who: Operator, *, is_scanned: bool = False) -> None:
        """The goods are in the basket, once it is clear what they weigh and, where that is odd, why."""
        facts, stop = self._facts, self.stop
        if facts.weighed is None or stop is None:
            return
        _, line, weighing = facts.weighed
        if is_scanned and (weighing.is_reckoned or not weighing.grams):
            return
        if is_off(line, weighing.grams, facts.tolerance) and not facts.choice:
            facts.weighing = replace(weighing, is_asking=True)
            return
        await self._pick(stop, 1, who, weighing)

    def _scanned_bag(self, scanned: ContainerCode) -> bool:
        bag = self.next.container
        if bag is None or bag.code != scanned.code:
            return False
        self._facts.checked = bag.id
        self.refresh()
        return True

    async def _scanned_place(self, code: str) -> bool:
        if code not in {place.code for place in self._facts.shelves}:
            return False
        await self._stage(code, self._desk.session.who)
        await self.open()
        return True

    async def press(self, button: str) -> None:
        """The foot's buttons."""
        acts: dict[str, Act] = {
            "begin": lambda who: self._desk.jobs.prepare.take_on(self._facts.orders, who),
            "begin_list": self._begin_with_list,
            "pick": self._pick_all,
            "weigh": self._weigh,
            "weigh.off": self._weigh,
            "miss": self._miss,
            "let_go": self._let_go,
            "pack": self._pack,
            "unpack": self._unpack,
            "label": self._label,
            "stage": lambda who: self._stage(self._facts.choice, who),
            "ready": self._ready,
            "look_again": self._look_again,
            "substitute": lambda who: substitute(self._facts, self._desk, who),
            "substitute.ask": lambda who: substitute(self._facts, self._desk, who),
            "settle.give_up": lambda who: give_up(self._facts, self._desk, who),
            "settle.look_again": lambda who: look_again(self._facts, self._desk, who),
        }
        if button in acts:
            self._desk.flights.once(FLIGHT, partial(self._do, acts[button]))
            return
        match button:
            case "ask" | "not_now":
                self._facts.is_asking, self._facts.settling = button == "ask", None
            case "weigh.again":
                self.clear()
            case "short":
                self._facts.settling, self._facts.choice = first_short(self._facts.orders), ""
            case "other_article" if self._facts.settling is not None:
                self._facts.settling = replace(self._facts.settling, article=None, count=0)
            case "skip" if self.stop is not None:
                self._skipped.append(self.stop.line)
            case "home":
                self._desk.navigator.home(HomeRoute())
            case "instead" if self._facts.orders:
                self._desk.navigator.go(InsteadRoute(self._facts.orders[0].id))
        self._settle()
        self.refresh()

    async def _do(self, act: Act) -> None:
        """One step; its button waits until what it did is read, and no longer."""
        self._facts.problem, self._facts.is_busy = None, True
        self.refresh()
        try:
            await act(self._desk.session.who)
            await self._read()
        except Problem as problem:
            self._facts.problem = problem
            await self._read()
        finally:
            self._facts.is_busy = False
            self.refresh()

    async def _begin_with_list(self, who: Operator) -> None:
        await self._desk.jobs.prepare.take_on(self._facts.orders, who)
        await self.open()
        mine = [stop for stop in self._facts.stops if stop.is_mine]
        await self._desk.jobs.prepare.print_list(self._facts.orders, mine, who)

    async def _pick_all(self, who: Operator) -> None:
        if self.stop is not None:
            await self._pick(self.stop, self.stop.quantity, who)

    async def _pick(self, stop: Stop, quantity: int, who: Operator, weighing: Weighing | None = None) -> None:
        order, words = self._order(stop.order), self._desk.words
        grams, why = 0 if weighing is None else weighing.grams, None
        if weighing is not None and weighing.is_asking:
            why, self._facts.choice = OffWeight(self._facts.choice), ""
        await self._desk.jobs.prepare.pick(order, stop.line, quantity, who, weighed_g=grams, why=why)
        self._facts.weighing, name = None, order.line(stop.line).name
        title = words.text("prepare.done.picked", n=quantity, name=name)
        if grams:
            title = words.text("prepare.done.weighed", weight=grams_words(grams, words), name=name)
        self._done(who, title, lambda who: self._desk.jobs.prepare.unpick(order, stop.line, quantity, who))

    async def _miss(self, who: Operator) -> None:
        stop, facts = self.stop, self._facts
        if stop is not None and facts.choice:
            order, why = self._order(stop.order), Missing(facts.choice)
            await self._desk.jobs.prepare.miss(order, stop.line, stop.quantity, why, who)
            facts.is_asking, facts.choice = False, ""
            name = order.line(stop.line).name
            title = self._desk.words.text("prepare.done.missing", n=stop.quantity, name=name)
            self._done(who, title, lambda who: self._found_again(order.id, stop.line, who))
            if order.line(stop.line).substitution is not Substitution.NONE:
                facts.settling = Settling(order.id, stop.line)

    async def _found_again(self, order: str, line: str, who: Operator) -> None:
        await self._desk.jobs.prepare.look_again(self._order(order), line, who)

    async def _let_go(self, who: Operator) -> None:
        for order in self._facts.orders:
            await self._desk.jobs.prepare.let_go(order, who)
        self._desk.done(who, self._desk.words.text("prepare.done.let_go"))
        self._desk.navigator.home(HomeRoute())

    async def _pack(self, who: Operator) -> None:
        order = self.next.order
        if order is not None:
            bag = await self._desk.jobs.prepare.pack(order, sorted(self._facts.kept), who)
            self._facts.kept, self._facts.choice = frozenset(), ""
            await self.open()
            await self._print(self._order(order.id), self._order(order.id).container(bag.id))

    async def _label(self, who: Operator) -> None:
        coming = self.next
        if coming.order is not None and coming.container is not None:
            await self._print(coming.order, coming.container)

    async def _print(self, order: Order, bag: Container) -> None:
        """On the printer of labels; where there is none, on that of receipts."""
        jobs = self._desk.jobs
        if jobs.print_bag_label is None:
            await jobs.prepare.print_label(order, bag)
        else:
            await jobs.print_bag_label(self._desk.store_words.language, await jobs.prepare.label(order, bag))

    async def _unpack(self, who: Operator) -> None:
        coming = self.next
        if coming.order is not None and coming.container is not None:
            await self._desk.jobs.prepare.unpack(coming.order, coming.container, who)

    async def _stage(self, place: str, who: Operator) -> None:
        order, bag = self.next.order, self.next.container
        if order is not None and bag is not None and place:
            await self._desk.jobs.prepare.stage(order, bag, place, who)
            self._facts.checked, self._facts.choice = "", ""
            title = self._desk.words.text("prepare.done.staged", bag=bag.code, place=place)
            self._done(who, title, lambda who: self._desk.jobs.prepare.unstage(order, bag.id, who))

    async def _ready(self, who: Operator) -> None:
        order = self.next.order
        if order is not None:
            entry = await self._desk.jobs.prepare.ready(order, who)
            self._command = entry.command.id
            words = self._desk.words
            note = message_note(self._facts, self._desk)
            self._desk.done(who, words.text("prepare.done.ready", number=order.number), note.title)

    async def _look_again(self, who: Operator) -> None:
        for order in self._facts.orders:
            for line in order.lines:
                if line.progress.short:
                    await self._desk.jobs.prepare.look_again(order, line.id, who)

    def _done(self, who: Operator, title: str, back: Act) -> None:
        """Say it, with the way back."""

        def undo() -> None:
            self._desk.flights.once(FLIGHT, partial(self._do, back))

        self._desk.done(who, title, "", undo)

    @property
    def is_working(self) -> bool:
        """While a step is on its way."""
        return self._desk.flights.is_flying(FLIGHT)

    @property
    def foot(self) -> Foot:
        """The one next step."""
        return foot_of(self._facts, self.next, self._desk)

    def render(self) -> PrepareState:
        """The facts in words."""
        return page_of(self._facts, self.next, self._desk)
