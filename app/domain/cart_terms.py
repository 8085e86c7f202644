"""What a clerk settles about a cart before it is accepted: which pieces are taken, and at whose price."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from app.domain.carts import CartComparison, CartLine, LineComparison, PriceCheck, StockCheck
from app.domain.values import LineId, LinePrice, LineQuantity

MISSING = (StockCheck.SHORT, StockCheck.OUT)
"""There are fewer pieces here than the cart wants."""
DIFFERENT = (PriceCheck.CHEAPER_HERE, PriceCheck.DEARER_HERE)
"""Site and shop ask for different prices: somebody has to choose."""


class Take(StrEnum):
    """What of a line that is not all here is taken."""

    HERE = "here"
    ALL = "all"


class PriceOf(StrEnum):
    """Whose price counts for a line."""

    SITE = "site"
    SHOP = "shop"


@dataclass(frozen=True, slots=True)
class SettledLine:
    """A line as it is accepted: so many pieces, at that price a piece in minor units."""

    item: LineComparison
    pieces: int
    price_of: PriceOf
    unit_price: int

    @property
    def total(self) -> int:
        """What the pieces come to, minor units."""
        return self.pieces * self.unit_price


@dataclass(frozen=True, slots=True)
class Terms:
    """What was chosen, by SKU. A line nobody decided about: the pieces that are here, at the lower price."""

    takes: Mapping[str, Take] = field(default_factory=dict)
    prices: Mapping[str, PriceOf] = field(default_factory=dict)

    def taking(self, sku: str, take: Take) -> "Terms":
        """The terms with another choice of pieces."""
        return replace(self, takes={**self.takes, sku: take})

    def pricing(self, sku: str, price: PriceOf) -> "Terms":
        """The terms with another choice of price."""
        return replace(self, prices={**self.prices, sku: price})

    @classmethod
    def of_lines(cls, comparison: CartComparison, lines: Sequence[CartLine]) -> "Terms":
        """The terms under which lines were settled before: those of a hold."""
        settled = {line.id: line for line in lines}
        known = [(item.line, settled[item.line.id]) for item in comparison.lines if item.line.id in settled]
        return cls(
            {ours.sku: Take.ALL for ours, then in known if then.quantity >= ours.quantity},
            {
                ours.sku: PriceOf.SITE if then.unit_price == ours.unit_price else PriceOf.SHOP
                for ours, then in known
            },
        )

    def take_of(self, item: LineComparison) -> Take:
        """What of a line is taken."""
        return self.takes.get(item.line.sku, Take.HERE)

    def price_of(self, item: LineComparison) -> PriceOf:
        """Whose price counts for a line; without a choice the lower one, the customer has seen both."""
        if item.offer is None:
            return PriceOf.SITE
        lower = PriceOf.SHOP if item.price is PriceCheck.CHEAPER_HERE else PriceOf.SITE
        return self.prices.get(item.line.sku, lower)


@dataclass(frozen=True, slots=True)
class Settled:
    """A cart as it is accepted; amounts in minor units."""

    lines: tuple[SettledLine, ...]

    @property
    def pieces(self) -> int:
        """Pieces that are taken."""
        return sum(line.pieces for line in self.lines)

    @property
    def left(self) -> int:
        """Pieces that stay in the online cart."""
        return sum(line.item.line.quantity - line.pieces for line in self.lines)

    @property
    def total(self) -> int:
        """What is to be paid."""
        return sum(line.total for line in self.lines)

    @property
    def at_shop_prices(self) -> int:
        """What the same pieces come to at the shop's prices; what it does not sell counts at the site's."""
        return sum(line.pieces * _shop_price(line.item) for line in self.lines)

    @property
    def takes(self) -> tuple[LineQuantity, ...]:
        """The pieces taken of every line."""
        return tuple(LineQuantity(LineId(line.item.line.id), line.pieces) for line in self.lines)

    @property
    def as_lines(self) -> tuple[CartLine, ...]:
        """The lines taken, with their pieces and prices."""
        return tuple(
            replace(line.item.line, quantity=line.pieces, unit_price=line.unit_price)
            for line in self.lines
            if line.pieces
        )

    @property
    def prices(self) -> tuple[LinePrice, ...]:
        """The lines taken at another price than the site's."""
        return tuple(
            LinePrice(LineId(line.item.line.id), line.unit_price)
            for line in self.lines
            if line.pieces and line.unit_price != line.item.line.unit_price
        )


def settle(comparison: CartComparison, terms: Terms) -> Settled:
    """The cart under these terms."""
    return Settled(tuple(_settled(item, terms) for item in comparison.lines))


def _settled(item: LineComparison, terms: Terms) -> SettledLine:
    price_of = terms.price_of(item)
    unit_price = _shop_price(item) if price_of is PriceOf.SHOP else item.line.unit_price
    is_cut = item.stock in MISSING and terms.take_of(item) is Take.HERE
    here = 0 if item.offer is None else max(0, item.offer.available)
    pieces = min(item.line.quantity, here) if is_cut else item.line.quantity
    return SettledLine(item, pieces, price_of, unit_price)


def _shop_price(item: LineComparison) -> int:
    return item.line.unit_price if item.offer is None else item.offer.price
