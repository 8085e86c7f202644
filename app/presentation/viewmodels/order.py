"""An order at the counter: fetch the right bags, check the person, hand over; undone within its window."""

from app.domain.errors import Code, Problem
from app.domain.guards import age_asked
from app.domain.handover import HandoverAsk
from app.domain.orders import STANDING, Container, Order, Proof, ProofKind
from app.domain.queue import Queued
from app.domain.scanning import ContainerCode, classify
from app.domain.values import ContainerId, LineQuantity, SignedOn
from app.presentation.desk import Desk
from app.presentation.facing import NOTHING, Lines
from app.presentation.marks import Glyph, Tone
from app.presentation.order_aside import paid_marks, pay_facts
from app.presentation.order_checks import Checks
from app.presentation.order_notes import notes_beside
from app.presentation.order_state import Bag, Note, OrderState, StepDone, not_found
from app.presentation.order_ways import INSTEAD, PREPARE, RETURN, page_word, way_of
from app.presentation.order_words import (
    heading,
    held_line,
    line_row,
    proofs,
    read_by_customer,
    ready_line,
    steps,
    total,
)
from app.presentation.paper_acts import gift, sheet
from app.presentation.piece_words import refuse_piece
from app.presentation.queue_words import mark_of, number_parts, promise_line, short_list
from app.presentation.routes import HomeRoute, OrderRoute, PaperRoute, Route
from app.presentation.taking_back import take_back, take_back_button
from app.presentation.view_model import Button, Foot, ViewModel
from app.usecases.hand_over import HandedOver
from app.usecases.plain_text import plain
from app.usecases.station import Operator
from hardware.api import ScanRead

HAND_OVER, NEXT, PARTIAL, UNDO, PAPER = "hand_over", "next", "partial", "undo", "paper"
GIFT, SHEET = "gift", "sheet"
MAX_BAG = 12
_OVER = (Code.ORDER_CANCELLED, Code.ORDER_OTHER_STORE, Code.ALREADY_HANDED_OVER, Code.ORDER_CARRIED)


class OrderModel(ViewModel[OrderState | None]):
    """One order; None until it was read."""

    def __init__(self, desk: Desk, route: OrderRoute) -> None:
        super().__init__()
        self._desk, self._route = desk, route
        self._item: Queued | None = None
        self._alike: Order | None = None
        self._proof = ProofKind.CODE if route.generation else ProofKind.NUMBER
        self._scanned: set[str] = set()
        self._kept: set[str] = set()
        self._is_partial = False
        self._checks = Checks()
        self._problem: Problem | None = None
        self._refused: Problem | None = None
        self._done: HandedOver | None = None
        self._paper_no = ""

    def come_by(self, route: Route) -> None:
        """By a code: that is the proof now, whatever was begun without it."""
        if isinstance(route, OrderRoute) and route.generation:
            self._route, self._proof = route, ProofKind.CODE

    async def open(self) -> None:
        """Read the order and who else comes today under a like name."""
        desk = self._desk
        self._item = await desk.jobs.queues.order(self._route.order)
        who = desk.session.operator
        if self._item is None:
            await self._look_elsewhere()
        else:
            if self._done is None:
                self._checks.look_at_sum(self._item.order)
            self._checks.rules = await desk.jobs.hand_over.rules()
            self._checks.names = await desk.jobs.hand_over.names()
            if who is not None:
                await self._look_around(self._item.order, who)
        self.refresh()

    async def _look_elsewhere(self) -> None:
        """Why it is not here, asked once: another shop's order never comes to be this one's by being looked at."""
        who = self._desk.session.operator
        if self._problem is None and who is not None:
            try:
                await self._desk.jobs.find.refuse_elsewhere(self._route.order, who)
            except Problem as problem:
                self._problem = problem

    async def _look_around(self, order: Order, who: Operator) -> None:
        self._paper_no = await self._desk.jobs.hand_over.receipt_of(order)
        self._alike = await self._desk.jobs.queues.like_named(order, who)
        if self._done is None:
            try:
                await self._desk.jobs.hand_over.check(order, self._route.generation)
                self._problem = self._refused
            except Problem as problem:
                self._problem = problem

    async def reload(self) -> None:
        """The store changed; choices made here stay."""
        await self.open()

    def choose_proof(self, kind: str) -> None:
        """How they showed that they may collect."""
        self._proof, self._refused = ProofKind(kind), None
        self.refresh()

    def check_age(self, is_checked: bool) -> None:
        """The clerk saw a document."""
        self._checks.is_age_checked, self._problem, self._refused = is_checked, None, None
        self.refresh()

    def take_money(self, is_taken: bool) -> None:
        """The till has the money of what was not paid online."""
        self._checks.take_money(None if self._item is None else self._item.order, is_taken=is_taken)
        self._problem = self._refused = None
        self.refresh()

    def sign(self, way: str) -> None:
        """Whoever collects signed that way, or did not after all."""
        self._checks.signed = None if self._checks.signed == way else SignedOn(way)
        self._problem = self._refused = None
        self.refresh()

    def toggle_line(self, line: str) -> None:
        """In a partial hand-over: this line stays, or goes after all."""
        if self._is_partial:
            self._kept ^= {line}
            self.refresh()

    async def take_scan(self, read: ScanRead) -> bool:
        """A bag of this order is ticked, a piece of it that must not go out is refused; the rest goes its way."""
        scanned = classify(read.raw, dict(read.elements))
        if self._item is not None:
            await refuse_piece(self._desk, scanned, read, self._item.order)
        if self._item is None or not isinstance(scanned, ContainerCode):
            return False
        bag = next((c for c in self._item.order.containers if c.code == scanned.code), None)
        if bag is None:
            return False
        self._scanned.add(bag.id)
        self.refresh()
        return True

    async def press(self, button: str) -> None:
        """The foot's buttons."""
        match button:
            case "hand_over":
                self._desk.flights.once(f"{HAND_OVER}:{self._route.order}", self._hand_over)
            case "next":
                self._desk.navigator.home(HomeRoute())
            case "take_back":
                self._desk.flights.once(f"{HAND_OVER}:{self._route.order}", self._take_back)
            case "partial":
                self._is_partial, self._kept = not self._is_partial, set()
                self.refresh()
            case "paper" if self._paper_no:
                self._desk.navigator.go(PaperRoute(self._paper_no))
            case "gift" | "sheet":
                order, queue = self._route.order, gift if button == GIFT else sheet
                self._desk.flights.once(f"{button}:{order}", lambda: queue(self._desk, order))
            case _ if (way := way_of(button, self._route.order)) is not None:
                self._desk.navigator.go(way)

    async def _take_back(self) -> None:
        assert self._item is not None
        self._problem = await take_back(self._desk, self._item.order, self._scanned)
        if self._problem is None:
            await self.open()
        self.refresh()

    async def _hand_over(self) -> None:
        assert self._item is not None
        order, who = self._item.order, self._desk.session.who
        try:
            self._done = await self._desk.jobs.hand_over.hand_over(order, self._ask(order), who)
        except Problem as problem:
            self._problem = problem
            self._refused = None if problem.code in _OVER else problem
            if problem.code is Code.AMOUNT_CHANGED:
                self._checks.is_paid_here = False
        else:
            self._problem = self._refused = None
            self._tell(self._done, who)
        await self.open()

    def _ask(self, order: Order) -> HandoverAsk:
        generation = self._route.generation if self._proof is ProofKind.CODE else 0
        kept = self._kept if self._is_partial else set()
        going = [line for line in order.lines if line.progress.packed and line.id not in kept]
        return HandoverAsk(
            # What was shown, by name: of all there is the shop may have given up something in this very moment.
            lines=tuple(LineQuantity(line.id, line.progress.packed) for line in going),
            containers=tuple(ContainerId(bag) for bag in sorted(self._scanned)),
            proof=Proof(self._proof, generation),
            is_age_checked=self._checks.is_age_checked,
            is_paid_here=self._checks.is_paid_here,
            amount=self._checks.amount,
            signed=self._checks.signed,
        )

    def _tell(self, done: HandedOver, who: Operator) -> None:
        words = self._desk.words
        title = words.text("order.done.title", number=done.order.number, name=done.order.customer_name)
        line = words.text("order.done.saved" if self._desk.jobs.link().is_linked else "order.done.saved_offline")
        self._desk.done(who, title, line, self._undo_later)

    def _undo_later(self) -> None:
        self._desk.flights.once(f"{UNDO}:{self._route.order}", self._undo)

    async def _undo(self) -> None:
        assert self._done is not None
        who = self._desk.session.who
        try:
            await self._desk.jobs.hand_over.undo(self._done.order.id, self._done.entry.command.id, who)
        except Problem as problem:
            self._desk.not_done(who, problem)
        else:
            number, words = self._done.order.number, self._desk.words
            money = words.text("order.money_back") if self._checks.is_paid_here else ""
            self._done, self._checks.is_paid_here = None, False
            self._desk.done(who, words.text("order.undone", number=number), money)
        await self.open()

    @property
    def is_working(self) -> bool:
        """While goods are being handed over, or that is taken back."""
        flights, order = self._desk.flights, self._route.order
        return any(flights.is_flying(f"{act}:{order}") for act in (HAND_OVER, UNDO))

    @property
    def is_begun(self) -> bool:
        """Bags ticked, money or a document seen, lines kept back."""
        return self._done is None and (self._is_partial or self._checks.is_begun or bool(self._scanned))

    @property
    def facing(self) -> Lines:
        """The number, what is still to be paid; thanks once it went."""
        if self._item is None or (self._problem is not None and self._problem.code in _OVER):
            return NOTHING
        is_paid = not self._checks.is_money_open(self._item.order)
        return read_by_customer(
            self._item.order, self._desk.store_words, is_paid=is_paid, is_done=self._done is not None
        )

    @property
    def is_hint_due(self) -> bool:
        """Only the proof is left to check: nothing stands in the way, no money and no document is to be seen."""
        primary, item = self.foot.primary, self._item
        if item is None or self._problem is not None or primary.id != HAND_OVER or not primary.is_enabled:
            return False
        return not self._checks.is_any_open(item.order, self._proof)

    @property
    def foot(self) -> Foot:
        """Hand over, or on to the next."""
        words, item = self._desk.words, self._item
        if self._done is not None:
            return Foot(Button(NEXT, words.text("order.next")), self._papers())
        is_stopped = item is None or (self._problem is not None and self._problem.code in _OVER)
        is_busy = self._desk.flights.is_flying(f"{HAND_OVER}:{self._route.order}")
        if item is not None and (
            taking := take_back_button(self._desk, item.order, self._scanned, is_busy=is_busy)
        ):
            return Foot(taking)
        can = not is_stopped and not is_busy and (item is not None and not item.is_to_prepare)
        if item is not None and item.is_to_prepare and not is_stopped:
            instead = Button(INSTEAD, words.text("prepare.button.instead"), is_enabled=not is_busy)
            return Foot(Button(PREPARE, words.text("home.prepare"), is_enabled=not is_busy), (instead,))
        partial = Button(
            PARTIAL, words.text("order.whole" if self._is_partial else "order.partial"), is_enabled=can
        )
        back = Button(RETURN, words.text("order.return"), Glyph.UNDO_2)
        is_out = item is not None and bool(item.order.live_handovers)
        instead = Button(INSTEAD, words.text("prepare.button.instead"), is_enabled=can)
        rest = () if item is None or item.order.is_collected else (instead,)
        to_sign: tuple[Button, ...] = ()
        if item is not None and self._checks.is_sign_open(item.order, self._proof):
            to_sign = (Button(SHEET, words.text("order.sheet"), Glyph.PENCIL, is_enabled=can),)
        secondary = (back, *self._papers(), *rest) if is_out else (*to_sign, partial, *rest)
        return Foot(Button(HAND_OVER, words.text("order.hand_over"), is_enabled=can), secondary)

    def _papers(self) -> tuple[Button, ...]:
        """Its receipt, when it was made here, and the one that goes into a present."""
        words = self._desk.words
        receipt = Button(PAPER, words.text("paper_view.open"), Glyph.RECEIPT_TEXT)
        present = Button(GIFT, words.text("order.gift"), Glyph.GIFT)
        return (receipt, present) if self._paper_no else (present,)

    def render(self) -> OrderState | None:
        """The facts in words."""
        item, words, now_at = self._item, self._desk.words, self._desk.now_at
        if item is None:
            return self._not_found()
        order = item.order
        prefix, tail = number_parts(order.number)
        return OrderState(
            back=words.text("back"),
            labels=(words.text("order.place"), words.text("order.bags"), words.text("order.who")),
            prefix=prefix,
            tail=tail,
            chip=mark_of(item, words, now_at),
            promise=promise_line(item, words, now_at),
            place=short_list(self._places(order)) or "—",
            place_line=self._place_line(order),
            bags=tuple(Bag(c.id, plain(c.code, MAX_BAG), c.id in self._scanned) for c in self._standing(order)),
            bags_line=self._bags_line(order),
            name=order.customer_name,
            who_line=f"••• ••• {order.phone_tail[-4:]}" if order.phone_tail else "",
            marks=paid_marks(item, self._desk),
            heading=heading(order, words),
            columns=tuple(words.text(f"order.column.{name}") for name in ("quantity", "bag", "paid")),
            lines=tuple(line_row(order, line, words, is_going=line.id not in self._kept) for line in order.lines),
            message=ready_line(order, words, now_at),
            held=held_line(order, words),
            page=page_word(self._desk, item),
            proof_title=words.text("order.done" if self._done else "order.proof"),
            proofs=proofs(order, words),
            proof=self._proof.value,
            notes=self._notes(item),
            facts=pay_facts(order, self._desk),
            is_partial=self._is_partial,
            age_check=words.text("order.age_check", age=age)
            if (age := age_asked(order, self._checks.rules))
            else "",
            is_age_checked=self._checks.is_age_checked,
            pay_check="" if order.is_paid else words.text("order.pay_check", amount=total(order, words)),
            is_paid_here=self._checks.is_paid_here,
            signs=self._checks.signs(order, self._proof, words),
            is_done=self._done is not None,
            steps=self._steps(),
            foot=self.foot,
        )

    def _not_found(self) -> OrderState | None:
        if self._problem is None:
            return None
        explained = self._desk.explain(self._problem)
        note = Note(Tone.DANGER, explained.what, explained.next)
        return not_found(self._desk.words.text("back"), self._desk.words.text("order.unknown"), note, self.foot)

    def _standing(self, order: Order) -> list[Container]:
        """The bags to fetch; after the hand-over those that went."""
        if self._done is not None and order.live_handovers:
            gone = {piece.container for piece in order.live_handovers[-1].taken}
            return [c for c in order.containers if c.id in gone]
        return [c for c in order.containers if c.state in STANDING]

    def _places(self, order: Order) -> tuple[str, ...]:
        return tuple(sorted({c.place for c in self._standing(order) if c.place}))

    def _place_line(self, order: Order) -> str:
        if self._places(order):
            return self._desk.words.text("order.place.shelf")
        return "" if order.live_handovers else self._desk.words.text("order.place.none")

    def _bags_line(self, order: Order) -> str:
        standing = self._standing(order)
        count = sum(c.id in self._scanned for c in standing)
        if not standing or self._done is not None:
            return ""
        return self._desk.words.text("order.bags.scanned", n=count, total=len(standing))

    def _notes(self, item: Queued) -> tuple[Note, ...]:
        words, notes = self._desk.words, []
        if self._done is not None:
            return ()
        if self._problem is not None:
            explained = self._desk.explain(self._problem)
            tone = Tone.DANGER if self._problem.code in _OVER else Tone.WARNING
            notes.append(Note(tone, explained.what, explained.next))
        elif self._proof is ProofKind.CODE and self._route.generation:
            notes.append(Note(Tone.SUCCESS, words.text("order.code_valid"), words.text("order.code_checked")))
        elif self._proof is ProofKind.CODE:
            notes.append(Note(Tone.INFO, words.text("order.scan_code"), words.text("order.scan_code.next")))
        return (*notes, *notes_beside(item.order, self._alike, self._checks, self._desk))

    def _steps(self) -> tuple[StepDone, ...]:
        if self._done is None:
            return ()
        jobs = self._desk.jobs
        return steps(
            self._done.document_no,
            self._desk.words,
            is_linked=jobs.link().is_linked,
            is_printing=not jobs.printer_code(),
        )
