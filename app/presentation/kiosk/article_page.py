"""An article as a customer asks for it: what it costs, whether it is here in their size, where it stands."""

from datetime import datetime

from app.contract.rows import PriceRow
from app.presentation.article_words import ArticleWords, by_size, free_pieces, split_place
from app.presentation.kiosk.blocks import Block, Note, Option, Options, Price, Sign
from app.presentation.marks import Glyph, Tone
from app.presentation.wording import Wording
from app.usecases.price_check import ProductCard

MAX_SIZES = 12
OLD_S = 3600.0


def blocks(
    words: Wording, card: ProductCard, now_at: datetime, age_s: float | None, *, has_picture: bool
) -> tuple[tuple[Block, ...], tuple[Block, ...]]:
    """What is read, and the sizes that can be pressed; `age_s`: how old what this kiosk knows is."""
    article, price = card.hit.article, card.hit.price
    asked = words.text("kiosk.article.ask") if price is None else words.formats.money(price.shop, price.currency)
    was, line = _before(words, price, now_at, age_s)
    head = Price(article.name, article.variant, asked, was, line, article.sku if has_picture else "")
    sizes = _sizes(words, card)
    return (head, _answer(words, card), *_aged(words, age_s)), (Options(sizes),) if sizes else ()


def _before(words: Wording, price: PriceRow | None, now_at: datetime, age_s: float | None) -> tuple[str, str]:
    if price is None or price.list <= price.shop:
        return "", ""
    was = words.formats.money(price.list, price.currency)
    return was, ArticleWords(words, now_at, age_s).lowest(price)


def _sizes(words: Wording, card: ProductCard) -> tuple[Option, ...]:
    here = card.hit.article
    same = sorted((hit for hit in card.variants if hit.article.colour == here.colour), key=by_size)
    if len(same) < 2:
        return ()
    return tuple(
        Option(
            f"sku:{hit.article.sku}",
            hit.article.size or "—",
            words.text("kiosk.size.here", n=free) if (free := free_pieces(hit)) else words.text("kiosk.size.gone"),
            hit.article.sku == here.sku,
            is_gone=not free,
        )
        for hit in same[:MAX_SIZES]
    )


def _answer(words: Wording, card: ProductCard) -> Block:
    """Yes and where, the last one, or no and what to do."""
    size = card.hit.article.size
    name = "of_size" if size else "plain"
    pieces = 0 if card.here is None else card.here.promisable
    if not pieces:
        near = sum(card.hit.stock.near.values()) if card.hit.stock else 0
        line = words.text("kiosk.no.stock.near" if near else "kiosk.no.stock.ask")
        return Note(line, words.text(f"kiosk.no.stock.{name}", size=size), Glyph.CIRCLE_X, Tone.WARNING)
    title = words.plural(f"kiosk.yes.{name}", pieces, size=size)
    place = card.hit.stock.place if card.hit.stock else ""
    if pieces == 1 or not place:
        line = words.text("kiosk.yes.last" if pieces == 1 else "kiosk.yes.ask")
        at = words.text("kiosk.yes.at", place=place) if place else ""
        return Note(f"{at} {line}".strip(), title, Glyph.CIRCLE_CHECK, Tone.SUCCESS)
    aisle, shelf = split_place(place)
    where = words.text("kiosk.yes.aisle", aisle=aisle, shelf=shelf) if aisle else ""
    return Sign(title, f"{aisle}{shelf}", where, Glyph.MAP_PIN)


def _aged(words: Wording, age_s: float | None) -> tuple[Note, ...]:
    if age_s is None or age_s < OLD_S:
        return ()
    return (Note(words.text("kiosk.article.old", age=words.duration(round(age_s))), glyph=Glyph.CLOCK),)
