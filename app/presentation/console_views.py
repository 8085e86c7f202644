"""What the command line shows of things: plain JSON, people masked."""

from collections.abc import Sequence
from datetime import datetime
from typing import TypeAlias

from app.contract.rows import FinderRow
from app.domain.customers import Customer, masked
from app.domain.errors import Code, Problem
from app.domain.handover import amount_due
from app.domain.holds import CartHold
from app.domain.orders import Order
from app.domain.queue import Queued, QueueState
from app.presentation.jobs import LinkFacts
from app.usecases.ports import AttentionItem, OutboxEntry
from app.usecases.read_ports import ArticleHit
from app.usecases.serve_cart import ServedCart
from app.usecases.spool import PrintJob

Json: TypeAlias = "str | int | float | bool | Sequence[Json] | dict[str, Json] | None"
Data: TypeAlias = "dict[str, Json]"


def finder(row: FinderRow) -> Data:
    """A customer as found: name and the last digits."""
    return {"id": row.id, "name": row.name, "phone": f"••• {row.phone6[-4:]}" if row.phone6 else ""}


def profile(customer: Customer, orders: Sequence[Order], age_s: float | None) -> Data:
    """A profile that a purpose opened; contact stays masked. `age_s`: how old a copy kept here is."""
    shown = masked(customer)
    return {
        "id": customer.id,
        "name": customer.display_name,
        "phone": shown.phone,
        "email": shown.email,
        "level": customer.loyalty_level,
        "points": customer.loyalty_points,
        "sizes": dict(customer.sizes),
        "consents": {consent.purpose: consent.is_given for consent in customer.consents},
        "channels": sorted({entry.channel for entry in customer.history}),
        "orders": [order(found) for found in orders],
        "age_s": age_s,
    }


def visit(queued: Queued | None) -> str:
    """The number or bay of whoever is here for an order; empty while nobody is."""
    if queued is None or queued.visit is None or queued.state is not QueueState.ARRIVED:
        return ""
    return queued.visit.number or queued.visit.place


def order(found: Order) -> Data:
    """An order: number, what stands where, who it is for in short, what is still to be paid in minor units."""
    return {
        "id": found.id,
        "number": found.number,
        "customer": found.customer_name,
        "store": found.store,
        "lines": [
            {
                "name": line.name,
                "variant": line.variant,
                "quantity": line.quantity,
                "gtin": line.gtin,
                "min_age": line.min_age,
                "handed_over": line.progress.handed_over,
            }
            for line in found.lines
        ],
        "places": sorted({c.place for c in found.containers if c.place}),
        "is_ready": found.ready_at is not None,
        "is_collected": found.is_collected,
        "due": amount_due(found),
        "handovers": [h.act.id for h in found.live_handovers],
        "signed": [h.signed.value for h in found.live_handovers if h.signed is not None],
    }


def cart(served: ServedCart) -> Data:
    """A cart line by line against shop price and stock; amounts in minor units."""
    return {
        "id": served.cart.id,
        "rev": served.cart.rev,
        "site_total": served.comparison.site_total,
        "shop_total": served.comparison.shop_total,
        "lines": [
            {
                "sku": item.line.sku,
                "name": item.line.name,
                "variant": item.line.variant,
                "quantity": item.line.quantity,
                "site": item.line.unit_price,
                "shop": None if item.offer is None else item.offer.price,
                "price": item.price.value,
                "stock": item.stock.value,
                "available": 0 if item.offer is None else item.offer.available,
            }
            for item in served.comparison.lines
        ],
    }


def hold(found: CartHold) -> Data:
    """Pieces of a cart that stand aside here."""
    return {
        "cart": found.cart,
        "customer": found.customer_name,
        "pieces": found.pieces,
        "until": found.until_at.isoformat(),
    }


def article(hit: ArticleHit) -> Data:
    """An article with price and stock here; amounts in minor units."""
    found = hit.article
    return {
        "sku": found.sku,
        "gtin": found.gtin,
        "name": found.name,
        "variant": found.variant,
        "shop": None if hit.price is None else hit.price.shop,
        "site": None if hit.price is None else hit.price.site,
        "on_hand": 0 if hit.stock is None else hit.stock.on_hand,
        "place": "" if hit.stock is None else hit.stock.place,
    }


def attention(item: AttentionItem, *, is_harmless: bool) -> Data:
    """An item a person must settle; `is_harmless`: by saying only that it was seen."""
    return {
        "id": item.id,
        "code": item.code,
        "subject": item.subject,
        "details": dict(item.details),
        "at": item.at.isoformat(),
        "is_harmless": is_harmless,
    }


def paper(job: PrintJob) -> Data:
    """A paper in the queue, or one that came out."""
    return {"id": job.id, "document": job.document_id, "copy": job.copy_no, "state": job.state.value}


def details(entry: OutboxEntry) -> Data:
    """The flat facts of an answer."""
    return {} if entry.result is None else dict(entry.result.details)


def status(
    link: LinkFacts,
    entries: Sequence[OutboxEntry],
    items: Sequence[AttentionItem],
    now_at: datetime,
    printer_code: str = "",
) -> Data:
    """Facts, never one light: link, freshness, backlog, attention, and why the printer does not print."""
    oldest = min((entry.created_at for entry in entries), default=None)
    return {
        "is_up": link.is_up,
        "is_linked": link.is_office_up if link.is_up else None,
        "code": link.code,
        "is_full": link.is_full,
        "age_s": link.age_s,
        "backlog": len(entries),
        "oldest_s": None if oldest is None else (now_at - oldest).total_seconds(),
        "attention": len(items),
        "printer": printer_code,
        "clock": link.clock_code,
    }


def last_handover(order: Order) -> str:
    """Its id; Problem(NOT_REVERSIBLE) when there is none to take back."""
    if not order.live_handovers:
        raise Problem(Code.NOT_REVERSIBLE, order=order.number)
    return order.live_handovers[-1].act.id
