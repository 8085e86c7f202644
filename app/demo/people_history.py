"""What customers did before, on every channel: their orders, and invented purchases and contacts around them."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from app.contract.rows import ArticleRow
from app.demo.articles import variant_words
from app.demo.chain_dice import Dice
from app.domain.customers import Customer, HistoryEntry
from app.domain.orders import Order

DAY = 86_400
CHANNELS = ("site", "app", "shop", "call_centre", "marketplace")
_EXAMPLES = 15
_CONTACTS = (
    "Chiesta la taglia di {name}",
    "Chiesta la consegna di un ordine",
    "Chiesto se {name} torna disponibile",
    "Segnalato un indirizzo da correggere",
)


def with_history(
    seed: int,
    now_at: datetime,
    customers: Sequence[Customer],
    orders: Iterable[Order],
    articles: Sequence[ArticleRow],
) -> tuple[Customer, ...]:
    """The customers with history (newest first) and wish list. The first ones used all five channels."""
    dice = Dice(seed, "history")
    bought: dict[str, list[HistoryEntry]] = defaultdict(list)
    for order in orders:
        bought[order.customer].append(_of_order(order))
    popular = articles[: len(articles) // 4]
    full: list[Customer] = []
    for number, customer in enumerate(customers):
        channels = CHANNELS if number < _EXAMPLES else dice.some(CHANNELS, dice.below(5))
        drawn = [_drawn(dice, now_at, customer, channel, popular) for channel in channels]
        entries = sorted((*bought[customer.id], *drawn), key=lambda entry: entry.at, reverse=True)
        wishes = tuple(article.sku for article in dice.some(popular, dice.below(4)))
        full.append(replace(customer, history=tuple(entries), wish_list=wishes))
    return tuple(full)


def pieces_words(pieces: int) -> str:
    """`1 articolo`, `3 articoli`."""
    return f"{pieces} articolo" if pieces == 1 else f"{pieces} articoli"


def _of_order(order: Order) -> HistoryEntry:
    pieces = sum(line.quantity for line in order.lines)
    paid = sum(line.paid for line in order.lines) + order.shipping
    return HistoryEntry(
        order.placed_at, order.channel, "order", f"Ordine {order.number}, {pieces_words(pieces)}", paid
    )


def _drawn(
    dice: Dice, now_at: datetime, customer: Customer, channel: str, articles: Sequence[ArticleRow]
) -> HistoryEntry:
    age_s = int((now_at - customer.since_at).total_seconds())
    at = dice.ago(now_at, DAY, min(age_s, 700 * DAY))
    article = dice.pick(articles)
    if channel == "call_centre":
        return HistoryEntry(at, channel, "contact", dice.pick(_CONTACTS).format(name=article.name))
    if channel == "app" and dice.chance(50):
        return HistoryEntry(at, channel, "contact", f"Aggiunto ai desideri: {article.name}")
    summary = f"Acquisto: {article.name}, {variant_words(article)}"
    return HistoryEntry(at, channel, "purchase", summary, dice.between(10, 180) * 100 - 10)
