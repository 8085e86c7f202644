"""The terminal from the command line: one line asked, one answer given, as text or as JSON."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import date

from app.contract.rows import FinderRow
from app.domain.attention import Dismissal
from app.domain.customers import Purpose
from app.domain.errors import Code, Problem
from app.domain.handover import HandoverAsk, amount_due
from app.domain.returnables import LineChoices, LineFound
from app.domain.returns import ReturnableLine
from app.domain.values import SignedOn
from app.presentation import console_views as views
from app.presentation import console_words as typed
from app.presentation.console_answer import Answer
from app.presentation.console_carry import CarryCommands
from app.presentation.console_carts import CartCommands, OpenCarts
from app.presentation.console_day import day_facts
from app.presentation.console_prepare import PrepareCommands
from app.presentation.console_unfetched import UnfetchedCommands
from app.presentation.console_views import Data
from app.presentation.console_words import Misread
from app.presentation.jobs import Jobs
from app.usecases.cash_drawer import DrawerReason
from app.usecases.ports import OutboxState
from app.usecases.read_ports import Superseded
from app.usecases.receive_return import BlindIntake, Intake, TakenIn
from app.usecases.route_scan import ToArticle, ToCart, ToCustomer, ToOrder, ToReturn, ToSlip, ToStaff
from app.usecases.settle_attention import is_harmless, open_items
from app.usecases.spool import Answer as Seen
from app.usecases.station import Operator
from hardware.api import ScanRead

MAX_LINE_CHARS = 2_000
PRINTS = ("", Code.PRINTER_PAPER_LOW.value)
"""What is told of a printer that prints."""


@dataclass(slots=True)
class Console:
    """One clerk at one station, without windows; lives on the loop. Every line gets exactly one answer.

    `shown` is what was listed last, by kind: a person may name one of them by its place in the list.
    """

    jobs: Jobs
    operator: Operator | None = None
    carts: OpenCarts = field(default_factory=dict)
    shown: dict[str, list[str]] = field(default_factory=dict)
    is_over: bool = False

    async def line(self, text: str) -> Answer:
        """Do what the line asks; a refusal is an answer like any other."""
        if len(text) > MAX_LINE_CHARS:
            return _refused(Problem(Code.TOO_LARGE, chars=MAX_LINE_CHARS))
        try:
            words = typed.words(text)
        except ValueError:
            return _refused(Problem(Code.BAD_REQUEST, unknown=text))
        if not words:
            return Answer("nothing")
        command = self._commands().get(words[0])
        if command is None:
            return _refused(Problem(Code.BAD_REQUEST, unknown=words[0]))
        return await self._done(command, words)

    async def _done(self, command: Callable[[list[str]], Awaitable[Answer]], words: list[str]) -> Answer:
        try:
            return await command(words[1:])
        except Problem as problem:
            return _refused(problem)
        except Superseded:
            return Answer("nothing")
        except Misread as misread:
            details = {"word": misread.word, "choices": ", ".join(misread.choices)}
            said = {name: text for name, text in details.items() if text}
            return _refused(Problem(Code.BAD_REQUEST, command=words[0], **said))
        except (IndexError, ValueError):
            return _refused(Problem(Code.BAD_REQUEST, command=words[0]))

    def _commands(self) -> dict[str, Callable[[list[str]], Awaitable[Answer]]]:
        return {
            "help": self._help,
            "operators": self._operators,
            "signin": self._sign_in,
            "signout": self._sign_out,
            "unlock": self._unlock,
            "find": self._find,
            "customer": self._customer,
            **self._cart_commands(),
            **PrepareCommands(self.jobs, lambda: self._who).commands(),
            **UnfetchedCommands(self.jobs, self.shown, lambda: self._who).commands(),
            **CarryCommands(self.jobs, lambda: self._who).commands(),
            "scan": self._scan,
            "order": self._order,
            "handover": self._hand_over,
            "undo": self._undo,
            "article": self._article,
            "return": self._return,
            "return-blind": self._return_blind,
            "papers": self._papers,
            "preview": self._preview,
            "reprint": self._reprint,
            "paper": self._paper,
            "gift": self._gift,
            "drawer": self._drawer,
            "day": self._day,
            "day-print": self._day_print,
            "day-close": self._day_close,
            "attention": self._attention,
            "settle": self._settle,
            "retry": self._retry,
            "status": self._status,
            "quit": self._quit,
        }

    def _cart_commands(self) -> dict[str, Callable[[list[str]], Awaitable[Answer]]]:
        found = CartCommands(self.jobs, self.carts, self.shown, lambda: self._who)
        return found.commands()

    @property
    def _who(self) -> Operator:
        if self.operator is None:
            raise Problem(Code.OPERATOR_UNKNOWN)
        return self.operator

    async def _help(self, words: list[str]) -> Answer:
        return Answer("help", {"commands": list(self._commands())})

    async def _operators(self, words: list[str]) -> Answer:
        staff = await self.jobs.sign_in.operators()
        return Answer("operators", {"operators": [{"number": s.number, "name": s.name} for s in staff]})

    async def _sign_in(self, words: list[str]) -> Answer:
        self.operator = await self.jobs.sign_in.sign_in(words[0], words[1])
        return Answer("signed_in", {"name": self.operator.name, "number": self.operator.number})

    async def _sign_out(self, words: list[str]) -> Answer:
        name = self._who.name
        self.operator, self.carts, self.shown = None, {}, {}
        return Answer("signed_out", {"name": name})

    async def _unlock(self, words: list[str]) -> Answer:
        staff = await self.jobs.sign_in.unlock(words[0], by=words[1], pin=words[2])
        return Answer("unlocked", {"name": staff.name, "number": staff.number})

    async def _quit(self, words: list[str]) -> Answer:
        self.is_over = True
        return Answer("bye", {"device": self.jobs.station.device})

    async def _find(self, words: list[str]) -> Answer:
        return self._customers(await self.jobs.find.customers(" ".join(words), self._who))

    def _customers(self, hits: list[FinderRow]) -> Answer:
        self.shown["customer"] = [row.id for row in hits]
        return Answer("customers", {"hits": [views.finder(row) for row in hits]})

    async def _customer(self, words: list[str]) -> Answer:
        customer, purpose = self._named("customer", words[0]), typed.choice(Purpose, words[1])
        opened = await self.jobs.find.open_customer(customer, purpose, self._who)
        orders = await self.jobs.find.orders_of(customer)
        data = views.profile(opened.customer, orders, opened.age_s)
        return Answer("customer", {**data, "purpose": purpose.value})

    def _named(self, kind: str, word: str) -> str:
        """The id a word stands for: itself, or its place in what was listed last."""
        return typed.one_of(self.shown.get(kind, []), word)

    async def _order(self, words: list[str]) -> Answer:
        self._who.need("order.open")
        order = await self.jobs.find.order_by_number(words[0], self._who)
        queued = await self.jobs.queues.order(order.id)
        return Answer("order", {**views.order(order), "visit": views.visit(queued)})

    async def _scan(self, words: list[str]) -> Answer:
        now_at = self.jobs.clock.now_at()
        read = ScanRead(" ".join(words).encode(), None, "", self.jobs.station.device, now_at)
        route = await self.jobs.scans.route(read, self._who)
        match route:
            case ToOrder(order, generation):
                await self.jobs.hand_over.check(order, generation)
                return Answer("order", {**views.order(order), "generation": generation})
            case ToCustomer(customer, name):
                return self._customers([FinderRow(customer, name)])
            case ToCart(customer):
                return await self._commands()["cart"]([customer])
            case ToArticle(hit, _):
                return Answer("article", views.article(hit))
            case ToSlip() | ToReturn():
                return _paper_of_return(route)
            case ToStaff():
                return Answer("badge")

    async def _hand_over(self, words: list[str]) -> Answer:
        asked = typed.handover(words[1:])
        who, order = self._who, await self.jobs.find.order_by_number(words[0], self._who)
        ask = HandoverAsk(
            asked.lines_of(order),
            proof=asked.proof,
            is_age_checked=asked.is_age_checked,
            is_paid_here=asked.is_paid_here,
            amount=amount_due(order) if asked.is_paid_here else None,
            signed=SignedOn.PAPER if asked.is_signed else None,
        )
        done = await self.jobs.hand_over.hand_over(order, ask, who)
        data: Data = {**views.order(done.order), "command": done.entry.command.id, "document": done.document_no}
        return Answer("handed_over", {**data, **await self._paper_of(done.document_no)})

    async def _paper_of(self, document_no: str) -> Data:
        """Whether the receipt waits, and why: a clerk who gives goods away must not look for it in vain."""

        def is_stuck() -> bool:
            return self.jobs.printer_code() not in PRINTS

        is_waiting = await self.jobs.papers.is_waiting(document_no, is_stuck)
        return {"is_paper_waiting": is_waiting, "printer": self.jobs.printer_code() if is_waiting else ""}

    async def _undo(self, words: list[str]) -> Answer:
        order = await self.jobs.find.order_by_number(words[0], self._who)
        handover = words[1] if len(words) > 1 else views.last_handover(order)
        was_paid_here = any(h.is_paid_here for h in order.live_handovers if h.act.id == handover)
        undone = await self.jobs.hand_over.undo(order.id, handover, self._who)
        return Answer("undone", {**views.order(undone), "is_money_due": was_paid_here})

    async def _article(self, words: list[str]) -> Answer:
        hits = await self.jobs.cart.lookups.search_catalog(lambda reads: reads.search(" ".join(words), 7))
        return Answer("articles", {"hits": [views.article(hit) for hit in hits]})

    async def _return(self, words: list[str]) -> Answer:
        asked = typed.returned(words[1:])
        line = await self._line_of(words[0], asked.order)
        intake = Intake(line, asked.quantity, asked.reason, asked.condition)
        taken = await self.jobs.returns.receive(intake, self._who)
        return await self._taken(taken, {"order": line.order_number, "payment": line.payment_label})

    async def _return_blind(self, words: list[str]) -> Answer:
        asked = typed.returned(words[1:])
        if asked.order:
            raise Misread(asked.order)
        intake = BlindIntake(words[0], asked.quantity, asked.reason, asked.condition)
        return await self._taken(await self.jobs.returns.receive_blind(intake, self._who), {"order": ""})

    async def _taken(self, taken: TakenIn, data: Data) -> Answer:
        facts: Data = {
            "case": taken.number,
            "refund": taken.refund,
            "is_pending": taken.is_pending,
            "is_matched": taken.is_matched,
            "is_at_till": taken.is_at_till,
            "cash": taken.cash,
            "document": taken.document_no,
            "command": taken.entry.command.id,
        }
        return Answer("taken_in", {**facts, **data, **await self._paper_of(taken.document_no)})

    async def _line_of(self, gtin: str, number: str) -> ReturnableLine:
        found = await self.jobs.returns.by_article(gtin)
        match found:
            case LineFound(line, others):
                lines = (line, *others)
            case LineChoices(lines):
                pass
            case none:
                raise Problem(none.code, gtin=gtin)
        if isinstance(found, LineChoices) and not number:
            raise Problem(Code.CHOICE_NEEDED, orders=", ".join(line.order_number for line in lines))
        wanted = next((line for line in lines if number in ("", line.order_number)), None)
        if wanted is None:
            raise Problem(Code.NOT_BOUGHT_HERE, order=number, gtin=gtin)
        return wanted

    async def _status(self, words: list[str]) -> Answer:
        open_ = (OutboxState.INTENT, OutboxState.ACCEPTED)
        entries = await self.jobs.door.read(lambda tx: tx.outbox_list(open_, 1_000))
        items = await self.jobs.door.read(open_items)
        now_at, printer = self.jobs.clock.now_at(), await self.jobs.look_at_printer()
        await self.jobs.look_at_line()
        return Answer("status", views.status(self.jobs.link(), entries, items, now_at, printer))

    async def _attention(self, words: list[str]) -> Answer:
        items = await self.jobs.attention.open_items(self._who)
        self.shown["attention"] = [item.id for item in items]
        harmless = await self.jobs.door.read(lambda tx: [item.id for item in items if is_harmless(tx, item)])
        shown = [views.attention(item, is_harmless=item.id in harmless) for item in items]
        return Answer("attention", {"items": shown})

    async def _settle(self, words: list[str]) -> Answer:
        item = self._named("attention", words[0])
        await self.jobs.attention.dismiss(item, typed.choice(Dismissal, words[1]), self._who)
        return Answer("settled")

    async def _retry(self, words: list[str]) -> Answer:
        command = self._named("attention", words[0]).removeprefix("parked:")
        await self.jobs.attention.try_again(command, self._who)
        return Answer("sent_again")

    async def _papers(self, words: list[str]) -> Answer:
        jobs = await self.jobs.papers.recent()
        self.shown["paper"] = [job.id for job in jobs]
        return Answer("papers", {"papers": [views.paper(job) for job in jobs]})

    async def _preview(self, words: list[str]) -> Answer:
        copies = await self.jobs.papers.copies(words[0], self._who)
        view = self.jobs.papers.view(copies[-1])
        return Answer("preview", {**views.paper(copies[-1]), "lines": list(view.lines)})

    async def _day(self, words: list[str]) -> Answer:
        summary = await self.jobs.day.read(await self._which(words), self._who)
        return Answer("day", day_facts(summary))

    async def _day_print(self, words: list[str]) -> Answer:
        number = await self.jobs.day.print(await self._which(words), self._who)
        return Answer("day_printed", {"document": number})

    async def _day_close(self, words: list[str]) -> Answer:
        number = await self.jobs.day.close(await self._which(words), self._who)
        return Answer("day_closed", {"document": number})

    async def _which(self, words: list[str]) -> date:
        """Today, or so many days before. Misread when it is not kept any more."""
        days, typed_days = await self.jobs.day.days(), words[0] if words else "0"
        if typed.count(typed_days) >= len(days):
            raise Misread(typed_days, [str(n) for n in range(len(days))])
        return days[int(typed_days)]

    async def _reprint(self, words: list[str]) -> Answer:
        number = await self.jobs.papers.again(words[0], self._who)
        return Answer("reprinted", {"document": words[0], "copy": number})

    async def _paper(self, words: list[str]) -> Answer:
        job_id, seen = self._named("paper", words[0]), typed.choice(Seen, words[1])
        return Answer("paper", views.paper(await self.jobs.papers.settle(job_id, seen, self._who)))

    async def _drawer(self, words: list[str]) -> Answer:
        outcome = await self.jobs.open_drawer(typed.choice(DrawerReason, words[0]), self._who)
        return Answer("drawer", {"outcome": outcome.value})

    async def _gift(self, words: list[str]) -> Answer:
        who, order = self._who, await self.jobs.find.order_by_number(words[0], self._who)
        return Answer("gift", {"document": await self.jobs.gifts.print(order.id, who)})


def _refused(problem: Problem) -> Answer:
    return Answer("refused", {"code": problem.code.value, "details": dict(problem.details)})


def _paper_of_return(route: ToSlip | ToReturn) -> Answer:
    if isinstance(route, ToSlip):
        return Answer("slip", {"slip": route.slip, "order": route.order})
    return Answer("return_case", {"number": route.number})
