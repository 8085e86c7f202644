"""A cart held against the shop, in words: a row a line, what must be decided, and the sums."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from app.domain.carts import CartComparison, LineComparison, PriceCheck, StockCheck
from app.domain.values import LineId, LineQuantity
from app.presentation.marks import Glyph, Tone
from app.presentation.wording import Wording

_MISSING = (StockCheck.SHORT, StockCheck.OUT)


class Take(StrEnum):
    """What of a line that is not all here becomes part of the pickup."""

    HERE = "here"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class CartRow:
    """A line: `added` when it was scanned at this counter; `difference` and `is_short` mark its cells."""

    id: str
    sku: str
    name: str
    variant: str
    added: str
    quantity: str
    site: str
    shop: str
    difference: str
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
    title: str
    choices: tuple[tuple[str, str], ...]
    chosen: str


@dataclass(frozen=True, slots=True)
class Sums:
    """Rows of label and amount, then what is to be paid."""

    rows: tuple[tuple[str, str], ...]
    label: str
    total: str


def taken(item: LineComparison, take: Take) -> int:
    """Pieces of a line that go into the pickup."""
    here = 0 if item.offer is None else item.offer.available
    return min(item.line.quantity, here) if item.stock in _MISSING and take is Take.HERE else item.line.quantity


def take_of(item: LineComparison, choices: Mapping[str, Take]) -> Take:
    """What was chosen for a line; without a choice, what is here."""
    return choices.get(item.line.sku, Take.HERE)


def takes(comparison: CartComparison, choices: Mapping[str, Take]) -> tuple[LineQuantity, ...]:
    """The pieces of every line that go into the pickup."""
    return tuple(
        LineQuantity(LineId(item.line.id), taken(item, take_of(item, choices))) for item in comparison.lines
    )


class CartWords:
    """Words a cart in one language and currency; `stores` names the other shops."""

    def __init__(self, words: Wording, currency: str, stores: Mapping[str, str]) -> None:
        self._words, self._currency, self._stores = words, currency, stores

    def _money(self, minor: int, *, is_signed: bool = False) -> str:
        text = self._words.formats.money(minor, self._currency)
        return f"+{text}" if is_signed and minor > 0 else text

    def row(self, item: LineComparison, *, is_added: bool, quantity: int | None = None) -> CartRow:
        """One line; `quantity` is what was asked for and is not written yet."""
        words, line, offer = self._words, item.line, item.offer
        glyph, tone, stock = self._stock(item)
        shop = "—" if offer is None else self._money(offer.price)
        site = self._money(line.unit_price)
        place = self._place(item)
        count = str(line.quantity if quantity is None else quantity)
        difference = self._money(item.difference, is_signed=True) if item.difference else ""
        columns = [words.text(f"customer.cart.{name}") for name in ("site", "shop")]
        parts = (
            f"{count} × {line.name}",
            line.variant,
            f"{columns[0]} {site}",
            f"{columns[1]} {shop}",
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
            glyph=glyph,
            tone=tone,
            stock=stock,
            stock_line=place,
            is_short=item.stock in _MISSING,
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
        if item.stock in _MISSING and item.offer.near:
            pieces, store = max((pieces, store) for store, pieces in item.offer.near.items())
            return self._words.text("customer.stock.near", store=self._stores.get(store, store), n=pieces)
        return self._words.text("customer.stock.place", place=item.offer.place) if item.offer.place else ""

    def decision(self, item: LineComparison, choices: Mapping[str, Take]) -> Decision | None:
        """What must be settled about a line that is not all here."""
        if item.stock not in _MISSING:
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
        return Decision(line.sku, title, offered, take_of(item, choices).value)

    def sums(self, comparison: CartComparison, choices: Mapping[str, Take]) -> Sums:
        """Shop prices of what is taken, what the site's prices change of it, what is to be paid."""
        words, pieces, shop, site = self._words, 0, 0, 0
        for item in comparison.lines:
            count = taken(item, take_of(item, choices))
            pieces += count
            site += count * item.line.unit_price
            shop += count * (item.line.unit_price if item.offer is None else item.offer.price)
        count_words = words.plural("queue.count.pieces", pieces)
        rows = [(words.text("customer.sum.shop", pieces=count_words), self._money(shop))]
        if site != shop:
            rows.append((words.text("customer.sum.site"), self._money(site - shop, is_signed=True)))
        return Sums(tuple(rows), words.text("customer.sum.total"), self._money(site))

    def differences(self, comparison: CartComparison) -> int:
        """Lines whose price or stock differs."""
        prices = (PriceCheck.CHEAPER_HERE, PriceCheck.DEARER_HERE)
        return sum(item.price in prices or item.stock in _MISSING for item in comparison.lines)
