"""Goods coming back: found by their code, by an order or a customer; the rule, the money, and the one question."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from app.domain.eligibility import ReturnPolicy
from app.domain.errors import Code, Problem
from app.domain.returnables import LineChoices, LineFound, LineMatch, NoLine, find_line
from app.domain.returns import Condition, Disposition, Reason, RefundLine, ReturnableLine, Rule, Tender
from app.domain.scanning import Article, ContainerCode, LoyaltyCard, OrderNumber, PickupCode, TypedCode, classify
from app.domain.staff import Permission, permission
from app.presentation.desk import Desk
from app.presentation.return_draft import (
    ASK,
    Draft,
    PanelWords,
    Piece,
    Stage,
    questions_of,
)
from app.presentation.return_state import ReturnState
from app.presentation.return_words import (
    REASONS,
    FoundCard,
    RuleLine,
    RuleWords,
    amount_lines,
    blind_card,
    choice_line,
    found_card,
    key_of_line,
    scanned_line,
)
from app.presentation.routes import PaperRoute, ReturnRoute
from app.presentation.slip_lines import BegunThere, begun_there, chosen_lines, prefill
from app.presentation.view_model import Foot, ViewModel
from app.usecases.receive_return import BlindIntake, exception_ask
from app.usecases.route_scan import ToCustomer, ToOrder
from hardware.api import ScanRead

_FINDERS = (PickupCode, TypedCode, OrderNumber, ContainerCode, LoyaltyCard)


class ReturnModel(ViewModel[ReturnState]):
    """One return after the other at one counter."""

    def __init__(self, desk: Desk, route: ReturnRoute) -> None:
        super().__init__()
        self._desk, self._route = desk, route
        self._is_opened = False
        self._policy: ReturnPolicy | None = None
        self._lines: tuple[ReturnableLine, ...] = ()
        self._draft, self._piece = Draft(), Piece()
        self._scanned: tuple[str, datetime] | None = None
        self._problem: Problem | None = None
        self._slip: BegunThere | None = None

    async def open(self) -> None:
        """Begin with what the route names; later only reckon anew: what was chosen stays."""
        if self._desk.session.operator is None:
            return
        if self._is_opened:
            await self._reckon()
            return
        self._is_opened = True
        try:
            await self._begin()
        except Problem as problem:
            self._problem = problem
        self.refresh()

    async def reload(self) -> None:
        """The store changed."""
        await self.open()

    async def _begin(self) -> None:
        returns, route = self._desk.jobs.returns, self._route
        self._policy = await returns.policy()
        self._slip = await begun_there(self._desk.jobs, route)
        if route.order:
            self._list(chosen_lines(self._slip, await returns.of_order(route.order)))
            if self._slip is not None and len(self._lines) == 1:
                await self._open_line(self._lines[0])
        elif route.customer:
            self._list(await returns.of_customer(route.customer))
        if route.gtin:
            await self._find(route.gtin)

    def _list(self, lines: Sequence[ReturnableLine]) -> None:
        """Purchases to choose from, newest first. Problem(RETURN_NOT_ELIGIBLE) when nothing of it is still out."""
        out = [line for line in lines if line.returned < line.quantity]
        self._lines = tuple(sorted(out, key=lambda line: line.received_at, reverse=True))
        if not out:
            raise Problem(Code.RETURN_NOT_ELIGIBLE)

    async def take_scan(self, read: ScanRead) -> bool:
        """An article begins its return, whatever stood here; an order or a card narrows the search."""
        scanned = classify(read.raw, dict(read.elements))
        is_finder = isinstance(scanned, _FINDERS) and self._stage in (Stage.START, Stage.CHOOSE)
        if self._draft.is_busy or not (isinstance(scanned, Article) or is_finder):
            return self._draft.is_busy
        self._problem = None
        try:
            if isinstance(scanned, Article):
                await self._take_article(read, scanned.gtin)
            else:
                await self._narrow(read)
        except Problem as problem:
            self._problem = problem
        self.refresh()
        return True

    async def _take_article(self, read: ScanRead, gtin: str) -> None:
        """The other code of a pack adds what it says; the article on the counter once more is another piece of it,
        and what was chosen stays. Any other article begins anew, once it is found."""
        draft, before, pack = self._draft, self._piece, replace(read.pack, gtin=gtin)
        piece = Piece(pack.serial, await self._desk.jobs.scans.goods.troubles(pack))
        if draft.is_begun and read.is_same_pack:
            draft.piece = self._piece = piece
        elif draft.is_more(gtin, piece):
            draft.counted = min(draft.counted + 1, draft.most)
            self.choose_quantity(max(draft.counted, draft.quantity))
        else:
            self._piece = piece
            try:
                await self._find(gtin)
            except Problem:
                self._piece = before
                raise
            self._draft.counted = 1
        self._scanned = (gtin, self._desk.now_at)

    async def _narrow(self, read: ScanRead) -> None:
        match await self._desk.jobs.scans.route(read, self._desk.session.who):
            case ToOrder(order):
                self._list(await self._desk.jobs.returns.of_order(order.id))
            case ToCustomer(customer):
                self._list(await self._desk.jobs.returns.of_customer(customer))

    async def _find(self, gtin: str) -> None:
        """The purchase behind an article: first among those listed, then among all this terminal keeps."""
        match: LineMatch = find_line(self._lines, gtin, self._desk.now_at)
        if isinstance(match, NoLine) and match.code is Code.NOT_BOUGHT_HERE:
            match = await self._desk.jobs.returns.by_article(gtin, self._route.customer)
        match match:
            case LineFound(line, others):
                await self._open_line(line, others)
            case LineChoices(lines):
                self._draft, self._lines = Draft(), lines
            case NoLine(Code.RETURN_WINDOW_OVER, lines) if lines:
                await self._open_line(lines[0], lines[1:])
            case NoLine(code):
                await self._open_blind(gtin, code)

    async def _open_line(self, line: ReturnableLine, others: tuple[ReturnableLine, ...] = ()) -> None:
        self._draft = Draft(line=line, others=others, gtin=line.gtin, piece=self._piece)
        prefill(self._draft, self._slip)
        await self._reckon()

    async def _open_blind(self, gtin: str, why: Code) -> None:
        hits = await self._desk.jobs.cart.lookups.catalog(lambda reads: reads.by_gtin(gtin))
        if not hits:
            raise Problem(Code.ARTICLE_UNKNOWN)
        self._draft = Draft(article=hits[0].article, gtin=gtin, why=why, piece=self._piece)

    async def _reckon(self) -> None:
        """Rules and amount for what is chosen now."""
        draft, returns = self._draft, self._desk.jobs.returns
        if draft.line is not None and not draft.is_over and not draft.is_busy:
            intake, problem = draft.intake(draft.line), None
            found = await returns.judge(intake)
            refund: tuple[RefundLine, ...] = ()
            sold = await self._desk.jobs.queues.order(draft.line.order)
            try:
                if found.chosen is not None:
                    refund = await returns.preview(replace(intake, tender=Tender.ORIGINAL))
            except Problem as refusal:
                problem = refusal
            if draft is self._draft and not draft.is_over:
                draft.found, draft.refund, self._problem = found, refund, problem
                paid = None if sold is None else sold.order.payment
                draft.is_at_till = paid is not None and not paid.is_paid and not paid.deposit
        self.refresh()

    def _changed(self) -> None:
        self._draft.is_asking = False
        self._desk.flights.latest("return:reckon", self._reckon)
        self.refresh()

    def choose_line(self, key: str) -> None:
        """This purchase it is."""
        line = next((line for line in self._lines if key_of_line(line) == key), None)
        if line is not None:
            others = tuple(o for o in self._lines if o.gtin == line.gtin and o is not line)
            self._desk.flights.latest("return:line", lambda: self._open_line(line, others))

    def choose_reason(self, value: str) -> None:
        """Why it comes back."""
        self._draft.reason = Reason(value)
        self._changed()

    @property
    def takes_digits(self) -> bool:
        """The caps on the screen."""
        return True

    def take_digit(self, digit: str) -> bool:
        """1 to 8: the reason."""
        is_reason = self.is_hint_due and 1 <= int(digit) <= len(REASONS)
        if is_reason:
            self.choose_reason(REASONS[int(digit) - 1].value)
        return is_reason

    @property
    def is_hint_due(self) -> bool:
        """An article on the counter: its reason is asked for."""
        return self._stage in (Stage.LINE, Stage.BLIND) and not self._draft.is_over

    def choose_condition(self, value: str) -> None:
        """How it looks; the proposed destination follows."""
        self._draft.condition, self._draft.disposition = Condition(value), None
        self._changed()

    def choose_destination(self, value: str) -> None:
        """Where the piece goes, other than proposed."""
        self._draft.disposition = Disposition(value)
        self._changed()

    def choose_rule(self, rule: str) -> None:
        """The exception, where the operator may alone or with an approval; the other rules decide themselves."""
        if rule == Rule.EXCEPTION.value and self._exception is not Permission.DENIED:
            self._draft.is_exception = True
            self._changed()

    def choose_quantity(self, quantity: int) -> None:
        """How many pieces; what was asked about as many stays asked."""
        chosen = max(1, min(quantity, self._draft.most))
        if chosen != self._draft.quantity:
            self._draft.quantity, self._draft.counted = chosen, min(chosen, self._draft.counted)
            self._changed()

    def discard(self) -> None:
        """This article does not come back after all."""
        self._draft, self._piece, self._scanned, self._problem = Draft(), Piece(), None, None
        self.refresh()

    def consent(self, is_given: bool) -> None:
        """The customer prefers a voucher, and said so."""
        self._draft.has_consent = is_given
        self._changed()

    async def press(self, button: str) -> None:
        """The foot's buttons."""
        draft = self._draft
        match button:
            case "ask" | "not_now":
                draft.is_asking = button == ASK
            case "confirm" | "take_in":
                self._desk.flights.once("return:receive", self._receive)
            case "tender":
                is_original = draft.tender is Tender.ORIGINAL
                draft.tender, draft.has_consent = Tender.VOUCHER if is_original else Tender.ORIGINAL, False
            case "others" if draft.line is not None:
                self._lines, self._draft = (draft.line, *draft.others), Draft()
            case "paper" if draft.done is not None:
                self._desk.navigator.go(PaperRoute(draft.done.document_no))
            case "next":
                self.discard()
                self._lines = ()
                if self._slip is None:
                    self._desk.navigator.home(ReturnRoute())
                else:
                    self._desk.flights.once("return:next", self._rest)
        self.refresh()

    async def _rest(self) -> None:
        """To what is left of the slip; after its last piece to an empty screen."""
        slip = None if self._slip is None else await self._desk.jobs.slips.by_id(self._slip.slip)
        left = ReturnRoute() if slip is None else ReturnRoute(order=slip.order, slip=slip.id, left=len(slip.left))
        self._desk.navigator.home(left)

    async def _receive(self) -> None:
        draft, returns, who = self._draft, self._desk.jobs.returns, self._desk.session.who
        approval = None
        try:
            if draft.line is not None and draft.rule is Rule.EXCEPTION:
                approval = await self._desk.approval_for(exception_ask(draft.line, draft.refund, who))
            draft.is_busy = True
            self.refresh()
            if draft.line is not None:
                draft.done = await returns.receive(draft.intake(draft.line), who, approval)
            else:
                reason = draft.reason or Reason.OTHER
                blind = BlindIntake(draft.gtin, draft.quantity, reason, draft.condition, draft.piece.serial)
                draft.done = await returns.receive_blind(blind, who)
            self._problem = None
        except Problem as problem:
            self._problem = problem
            draft.refused_case = str(problem.details.get("case", ""))
        finally:
            draft.is_busy = draft.is_asking = False
            self.refresh()

    @property
    def _stage(self) -> Stage:
        if self._draft.line is not None:
            return Stage.LINE
        if self._draft.article is not None:
            return Stage.BLIND
        return Stage.CHOOSE if self._lines else Stage.START

    @property
    def is_working(self) -> bool:
        """While goods are being taken in."""
        return self._draft.is_busy

    @property
    def is_begun(self) -> bool:
        """An article on the counter."""
        return self._draft.is_begun

    @property
    def _exception(self) -> Permission:
        return permission(self._desk.session.who.role, "return.exception")

    @property
    def _panel(self) -> PanelWords:
        refusal = None if self._problem is None else self._desk.explain(self._problem)
        jobs = self._desk.jobs
        return PanelWords(self._draft, self._desk.words, jobs.link().is_linked, refusal, jobs.printer_code())

    @property
    def foot(self) -> Foot:
        """The refund with its amount, once asked for; without a line the goods alone."""
        return self._panel.foot()

    def render(self) -> ReturnState:
        """The facts in words."""
        words, draft, panel = self._desk.words, self._draft, self._panel
        has_amount = draft.line is not None and draft.rule is not None
        card = self._card()
        done = draft.refused_case if draft.done is None else draft.done.number
        is_half_made = draft.is_begun and not draft.is_busy
        return ReturnState(
            stage=self._stage,
            back=words.text("back"),
            title=words.text("return.title"),
            subtitle=words.text(f"return.subtitle.{self._stage}"),
            scanned="" if self._scanned is None else scanned_line(*self._scanned, words),
            hint=(words.text("return.hint"), words.text("return.hint.next")),
            choices_title=words.plural("return.choices", len(self._lines)),
            choices=tuple(choice_line(line, words) for line in self._lines),
            card=card,
            rules_title=words.text("return.rules"),
            rules=self._rules(),
            unmatched=panel.unmatched(),
            questions=questions_of(draft, words),
            panel_title=words.text("return.panel" if draft.article is None else "return.panel.goods"),
            discard=words.text("return.discard") if is_half_made else "",
            case=words.text("return.case", case=done) if done else "",
            amounts=amount_lines(draft.refund, draft.rule, draft.currency, words) if has_amount else (),
            pieces_title=words.text("return.pieces.title"),
            quantity=draft.quantity if card is not None and draft.most > 1 and not draft.is_over else 0,
            most=draft.most,
            total_title=words.text("return.total.done" if draft.is_over else "return.total") if has_amount else "",
            total=panel.money if has_amount else "",
            tender=panel.tender(),
            consent=words.text("return.consent") if draft.tender is Tender.VOUCHER else "",
            has_consent=draft.has_consent,
            notes=panel.notes(),
            promise=panel.promise(),
            steps=panel.steps(),
            is_asking=draft.is_asking,
            is_over=draft.is_over,
            foot=self.foot,
        )

    def _card(self) -> FoundCard | None:
        draft, words = self._draft, self._desk.words
        if draft.line is not None:
            return found_card(draft.line, len(draft.others), words, self._desk.now_at)
        return None if draft.article is None else blind_card(draft.article, draft.gtin, words)

    def _rules(self) -> tuple[RuleLine, ...]:
        draft, desk = self._draft, self._desk
        if draft.line is None or draft.found is None or self._policy is None:
            return ()
        return RuleWords(draft.found, self._policy, draft.line, desk.now_at, desk.words, self._exception).lines()
