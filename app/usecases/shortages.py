"""Pieces that are missing for good: another article instead, by the customer's rule, or their money back."""

from collections.abc import Callable
from dataclasses import dataclass

from app.domain.errors import Code, Problem
from app.domain.order_commands import GiveUpGoods, SubstituteArticle, SubstituteGoods
from app.domain.orders import Order
from app.domain.shortages import refuse_substitute
from app.domain.staff import action_of
from app.domain.values import LineId, LineQuantity, Sku
from app.usecases.acting import Acting
from app.usecases.ports import Lookups
from app.usecases.read_ports import ArticleHit
from app.usecases.station import Operator


@dataclass(frozen=True, slots=True)
class Shortages:
    """The acts of one station; lives on the loop. Both move money, so nothing is written without the authority.

    `silent_s`: for how many seconds the shop's authority has not answered, 0 while it does.
    """

    lookups: Lookups
    acting: Acting
    new_id: Callable[[], str]
    silent_s: Callable[[], float]

    async def by_code(self, gtin: str) -> ArticleHit:
        """The article of the catalogue with that code. Problem(ARTICLE_UNKNOWN)."""
        hits = await self.lookups.catalog(lambda reads: reads.by_gtin(gtin))
        if not hits:
            raise Problem(Code.ARTICLE_UNKNOWN, gtin=gtin)
        return hits[0]

    def offer(self, order: Order, line: str, hit: ArticleHit, *, is_measured: bool = False) -> SubstituteArticle:
        """The article as it would be given instead of pieces of that line, at what the site asks for it today.

        Problem(SUBSTITUTE_UNPRICED) for one no longer sold, without a price in the order's currency, or whose
        price hangs on the piece; SUBSTITUTE_UNWANTED | SUBSTITUTE_SAME | SUBSTITUTE_DEARER.
        """
        article, price = hit.article, hit.price
        if price is None or price.currency != order.currency or is_measured or not article.active:
            raise Problem(Code.SUBSTITUTE_UNPRICED, article=article.name)
        found = SubstituteArticle(
            Sku(article.sku),
            article.gtin,
            article.name,
            article.variant,
            price.site,
            article.is_final_sale,
            article.min_age,
        )
        refuse_substitute(order.line(line), found, is_agreed=True)
        return found

    async def substitute(
        self,
        order: Order,
        pieces: LineQuantity,
        article: SubstituteArticle,
        operator: Operator,
        *,
        is_agreed: bool,
    ) -> None:
        """The article is in the basket instead of those pieces; the difference goes back to the customer.

        `is_agreed`: they were asked, and said yes. Problem as the domain's, and NO_ANSWER.
        """
        now_at, into = self.acting.clock.now_at(), LineId(self.new_id())
        body = SubstituteGoods(order.id, pieces.line, pieces.quantity, into, article, now_at, is_agreed)
        await self._do(body, operator)

    async def give_up(self, order: Order, pieces: LineQuantity, operator: Operator) -> None:
        """Those pieces will not come, and their money goes back. Problem(WRONG_QUANTITY | NO_ANSWER …)."""
        await self._do(GiveUpGoods(order.id, (pieces,), self.acting.clock.now_at()), operator)

    async def _do(self, body: SubstituteGoods | GiveUpGoods, operator: Operator) -> None:
        operator.need(action_of(body))
        if self.silent_s() > 0:
            raise Problem(Code.NO_ANSWER)
        await self.acting.ask(lambda tx: body, operator.id)
