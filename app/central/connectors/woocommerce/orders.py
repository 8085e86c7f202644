"""An order of WooCommerce in our words: what it tells itself, and what our marks beside it tell."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import ROUND_HALF_UP, Decimal

from app.central.connectors.port import (
    PlatformFulfilment,
    PlatformLine,
    PlatformMessage,
    PlatformOrder,
    PlatformRefund,
    PlatformRestock,
    PlatformReturn,
    PlatformState,
    grams_of,
    one_place,
    substitution_of,
)
from app.central.connectors.woocommerce import marks
from app.central.connectors.woocommerce.amounts import decimal, minor
from app.central.connectors.woocommerce.settings import WooSettings
from app.central.connectors.woocommerce.wire import Item, Note, OrderAnswer, RefundAnswer, ShippingLine
from app.domain.values import LineId, LineQuantity

DRAFTS = frozenset({"checkout-draft", "auto-draft"})
_GONE = frozenset({"cancelled", "failed", "trash"})
_PICKUP = frozenset({"pickup_location", "local_pickup"})


@dataclass(frozen=True, slots=True)
class ReadOrder:
    """An order as read, with its refunds and, where they were asked for, the notes its customer was sent."""

    answer: OrderAnswer
    refunds: Sequence[RefundAnswer] = ()
    notes: Sequence[Note] = ()


@dataclass(frozen=True, slots=True)
class _Pieces:
    """What happened to the pieces of an order, by line."""

    cancelled: Mapping[str, int]
    returned: Mapping[str, int]
    restocked: Mapping[str, int]
    fulfilled: Mapping[str, int]


def utc(at: datetime) -> datetime:
    """A time of a `…_gmt` field, which is UTC and does not say so."""
    return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)


def line_id(item: Item) -> str:
    """The id our orders know the line by: ours where the order was made by us, else WooCommerce's."""
    return marks.texts(item.meta_data).get(marks.LINE) or str(item.id)


def platform_order(read: ReadOrder, settings: WooSettings) -> PlatformOrder:
    """The order in our words. ValueError when its money makes no sense."""
    answer, own = read.answer, marks.texts(read.answer.meta_data)
    returns, restocks, cancelled = _other_effects(read, own, settings.stock_location)
    fulfilments = _fulfilments(answer, own, cancelled)
    pieces = _Pieces(
        cancelled=cancelled,
        returned=_sums(effect.lines for effect in returns),
        restocked=_sums(effect.lines for effect in restocks),
        fulfilled=_sums(effect.lines for effect in fulfilments if not effect.is_cancelled),
    )
    refunds = tuple(
        PlatformRefund(str(refund.id), amount, refund.reason or "")
        for refund in answer.refunds
        if (amount := abs(minor(answer.currency, refund.total)))
    )
    return PlatformOrder(
        ref=str(answer.id),
        number=own.get(marks.NUMBER, answer.number),
        state=_state(answer, own, settings.ready_status, has_fulfilled=any(pieces.fulfilled.values())),
        raw_state=answer.status,
        currency=answer.currency,
        total=minor(answer.currency, answer.total),
        refunded=sum(refund.amount for refund in refunds),
        store=_store(answer.shipping_lines),
        customer_ref=str(answer.customer_id) if answer.customer_id else "",
        placed_at=utc(answer.date_created_gmt),
        updated_at=utc(answer.date_modified_gmt),
        lines=tuple(_line(item, answer, pieces, settings) for item in answer.line_items),
        customer_name=f"{answer.billing.first_name} {answer.billing.last_name}".strip(),
        customer_email=answer.billing.email,
        customer_phone=answer.billing.phone,
        is_paid=answer.date_paid_gmt is not None,
        payment=answer.payment_method_title,
        shipping=minor(answer.currency, answer.shipping_total, answer.shipping_tax),
        fulfilments=fulfilments,
        returns=returns,
        refunds=refunds,
        restocks=restocks,
        messages=tuple(PlatformMessage(*sent) for note in read.notes if (sent := marks.message_of(note))),
        reference=answer.created_via if marks.NUMBER in own else "",
    )


def _state(
    answer: OrderAnswer, own: Mapping[str, str], ready_status: str, *, has_fulfilled: bool
) -> PlatformState:
    """An order given back in full becomes `refunded` whether it was collected before or not."""
    if answer.status in _GONE:
        return PlatformState.CANCELLED
    if answer.status == "completed":
        return PlatformState.COLLECTED
    if answer.status == "refunded":
        return PlatformState.COLLECTED if has_fulfilled else PlatformState.CANCELLED
    is_ready = answer.status == ready_status or marks.READY in own or has_fulfilled
    return PlatformState.READY if is_ready else PlatformState.OPEN


def _store(shipping_lines: Iterable[ShippingLine]) -> str:
    """The name of the place to collect at; the block checkout keeps it beside the line, the older one is it."""
    return one_place(
        marks.texts(line.meta_data).get("pickup_location", "") or (line.method_title or "")
        for line in shipping_lines
        if line.method_id in _PICKUP
    )


def _line(item: Item, answer: OrderAnswer, pieces: _Pieces, settings: WooSettings) -> PlatformLine:
    """Money with tax, rounded once for the whole line; a price that does not divide is rounded up and the cent
    that is too much is discount, so that what was paid stays what the platform says. The customer's rule for a
    missing article is the line's own or the order's."""
    id_, currency, key = line_id(item), answer.currency, settings.substitution_key
    notes, keys = marks.texts(item.meta_data), {key, settings.weight_key} - {""}
    rule = notes.get(key) or marks.texts(answer.meta_data).get(key) if key else None
    ordered = max(item.quantity, 1)
    quantity = max(item.quantity - pieces.cancelled.get(id_, 0), 0)
    unit_price = -(-minor(currency, item.subtotal, item.subtotal_tax) // ordered)
    paid = Decimal(minor(currency, item.total, item.total_tax) * quantity) / ordered
    told = notes.get("_restock_refunded_items", "")
    return PlatformLine(
        id=id_,
        sku=item.sku or "",
        name=item.parent_name or item.name,
        quantity=quantity,
        unit_price=unit_price,
        discount=unit_price * quantity - int(paid.quantize(Decimal(1), ROUND_HALF_UP)),
        variant=marks.shown(entry for entry in item.meta_data if entry.key not in keys),
        fulfilled=pieces.fulfilled.get(id_, 0),
        returned=pieces.returned.get(id_, 0),
        restocked=max(pieces.restocked.get(id_, 0), int(told) if told.isascii() and told.isdigit() else 0),
        substitution=substitution_of(rule),
        ordered_g=grams_of(notes.get(settings.weight_key)) if settings.weight_key else 0,
    )


def _sums(effects: Iterable[Sequence[LineQuantity]]) -> dict[str, int]:
    sums: dict[str, int] = {}
    for lines in effects:
        for piece in lines:
            sums[piece.line] = sums.get(piece.line, 0) + piece.quantity
    return sums


def _fulfilments(
    answer: OrderAnswer, own: Mapping[str, str], cancelled: Mapping[str, int]
) -> tuple[PlatformFulfilment, ...]:
    """Ours by their marks; what else is collected, because somebody completed the order, is one without a name."""
    ours = tuple(
        PlatformFulfilment(reference, lines, reference, f"{marks.REVERSED}{reference}" in own)
        for reference, lines in marks.effects(own, marks.COLLECTED)
    )
    if not _is_completed(answer, own):
        return ours
    known = _sums(effect.lines for effect in ours if not effect.is_cancelled)
    rest = tuple(
        LineQuantity(LineId(line), missing)
        for item in answer.line_items
        if (line := line_id(item)) and (missing := item.quantity - cancelled.get(line, 0) - known.get(line, 0)) > 0
    )
    return (*ours, PlatformFulfilment("completed", rest)) if rest else ours


def _is_completed(answer: OrderAnswer, own: Mapping[str, str]) -> bool:
    """Whether everything is collected; the day of completion stays when a hand-over was taken back since."""
    if answer.status == "refunded" and answer.date_completed_gmt is not None:
        return not any(key.startswith(marks.REVERSED) for key in own)
    return answer.status == "completed"


def _other_effects(
    read: ReadOrder, own: Mapping[str, str], stock_location: str
) -> tuple[tuple[PlatformReturn, ...], tuple[PlatformRestock, ...], dict[str, int]]:
    """Returns, restocks, and the pieces that were taken off before the order was collected.

    Money we give back names no pieces. A refund of nothing is a restock; another with pieces in it was made by
    somebody else, and is a return or, before the order was completed, a cancellation.
    """
    names = {str(item.id): line_id(item) for item in read.answer.line_items}
    returns = [
        PlatformReturn(reference, lines, reference) for reference, lines in marks.effects(own, marks.RETURNED)
    ]
    restocks: list[PlatformRestock] = []
    cancelled: list[Sequence[LineQuantity]] = []
    for refund in read.refunds:
        lines = _refunded_pieces(refund, names)
        if not lines:
            continue
        if not decimal(refund.amount):
            restocks.append(PlatformRestock(str(refund.id), lines, stock_location, refund.reason or ""))
        elif _is_after_collection(refund, read.answer):
            returns.append(PlatformReturn(f"refund-{refund.id}", lines))
        else:
            cancelled.append(lines)
    return tuple(returns), tuple(restocks), _sums(cancelled)


def _is_after_collection(refund: RefundAnswer, answer: OrderAnswer) -> bool:
    return answer.date_completed_gmt is not None and refund.date_created_gmt >= answer.date_completed_gmt


def _refunded_pieces(refund: RefundAnswer, names: Mapping[str, str]) -> tuple[LineQuantity, ...]:
    found = (
        (marks.texts(item.meta_data).get("_refunded_item_id", ""), -item.quantity) for item in refund.line_items
    )
    return tuple(LineQuantity(LineId(names[item]), count) for item, count in found if item in names and count > 0)
