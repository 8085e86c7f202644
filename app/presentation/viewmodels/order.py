"""An order at the counter: fetch the right bags, check the person, hand over; undone within its window."""

from collections.abc import Callable
from functools import partial

from app.domain.errors import Code, Problem
from app.domain.handover import HandoverAsk
from app.domain.orders import Order, Proof, ProofKind
from app.domain.queue import Queued
from app.domain.scanning import ContainerCode, classify
from app.domain.values import ContainerId, SignedOn
from app.presentation.desk import Desk
from app.presentation.facing import NOTHING, Lines
from app.presentation.marks import Tone
from app.presentation.order_aside import paid_marks, pay_facts, steps_after
from app.presentation.order_bags import bags_line, bags_shown, place_line, places_shown
from app.presentation.order_checks import Checks
from app.presentation.order_foot import GIFT, beside, papers, partial_button, sheet_button
from app.presentation.order_notes import notes_beside
from app.presentation.order_part import going, nothing_chosen, panel_title, part_note, told
from app.presentation.order_state import Note, OrderState, not_found
from app.presentation.order_ways import INSTEAD, PREPARE, page_word, way_of
from app.presentation.order_words import (
    heading,
    held_line,
    line_row,
    proofs,
    read_by_customer,
    ready_line,
    total,
)
from app.presentation.paper_acts import gift, sheet
from app.presentation.piece_words import refuse_piece
from app.presentation.queue_words import mark_of, number_parts, promise_line, short_list
from app.presentation.routes import HomeRoute, OrderRoute, PaperRoute, Route
from app.presentation.taking_back import take_back, take_back_button
from app.presentation.view_model import NEXT, Button, Foot, ViewModel
from app.usecases.hand_over import HandedOver
from app.usecases.station import Operator
from hardware.api import ScanRead

HAND_OVER, UNDO = "hand_over", "undo"
_OVER = (Code.ORDER_CANCELLED, Code.ORDER_OTHER_STORE, Code.ALREADY_HANDED_OVER, Code.ORDER_CARRIED)
_UNHEARD = (Code.NO_ANSWER, Code.SERVER_ERROR, Code.BUSY)


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
        self._is_line_lost = False
        self._done: HandedOver | None = None
        self._offer: Callable[[], None] | None = None
        self._paper_no = ""

    def come_by(self, route: Route) -> None:
        """By a code: that is the proof now, whatever was begun without it. Once a part left: for the rest."""
        if isinstance(route, OrderRoute) and route.generation:
            self._route, self._proof = route, ProofKind.CODE
            self._forget_refusal()
        if self._done is not None and not self._done.order.is_collected:
            self._done, self._is_partial, self._checks = None, False, Checks()
            self._kept, self._scanned = set(), set()

    async def open(self) -> None:
        """Read the order and who else comes today under a like name."""
        desk, done = self._desk, self._done
        self._item = await desk.jobs.queues.order(self._route.order)
        who = desk.session.operator
        # Only of what was done before the order was read: what was done meanwhile is not in it.
        if done is not None and done is self._done and self._item is not None:
            self._look_whether_undone(done, self._item.order)
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

    def _look_whether_undone(self, done: HandedOver, order: Order) -> None:
        """Taken back elsewhere, it is to be handed over again, and nothing is there to take back from here."""
        if any(handover.act.id == done.entry.command.id for handover in order.live_handovers):
            return
        self._done, self._checks.is_paid_here = None, False
        latest = self._desk.notices.latest
        if latest is not None and latest.undo is not None and latest.undo is self._offer:
            self._desk.notices.tell(None)

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
                self._look_at_line()
                self._problem = self._refused
            except Problem as problem:
                self._problem = problem

    def _look_at_line(self) -> None:
        """That nobody answered is over once the line was away and is there again."""
        is_up = self._desk.jobs.link().is_up
        if is_up and self._is_line_lost and self._refused is not None and self._refused.code in _UNHEARD:
            self._refused = None
        self._is_line_lost = not is_up

    async def reload(self) -> None:
        """The store changed; choices made here stay."""
        await self.open()

    def tick(self) -> None:
        """A second has passed; a line that went is remembered, for when it is back."""
        self._is_line_lost = self._is_line_lost or not self._desk.jobs.link().is_up
        super().tick()

    def _forget_refusal(self) -> None:
        """What was answered to the last try holds no longer; what the order itself says does."""
        if self._problem is self._refused:
            self._problem = None
        self._refused = None

    def choose_proof(self, kind: str) -> None:
        """How they showed that they may collect."""
        self._proof = ProofKind(kind)
        self._forget_refusal()
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
        if self._is_partial and self._done is None:
            self._kept ^= {line}
            self._forget_refusal()
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
            self._problem, self._is_line_lost = problem, False
            self._refused = None if problem.code in _OVER else problem
            if problem.code is Code.AMOUNT_CHANGED:
                self._checks.is_paid_here = False
        else:
            self._problem = self._refused = None
            self._tell(self._done, who)
        await self.open()

    def _ask(self, order: Order) -> HandoverAsk:
        generation = self._route.generation if self._proof is ProofKind.CODE else 0
        lines = going(order, self._kept)
        if self._is_partial and not lines:
            raise nothing_chosen(order)
        return HandoverAsk(
            # What was shown, by name: of all there is the shop may have given up something in this very moment.
            lines=lines,
            containers=tuple(ContainerId(bag) for bag in sorted(self._scanned)),
            proof=Proof(self._proof, generation),
            is_age_checked=self._checks.is_age_checked,
            is_paid_here=self._checks.is_paid_here,
            amount=self._checks.amount,
            signed=self._checks.signed,
        )

    def _tell(self, done: HandedOver, who: Operator) -> None:
        self._offer = partial(self._undo_later, done)
        self._desk.done(who, *told(done.order, self._desk), self._offer)

    def _undo_later(self, done: HandedOver) -> None:
        self._desk.flights.once(f"{UNDO}:{self._route.order}", lambda: self._undo(done))

    async def _undo(self, done: HandedOver) -> None:
        who, command = self._desk.session.who, done.entry.command.id
        was_paid_here = any(h.is_paid_here for h in done.order.live_handovers if h.act.id == command)
        try:
            await self._desk.jobs.hand_over.undo(done.order.id, command, who)
        except Problem as problem:
            self._desk.not_done(who, problem)
        else:
            words = self._desk.words
            money = words.text("order.money_back") if was_paid_here else ""
            if self._done is done:
                self._done, self._checks.is_paid_here = None, False
            self._desk.done(who, words.text("order.undone", number=done.order.number), money)
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
    def _is_over(self) -> bool:
        """Whether nobody may hand it over here, whatever is shown or ticked."""
        return self._problem is not None and self._problem.code in _OVER

    @property
    def facing(self) -> Lines:
        """The number, what is still to be paid; thanks once it went."""
        if self._item is None or self._is_over:
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
            return Foot(Button(NEXT, words.text("order.next")), papers(words, has_receipt=bool(self._paper_no)))
        is_stopped = item is None or self._is_over
        is_busy = self._desk.flights.is_flying(f"{HAND_OVER}:{self._route.order}")
        if item is not None and (
            taking := take_back_button(self._desk, item.order, self._scanned, is_busy=is_busy)
        ):
            return Foot(taking)
        can = not is_stopped and not is_busy and (item is not None and not item.is_to_prepare)
        if item is not None and item.is_to_prepare and not is_stopped:
            instead = Button(INSTEAD, words.text("prepare.button.instead"), is_enabled=not is_busy)
            return Foot(Button(PREPARE, words.text("home.prepare"), is_enabled=not is_busy), (instead,))
        part = partial_button(words, is_partial=self._is_partial, can=can)
        if item is None:
            return Foot(Button(HAND_OVER, words.text("order.hand_over"), is_enabled=False), (part,))
        is_to_sign = self._checks.is_sign_open(item.order, self._proof)
        ahead = (sheet_button(words, can=can), part) if is_to_sign else (part,)
        secondary = beside(item.order, words, ahead, has_receipt=bool(self._paper_no), can=can)
        is_empty = self._is_partial and not going(item.order, self._kept)
        why = self._desk.explain(nothing_chosen(item.order)).next if is_empty else ""
        can = can and not is_empty
        return Foot(Button(HAND_OVER, words.text("order.hand_over"), is_enabled=can, why_not=why), secondary)

    def render(self) -> OrderState | None:
        """The facts in words."""
        item, words, now_at = self._item, self._desk.words, self._desk.now_at
        if item is None:
            return self._not_found()
        done, is_over = None if self._done is None else self._done.order, self._is_over
        order, is_done = item.order, done is not None
        prefix, tail = number_parts(order.number)
        return OrderState(
            back=words.text("back"),
            labels=(words.text("order.place"), words.text("order.bags"), words.text("order.who")),
            prefix=prefix,
            tail=tail,
            chip=mark_of(item, words, now_at),
            promise=promise_line(item, words, now_at),
            place=short_list(places_shown(order, is_done=is_done)) or "—",
            place_line=place_line(order, words, is_done=is_done),
            bags=bags_shown(order, self._scanned, is_done=is_done),
            bags_line=bags_line(order, self._scanned, words, is_done=is_done),
            name=order.customer_name,
            who_line=f"••• ••• {order.phone_tail[-4:]}" if order.phone_tail else "",
            marks=paid_marks(item, self._desk),
            heading=heading(order, words),
            columns=tuple(words.text(f"order.column.{name}") for name in ("quantity", "bag", "paid")),
            lines=tuple(line_row(order, line, words, is_going=line.id not in self._kept) for line in order.lines),
            message=ready_line(order, words, now_at),
            held=held_line(order, words),
            page=page_word(self._desk, item),
            proof_title=panel_title(done, words, is_over=is_over),
            proofs=() if is_over else proofs(order, words),
            proof=self._proof.value,
            notes=self._notes(item),
            facts=pay_facts(order, self._desk, is_over=is_over),
            is_partial=self._is_partial and not is_done,
            age_check="" if is_over else self._checks.age_words(order, words),
            is_age_checked=self._checks.is_age_checked,
            pay_check=""
            if order.is_paid or is_over
            else words.text("order.pay_check", amount=total(order, words)),
            is_paid_here=self._checks.is_paid_here,
            signs=() if is_over else self._checks.signs(order, self._proof, words),
            is_done=is_done,
            steps=() if self._done is None else steps_after(self._done.document_no, self._done.order, self._desk),
            foot=self.foot,
        )

    def _not_found(self) -> OrderState | None:
        if self._problem is None:
            return None
        explained = self._desk.explain(self._problem)
        note = Note(Tone.DANGER, explained.what, explained.next)
        return not_found(self._desk.words.text("back"), self._desk.words.text("order.unknown"), note, self.foot)

    def _notes(self, item: Queued) -> tuple[Note, ...]:
        words, notes = self._desk.words, []
        if self._done is not None:
            return ()
        if self._problem is not None:
            explained = self._desk.explain(self._problem)
            tone = Tone.DANGER if self._is_over else Tone.WARNING
            notes.append(Note(tone, explained.what, explained.next))
        elif self._proof is ProofKind.CODE and self._route.generation:
            notes.append(Note(Tone.SUCCESS, words.text("order.code_valid"), words.text("order.code_checked")))
        elif self._proof is ProofKind.CODE:
            notes.append(Note(Tone.INFO, words.text("order.scan_code"), words.text("order.scan_code.next")))
        if self._is_partial and not self._is_over:
            notes.append(part_note(item.order, self._kept, self._desk))
        beside = notes_beside(item.order, self._alike, self._checks, self._desk, is_over=self._is_over)
        return (*notes, *beside)
