"""A platform's order as an order of ours, to the cent; pure."""

import hashlib
from collections.abc import Sequence
from dataclasses import replace

from app.central.connectors.port import PlatformLine, PlatformOrder, PlatformState
from app.central.intake.rules import SITE, IntakeRules
from app.domain.customers import Customer, phone_tail
from app.domain.orders import Order, OrderLine, Payment, Progress
from app.domain.refunds import cost_of
from app.domain.substitutes import handed_over_for, kept_for, sold_lines
from app.domain.values import ByWeight, CustomerId, LineId, LineQuantity, OrderId, Sku, StoreId


def new_order(
    told: PlatformOrder, store: StoreId, who: Customer | None, order_id: OrderId, rules: IntakeRules
) -> Order:
    """The order as it is when it is first heard of; `who` is None for a guest, known by what the order says.

    What the customer has, or what was cancelled, is so from the beginning; everything else waits to be picked. The
    platform's total rules (`settled`).
    """
    lines, shipping = settled(told)
    name = told.customer_name if who is None else who.display_name
    order = Order(
        id=order_id,
        public_no=_public_no(told.ref),
        number=told.number,
        store=store,
        channel=SITE,
        customer=CustomerId(f"guest-{order_id}") if who is None else who.id,
        customer_name=short_name(name),
        placed_at=told.placed_at,
        lines=lines,
        payment=Payment("", ""),
        currency=told.currency,
        phone_tail=phone_tail(rules.phone(told.customer_phone) or ("" if who is None else who.phone)),
        shipping=shipping,
        promised_at=told.placed_at + rules.promise,
        cancelled_at=told.updated_at if told.state is PlatformState.CANCELLED else None,
        closed_at=told.updated_at if told.state is PlatformState.COLLECTED else None,
        platform_ref=told.ref,
    )
    return replace(order, payment=payment(told, order))


def payment(told: PlatformOrder, order: Order) -> Payment:
    """How it was paid, by the platform's word; `order` has the lines its store has, which may be others.

    What the platform cancelled its store cancels too (`gone_there`), so it counts as gone already. What the store
    gave up does not, nor what was weighed: it is taken off what is owed once, by its line.
    """
    if told.is_paid:
        return Payment("site", told.payment)
    sold = {line.id: line.quantity for line in told.lines}
    lines = [replace(line, weight=None) for line in order.lines]
    cost = sum(cost_of(line, min(line.quantity, sold.get(line.id, 0))) for line in lines) + order.shipping
    return Payment("at_pickup", told.payment, is_paid=False, correction=told.owed - cost, deposit=told.deposit)


def gone_there(order: Order, told: PlatformOrder) -> tuple[LineQuantity, ...]:
    """What the platform still has of the lines of which its store has more pieces that have not left: the store
    cancels those."""
    sold = {line.id: line.quantity for line in told.lines}
    return tuple(
        LineQuantity(line.id, sold.get(line.id, 0))
        for line in sold_lines(order)
        if max(sold.get(line.id, 0), handed_over_for(order, line)) < kept_for(order, line)
    )


def settled(told: PlatformOrder) -> tuple[tuple[OrderLine, ...], int]:
    """The lines and the shipping, minor units, that add up to what was charged.

    A total below their sum is a discount that the platform did not spread: each line bears its share, by what it
    costs, cents left over going to the largest remainders. A total above it is a charge that is no article, and is
    counted with the shipping; but where a total stays when pieces are cancelled, what went back of it is not.
    """
    paid = [max(0, line.unit_price * line.quantity - line.discount) for line in told.lines]
    missing = sum(paid) + told.shipping - told.total
    shipping = told.shipping
    if missing < 0:
        shipping += max(0, -missing - (told.refunded if told.charged is None else 0))
        shares = [0] * len(paid)
    else:
        shares = spread(min(missing, sum(paid)), paid)
        shipping -= max(0, missing - sum(paid))
    lines = [
        _line(line, cost - share, told.state) for line, cost, share in zip(told.lines, paid, shares, strict=True)
    ]
    return tuple(line for line in lines if line.quantity > 0), max(0, shipping)


def spread(amount: int, weights: Sequence[int]) -> list[int]:
    """`amount` in whole parts by weight, none larger than its weight; `amount` is at most their sum."""
    total = sum(weights)
    if not total:
        return [0] * len(weights)
    shares = [amount * weight // total for weight in weights]
    rests = sorted(range(len(weights)), key=lambda n: (-(amount * weights[n] % total), n))
    for n in rests[: amount - sum(shares)]:
        shares[n] += 1
    return shares


def _line(line: PlatformLine, paid: int, state: PlatformState) -> OrderLine:
    return OrderLine(
        id=LineId(line.id),
        sku=Sku(line.sku),
        gtin=line.gtin,
        name=line.name,
        variant=line.variant,
        unit_price=line.unit_price,
        progress=_progress(line, state),
        discount=line.unit_price * line.quantity - paid,
        returned=min(line.returned, line.quantity),
        substitution=line.substitution,
        weight=ByWeight(line.ordered_g) if line.ordered_g and line.quantity == 1 else None,
    )


def _progress(line: PlatformLine, state: PlatformState) -> Progress:
    if state is PlatformState.CANCELLED:
        return Progress(cancelled=line.quantity)
    gone = line.quantity if state is PlatformState.COLLECTED else min(line.fulfilled, line.quantity)
    return Progress(reserved=line.quantity - gone, handed_over=gone)


def handed_over_there(order: Order, told: PlatformOrder) -> Order:
    """An order that central holds, and the platform delivered."""
    lines = [replace(line, progress=Progress(handed_over=line.quantity)) for line in order.lines]
    return replace(order, lines=tuple(lines), closed_at=told.updated_at)


def short_name(name: str) -> str:
    """`Giulia B.` of `Giulia Bianchi`."""
    words = name.split()
    return f"{words[0]} {words[-1][0]}." if len(words) > 1 else name.strip()


def _public_no(ref: str) -> int:
    return int.from_bytes(hashlib.blake2b(f"{SITE}/{ref}".encode(), digest_size=8).digest(), "big")
