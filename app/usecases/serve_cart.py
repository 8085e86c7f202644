"""A customer's live online cart at the counter: held against this shop's prices and stock, and changed there."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

import msgspec

from app.contract.rows import CartChange, HandedCart
from app.domain.cart_terms import Terms, settle
from app.domain.carts import Cart, CartComparison, ShopOffer, compare
from app.domain.commands import Body, HoldCart, ReleaseCart, ReserveCart, SellCart
from app.domain.errors import Code, Problem
from app.domain.holds import CartHold, by_time, held_pieces, refuse_until
from app.domain.values import Sku
from app.usecases.acting import Acting
from app.usecases.ports import UNREACHED, Lookups, OnlineReads, OutboxEntry, OutboxState, TerminalTx
from app.usecases.read_ports import ArticleHit, CatalogReads
from app.usecases.station import Operator, Station, document_number

RESERVE_PATIENCE_S = 6.0
MAX_HOLDS = 500
_holds = msgspec.json.Decoder(CartHold)
NO_TERMS = Terms()
"""Nobody decided anything: what is here, at the lower price."""


@dataclass(frozen=True, slots=True)
class ServedCart:
    """A cart and what this shop says to each of its lines; `hold`: what of it stands aside here."""

    cart: Cart
    comparison: CartComparison
    hold: CartHold | None = None


@dataclass(frozen=True, slots=True)
class ServeCart:
    """Carts at one station; lives on the loop. Changes need the line: central is the cart's authority."""

    lookups: Lookups
    online: OnlineReads
    acting: Acting
    station: Station
    new_id: Callable[[], str]

    async def open(self, customer_id: str, operator: Operator) -> ServedCart:
        """The customer's open cart. Problem(CART_UNKNOWN | CART_OFFLINE | PERMISSION_DENIED)."""
        operator.need("cart.open")
        try:
            cart = await self.online.cart(customer_id, actor=operator.id)
        except Problem as problem:
            raise _offline(problem) from problem
        return await self.compared(cart)

    async def take(self, token: str, operator: Operator) -> str:
        """The customer whose cart was shown, once central has it. Problem(CART_CODE_OFFLINE), or why not."""
        operator.need("cart.open")
        try:
            return (await self.online.take_cart(HandedCart(token=token, actor=operator.id))).customer
        except Problem as problem:
            raise Problem(Code.CART_CODE_OFFLINE) if problem.code in UNREACHED else problem from None

    async def compared(self, cart: Cart) -> ServedCart:
        """The cart against this shop's catalogue, less what stands aside for others."""
        holds = await self.acting.door.read(_holds_here)
        taken = held_pieces(holds, cart.id)
        offers = await self.lookups.catalog(lambda reads: offers_for(reads, cart))
        left = {sku: replace(o, available=max(0, o.available - taken.get(sku, 0))) for sku, o in offers.items()}
        own = next((hold for hold in holds if hold.cart == cart.id), None)
        return ServedCart(cart, compare(cart, left), own)

    async def held(self, operator: Operator) -> tuple[CartHold, ...]:
        """Everything that stands aside in this shop, what ends first at the front."""
        operator.need("cart.open")
        return by_time(await self.acting.door.read(_holds_here))

    async def hold(self, served: ServedCart, operator: Operator, terms: Terms, until_at: datetime) -> OutboxEntry:
        """The pieces under these terms put aside here until then, for the cart's customer; it stays online.

        Problem(WRONG_QUANTITY) when nothing is taken, HOLD_TOO_LONG.
        """
        operator.need("cart.hold")
        at, cart, settled = self.acting.clock.now_at(), served.cart, settle(served.comparison, terms)
        refuse_until(until_at, at)
        if not settled.pieces:
            raise Problem(Code.WRONG_QUANTITY, asked=0)
        body = HoldCart(cart.id, self.station.store, cart.rev, settled.as_lines, until_at, at)
        return await self._done(body, operator, "hold", cart.id)

    async def release(self, cart_id: str, operator: Operator) -> OutboxEntry:
        """What stood aside here for a cart is free again."""
        operator.need("cart.release")
        body = ReleaseCart(cart_id, self.station.store, self.acting.clock.now_at())
        command_id = await self.acting.write(lambda tx: body, operator.id)
        return await self.acting.final(command_id, RESERVE_PATIENCE_S)

    async def _done(self, body: Body, operator: Operator, kind: str, key: str = "") -> OutboxEntry:
        """The command with its end-to-end answer, and the row it made here too, within one patience.

        Without a `key` the answer names it.
        """
        command_id = await self.acting.write(lambda tx: body, operator.id)
        deadline_s = self.acting.clock.monotonic_s() + RESERVE_PATIENCE_S
        entry = await self.acting.final(command_id, RESERVE_PATIENCE_S)
        if entry.state is OutboxState.FINAL and entry.result is not None:
            left_s = deadline_s - self.acting.clock.monotonic_s()
            await self.acting.row(kind, key or str(entry.result.details.get(kind, "")), left_s)
        return entry

    async def change(self, cart: Cart, sku: str, quantity: int, operator: Operator) -> ServedCart:
        """The cart with `quantity` pieces of an article, 0 to take it out; written back to the site.

        Problem(CART_CHANGED): somebody changed the line meanwhile, open it again. CART_OFFLINE without the line.
        """
        operator.need("cart.change")
        seen = next((line.rev for line in cart.lines if line.sku == sku), 0)
        change = CartChange(id=self.new_id(), sku=sku, quantity=quantity, base_rev=seen, actor=operator.id)
        try:
            changed = await self.online.change_cart(cart.id, change)
        except Problem as problem:
            raise _offline(problem) from problem
        return await self.compared(changed)

    async def add_scanned(self, cart: Cart, gtin: str, operator: Operator) -> ServedCart:
        """The cart with one more piece of a scanned article. Problem(ARTICLE_UNKNOWN)."""
        hits = await self.lookups.catalog(lambda reads: reads.by_gtin(gtin))
        if not hits:
            raise Problem(Code.ARTICLE_UNKNOWN, gtin=gtin)
        sku = hits[0].article.sku
        has = next((line.quantity for line in cart.lines if line.sku == sku), 0)
        return await self.change(cart, sku, has + 1, operator)

    async def reserve(self, served: ServedCart, operator: Operator, terms: Terms = NO_TERMS) -> OutboxEntry:
        """The cart under these terms turned into a pickup order of this store, once, by one command.

        The order comes to this terminal by the shop's feed, which may be a little behind the answer: it is waited
        for within the same patience, so that whoever asked finds it.
        """
        operator.need("cart.reserve")
        now_at, cart, settled = self.acting.clock.now_at(), served.cart, settle(served.comparison, terms)
        body = ReserveCart(cart.id, self.station.store, cart.rev, now_at, settled.takes, settled.prices)
        return await self._done(body, operator, "order")

    async def sell(
        self, served: ServedCart, operator: Operator, terms: Terms = NO_TERMS, points: int = 0
    ) -> OutboxEntry:
        """The cart under these terms handed to the till, once, by one command; its slip is printed with the yes.

        `points` are redeemed with it. Problem(WRONG_QUANTITY) when nothing of it is taken, or more points than
        there is to pay.
        """
        operator.need("cart.sell")
        at, cart, settled = self.acting.clock.now_at(), served.cart, settle(served.comparison, terms)
        if not settled.pieces:
            raise Problem(Code.WRONG_QUANTITY, asked=0)
        lines, currency = settled.as_lines, cart.currency

        def make(tx: TerminalTx) -> SellCart:
            number = document_number(tx, self.station)
            return SellCart(cart.id, self.station.store, cart.rev, lines, currency, number, at, points)

        command_id = await self.acting.write(make, operator.id)
        return await self.acting.final(command_id, RESERVE_PATIENCE_S)


def _holds_here(tx: TerminalTx) -> list[CartHold]:
    return [_holds.decode(row.body) for row in tx.base_find("hold", "until:", MAX_HOLDS)]


def offers_for(reads: CatalogReads, cart: Cart) -> dict[Sku, ShopOffer]:
    """What this shop asks for and has of the articles of a cart; those it does not know are left out."""
    found = {line.sku: reads.by_sku(line.sku) for line in cart.lines}
    return {sku: offer for sku, hit in found.items() if hit is not None and (offer := _offer(hit)) is not None}


def _offer(hit: ArticleHit) -> ShopOffer | None:
    if hit.price is None:
        return None
    price, stock = hit.price, hit.stock
    if stock is None:
        return ShopOffer(price=price.shop, available=0, promo=price.promo)
    available = max(0, stock.on_hand - stock.reserved)
    return ShopOffer(price.shop, available, promo=price.promo, place=stock.place, near=stock.near)


def _offline(problem: Problem) -> Problem:
    """Without an answer the cart cannot be changed here; every other reason stays what it is."""
    return Problem(Code.CART_OFFLINE) if problem.code in UNREACHED else problem
