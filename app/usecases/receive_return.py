"""Taking goods back: by order, by customer or by only the article; always possible, money when central says so."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import msgspec

from app.contract.rows import ArticleRow
from app.domain.commands import ReceiveReturn
from app.domain.eligibility import Eligibility, ReturnPolicy, judge, offline_facts, return_policy
from app.domain.errors import Code, Problem
from app.domain.finding import number_term
from app.domain.folding import digits
from app.domain.orders import Order, OrderLine, Progress
from app.domain.refunds import refund_line, refund_lines, refuse_tender
from app.domain.return_cases import case_number, disposition_for
from app.domain.returnables import LineMatch, find_line
from app.domain.returns import (
    Condition,
    Disposition,
    Reason,
    RefundLine,
    ReturnableLine,
    ReturnedPiece,
    Rule,
    Tender,
)
from app.domain.staff import Approval, Ask
from app.domain.values import OperatorId, OrderId, ReturnId, Sku
from app.usecases.acting import Acting, Make
from app.usecases.approve import Approve
from app.usecases.orders import project
from app.usecases.ports import Lookups, OutboxEntry, OutboxState, ReturnPaper, StoreDoor, TerminalTx
from app.usecases.return_papers import UNDECIDED, ReturnPapers, return_of
from app.usecases.station import Operator, Station, document_number, load_config

REFUND_PATIENCE_S = 4.0
MAX_LINES = 50
DESK = "desk"
QUARANTINE = "quarantine"
"""Where pieces stand whose order is not known: not on sale before somebody matched them."""
MAX_KEPT, TAIL_DIGITS = 20_000, 4
_returnables = msgspec.json.Decoder(ReturnableLine)


class _Head(msgspec.Struct, frozen=True):
    """What of thousands of lines is read to find the order of one."""

    order: OrderId
    order_number: str


_numbers = msgspec.json.Decoder(_Head)


@dataclass(frozen=True, slots=True)
class Intake:
    """What the operator has decided about pieces of one line.

    `is_exception` wants it although no rule gives a right to: for operators who may alone, or with an approval.
    `serial` is what the code on the piece said; `slip` the kiosk's slip it came with.
    """

    line: ReturnableLine
    quantity: int
    reason: Reason
    condition: Condition = Condition.AS_NEW
    disposition: Disposition | None = None
    tender: Tender = Tender.ORIGINAL
    has_voucher_consent: bool = False
    is_exception: bool = False
    serial: str = ""
    slip: str = ""


@dataclass(frozen=True, slots=True)
class BlindIntake:
    """Pieces brought back without order, customer or receipt: known by their code alone."""

    gtin: str
    quantity: int
    reason: Reason
    condition: Condition = Condition.AS_NEW
    serial: str = ""


@dataclass(frozen=True, slots=True)
class TakenIn:
    """Goods are here. `is_pending`: the refund is not ordered yet; `refund` in minor units, as far as known.

    `is_matched`: the order they belong to is known; otherwise head office finds it, and the refund waits for that.
    `is_at_till`: the shop's till took the money, and gives it back; `cash`, minor units, where not all of it.
    """

    number: str
    entry: OutboxEntry
    refund: int
    is_pending: bool
    document_no: str
    is_matched: bool = True
    is_at_till: bool = False
    cash: int = 0


@dataclass(frozen=True, slots=True)
class ReceiveReturns:
    """Returns at one station; lives on the loop. `wake` tells the spool that a paper waits."""

    door: StoreDoor
    acting: Acting
    papers: ReturnPapers
    station: Station
    new_id: Callable[[], str]
    wake: Callable[[], None]
    lookups: Lookups
    approve: Approve

    async def by_article(self, gtin: str, customer: str = "") -> LineMatch:
        """The order line a piece belongs to, found by its code alone among what this terminal keeps."""
        lines = await self.door.read(lambda tx: _lines(tx, f"gtin:{gtin.zfill(14)}"))
        return find_line(lines, gtin, self.acting.clock.now_at(), customer=customer)

    async def of_order(self, order_id: str) -> Sequence[ReturnableLine]:
        """The lines of an order that may come back."""
        return await self.door.read(lambda tx: _lines(tx, f"order:{order_id}"))

    async def of_customer(self, customer: str) -> Sequence[ReturnableLine]:
        """What this customer may bring back, as far as this terminal keeps it."""
        return await self.door.read(lambda tx: _lines(tx, f"customer:{customer}"))

    async def orders_ending_in(self, typed: str, operator: Operator) -> Sequence[OrderId]:
        """Orders of which something may come back: with that number, or, from four digits on, that end in them.
        Problem(PERMISSION_DENIED)."""
        operator.need("order.search")
        return await self.door.read(lambda tx: _numbered(tx, typed))

    async def policy(self) -> ReturnPolicy:
        """The store's windows. Problem(WAITING_FOR_CENTRAL) before the first pull."""
        return await self.door.read(lambda tx: return_policy(load_config(tx, self.station.store)))

    async def judge(self, intake: Intake) -> Eligibility:
        """Which rule will most likely apply, and why; central decides."""
        policy = await self.door.read(lambda tx: return_policy(load_config(tx, self.station.store)))
        facts = offline_facts(intake.line)
        now_at = self.acting.clock.now_at()
        return judge(facts, intake.reason, intake.condition, policy, now_at, is_approved=intake.is_exception)

    async def preview(self, intake: Intake) -> tuple[RefundLine, ...]:
        """What will most likely be refunded. Problem(OVER_RETURN | WRONG_QUANTITY | VOUCHER_NEEDS_CONSENT)."""
        refuse_tender(intake.tender, has_voucher_consent=intake.has_voucher_consent)
        order = await self._order(intake)
        rule = await self._rule(intake)
        if order is None:
            return (refund_line(line_of(intake.line), intake.quantity),)
        return refund_lines(order, [piece_of(intake)], rule)

    async def _order(self, intake: Intake) -> Order | None:
        """The whole order: what a promotion over several lines takes back cannot be told from one of them."""
        return await self.door.read(lambda tx: project(tx, intake.line.order, self.station.store))

    async def receive(self, intake: Intake, operator: Operator, approval: Approval | None = None) -> TakenIn:
        """Take the goods in and wait a little for the refund; the paper says what is true by then.

        It is queued with the end-to-end answer, in its transaction, or as pending when that does not come in time.
        Problem: the reason central refused for (the goods are recorded, a person settles it with the customer),
        or what `preview` raises before anything is written.
        """
        lines = await self.preview(intake)
        rule = await self._rule(intake)
        approver = ""
        if rule is Rule.EXCEPTION:
            approver = self.approve.allow(exception_ask(intake.line, lines, operator), operator, approval)
        else:
            operator.need("return.receive")
        is_certain = not intake.line.discount or await self._order(intake) is not None
        return_id, at = ReturnId(self.new_id()), self.acting.clock.now_at()

        def make(tx: TerminalTx) -> ReceiveReturn:
            body = replace(self._body(tx, intake, rule, return_id, at), approved_by=approver)
            self.papers.keep(tx, _paper(intake, body, lines if is_certain else (), operator))
            return body

        return _taken_in(await self._recorded(make, operator), lines)

    async def receive_blind(self, intake: BlindIntake, operator: Operator) -> TakenIn:
        """Take in pieces nobody finds a sale for; they stand apart until head office has matched the case.

        Problem(ARTICLE_UNKNOWN | WRONG_QUANTITY | PERMISSION_DENIED), before anything is written.
        """
        operator.need("return.receive")
        if intake.quantity < 1:
            raise Problem(Code.WRONG_QUANTITY, asked=intake.quantity)
        hits = await self.lookups.catalog(lambda reads: reads.by_gtin(intake.gtin))
        if not hits:
            raise Problem(Code.ARTICLE_UNKNOWN, gtin=intake.gtin)
        piece = _blind_piece(intake, hits[0].article)
        return_id, at = ReturnId(self.new_id()), self.acting.clock.now_at()

        def make(tx: TerminalTx) -> ReceiveReturn:
            body = self._blind_body(tx, piece, return_id, at)
            self.papers.keep(tx, ReturnPaper(body, (), "", None, "", "", operator.number, is_pending=False))
            return body

        return _taken_in(await self._recorded(make, operator), ())

    async def _recorded(self, make: Make, operator: Operator) -> OutboxEntry:
        """The command durable, with the refund's answer when it came in time. Problem: what it was refused for."""
        command_id = await self.acting.write(make, operator.id)
        entry = await self.acting.final(command_id, REFUND_PATIENCE_S)
        if entry.state in UNDECIDED:
            entry = await self.door.write(lambda tx: self._give_up_waiting(tx, entry))
            self.wake()
        await self.acting.refuse(entry)
        return entry

    async def bring_papers(self) -> None:
        """At a start: queue the papers of goods that were taken in just before the program ended."""
        await self.door.write(self.papers.left_behind)

    def _give_up_waiting(self, tx: TerminalTx, seen: OutboxEntry) -> OutboxEntry:
        """The paper as pending, unless the answer was committed a moment ago; the command as it stands."""
        entry = tx.outbox_get(seen.command.id) or seen
        if entry.state in UNDECIDED:
            self.papers.overdue(tx, return_of(entry))
        return entry

    async def _rule(self, intake: Intake) -> Rule:
        chosen = (await self.judge(intake)).chosen
        if chosen is None:
            raise Problem(Code.RETURN_NOT_ELIGIBLE, order=intake.line.order_number)
        return chosen.rule

    def _body(
        self, tx: TerminalTx, intake: Intake, rule: Rule, return_id: ReturnId, at: datetime
    ) -> ReceiveReturn:
        return ReceiveReturn(
            return_id=return_id,
            number=case_number(self.station.device, tx.take_number("return_case")),
            store=self.station.store,
            pieces=(piece_of(intake),),
            rule=rule,
            tender=intake.tender,
            place=DESK,
            document_no=document_number(tx, self.station),
            at=at,
            order=OrderId(intake.line.order),
            has_voucher_consent=intake.has_voucher_consent,
            slip=intake.slip,
        )

    def _blind_body(
        self, tx: TerminalTx, piece: ReturnedPiece, return_id: ReturnId, at: datetime
    ) -> ReceiveReturn:
        return ReceiveReturn(
            return_id=return_id,
            number=case_number(self.station.device, tx.take_number("return_case")),
            store=self.station.store,
            pieces=(piece,),
            rule=Rule.UNMATCHED,
            tender=Tender.ORIGINAL,
            place=QUARANTINE,
            document_no=document_number(tx, self.station),
            at=at,
        )


def _paper(intake: Intake, body: ReceiveReturn, lines: tuple[RefundLine, ...], operator: Operator) -> ReturnPaper:
    """What can be said before anybody decided."""
    return ReturnPaper(
        body=body,
        lines=lines,
        order_number=intake.line.order_number,
        ordered_at=intake.line.ordered_at,
        customer_name=intake.line.customer_name,
        payment_label=intake.line.payment_label,
        operator=operator.number,
        is_pending=True,
    )


def _taken_in(entry: OutboxEntry, lines: tuple[RefundLine, ...]) -> TakenIn:
    body, result = return_of(entry), entry.result
    known = result.details.get("refund") if result is not None else None
    refund = known if isinstance(known, int) else sum(line.amount for line in lines)
    is_matched = body.rule is not Rule.UNMATCHED
    is_pending = entry.state is not OutboxState.FINAL or not is_matched
    details = {} if result is None else result.details
    cash = details.get("cash")
    return TakenIn(
        body.number,
        entry,
        refund,
        is_pending,
        body.document_no,
        is_matched,
        is_at_till=bool(details.get("at_till")),
        cash=cash if isinstance(cash, int) else 0,
    )


def exception_ask(line: ReturnableLine, lines: Sequence[RefundLine], operator: Operator) -> Ask:
    """What is asked for when goods come back without a right to it; the amount is what would be refunded."""
    amount = sum(refund.amount for refund in lines)
    return Ask("return.exception", f"{line.order}/{line.line}", OperatorId(operator.id), amount)


def _blind_piece(intake: BlindIntake, article: ArticleRow) -> ReturnedPiece:
    return ReturnedPiece(
        sku=Sku(article.sku),
        gtin=article.gtin,
        name=article.name,
        variant=article.variant,
        quantity=intake.quantity,
        reason=intake.reason,
        condition=intake.condition,
        disposition=disposition_for(intake.reason, intake.condition),
        serial=serial_of(intake),
    )


def piece_of(intake: Intake) -> ReturnedPiece:
    """The pieces as they go into the command."""
    line = intake.line
    proposed = disposition_for(intake.reason, intake.condition)
    return ReturnedPiece(
        sku=line.sku,
        gtin=line.gtin,
        name=line.name,
        variant=line.variant,
        quantity=intake.quantity,
        reason=intake.reason,
        condition=intake.condition,
        disposition=intake.disposition or proposed,
        line=line.line,
        serial=serial_of(intake),
    )


def serial_of(intake: Intake | BlindIntake) -> str:
    """The serial number that was read, when it can only be that of the one piece."""
    return intake.serial if intake.quantity == 1 else ""


def _lines(tx: TerminalTx, term: str) -> list[ReturnableLine]:
    return [_returnables.decode(row.body) for row in tx.base_find("returnable", term, MAX_LINES)]


def _numbered(tx: TerminalTx, typed: str) -> list[OrderId]:
    """Each once. Numbers differ at their end, and no term is kept of that: all are looked through."""
    exact, tail = number_term(typed), digits(typed)
    lines = [_returnables.decode(row.body) for row in tx.base_find("returnable", exact, MAX_LINES)]
    found = [line.order for line in lines if number_term(line.order_number) == exact]
    if not found and len(tail) >= TAIL_DIGITS:
        rows = tx.base_find("returnable", number_term(""), MAX_KEPT)
        kept = (_numbers.decode(row.body) for row in rows)
        found = [head.order for head in kept if digits(head.order_number).endswith(tail)]
    return list(dict.fromkeys(found))


def line_of(line: ReturnableLine) -> OrderLine:
    """The order line as far as a returnable line tells it; what the order knows besides (shipping) is missing."""
    return OrderLine(
        id=line.line,
        sku=line.sku,
        gtin=line.gtin,
        name=line.name,
        variant=line.variant,
        unit_price=line.unit_price,
        progress=Progress(handed_over=line.quantity),
        discount=line.discount,
        returned=line.returned,
        is_final_sale=line.is_final_sale,
    )
