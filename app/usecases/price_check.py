"""One article as the shop sells it: prices and who mends them, its variants, how many pieces stand where."""

from dataclasses import dataclass

from app.domain.catalogue import Availability, StockFacts, explain
from app.domain.errors import Code, Problem
from app.domain.pricing import PriceDifference, PricePlace, price_differences
from app.usecases.ports import Clock, Lookups
from app.usecases.read_ports import ArticleHit, CatalogReads
from app.usecases.station import Operator


@dataclass(frozen=True, slots=True)
class ProductCard:
    """An article with the variants of its model (itself among them); None where a feed says nothing of it."""

    hit: ArticleHit
    variants: tuple[ArticleHit, ...]
    difference: PriceDifference | None
    here: Availability | None


@dataclass(frozen=True, slots=True)
class PriceCheck:
    """Looks articles up; lives on the loop. Everything it says is kept on this terminal."""

    lookups: Lookups
    clock: Clock

    async def card(self, sku: str, operator: Operator) -> ProductCard:
        """The article. Problem(ARTICLE_UNKNOWN | PERMISSION_DENIED)."""
        operator.need("product.search")
        found = await self.lookups.catalog(lambda reads: _with_variants(reads, sku))
        if found is None:
            raise Problem(Code.ARTICLE_UNKNOWN, sku=sku)
        hit, variants = found
        return ProductCard(hit, variants, _difference(hit), self._here(hit))

    def _here(self, hit: ArticleHit) -> Availability | None:
        stock = hit.stock
        if stock is None:
            return None
        facts = StockFacts(stock.on_hand, stock.reserved, 0, stock.incoming, stock.counted_at)
        return explain(facts, self.clock.now_at())


def _with_variants(reads: CatalogReads, sku: str) -> tuple[ArticleHit, tuple[ArticleHit, ...]] | None:
    hit = reads.by_sku(sku)
    if hit is None:
        return None
    variants = tuple(reads.of_model(hit.article.model)) if hit.article.model else ()
    return hit, variants if any(other.article.sku == sku for other in variants) else (hit, *variants)


def _difference(hit: ArticleHit) -> PriceDifference | None:
    if hit.price is None:
        return None
    found = price_differences({PricePlace.SHOP: hit.price.shop, PricePlace.SITE: hit.price.site})
    return found[0] if found else None
