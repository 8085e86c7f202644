"""What the assortment costs on the site and in the shops, promotions and planted differences included."""

from app.contract.rows import ArticleRow, PriceRow
from app.demo.articles import Assortment, Model
from app.demo.chain_dice import Dice

THREE_FOR_TWO = "3x2"
THREE_FOR_TWO_CATEGORIES = ("Calze",)


def build_prices(seed: int, assortment: Assortment) -> tuple[PriceRow, ...]:
    """One price per SKU, equal in all sizes of a colour, in the articles' order.

    About six in a hundred differ between site and shop: what the price watch finds. `lowest30` stands beside
    every announced reduction (art. 17-bis Cod. consumo); a 3x2 announces none.
    """
    dice = Dice(seed, "prices")
    drawn: dict[tuple[str, str], PriceRow] = {}
    for model in assortment.models:
        price = _ending_90(dice.between(*model.price))
        for code, _ in model.colours:
            drawn[model.code, code] = _planted(model) or _draw(dice, model, price)
    return tuple(
        _row(article, drawn[article.model, assortment.colour_of[article.sku]]) for article in assortment.articles
    )


def _ending_90(amount: int) -> int:
    return max(190, amount // 100 * 100 - 10)


def _planted(model: Model) -> PriceRow | None:
    if model.planted is None:
        return None
    full = model.planted["list"]
    return PriceRow(
        sku="",
        list=full,
        shop=model.planted.get("shop", full),
        site=model.planted.get("site", full),
        promo=model.planted.get("promo", ""),
        lowest30=model.planted.get("lowest30", 0),
    )


def _draw(dice: Dice, model: Model, full: int) -> PriceRow:
    case = dice.below(100)
    if case < 3:
        site = _ending_90(full * 9 // 10)
        return PriceRow(sku="", list=full, shop=full, site=site, promo="Solo online -10 %", lowest30=full)
    if case < 5:
        return PriceRow(sku="", list=full, shop=full, site=full + 300)
    if case < 6:
        shop = _ending_90(full * 85 // 100)
        return PriceRow(sku="", list=full, shop=shop, site=full, promo="Solo in negozio -15 %", lowest30=full)
    if model.category in THREE_FOR_TWO_CATEGORIES:
        return PriceRow(sku="", list=full, shop=full, site=full, promo=THREE_FOR_TWO)
    if case < 18:
        percent = dice.pick((20, 30))
        asked = _ending_90(full * (100 - percent) // 100)
        lowest = full - (full - asked) // dice.pick((2, 3, 1000))
        return PriceRow(
            sku="", list=full, shop=asked, site=asked, promo=f"Fuori tutto -{percent} %", lowest30=lowest
        )
    return PriceRow(sku="", list=full, shop=full, site=full)


def _row(article: ArticleRow, price: PriceRow) -> PriceRow:
    is_last = article.is_final_sale
    half = _ending_90(price.list // 2)
    return PriceRow(
        sku=article.sku,
        list=price.list,
        shop=half if is_last else price.shop,
        site=half if is_last else price.site,
        promo="Ultimi pezzi -50 %" if is_last else price.promo,
        lowest30=price.list if is_last else price.lowest30,
    )
