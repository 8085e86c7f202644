"""The terminal from the command line: one line asked, one answer given, as text or as JSON."""

import shlex
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from app.contract.rows import FinderRow
from app.domain.attention import Dismissal
from app.domain.customers import Purpose
from app.domain.errors import Code, Problem
from app.domain.handover import HandoverAsk
from app.domain.orders import Proof, ProofKind
from app.domain.returnables import LineChoices, LineFound
from app.domain.returns import Condition, Reason, ReturnableLine
from app.presentation import console_views as views
from app.presentation.console_views import Data
from app.presentation.jobs import Jobs
from app.usecases.ports import OutboxState
from app.usecases.read_ports import Superseded
from app.usecases.receive_return import Intake
from app.usecases.route_scan import ToArticle, ToCustomer, ToOrder, ToReturn, ToStaff
from app.usecases.serve_cart import ServedCart
from app.usecases.settle_attention import open_items
from app.usecases.spool import Answer as Seen
from app.usecases.station import Operator
from hardware.api import ScanRead

MAX_LINE_CHARS = 2_000
PAID = "paid"
"""The last word of a hand-over whose money the till took."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of a line: `event` names it for wording, `data` is plain JSON."""

    event: str
    data: Data = field(default_factory=dict)


@dataclass(slots=True)
class Console:
    """One clerk at one station, without windows; lives on the loop. Every line gets exactly one answer."""

    jobs: Jobs
    operator: Operator | None = None
    carts: dict[str, ServedCart] = field(default_factory=dict)

    async def line(self, text: str) -> Answer:
        """Do what the line asks; a refusal is an answer like any other."""
        if len(text) > MAX_LINE_CHARS:
            return _refused(Problem(Code.TOO_LARGE, limit=MAX_LINE_CHARS))
        try:
            words = _words(text)
        except ValueError:
            return _refused(Problem(Code.BAD_REQUEST))
        command = self._commands().get(words[0]) if words else None
        if command is None:
            return Answer("help", {"commands": sorted(self._commands())}) if words else Answer("nothing")
        return await self._done(command, words)

    async def _done(self, command: Callable[[list[str]], Awaitable[Answer]], words: list[str]) -> Answer:
        try:
            return await command(words[1:])
        except Problem as problem:
            return _refused(problem)
        except Superseded:
            return Answer("nothing")
        except (IndexError, ValueError):
            return _refused(Problem(Code.BAD_REQUEST, command=words[0]))

    def _commands(self) -> dict[str, Callable[[list[str]], Awaitable[Answer]]]:
        return {
            "operators": self._operators,
            "signin": self._sign_in,
            "find": self._find,
            "customer": self._customer,
            "cart": self._cart,
            "cart-set": self._cart_set,
            "cart-add": self._cart_add,
            "reserve": self._reserve,
            "order": self._order,
            "scan": self._scan,
            "handover": self._hand_over,
            "undo": self._undo,
            "article": self._article,
            "return": self._return,
            "status": self._status,
            "attention": self._attention,
            "settle": self._settle,
            "retry": self._retry,
            "papers": self._papers,
            "reprint": self._reprint,
            "paper": self._paper,
            "gift": self._gift,
        }

    @property
    def _who(self) -> Operator:
        if self.operator is None:
            raise Problem(Code.OPERATOR_UNKNOWN)
        return self.operator

    async def _operators(self, words: list[str]) -> Answer:
        staff = await self.jobs.sign_in.operators()
        return Answer("operators", {"operators": [{"number": s.number, "name": s.name} for s in staff]})

    async def _sign_in(self, words: list[str]) -> Answer:
        self.operator = await self.jobs.sign_in.sign_in(words[0], words[1])
        return Answer("signed_in", {"name": self.operator.name, "number": self.operator.number})

    async def _find(self, words: list[str]) -> Answer:
        hits = await self.jobs.find.customers(" ".join(words), self._who)
        return Answer("customers", {"hits": [views.finder(row) for row in hits]})

    async def _customer(self, words: list[str]) -> Answer:
        opened = await self.jobs.find.open_customer(words[0], Purpose(words[1]), self._who)
        orders = await self.jobs.find.orders_of(words[0])
        return Answer("customer", views.profile(opened.customer, orders, opened.age_s))

    async def _cart(self, words: list[str]) -> Answer:
        served = await self.jobs.cart.open(words[0], self._who)
        return self._served(served)

    async def _cart_set(self, words: list[str]) -> Answer:
        served = self._known_cart(words[0])
        return self._served(await self.jobs.cart.change(served.cart, words[1], int(words[2]), self._who))

    async def _cart_add(self, words: list[str]) -> Answer:
        served = self._known_cart(words[0])
        return self._served(await self.jobs.cart.add_scanned(served.cart, words[1], self._who))

    async def _reserve(self, words: list[str]) -> Answer:
        served = self._known_cart(words[0])
        entry = await self.jobs.cart.reserve(served.cart, self._who)
        await self.jobs.acting.refuse(entry)
        return Answer("reserved", {"state": entry.state.value, "details": views.details(entry)})

    def _known_cart(self, cart_id: str) -> ServedCart:
        if cart_id not in self.carts:
            raise Problem(Code.CART_UNKNOWN, cart=cart_id)
        return self.carts[cart_id]

    def _served(self, served: ServedCart) -> Answer:
        self.carts[served.cart.id] = served
        return Answer("cart", views.cart(served))

    async def _order(self, words: list[str]) -> Answer:
        self._who.need("order.open")
        order = await self.jobs.find.order_by_number(words[0])
        return Answer("order", views.order(order))

    async def _scan(self, words: list[str]) -> Answer:
        now_at = self.jobs.clock.now_at()
        read = ScanRead(" ".join(words).encode(), None, "", self.jobs.station.device, now_at)
        route = await self.jobs.scans.route(read, self._who)
        match route:
            case ToOrder(order, generation):
                await self.jobs.hand_over.check(order)
                return Answer("order", {**views.order(order), "generation": generation})
            case ToCustomer(customer, name):
                return Answer("customers", {"hits": [views.finder(FinderRow(customer, name))]})
            case ToArticle(hit):
                return Answer("article", views.article(hit))
            case ToReturn(number):
                return Answer("return_case", {"number": number})
            case ToStaff():
                return Answer("badge")

    async def _hand_over(self, words: list[str]) -> Answer:
        order = await self.jobs.find.order_by_number(words[0])
        is_paid_here, rest = words[-1] == PAID, [word for word in words[1:] if word != PAID]
        generation = int(rest[0]) if rest else 0
        proof = Proof(ProofKind.CODE, generation) if generation else Proof(ProofKind.NUMBER)
        ask = HandoverAsk(proof=proof, is_paid_here=is_paid_here)
        done = await self.jobs.hand_over.hand_over(order, ask, self._who)
        data = {**views.order(done.order), "command": done.entry.command.id, "document": done.document_no}
        return Answer("handed_over", data)

    async def _undo(self, words: list[str]) -> Answer:
        order = await self.jobs.find.order_by_number(words[0])
        return Answer("undone", views.order(await self.jobs.hand_over.undo(order.id, words[1], self._who)))

    async def _article(self, words: list[str]) -> Answer:
        hits = await self.jobs.cart.lookups.search_catalog(lambda reads: reads.search(" ".join(words), 7))
        return Answer("articles", {"hits": [views.article(hit) for hit in hits]})

    async def _return(self, words: list[str]) -> Answer:
        reason, rest = Reason(words[1]), words[2:]
        condition = Condition(rest.pop()) if rest and rest[-1] in set(Condition) else Condition.AS_NEW
        line = await self._line_of(words[0], rest[0] if rest else "")
        intake = Intake(line, 1, reason, condition)
        taken = await self.jobs.returns.receive(intake, self._who)
        return Answer(
            "taken_in",
            {
                "case": taken.number,
                "order": line.order_number,
                "refund": taken.refund,
                "is_pending": taken.is_pending,
                "document": taken.document_no,
                "command": taken.entry.command.id,
                "payment": line.payment_label,
            },
        )

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
        now_at = self.jobs.clock.now_at()
        return Answer("status", views.status(self.jobs.link(), entries, items, now_at, self.jobs.printer_code()))

    async def _attention(self, words: list[str]) -> Answer:
        items = await self.jobs.attention.open_items(self._who)
        return Answer("attention", {"items": [views.attention(item) for item in items]})

    async def _settle(self, words: list[str]) -> Answer:
        await self.jobs.attention.dismiss(words[0], Dismissal(words[1]), self._who)
        return Answer("settled")

    async def _papers(self, words: list[str]) -> Answer:
        return Answer("papers", {"papers": [views.paper(job) for job in await self.jobs.papers.recent()]})

    async def _reprint(self, words: list[str]) -> Answer:
        number = await self.jobs.papers.again(words[0], self._who)
        return Answer("reprinted", {"document": words[0], "copy": number})

    async def _paper(self, words: list[str]) -> Answer:
        job = await self.jobs.papers.settle(words[0], Seen(words[1]), self._who)
        return Answer("paper", views.paper(job))

    async def _gift(self, words: list[str]) -> Answer:
        number, who = words[0], self._who
        order = await self.jobs.find.order_by_number(number)
        return Answer("gift", {"document": await self.jobs.gifts.print(order.id, who)})

    async def _retry(self, words: list[str]) -> Answer:
        await self.jobs.attention.try_again(words[0], self._who)
        return Answer("settled")


def _words(text: str) -> list[str]:
    """The words of a line. Double quotes keep some together; an apostrophe is a letter, as in D'Amico."""
    reader = shlex.shlex(text, posix=True, punctuation_chars=False)
    reader.whitespace_split = True
    reader.commenters = reader.escape = ""
    reader.quotes = '"'
    return list(reader)


def _refused(problem: Problem) -> Answer:
    return Answer("refused", {"code": problem.code.value, "details": dict(problem.details)})
