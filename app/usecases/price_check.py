"""One article as the shop sells it: prices and who mends them, its variants, how many pieces stand where."""

from dataclasses import dataclass

from app.domain.catalogue import Availability, StockFacts, explain
from app.domain.commands import KIND_OF, MoveLines
from app.domain.errors import Code, Problem
from app.domain.finding import missing_term
from app.domain.orders import Step
from app.domain.pricing import PriceDifference, PricePlace, price_differences
from app.usecases.orders import body_of, projected
from app.usecases.ports import Clock, Lookups, OutboxState, StoreDoor, TerminalTx
from app.usecases.read_ports import MAX_HITS, ArticleHit, CatalogReads
from app.usecases.station import Operator, Station

MOVE_LINES = KIND_OF[MoveLines]
MAX_PENDING = 1_000


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
    door: StoreDoor
    station: Station

    async def card(self, sku: str, operator: Operator) -> ProductCard:
        """The article. Problem(ARTICLE_UNKNOWN | PERMISSION_DENIED)."""
        operator.need("product.search")
        return await self.shown(sku)

    async def shown(self, sku: str) -> ProductCard:
        """What anybody in the shop may know of an article. Problem(ARTICLE_UNKNOWN)."""
        found = await self.lookups.catalog(lambda reads: _with_variants(reads, sku))
        if found is None:
            raise Problem(Code.ARTICLE_UNKNOWN, sku=sku)
        hit, variants = found
        return ProductCard(hit, variants, _difference(hit), await self._here(hit))

    async def _here(self, hit: ArticleHit) -> Availability | None:
        stock = hit.stock
        if stock is None:
            return None
        missing = await self.door.read(lambda tx: self._missing(tx, hit.article.sku))
        facts = StockFacts(stock.on_hand, stock.reserved, missing, stock.incoming, stock.counted_at)
        return explain(facts, self.clock.now_at())

    def _missing(self, tx: TerminalTx, sku: str) -> int:
        """Pieces somebody did not find for an order that still waits for them."""
        rows = {row.key: row for row in tx.base_find("order", missing_term(sku), MAX_HITS)}
        for key in _missed_here(tx):
            if (row := tx.base_get("order", key)) is not None:
                rows[key] = row
        orders = [projected(tx, row, self.station.store) for row in rows.values()]
        return sum(line.progress.short for order in orders for line in order.lines if line.sku == sku)


def _missed_here(tx: TerminalTx) -> set[str]:
    """Orders of which pieces were missed at this terminal, by what the shop's rows may not say yet."""
    sent = tx.outbox_list((OutboxState.INTENT, OutboxState.ACCEPTED), MAX_PENDING)
    bodies = [body_of(entry) for entry in sent if entry.command.kind == MOVE_LINES]
    return {body.order for body in bodies if isinstance(body, MoveLines) and body.target is Step.SHORT}


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
