"""The bags of an order at the counter: which ones to fetch, and where they stand."""

from collections.abc import Collection

from app.domain.orders import STANDING, Container, Order
from app.presentation.order_state import Bag
from app.presentation.wording import Wording
from app.usecases.plain_text import plain

MAX_BAG = 12


def bags_shown(order: Order, scanned: Collection[str], *, is_done: bool) -> tuple[Bag, ...]:
    """The bags to fetch; after the hand-over those that went."""
    return tuple(Bag(c.id, plain(c.code, MAX_BAG), c.id in scanned) for c in _bags(order, is_done=is_done))


def bags_line(order: Order, scanned: Collection[str], words: Wording, *, is_done: bool) -> str:
    """How many of them were scanned; nothing once they went."""
    bags = _bags(order, is_done=is_done)
    if not bags or is_done:
        return ""
    return words.text("order.bags.scanned", n=sum(c.id in scanned for c in bags), total=len(bags))


def places_shown(order: Order, *, is_done: bool) -> tuple[str, ...]:
    """Where those bags stand, each place once."""
    return tuple(sorted({c.place for c in _bags(order, is_done=is_done) if c.place}))


def place_line(order: Order, words: Wording, *, is_done: bool) -> str:
    """What kind of place that is, or that there is nothing to fetch yet."""
    if places_shown(order, is_done=is_done):
        return words.text("order.place.shelf")
    return "" if order.live_handovers else words.text("order.place.none")


def _bags(order: Order, *, is_done: bool) -> list[Container]:
    if is_done and order.live_handovers:
        gone = {piece.container for piece in order.live_handovers[-1].taken}
        return [c for c in order.containers if c.id in gone]
    return [c for c in order.containers if c.state in STANDING]
