"""A cart held against the shop, in words: a row a line, what must be decided, and the sums."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.domain.cart_terms import DIFFERENT, MISSING, PriceOf, Settled, Take, Terms
from app.domain.carts import CartComparison, LineComparison, StockCheck
from app.presentation.marks import Glyph, Tone
from app.presentation.wording import Wording

TAKE, PRICE = "take", "price"
"""What a decision is about; before the SKU in its id."""


@dataclass(frozen=True, slots=True)
class CartRow:
    """A line: `added` when it was scanned at this counter; `difference` and `is_short` mark its cells.

    `is_at_shop_price`: where the prices differ, the shop's is the one that counts.
    """

    id: str
    sku: str
    name: str
    variant: str
    added: str
    quantity: str
    site: str
    shop: str
    difference: str
    is_at_shop_price: bool
    glyph: Glyph
    tone: Tone
    stock: str
    stock_line: str
    is_short: bool
    spoken: str


@dataclass(frozen=True, slots=True)
class Decision:
    """Something to settle before the cart is accepted: choices as (value, words)."""

    id: str
    glyph: Glyph
    title: str
    choices: tuple[tuple[str, str], ...]
    chosen: str


@dataclass(frozen=True, slots=True)
class Sums:
    """Rows of label and amount, then what is to be paid. `points`: what they are worth, and the word that uses
    them or does not; empty where there are none."""

    rows: tuple[tuple[str, str], ...]
    label: str
    total: str
    points: str = ""
    use_points: str = ""


@dataclass(frozen=True, slots=True)
class Points:
    """Loyalty points that may pay for some of it: how many, their worth in minor units, whether they do."""

    count: int
    worth: int
    is_used: bool


class CartWords:
    """Words a cart in one language and currency; `stores` names the other shops."""

    def __init__(self, words: Wording, currency: str, stores: Mapping[str, str]) -> None:
        self._words, self._currency, self._stores = words, currency, stores

    def _money(self, minor: int, *, is_signed: bool = False) -> str:
        text = self._words.formats.money(minor, self._currency)
        return f"+{text}" if is_signed and minor > 0 else text

    def row(self, item: LineComparison, terms: Terms, *, is_added: bool, quantity: int | None = None) -> CartRow:
        """One line; `quantity` is what was asked for and is not written yet."""
        words, line, offer = self._words, item.line, item.offer
        glyph, tone, stock = self._stock(item)
        shop = "—" if offer is None else self._money(offer.price)
        site = self._money(line.unit_price)
        place = self._place(item)
        count = str(line.quantity if quantity is None else quantity)
        difference = self._money(item.difference, is_signed=True) if item.difference else ""
        columns = [words.text(f"customer.cart.{name}") for name in ("site", "shop")]
        price_of = terms.price_of(item)
        counts = words.text(f"customer.price.{price_of}") if item.difference else ""
        parts = (
            f"{count} × {line.name}",
            line.variant,
            f"{columns[0]} {site}",
            f"{columns[1]} {shop}",
            counts,
            stock,
            place,
        )
        return CartRow(
            id=line.sku,
            sku=line.sku,
            name=line.name,
            variant=line.variant,
            added=words.text("customer.cart.added") if is_added else "",
            quantity=count,
            site=site,
            shop=shop,
            difference=difference,
            is_at_shop_price=price_of is PriceOf.SHOP,
            glyph=glyph,
            tone=tone,
            stock=stock,
            stock_line=place,
            is_short=item.stock in MISSING,
            spoken=", ".join(part for part in parts if part),
        )

    def _stock(self, item: LineComparison) -> tuple[Glyph, Tone, str]:
        words, here = self._words, 0 if item.offer is None else item.offer.available
        match item.stock:
            case StockCheck.UNKNOWN:
                return Glyph.CIRCLE_QUESTION_MARK, Tone.NEUTRAL, words.text("customer.stock.unknown")
            case StockCheck.OUT:
                return Glyph.TRIANGLE_ALERT, Tone.WARNING, words.text("customer.stock.out")
            case StockCheck.SHORT:
                text = words.text("customer.stock.short", n=here, wanted=item.line.quantity)
                return Glyph.TRIANGLE_ALERT, Tone.WARNING, text
            case _:
                return Glyph.CHECK, Tone.SUCCESS, words.text("customer.stock.here", n=here)

    def _place(self, item: LineComparison) -> str:
        if item.offer is None:
            return ""
        if item.stock in MISSING and item.offer.near:
            pieces, store = max((pieces, store) for store, pieces in item.offer.near.items())
            return self._words.text("customer.stock.near", store=self._stores.get(store, store), n=pieces)
        return self._words.text("customer.stock.place", place=item.offer.place) if item.offer.place else ""

    def decisions(self, item: LineComparison, terms: Terms) -> tuple[Decision, ...]:
        """What must be settled about a line: whose price counts, what becomes of pieces that are not here."""
        found = (self._price(item, terms), self._take(item, terms))
        return tuple(decision for decision in found if decision is not None)

    def _price(self, item: LineComparison, terms: Terms) -> Decision | None:
        if item.price not in DIFFERENT or item.offer is None:
            return None
        words, line = self._words, item.line
        title = words.text("customer.decide.price", name=line.name)
        amounts = {PriceOf.SITE: line.unit_price, PriceOf.SHOP: item.offer.price}
        offered = tuple(
            (of.value, words.text(f"customer.take.{of}", price=self._money(price)))
            for of, price in amounts.items()
        )
        chosen = terms.price_of(item).value
        return Decision(f"{PRICE}:{line.sku}", Glyph.ARROW_LEFT_RIGHT, title, offered, chosen)

    def _take(self, item: LineComparison, terms: Terms) -> Decision | None:
        if item.stock not in MISSING:
            return None
        words, line = self._words, item.line
        here = 0 if item.offer is None else item.offer.available
        if here:
            title = words.plural("customer.decide.short", line.quantity - here, name=line.name)
            only = words.text("customer.take.here", n=here)
        else:
            title, only = words.text("customer.decide.out", name=line.name), words.text("customer.take.none")
        both = words.plural("customer.take.all", line.quantity)
        offered = ((Take.HERE.value, only), (Take.ALL.value, both))
        chosen = terms.take_of(item).value
        return Decision(f"{TAKE}:{line.sku}", Glyph.TRIANGLE_ALERT, title, offered, chosen)

    def sums(self, settled: Settled, label: str, points: Points | None = None) -> Sums:
        """Shop prices of what is taken, what the chosen prices change of it, what is to be paid."""
        words, shop = self._words, settled.at_shop_prices
        count_words = words.plural("queue.count.pieces", settled.pieces)
        rows = [(words.text("customer.sum.shop", pieces=count_words), self._money(shop))]
        if settled.total != shop:
            kept = self._money(settled.total - shop, is_signed=True)
            rows.append((words.text("customer.sum.site"), kept))
        if settled.left:
            rows.append((words.plural("customer.sum.left", settled.left), ""))
        off = points.worth if points is not None and points.is_used else 0
        total = self._money(settled.total - off)
        if points is None or not points.count:
            return Sums(tuple(rows), label, total)
        worth = self._money(-points.worth if points.is_used else points.worth)
        title = words.text("customer.sum.points", n=points.count, worth=worth)
        return Sums(tuple(rows), label, total, title, words.text(f"customer.points.{_USED[points.is_used]}"))

    def differences(self, comparison: CartComparison) -> int:
        """Lines whose price or stock differs."""
        return sum(item.price in DIFFERENT or item.stock in MISSING for item in comparison.lines)


_USED = {False: "use", True: "keep"}
