"""An article of a wish list in words: what it costs here and whether it is here."""

from app.presentation.customer_state import WishRow
from app.presentation.marks import Glyph, Mark, Tone
from app.presentation.wording import Wording
from app.usecases.read_ports import ArticleHit


def wish_row(hit: ArticleHit, words: Wording) -> WishRow:
    """The article as a row."""
    article = hit.article
    here = 0 if hit.stock is None else max(0, hit.stock.on_hand - hit.stock.reserved)
    price = "" if hit.price is None else words.formats.money(hit.price.shop, hit.price.currency)
    line = " · ".join(part for part in (article.size, article.colour, price) if part)
    mark = (
        Mark(words.text("customer.stock.here", n=here), Glyph.CHECK, Tone.SUCCESS)
        if here
        else Mark(words.text("customer.stock.out"), Glyph.CIRCLE_X, Tone.NEUTRAL)
    )
    return WishRow(article.sku, article.sku, article.name, line, mark, f"{article.name}, {line}, {mark.words}")
