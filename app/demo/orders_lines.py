"""Lines as sold: the site's price of the day and a 3x2 shared out over the pieces it is for."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from app.contract.rows import ArticleRow, PriceRow
from app.demo.articles import variant_words
from app.demo.articles_prices import THREE_FOR_TWO
from app.demo.orders_plan import Basket
from app.domain.orders import OrderLine, Progress
from app.domain.values import LineId, Sku, Substitution

RULES = tuple(Substitution)
"""What customers of the sample chain want instead of a missing article, in turn."""


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Articles and prices by SKU."""

    articles: Mapping[str, ArticleRow]
    prices: Mapping[str, PriceRow]


def sell(basket: Basket, catalogue: Catalogue, next_id: Callable[[], str]) -> tuple[OrderLine, ...]:
    """The basket as order lines, all pieces reserved, the discount of the 3x2 taken off."""
    lines = tuple(
        _line(catalogue, sku, quantity, LineId(next_id()), RULES[(len(basket) + position) % len(RULES)])
        for position, (sku, quantity) in enumerate(basket)
    )
    promoted = {sku for sku, _ in basket if catalogue.prices[sku].promo == THREE_FOR_TWO}
    return with_three_for_two(lines, {str(sku) for sku in promoted})


def _line(catalogue: Catalogue, sku: str, quantity: int, line_id: LineId, rule: Substitution) -> OrderLine:
    article = catalogue.articles[sku]
    return OrderLine(
        id=line_id,
        sku=Sku(sku),
        gtin=article.gtin,
        name=article.name,
        variant=variant_words(article),
        unit_price=catalogue.prices[sku].site,
        progress=Progress(reserved=quantity),
        is_final_sale=article.is_final_sale,
        min_age=article.min_age,
        substitution=rule,
    )


def with_three_for_two(lines: tuple[OrderLine, ...], skus: set[str]) -> tuple[OrderLine, ...]:
    """The lines with every third piece of those SKUs free, the cheapest ones; minor units.

    The gift is shared over the lines by what they cost, so that a return can take back its part; the last
    line carries what rounding leaves. Only a line that holds whole bundles by itself is marked as one.
    """
    taking = [line for line in lines if line.sku in skus]
    prices = sorted(line.unit_price for line in taking for _ in range(line.quantity))
    gift = sum(prices[: len(prices) // 3])
    total = sum(prices)
    shares: dict[str, int] = {}
    for line in taking[:-1]:
        shares[line.id] = gift * line.unit_price * line.quantity // total
    if taking:
        shares[taking[-1].id] = gift - sum(shares.values())
    is_bundle = len(taking) == 1 and taking[0].quantity % 3 == 0
    bundles = {line.id: 3 for line in taking if is_bundle}
    return tuple(
        replace(line, discount=shares.get(line.id, 0), bundle_of=bundles.get(line.id, 0)) for line in lines
    )
