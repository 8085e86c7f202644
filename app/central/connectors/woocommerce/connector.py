"""The connector to WooCommerce, REST v3: its orders in our words, our effects in its calls.

WooCommerce takes everything it is told as often as it is told: `completed` overwrites, a refund is made again.
What we write carries our reference, so that a look at the order tells whether it was done; see `marks`.
"""

from base64 import b64encode
from collections.abc import Mapping, Sequence
from dataclasses import replace

import httpx
import structlog

from app.central.connectors.guard_pace import pace_of
from app.central.connectors.platform_http import PlatformHttp
from app.central.connectors.port import (
    NewOrder,
    PlatformOrder,
    PlatformRefused,
    PlatformState,
    PlatformTraits,
    PlatformUnavailable,
)
from app.central.connectors.port_inward import Page
from app.central.connectors.woocommerce import marks
from app.central.connectors.woocommerce.carts import WooHandedCarts
from app.central.connectors.woocommerce.creation import create
from app.central.connectors.woocommerce.goods import WooGoods
from app.central.connectors.woocommerce.lists import changed, whole_list
from app.central.connectors.woocommerce.orders import DRAFTS, ReadOrder, platform_order
from app.central.connectors.woocommerce.refunds import money_body, stock_body
from app.central.connectors.woocommerce.settings import WOO_TRAITS, WooSettings
from app.central.connectors.woocommerce.wire import Note, OrderAnswer, RefundAnswer
from app.domain.errors import Code
from app.domain.values import LineQuantity

_ORDERS = "/wc/v3/orders"
_UNKNOWN_ORDER = "woocommerce_rest_shop_order_invalid_id"
_NO_REFUND = "woocommerce_rest_cannot_create_order_refund"
_log = structlog.stdlib.get_logger("central.woocommerce")


class WooCommerce(WooGoods, WooHandedCarts):
    """See `ShopPlatform` and `HandedCarts`. Owns the connections to one shop, on the host's loop; `close` it.

    `base_url` ends with the path of WordPress' API (`/wp-json`); the key needs the right to read and to write.
    A refund that is too high is answered with a 500 that means no. `pace` is the budget its calls are counted in.
    """

    def __init__(
        self,
        base_url: str,
        *,
        key: str,
        secret: str,
        settings: WooSettings,
        traits: PlatformTraits = WOO_TRAITS,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        basic = b64encode(f"{key}:{secret}".encode()).decode("ascii")
        no, timeout_s = frozenset({_NO_REFUND}), traits.call_timeout_s
        signed = {"authorization": f"Basic {basic}"}
        self.pace = pace = pace_of(traits, 0.0)
        http = PlatformHttp(base_url, signed, timeout_s=timeout_s, pace=pace, refused_5xx=no, transport=transport)
        store_http = PlatformHttp(base_url, {}, timeout_s=timeout_s, pace=pace, transport=transport)
        WooGoods.__init__(self, http, store_http, settings)
        WooHandedCarts.__init__(self, http, store_http)
        self._traits = replace(traits, messages=frozenset(settings.notes))

    @property
    def traits(self) -> PlatformTraits:
        """See the port."""
        return self._traits

    async def close(self) -> None:
        """Close the connections."""
        await self._http.close()
        await self._store_http.close()

    async def read_order(self, ref: str) -> PlatformOrder:
        """See the port; up to three reads, for refunds and notes are told apart from the order."""
        answer = await self._answer(ref)
        notes = await self._http.read(f"{_path(ref)}/notes", list[Note], {"type": "customer"})
        return await self._whole(answer, notes)

    async def orders_marked(self, reference: str) -> tuple[PlatformOrder, ...]:
        """See the port; a filter of the database on who made the order, and exact."""
        found = await whole_list(self._http, _ORDERS, OrderAnswer, {"created_via": reference, "status": "any"})
        ours = [answer for answer in found if answer.created_via == reference and answer.status not in DRAFTS]
        return tuple([await self._whole(answer) for answer in ours])

    async def open_set(self, store: str) -> tuple[PlatformOrder, ...]:
        """See the port. No filter knows the store, so all orders that wait anywhere are read each time."""
        waiting = {"status": ",".join(self._settings.waiting)}
        found = await self._readable(await whole_list(self._http, _ORDERS, OrderAnswer, waiting))
        return tuple(order for order in found if order.store == store)

    async def orders(self, cursor: str) -> Page[PlatformOrder]:
        """See the port."""
        any_state = {"status": "any"}
        listed, next_, is_more = await changed(self._http, _ORDERS, OrderAnswer, any_state, cursor)
        return Page(await self._readable(listed.items), next_.text, is_more, listed.total)

    async def create_order(self, new: NewOrder, reference: str) -> str:
        """See the port."""
        return await create(self._http, new, reference)

    async def mark_ready(self, ref: str, reference: str) -> None:
        """See the port; the shop's own status where it has one."""
        status = {"status": self._settings.ready_status} if self._settings.ready_status else {}
        await self._change(ref, {marks.READY: reference}, status)

    async def mark_collected(self, ref: str, lines: Sequence[LineQuantity], reference: str) -> None:
        """See the port. It knows no part of an order, so that is our mark alone, and the last part completes it.
        `completed` would overwrite a cancellation, so the order is looked at first."""
        order = await self._order(ref)
        if order.state is PlatformState.CANCELLED:
            raise PlatformRefused("cancelled", Code.ORDER_CANCELLED)
        taken: dict[str, int] = {piece.line: piece.quantity for piece in lines}
        if not taken.keys() <= {line.id for line in order.lines}:
            raise PlatformRefused("line_unknown", Code.LINE_UNKNOWN)
        is_whole = all(line.fulfilled + taken.get(line.id, 0) >= line.quantity for line in order.lines)
        mark = {f"{marks.COLLECTED}{reference}": marks.pieces_text(lines)}
        await self._change(ref, mark, {"status": "completed"} if is_whole else {})

    async def reverse_collected(
        self, ref: str, lines: Sequence[LineQuantity], undoes: str, reference: str
    ) -> None:
        """See the port; a completed order goes back to waiting."""
        order = await self._order(ref)
        if not any(f.reference == undoes and not f.is_cancelled for f in order.fulfilments):
            raise PlatformRefused("no_such_fulfilment")
        waiting = self._settings.ready_status or "processing"
        status = {"status": waiting} if order.raw_state == "completed" else {}
        await self._change(ref, {f"{marks.REVERSED}{undoes}": reference}, status)

    async def settle(self, ref: str, amount: int, reference: str) -> None:
        """See the port. An order that is completed is paid for WooCommerce, and one that waits cannot be paid."""
        raise PlatformRefused("not_offered")

    async def record_return(self, ref: str, lines: Sequence[LineQuantity], reference: str) -> None:
        """See the port."""
        await self._change(ref, {f"{marks.RETURNED}{reference}": marks.pieces_text(lines)}, {})

    async def refund(self, ref: str, amount: int, lines: Sequence[LineQuantity], reference: str) -> None:
        """See the port; whether the money itself moves is a setting."""
        order, through = await self._answer(ref), self._settings.refunds_through_gateway
        try:
            body = money_body(order, amount, lines, reference, through_gateway=through)
        except ValueError as exc:
            raise PlatformUnavailable(Code.NOT_JSON) from exc
        await self._http.write("POST", f"{_path(ref)}/refunds", body, RefundAnswer)

    async def restock(
        self,
        ref: str,
        lines: Sequence[LineQuantity],
        location: str,
        reference: str,
        *,
        is_retried: bool = False,
    ) -> None:
        """See the port; there is one stock number, so the location is not asked for."""
        body = stock_body(await self._answer(ref), lines, reference)
        await self._http.write("POST", f"{_path(ref)}/refunds", body, RefundAnswer)

    async def notify(self, ref: str, kind: str, reference: str, *, link: str = "") -> None:
        """See the port: a note to the customer, which WooCommerce sends by mail."""
        text = self._settings.notes.get(kind)
        if text is None:
            raise PlatformRefused("no_text")
        linked = f"{text}\n{link}" if link else text
        body = {"note": marks.message_text(linked, kind, reference), "customer_note": True}
        await self._http.write("POST", f"{_path(ref)}/notes", body, Note)

    async def _change(self, ref: str, own: Mapping[str, str], status: Mapping[str, str]) -> None:
        """Mark and status in one call, so that there is never one without the other."""
        body = {**status, "meta_data": [marks.meta(key, value) for key, value in own.items()]}
        await self._http.write("PUT", _path(ref), body, OrderAnswer)

    async def _answer(self, ref: str) -> OrderAnswer:
        """The order as WooCommerce tells it. Another 404 is a wrong address and says nothing about the order."""
        try:
            answer = await self._http.read(_path(ref), OrderAnswer)
        except PlatformRefused as exc:
            if exc.reason == _UNKNOWN_ORDER:
                raise PlatformRefused(exc.reason, Code.ORDER_UNKNOWN) from exc
            if exc.code is Code.NOT_FOUND:
                raise PlatformUnavailable(Code.NOT_FOUND) from exc
            raise
        if answer.status in DRAFTS:
            raise PlatformRefused("draft", Code.ORDER_UNKNOWN)
        return answer

    async def _order(self, ref: str) -> PlatformOrder:
        return await self._whole(await self._answer(ref))

    async def _whole(self, answer: OrderAnswer, notes: Sequence[Note] = ()) -> PlatformOrder:
        """The order with its refunds; PlatformUnavailable when its money makes no sense."""
        try:
            return await self._told(answer, notes)
        except ValueError as exc:
            raise PlatformUnavailable(Code.NOT_JSON) from exc

    async def _told(self, answer: OrderAnswer, notes: Sequence[Note] = ()) -> PlatformOrder:
        refunds: Sequence[RefundAnswer] = ()
        if answer.refunds:
            path = f"{_ORDERS}/{answer.id}/refunds"
            refunds = await whole_list(self._http, path, RefundAnswer, {})
        return platform_order(ReadOrder(answer, refunds, notes), self._settings)

    async def _readable(self, answers: Sequence[OrderAnswer]) -> tuple[PlatformOrder, ...]:
        """The orders of a list; one whose money makes no sense is named in the log and holds nobody else up."""
        found: list[PlatformOrder] = []
        for answer in answers:
            if answer.status in DRAFTS:
                continue
            if answer.refunds:
                await self._http.turn()
            try:
                found.append(await self._told(answer))
            except ValueError:
                _log.warning("order_senseless", id=answer.id)
        return tuple(found)


def _path(ref: str) -> str:
    """Where an order is; only a number can be one. PlatformRefused(ORDER_UNKNOWN)."""
    if not (ref.isascii() and ref.isdigit() and len(ref) < 20):
        raise PlatformRefused("no_number", Code.ORDER_UNKNOWN)
    return f"{_ORDERS}/{ref}"
