"""Finding a customer or an order by anything a person has at hand; masked until a purpose opens it."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass

from app.contract.reads import SEARCH_MIN_CHARS, OrderQuery
from app.contract.rows import FinderRow
from app.domain.customers import Customer, Purpose
from app.domain.errors import Code, Problem
from app.domain.finding import number_term
from app.domain.folding import is_searchable
from app.domain.keyed import card_hash, email_hash, typed_code_hash
from app.domain.orders import Order
from app.domain.pickup_code import read_typed, refuse_expired
from app.domain.staff import Approval, Ask
from app.domain.values import OperatorId
from app.usecases.approve import Approve
from app.usecases.kept_profiles import drop_profile, keep_profile, kept_profile
from app.usecases.orders import projected
from app.usecases.ports import UNREACHED, AuditEntry, Clock, Codes, Lookups, OnlineReads, StoreDoor, TerminalTx
from app.usecases.station import Operator, Station, load_config

MAX_SHOWN = 20
ASK_S = 2.0
"""How long head office may take to say where an order is: the next scan waits behind this one."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A profile; `age_s`: seconds since the authority gave it, None for just now."""

    customer: Customer
    age_s: float | None = None


@dataclass(frozen=True, slots=True)
class Find:
    """Look-ups of one station; lives on the loop. `is_linked`: whether a question reaches head office at once, as
    far as is known."""

    door: StoreDoor
    lookups: Lookups
    online: OnlineReads
    codes: Codes
    clock: Clock
    station: Station
    approve: Approve
    is_linked: Callable[[], bool]

    async def customers(self, typed: str, operator: Operator) -> list[FinderRow]:
        """At most 20 customers by last digits of the phone, e-mail, card or name; recorded.

        Problem(SEARCH_TOO_SHORT | PERMISSION_DENIED). Superseded when a newer name is being searched.
        """
        operator.need("customer.search")
        text = typed.strip()
        if not is_searchable(text):
            raise Problem(Code.SEARCH_TOO_SHORT, least=SEARCH_MIN_CHARS)
        config = await self.door.read(lambda tx: load_config(tx, self.station.store))
        secret = config.code_secret
        digits = text.replace(" ", "").lstrip("+")
        if "@" in text:
            rows = await self.lookups.finder(lambda reads: reads.by_email(email_hash(secret, text)))
        elif digits.isdigit():
            rows = await self.lookups.finder(lambda reads: reads.by_phone(digits, MAX_SHOWN))
            rows = rows or await self.lookups.finder(lambda reads: reads.by_card(card_hash(secret, digits)))
        else:
            rows = await self.lookups.search_finder(lambda reads: reads.by_name(text, MAX_SHOWN))
        await self._record("customer_searched", operator, self.station.device, {"hits": len(rows)})
        return list(rows)[:MAX_SHOWN]

    async def by_card(self, card: str, operator: Operator) -> list[FinderRow]:
        """At most 20 customers by the whole number of a card; recorded. Problem(PERMISSION_DENIED)."""
        operator.need("customer.search")
        config = await self.door.read(lambda tx: load_config(tx, self.station.store))
        key = card_hash(config.code_secret, card)
        rows = await self.lookups.finder(lambda reads: reads.by_card(key))
        await self._record("customer_searched", operator, self.station.device, {"hits": len(rows)})
        return list(rows)[:MAX_SHOWN]

    async def open_customer(self, customer_id: str, purpose: Purpose, operator: Operator) -> Opened:
        """The profile, opened for a purpose that is recorded; this terminal's copy when nobody answers.

        What is opened is kept for that. Problem(CUSTOMER_UNKNOWN), and no copy stays; Problem(NO_ANSWER): not kept
        here, and nobody to ask.
        """
        operator.need("customer.open")
        await self._record("customer_opened", operator, customer_id, {"purpose": purpose.value})
        try:
            customer = await self.online.customer(customer_id, purpose=purpose, actor=operator.id)
        except Problem as problem:
            if problem.code is Code.CUSTOMER_UNKNOWN:
                await self.door.write(lambda tx: drop_profile(tx, customer_id))
            if problem.code not in UNREACHED:
                raise
            now_at = self.clock.now_at()
            kept = await self.door.read(lambda tx: kept_profile(tx, customer_id, now_at))
            if kept is None:
                raise
            return Opened(kept.customer, max(0.0, (now_at - kept.opened_at).total_seconds()))
        now_at = self.clock.now_at()
        with suppress(Problem):
            # No room for a copy is no reason to keep back what was answered.
            await self.door.write(lambda tx: keep_profile(tx, customer, now_at))
        return Opened(customer)

    async def glance(self, customer_id: str) -> FinderRow | None:
        """What this terminal itself knows of a customer: enough for a heading until the profile is here."""
        return await self.lookups.finder(lambda reads: reads.by_id(customer_id))

    async def reveal(
        self, customer_id: str, fact: str, operator: Operator, approval: Approval | None = None
    ) -> None:
        """Allow a masked contact (`phone`, `email`) to be shown, and record who saw it and who approved that.

        Problem(PERMISSION_DENIED | APPROVAL_REQUIRED | APPROVAL_INVALID).
        """
        approver = self.approve.allow(reveal_ask(customer_id, operator), operator, approval)
        details: dict[str, str | int | bool] = {"fact": fact}
        if approver:
            details["approved_by"] = approver
        await self._record("customer_contact_shown", operator, customer_id, details)

    async def orders_of(self, customer_id: str) -> list[Order]:
        """The customer's orders this terminal keeps."""
        near = await self.door.read(lambda tx: self._orders(tx, f"customer:{customer_id}"))
        return [order for order in near if order.customer == customer_id]

    async def order_by_number(self, number: str, operator: Operator) -> Order:
        """The order with that number. Problem(ORDER_UNKNOWN), or as `refuse_elsewhere`."""
        term = number_term(number)
        try:
            return await self._one(term, number, lambda order: number_term(order.number) == term)
        except Problem as unknown:
            query = OrderQuery(number=number)
            await self._refuse_elsewhere(number, lambda: self.online.orders(query, actor=operator.id))
            raise unknown from None

    async def refuse_elsewhere(self, order_id: str, operator: Operator) -> None:
        """Why this terminal has no such order, as far as the authority knows.

        Problem(ORDER_OTHER_STORE): it is there; ORDER_UNKNOWN; ORDER_NOT_HERE: nobody to ask about other stores.
        """

        async def told() -> list[Order]:
            return [await self.online.order(order_id, actor=operator.id)]

        await self._refuse_elsewhere("", told)
        raise Problem(Code.ORDER_UNKNOWN)

    async def _refuse_elsewhere(self, number: str, ask: Callable[[], Awaitable[list[Order]]]) -> list[Order]:
        """What head office answers within `ASK_S`; it is not asked while the line is known to be cut."""
        not_here = Problem(Code.ORDER_NOT_HERE, **({"order": number} if number else {}))
        if not self.is_linked():
            raise not_here
        try:
            async with asyncio.timeout(ASK_S):
                told = await ask()
        except TimeoutError as exc:
            raise not_here from exc
        except Problem as problem:
            if problem.code not in UNREACHED:
                raise
            raise not_here from problem
        elsewhere = next((order for order in told if order.store != self.station.store), None)
        if elsewhere is not None:
            config = await self.door.read(lambda tx: load_config(tx, self.station.store))
            name = config.stores.get(elsewhere.store, elsewhere.store)
            raise Problem(Code.ORDER_OTHER_STORE, order=elsewhere.number, store=name)
        return told

    async def order_by_container(self, code: str) -> Order:
        """The order a bag belongs to. Problem(CONTAINER_UNKNOWN)."""
        near = await self.door.read(lambda tx: self._orders(tx, f"container:{code}"))
        found = [order for order in near if any(container.code == code for container in order.containers)]
        if not found:
            raise Problem(Code.CONTAINER_UNKNOWN, container=code)
        return found[0]

    async def order_by_code(self, text: str, operator: Operator) -> tuple[Order, int]:
        """The order of a signed pickup code and the code's generation; what is here needs no line. The code of an
        order that went from shop to shop still names the first one: where it is now the authority knows.

        Problem: what the code is refused for, or as `refuse_elsewhere`.
        """
        config = await self.door.read(lambda tx: load_config(tx, self.station.store))
        body = self.codes.read(text, config.pickup_keys)
        refuse_expired(body, self.clock.now_at())
        is_other = body.store_no != config.public_no
        try:
            order = await self._one(
                f"public:{body.order_no}",
                "",
                lambda found: found.public_no == body.order_no and (not is_other or bool(found.transfers)),
            )
        except Problem as unknown:
            name = config.stores.get(str(body.store_no), str(body.store_no))
            there = Problem(Code.ORDER_OTHER_STORE, store=name) if is_other else None
            raise await self._why_not_here(text, operator, there) or unknown from None
        return order, body.generation

    async def _why_not_here(self, code: str, operator: Operator, there: Problem | None) -> Problem | None:
        """Where the order of a code is, as far as the authority knows; else `there`, what the code itself says."""
        query = OrderQuery(code=code)
        try:
            told = await self._refuse_elsewhere("", lambda: self.online.orders(query, actor=operator.id))
        except Problem as problem:
            return there or problem if problem.code is Code.ORDER_NOT_HERE else problem
        return None if told else there

    async def order_by_typed(self, text: str, operator: Operator) -> tuple[Order, int]:
        """The order of a typed code `AB12-CD34` and its generation.

        Problem(CODE_DAMAGED | CODE_UNKNOWN), or as `refuse_elsewhere`.
        """
        code = read_typed(text)
        if code is None:
            raise Problem(Code.CODE_DAMAGED)
        found = await self.door.read(lambda tx: self._with_code(tx, code))
        if not found:
            query = OrderQuery(code=text)
            await self._refuse_elsewhere("", lambda: self.online.orders(query, actor=operator.id))
            raise Problem(Code.CODE_UNKNOWN)
        return found[0], found[0].pickup.generation

    async def _one(self, term: str, number: str, is_it: Callable[[Order], bool]) -> Order:
        """The order found by exactly that term: a term is looked up as a beginning."""
        found = [order for order in await self.door.read(lambda tx: self._orders(tx, term)) if is_it(order)]
        if not found:
            raise Problem(Code.ORDER_UNKNOWN, order=number)
        return found[0]

    def _with_code(self, tx: TerminalTx, code: str) -> list[Order]:
        secret = load_config(tx, self.station.store).code_secret
        return self._orders(tx, f"code:{typed_code_hash(secret, code)}")

    def _orders(self, tx: TerminalTx, term: str) -> list[Order]:
        rows = tx.base_find("order", term, MAX_SHOWN)
        return [projected(tx, row, self.station.store) for row in rows]

    async def _record(
        self, event: str, operator: Operator, subject: str, details: dict[str, str | int | bool]
    ) -> None:
        entry = AuditEntry(self.clock.now_at(), event, operator.id, subject, details)
        await self.door.write(lambda tx: tx.audit(entry))


def reveal_ask(customer_id: str, operator: Operator) -> Ask:
    """What is asked for when a masked contact is to be shown."""
    return Ask("customer.full_phone", customer_id, OperatorId(operator.id))
