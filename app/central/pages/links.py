"""The links to customers' pages: unguessable, made of a secret and never kept, over with the order or in time."""

import hashlib
import hmac
from base64 import urlsafe_b64encode
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import msgspec

from app.domain.orders import Order
from app.domain.values import OrderId
from app.node.documents import find_order
from app.node.ports import NodeTx

PAGE = "page"
TOKEN_BYTES = 18
"""144 bits: nobody tries them all, and nothing else protects a page."""
LEAST_LIFE = timedelta(days=3)
AFTER_HOLD = timedelta(days=1)
AFTER_END = timedelta(hours=24)
"""How long who has their goods may still look at the page."""
_MOST = 500


@dataclass(frozen=True, slots=True)
class Page:
    """A page that was given out, kept under the hash of its token; `generation` is that of the pickup code."""

    order: OrderId
    generation: int
    until_at: datetime


_pages = msgspec.json.Decoder(Page)


@dataclass(frozen=True, slots=True)
class Links:
    """Makes links. `key` is central's own for this; `base` is where customers reach the pages, without `/` at its
    end. Immutable, any thread."""

    key: bytes
    base: str

    def __repr__(self) -> str:
        """Without the key."""
        return f"Links(base={self.base!r})"

    def url(self, subject: str) -> str:
        """The link for a subject that `give` wrote down."""
        return f"{self.base}/p/{self.token(subject)}"

    def token(self, subject: str) -> str:
        """What stands in the link."""
        digest = hmac.digest(self.key, subject.encode(), "sha256")
        return urlsafe_b64encode(digest[:TOKEN_BYTES]).decode()

    def give(self, tx: NodeTx, order: Order, now_at: datetime) -> str:
        """Open the order's page, or keep it open for longer; the subject its link is made of.

        A new pickup code ends the links given before, as it ends the codes.
        """
        subject = f"{order.id}:{order.pickup.generation}"
        until_at = max((order.hold_until or now_at) + AFTER_HOLD, now_at + LEAST_LIFE)
        _put_page(tx, hash_of(self.token(subject)), Page(order.id, order.pickup.generation, until_at))
        return subject


def hash_of(token: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def open_order(tx: NodeTx, token: str, now_at: datetime) -> Order | None:
    """The order of a page that is open; None for a token nobody gave out, and for one that is over."""
    body = tx.get(PAGE, hash_of(token))
    page = None if body is None else _pages.decode(body)
    order = None if page is None else find_order(tx, page.order)
    if page is None or order is None or now_at >= _until(page, order):
        return None
    return None if _is_over(order, page, now_at) else order


def _until(page: Page, order: Order) -> datetime:
    """When its time is over: what was given, or what a hold that was extended since gives."""
    return page.until_at if order.hold_until is None else max(page.until_at, order.hold_until + AFTER_HOLD)


def _is_over(order: Order, page: Page, now_at: datetime) -> bool:
    """Cancelled, under a newer code, or collected a day ago."""
    if order.cancelled_at is not None or order.pickup.is_revoked or order.pickup.generation != page.generation:
        return True
    return order.is_collected and now_at >= collected_at(order, now_at) + AFTER_END


def collected_at(order: Order, now_at: datetime) -> datetime:
    """When the last of it left."""
    return max((handover.act.at for handover in order.live_handovers), default=now_at)


def forget_pages(tx: NodeTx, now_at: datetime) -> tuple[OrderId, ...]:
    """Forget pages whose time is over; whose orders those were. One whose order is held for longer by now stays,
    with its new time."""
    over: list[OrderId] = []
    for found in tx.find(PAGE, "until:", _MOST):
        page = _pages.decode(found.body)
        if page.until_at > now_at:
            break
        order = find_order(tx, page.order)
        until_at = page.until_at if order is None else _until(page, order)
        if order is not None and until_at > now_at and not _is_over(order, page, now_at):
            _put_page(tx, found.key, replace(page, until_at=until_at))
            continue
        tx.drop(PAGE, found.key)
        over.append(page.order)
    return tuple(over)


def _put_page(tx: NodeTx, key: str, page: Page) -> None:
    tx.put(PAGE, key, msgspec.json.encode(page), [f"until:{page.until_at.isoformat()}"])
