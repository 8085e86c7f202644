"""The connector to the demo shop: its orders in our words, our effects in its calls, one call each."""

from collections.abc import Iterable, Mapping, Sequence
from urllib.parse import quote

import httpx

from app.central.connectors.demo_shop_goods import DemoGoods, after, cart_of, cart_path, cursor_of
from app.central.connectors.demo_shop_wire import (
    CartAnswer,
    EffectAnswer,
    OrderAnswer,
    OrdersAnswer,
    Pieces,
)
from app.central.connectors.guard_pace import pace_of
from app.central.connectors.money_text import decimal_text, minor_units
from app.central.connectors.platform_http import PlatformHttp
from app.central.connectors.port import (
    CartQuantity,
    NewOrder,
    PlatformFulfilment,
    PlatformLine,
    PlatformMessage,
    PlatformOrder,
    PlatformRefund,
    PlatformRefused,
    PlatformRestock,
    PlatformReturn,
    PlatformState,
    PlatformTraits,
    PlatformUnavailable,
    grams_of,
    substitution_of,
)
from app.central.connectors.port_inward import Page, PlatformCart
from app.domain.errors import Code
from app.domain.values import LineId, LineQuantity

_MAX_PAGES = 400
_STATES = {
    "unpaid": PlatformState.OPEN,
    "paid": PlatformState.OPEN,
    "ready": PlatformState.READY,
    "partially_collected": PlatformState.READY,
    "collected": PlatformState.COLLECTED,
    "cancelled": PlatformState.CANCELLED,
}
DEMO_TRAITS = PlatformTraits("demo", call_timeout_s=10.0, settle_s=15.0, calls_per_s=50.0, burst=50)


class DemoShop(DemoGoods):
    """See `ShopPlatform`. Owns the connections to one demo shop; `close` it.

    `traits` may be given where a test wants shorter times; `pace` is the budget its calls are counted in.
    """

    def __init__(
        self,
        base_url: str,
        *,
        token: str = "",
        traits: PlatformTraits = DEMO_TRAITS,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        self._traits = traits
        self.pace = pace_of(traits, 0.0)
        http = PlatformHttp(
            base_url,
            {"x-shop-token": token} if token else {},
            timeout_s=traits.call_timeout_s,
            pace=self.pace,
            refused_5xx=frozenset({"shop_cannot_create_refund"}),
            transport=transport,
        )
        super().__init__(http)

    @property
    def traits(self) -> PlatformTraits:
        """See the port."""
        return self._traits

    async def close(self) -> None:
        """Close the connections."""
        await self._http.close()

    async def read_order(self, ref: str) -> PlatformOrder:
        """See the port."""
        try:
            return _order(await self._http.read(_path(ref), OrderAnswer))
        except PlatformRefused as exc:
            if exc.code is Code.NOT_FOUND:
                raise PlatformRefused(exc.reason, Code.ORDER_UNKNOWN) from exc
            raise

    async def orders_marked(self, reference: str) -> tuple[PlatformOrder, ...]:
        """See the port."""
        return await self._all({"note": reference})

    async def open_set(self, store: str) -> tuple[PlatformOrder, ...]:
        """See the port."""
        return await self._all({"location": store, "open": "true"})

    async def _all(self, wanted: Mapping[str, str]) -> tuple[PlatformOrder, ...]:
        """The orders of every page; the last one says so, and too many are a failure."""
        found: list[PlatformOrder] = []
        page = 1
        while page:
            if page > _MAX_PAGES:
                raise PlatformUnavailable(Code.TOO_LARGE)
            if page > 1:
                await self._http.turn()
            params = {**wanted, "page": str(page)}
            answer = await self._http.read("/admin/orders", OrdersAnswer, params)
            found += [_order(order) for order in answer.orders]
            page = answer.next_page
        return tuple(found)

    async def orders(self, cursor: str) -> Page[PlatformOrder]:
        """See the port."""
        answer = await self._http.read("/admin/orders", OrdersAnswer, after(cursor))
        marks = [(order.updated_at, order.id) for order in answer.orders]
        found = tuple(_order(order) for order in answer.orders)
        return Page(found, cursor_of(marks, cursor), bool(answer.next_page), answer.total)

    async def write_cart(self, customer_ref: str, lines: Sequence[CartQuantity]) -> PlatformCart:
        """See the port."""
        body = {"quantities": {line.sku: line.quantity for line in lines}}
        return cart_of(await self._http.write("PUT", cart_path(customer_ref), body, CartAnswer))

    async def create_order(self, new: NewOrder, reference: str) -> str:
        """See the port."""
        body = {
            "number": new.number,
            "location": new.store,
            "customer": new.customer_ref,
            "currency": new.currency,
            "total": decimal_text(new.total, new.currency),
            "lines": [
                {
                    "id": line.id,
                    "sku": line.sku,
                    "name": line.name,
                    "quantity": line.quantity,
                    "unit_price": decimal_text(line.unit_price, new.currency),
                    "discount": decimal_text(line.discount, new.currency),
                    "gtin": line.gtin,
                    "variant": line.variant,
                }
                for line in new.lines
            ],
            "state": "paid" if new.is_paid else "unpaid",
            "note": reference,
        }
        return (await self._http.write("POST", "/admin/orders", body, OrderAnswer)).id

    async def mark_ready(self, ref: str, reference: str) -> None:
        """See the port."""
        await self._http.write("POST", f"{_path(ref)}/ready", {"note": reference}, OrderAnswer)

    async def mark_collected(self, ref: str, lines: Sequence[LineQuantity], reference: str) -> None:
        """See the port."""
        await self._effect(ref, "fulfilments", {"lines": _pieces(lines), "note": reference})

    async def reverse_collected(
        self, ref: str, lines: Sequence[LineQuantity], undoes: str, reference: str
    ) -> None:
        """See the port. A read finds the fulfilment; without a live one there is nothing to take back."""
        order = await self.read_order(ref)
        live = [f.id for f in order.fulfilments if f.reference == undoes and not f.is_cancelled]
        if not live:
            raise PlatformRefused("no_such_fulfilment")
        await self._effect(ref, f"fulfilments/{quote(live[0], safe='')}/cancel", {"note": reference})

    async def settle(self, ref: str, amount: int, reference: str) -> None:
        """See the port."""
        body = {"amount": decimal_text(amount, "EUR"), "note": reference}
        await self._http.write("POST", f"{_path(ref)}/payment", body, OrderAnswer)

    async def record_return(self, ref: str, lines: Sequence[LineQuantity], reference: str) -> None:
        """See the port."""
        await self._effect(ref, "returns", {"lines": _pieces(lines), "note": reference})

    async def refund(self, ref: str, amount: int, lines: Sequence[LineQuantity], reference: str) -> None:
        """See the port; the demo shop keeps everything in EUR."""
        body = {"amount": decimal_text(amount, "EUR"), "lines": _pieces(lines), "reason": reference}
        await self._effect(ref, "refunds", body)

    async def restock(
        self,
        ref: str,
        lines: Sequence[LineQuantity],
        location: str,
        reference: str,
        *,
        is_retried: bool = False,
    ) -> None:
        """See the port; without a location the shop would choose its own."""
        await self._effect(ref, "restocks", {"lines": _pieces(lines), "location": location, "note": reference})

    async def notify(self, ref: str, kind: str, reference: str, *, link: str = "") -> None:
        """See the port."""
        linked = {"link": link} if link else {}
        await self._effect(ref, "messages", {"kind": kind, "note": reference, **linked})

    async def _effect(self, ref: str, what: str, body: Mapping[str, object]) -> None:
        await self._http.write("POST", f"{_path(ref)}/{what}", body, EffectAnswer)


def _path(ref: str) -> str:
    return f"/admin/orders/{quote(ref, safe='')}"


def _pieces(lines: Iterable[LineQuantity]) -> list[dict[str, str | int]]:
    return [{"line": line.line, "quantity": line.quantity} for line in lines]


def _quantities(pieces: Iterable[Pieces]) -> tuple[LineQuantity, ...]:
    return tuple(LineQuantity(LineId(piece.line), piece.quantity) for piece in pieces)


def _count(effects: Iterable[EffectAnswer], line: str) -> int:
    live = (effect for effect in effects if not effect.is_cancelled)
    return sum(piece.quantity for effect in live for piece in effect.lines if piece.line == line)


def _order(answer: OrderAnswer) -> PlatformOrder:
    """The order in our words; PlatformUnavailable when its money makes no sense."""
    try:
        refunds = tuple(
            PlatformRefund(r.id, minor_units(r.amount, answer.currency), r.note)
            for r in answer.refunds
            if r.amount is not None
        )
        return PlatformOrder(
            ref=answer.id,
            number=answer.number,
            state=_STATES.get(answer.state, PlatformState.OPEN),
            raw_state=answer.state,
            currency=answer.currency,
            total=minor_units(answer.total, answer.currency),
            refunded=sum(refund.amount for refund in refunds),
            store=answer.location,
            customer_ref=answer.customer,
            customer_name=answer.contact.name,
            customer_email=answer.contact.email,
            customer_phone=answer.contact.phone,
            is_paid=answer.is_paid,
            payment=answer.payment,
            shipping=minor_units(answer.shipping, answer.currency),
            placed_at=answer.placed_at,
            updated_at=answer.updated_at,
            lines=_lines(answer),
            fulfilments=tuple(
                PlatformFulfilment(f.id, _quantities(f.lines), f.note, f.is_cancelled) for f in answer.fulfilments
            ),
            returns=tuple(PlatformReturn(r.id, _quantities(r.lines), r.note) for r in answer.returns),
            refunds=refunds,
            restocks=tuple(
                PlatformRestock(r.id, _quantities(r.lines), r.location, r.note) for r in answer.restocks
            ),
            messages=tuple(PlatformMessage(m.kind, m.note) for m in answer.messages),
            reference=answer.note,
        )
    except ValueError as exc:
        raise PlatformUnavailable(Code.NOT_JSON) from exc


def _lines(answer: OrderAnswer) -> tuple[PlatformLine, ...]:
    return tuple(
        PlatformLine(
            id=line.id,
            sku=line.sku,
            name=line.name,
            quantity=line.quantity,
            unit_price=minor_units(line.unit_price, answer.currency),
            discount=minor_units(line.discount, answer.currency),
            gtin=line.gtin,
            variant=line.variant,
            fulfilled=_count(answer.fulfilments, line.id),
            returned=_count(answer.returns, line.id),
            restocked=_count(answer.restocks, line.id),
            substitution=substitution_of(line.substitution),
            ordered_g=grams_of(line.ordered_g),
        )
        for line in answer.lines
    )
