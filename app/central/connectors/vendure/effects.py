"""What is asked of Vendure for an order; each effect goes on where an earlier try was cut off.

Vendure lets four tills hand one order over and gives money back as often as it is told. The guard keeps that from
happening; here it is seen to that every effect carries its reference before it can be asked for again.
"""

import asyncio
from collections import Counter
from collections.abc import Iterable, Sequence

from app.central.connectors.port import PlatformNotYet, PlatformRefused
from app.central.connectors.vendure import documents
from app.central.connectors.vendure.client import VendureClient
from app.central.connectors.vendure.notes import (
    handover_note,
    restock_note,
    restocking_note,
    return_note,
)
from app.central.connectors.vendure.orders import (
    ARRANGING,
    CANCELLED,
    DELIVERED,
    PENDING,
    SETTLED,
    SHIPPED,
    Facts,
    due_payments,
    facts_of,
    in_order,
    is_given,
    order_of,
    part_reason,
    pieces_of,
)
from app.central.connectors.vendure.reads import VendureReads
from app.central.connectors.vendure.settings import MoneyScale, VendureSettings
from app.central.connectors.vendure.wire import (
    Done,
    FulfilmentNode,
    MadeFulfilment,
    MadeRefund,
    OrderNode,
    PaymentNode,
)
from app.central.connectors.vendure.wire_goods import StockAnswer, StockNode
from app.domain.errors import Code
from app.domain.values import LineId, LineQuantity

_HANDLER, _TILL = "manual-fulfillment", "bancone"


class VendureEffects(VendureReads):
    """See the effects of `ShopPlatform`, on top of its reads; on the host's event loop.

    Owns the lock under which stock moves: Vendure's stock is set, not added to, so nobody of ours may move it
    between the reading and the setting. That no restock begins while it is not known what became of another one is
    the guard's work (`sets_stock`).
    """

    def __init__(self, client: VendureClient, settings: VendureSettings) -> None:
        super().__init__(client, settings)
        self._stock = asyncio.Lock()

    async def mark_ready(self, ref: str, reference: str) -> None:
        """See the port: what waits in no fulfilment yet gets one, and all that wait are `Shipped`. Where more was
        ordered than is paid, Vendure ships nothing until it is, and answers with an error that says nothing."""
        node = await self.node(ref)
        if node.state == ARRANGING:
            raise PlatformNotYet("payment_is_owed")
        covered = facts_of(node).covered
        waiting = [made for made in node.fulfillments or [] if made.state == PENDING]
        free = [
            LineQuantity(LineId(line.id), line.quantity - covered[line.id])
            for line in node.lines
            if line.quantity > covered[line.id]
        ]
        if free:
            waiting.append(await self._fulfil(free, reference))
        for made in waiting:
            await self._move(made.id, SHIPPED)

    async def mark_collected(self, ref: str, lines: Sequence[LineQuantity], reference: str) -> None:
        """See the port.

        A fulfilment that waits with just these pieces is the one that leaves, said by a note in the same request.
        Otherwise those that hold some of them are cancelled and these pieces leave in one of their own, which
        carries the reference; the rest is free for the next hand-over. Where more was ordered than is paid Vendure
        lets all of it go, and no part.
        """
        node = await self.node(ref)
        facts = facts_of(node)
        if node.state == ARRANGING and not _is_rest(node, facts, lines):
            raise PlatformNotYet("payment_is_owed")
        mine = _standing_for(node, facts, reference)
        if mine is None:
            waiting = [made for made in node.fulfillments or [] if made.state in (PENDING, SHIPPED)]
            exact = [made for made in waiting if Counter(pieces_of(made)) == Counter(lines)]
            if exact:
                note = _note(ref, handover_note(reference, exact[0].id))
                variables = {"n": note, "f": exact[0].id}
                await self._client.effect(documents.CLAIM_FULFILMENT, Done, variables)
                return
            for made in _in_the_way(node, facts, waiting, lines):
                await self._move(made.id, CANCELLED)
            mine = await self._fulfil(lines, reference)
        if mine.state != DELIVERED:
            await self._move(mine.id, DELIVERED)

    async def reverse_collected(
        self, ref: str, lines: Sequence[LineQuantity], undoes: str, reference: str
    ) -> None:
        """See the port: the pieces are on hand and promised to the order again, and wait in no fulfilment."""
        node = await self.node(ref)
        standing = _standing_for(node, facts_of(node), undoes)
        if standing is None or standing.state != DELIVERED:
            raise PlatformRefused("no_such_fulfilment")
        await self._move(standing.id, CANCELLED)

    async def settle(self, ref: str, amount: int, reference: str) -> None:
        """See the port. Vendure leaves an order where it waits for money, whatever was handed over: once it is
        paid it is moved on."""
        node, scale = await self.node(ref), await self.scale()
        told = order_of(node, self._settings, scale)
        if not told.is_paid:
            if amount != told.owed:
                raise PlatformRefused("not_what_is_owed")
            await self._pay(node, scale.platform(amount, told.currency), reference)
            told = await self.read_order(ref)
        if told.raw_state == ARRANGING:
            await self._client.effect(documents.MOVE_ORDER, Done, {"i": ref, "s": SETTLED})
        if told.is_left_open:
            await self._client.effect(documents.MOVE_ORDER, Done, {"i": ref, "s": DELIVERED})

    async def _pay(self, node: OrderNode, amount: int, reference: str) -> None:
        """Payments that were promised are kept, and what was ordered since is paid by hand. Promises of more than
        `amount`, Vendure's number, cannot be kept in part: all of it is paid by hand then."""
        due = due_payments(node, self._settings)
        promised = sum(payment.amount for payment in due)
        if promised > amount:
            for payment in due:
                await self._client.effect(documents.CANCEL_PAYMENT, Done, {"p": payment.id})
            due, promised = [], 0
        variables: dict[str, object] = {f"p{n}": payment.id for n, payment in enumerate(due)}
        is_more, is_moved = promised < amount, node.state != ARRANGING
        if is_more:
            by_hand = {"method": _TILL, "transactionId": reference, "metadata": {}}
            variables["i"] = {"orderId": node.id, **by_hand}
        if is_more and is_moved:
            variables["o"] = node.id
        document = documents.settle(len(due), is_more=is_more, is_moved=is_moved)
        await self._client.effect(document, Done, variables)

    async def record_return(self, ref: str, lines: Sequence[LineQuantity], reference: str) -> None:
        """See the port: a note, as cancelling the line would put the pieces on hand where Vendure likes."""
        node = await self.node(ref)
        _check_lines(node, lines)
        if reference not in facts_of(node).notes.returns:
            await self._client.effect(documents.NOTE, Done, {"n": _note(ref, return_note(reference, lines))})

    async def refund(self, ref: str, amount: int, lines: Sequence[LineQuantity], reference: str) -> None:
        """See the port: by payment, the first that has something left first. What Vendure keeps `Pending` nobody
        has given yet."""
        node, scale = await self.node(ref), await self.scale()
        parts = _parts(node.payments or [], amount, reference, scale, node.currency_code)
        is_pending = False
        for n, (payment, part) in enumerate(parts, 1):
            reason = part_reason(reference, n, len(parts))
            known = [refund for refund in payment.refunds if refund.reason == reason and is_given(refund)]
            if known:
                is_pending |= any(refund.state == PENDING for refund in known)
                continue
            # Vendure 3.7.2 fails in its database without the first three.
            wanted = {"lines": [], "shipping": 0, "adjustment": 0, "amount": part}
            wanted |= {"paymentId": payment.id, "reason": reason}
            made = await self._client.effect(documents.REFUND, MadeRefund, {"i": wanted})
            if not is_given(made.refund_order):
                raise PlatformRefused("refund_failed")
            is_pending |= made.refund_order.state == PENDING
        if is_pending:
            raise PlatformRefused("refund_pending")

    async def restock(
        self,
        ref: str,
        lines: Sequence[LineQuantity],
        location: str,
        reference: str,
        *,
        is_retried: bool = False,
    ) -> None:
        """See the port: a note that it begins, the stock, a note that it is done, all in one request."""
        place = self._settings.places.get(location)
        if place is None:
            raise PlatformRefused("no_such_location", Code.NOT_FOUND)
        node = await self.node(ref)
        notes, pieces = facts_of(node).notes, _by_variant(node, lines)
        if any(note.reference == reference for note in notes.restocks):
            return
        done = _note(ref, restock_note(reference, lines, location))
        async with self._stock:
            stock = await self._stock_of(pieces, place.location)
            begun = notes.begun.get(reference)
            if begun is not None and _is_set_since(stock, begun, is_retried=is_retried):
                await self._client.effect(documents.NOTE, Done, {"n": done})
                return
            variables: dict[str, object] = {"v": _new_levels(stock, pieces, place.location), "n": done}
            document = documents.RESTOCK
            if begun is None:
                document = documents.BEGIN_AND_RESTOCK
                counts = {variant.id: variant.stock_movements.total_items for variant in stock}
                variables["b"] = _note(ref, restocking_note(reference, counts))
            await self._client.effect(document, Done, variables)

    async def _stock_of(self, pieces: Counter[str], location: str) -> list[StockNode]:
        """The stock of these variants; PlatformRefused when they or the location are not there any more."""
        answer = await self._client.query(documents.STOCK, StockAnswer, {"v": list(pieces)})
        if location not in {place.id for place in answer.stock_locations.items}:
            raise PlatformRefused("no_such_location", Code.NOT_FOUND)
        found = answer.product_variants.items
        if {variant.id for variant in found} != set(pieces):
            raise PlatformRefused("no_such_variant", Code.NOT_FOUND)
        return found

    async def _fulfil(self, lines: Iterable[LineQuantity], reference: str) -> FulfilmentNode:
        arguments = {"method": "bancone", "trackingCode": reference}
        wanted = {
            "lines": [{"orderLineId": line.line, "quantity": line.quantity} for line in lines],
            "handler": {
                "code": _HANDLER,
                "arguments": [{"name": name, "value": value} for name, value in arguments.items()],
            },
        }
        async with self._stock:
            made = await self._client.effect(documents.ADD_FULFILMENT, MadeFulfilment, {"i": wanted})
        return made.add_fulfillment_to_order

    async def _move(self, fulfilment: str, state: str) -> None:
        async with self._stock:
            await self._client.effect(documents.MOVE_FULFILMENT, Done, {"f": fulfilment, "s": state})


def _note(ref: str, text: str) -> dict[str, object]:
    return {"id": ref, "note": text, "isPublic": False}


def _standing_for(node: OrderNode, facts: Facts, reference: str) -> FulfilmentNode | None:
    """The fulfilment that is this hand-over and was not cancelled."""
    named = facts.notes.handovers.get(reference)
    for made in node.fulfillments or []:
        if made.state != CANCELLED and (made.id == named or made.tracking_code == reference):
            return made
    return None


def _is_rest(node: OrderNode, facts: Facts, lines: Iterable[LineQuantity]) -> bool:
    """Whether nothing is left in the shop once these are gone."""
    gone = facts.delivered + Counter({line.line: line.quantity for line in lines})
    return all(gone[line.id] >= line.quantity for line in node.lines)


def _in_the_way(
    node: OrderNode, facts: Facts, waiting: Iterable[FulfilmentNode], lines: Iterable[LineQuantity]
) -> list[FulfilmentNode]:
    """The waiting fulfilments that hold pieces which are not free otherwise."""
    free = {line.id: line.quantity - facts.covered[line.id] for line in node.lines}
    short = {line.line for line in lines if line.quantity > free.get(line.line, 0)}
    return [made for made in waiting if any(piece.line in short for piece in pieces_of(made))]


def _check_lines(node: OrderNode, lines: Iterable[LineQuantity]) -> None:
    known = {line.id for line in node.lines}
    if any(line.line not in known for line in lines):
        raise PlatformRefused("no_such_line", Code.LINE_UNKNOWN)


def _by_variant(node: OrderNode, lines: Iterable[LineQuantity]) -> Counter[str]:
    _check_lines(node, lines)
    variants = {line.id: line.product_variant.id for line in node.lines}
    pieces: Counter[str] = Counter()
    for line in lines:
        pieces[variants[line.line]] += line.quantity
    return pieces


def _parts(
    payments: Iterable[PaymentNode], amount: int, reference: str, scale: MoneyScale, currency: str
) -> list[tuple[PaymentNode, int]]:
    """How much of `amount` goes back to which payment, in Vendure's numbers; the same again after a cut."""
    left, parts = scale.platform(amount, currency), list[tuple[PaymentNode, int]]()
    for payment in in_order(payments):
        others = [r for r in payment.refunds if is_given(r) and (r.reason or "").split(" ")[0] != reference]
        room = payment.amount - sum(refund.total for refund in others) if payment.state == "Settled" else 0
        if part := min(left, max(room, 0)):
            parts.append((payment, part))
            left -= part
    if left or not parts:
        raise PlatformRefused("more_than_was_paid")
    return parts


def _is_set_since(stock: Iterable[StockNode], begun: dict[str, int], *, is_retried: bool) -> bool:
    """Whether a restock that was begun happened: every variant's stock was set once since, or none was.

    PlatformRefused when somebody else set stock as well, or may have while it was parked: a person must count.
    """
    since = {variant.stock_movements.total_items - begun.get(variant.id, 0) for variant in stock}
    if since != {0} and (is_retried or since != {1}):
        raise PlatformRefused("restock_unclear")
    return since == {1}


def _new_levels(stock: Iterable[StockNode], pieces: Counter[str], location: str) -> list[dict[str, object]]:
    """What is on hand there, and the pieces."""
    levels: list[dict[str, object]] = []
    for variant in stock:
        there = [level.stock_on_hand for level in variant.stock_levels if level.stock_location_id == location]
        wanted = {"stockLocationId": location, "stockOnHand": sum(there) + pieces[variant.id]}
        levels.append({"id": variant.id, "stockLevels": [wanted]})
    return levels
