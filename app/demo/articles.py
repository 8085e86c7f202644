"""The assortment: families of models in colours and sizes become sellable variants with valid numbers."""

from dataclasses import dataclass

import msgspec

from app.contract.rows import ArticleRow
from app.demo.articles_data import ArticleData, Family, Planted, article_data
from app.demo.chain_dice import Dice, ean13
from app.demo.pictures import picture_hash

# 839 ends the range GS1 Italy gives out (800-839); the company part 999 is invented.
GTIN_PREFIX = "839999"
ONE_SIZE = "unica"


@dataclass(frozen=True, slots=True)
class Model:
    """A model as designed: `price` is the range its list price lies in, `code` what its SKUs begin with.

    `colours` are (code, word in the noun's gender).
    """

    name: str
    code: str
    brand: str
    category: str
    sizes: tuple[str, ...]
    colours: tuple[tuple[str, str], ...]
    price: tuple[int, int]
    min_age: int
    planted: Planted | None


@dataclass(frozen=True, slots=True)
class Assortment:
    """Articles in order of popularity; `colour_of` gives the colour code of each SKU."""

    models: tuple[Model, ...]
    articles: tuple[ArticleRow, ...]
    by_sku: dict[str, ArticleRow]
    colour_of: dict[str, str]

    def sku(self, name: str, colour: str, size: str = ONE_SIZE) -> str:
        """The SKU of that variant by name, colour code and size; KeyError when the assortment has none."""
        for article in self.articles:
            if (article.name, self.colour_of[article.sku], article.size) == (name, colour, size):
                return article.sku
        raise KeyError((name, colour, size))


def _code(name: str, number: int) -> str:
    words = [word for word in name.split() if len(word) > 1 and word[0].isalpha()]
    return f"{words[0][0]}{words[-1][0]}-{number}".upper()


def _model(data: ArticleData, family: Family, index: int, dice: Dice) -> Model:
    name = f"{family['noun']} {family['lines'][index]}"
    planted = next((entry for entry in data["planted"] if entry["model"] == name), None)
    drawn = dice.some(sorted(data["colours"]), family["colours"])
    codes = planted["colours"] if planted else drawn
    gender = family["gender"]
    words = [data["colours"][code]["m" if gender == "m" else "f"] for code in codes]
    low, high = family["price"]
    return Model(
        name=name,
        code=_code(name, family["number"] + 10 * index),
        brand=dice.pick(data["brands"]["names"]),
        category=family["category"],
        sizes=tuple(data["sizes"][family["sizes"]]),
        colours=tuple(zip(codes, words, strict=True)),
        price=(low, high),
        min_age=family.get("min_age", 0),
        planted=planted,
    )


def build_models(seed: int) -> tuple[Model, ...]:
    """Every model; colours and brand are drawn unless planted."""
    data = article_data()
    dice = Dice(seed, "models")
    return tuple(
        _model(data, family, index, dice) for family in data["families"] for index in range(len(family["lines"]))
    )


def build_assortment(seed: int) -> Assortment:
    """Every variant with SKU, EAN-13, picture and rank; variants of planted models are the most popular."""
    dice = Dice(seed, "articles")
    models = build_models(seed)
    drawn: list[tuple[bool, int, ArticleRow]] = []
    colour_of: dict[str, str] = {}
    for model in models:
        demand = dice.below(1000)
        for code, colour in model.colours:
            is_final_sale = model.planted is None and dice.chance(3)
            for size in model.sizes:
                article = _article(model, code, colour, size, len(colour_of) + 1)
                article = msgspec.structs.replace(article, is_final_sale=is_final_sale)
                colour_of[article.sku] = code
                drawn.append((model.planted is None, demand + dice.below(300), article))
    drawn.sort(key=lambda entry: (entry[0], entry[1], entry[2].sku))
    articles = tuple(msgspec.structs.replace(entry[2], rank=rank) for rank, entry in enumerate(drawn, 1))
    return Assortment(models, articles, {article.sku: article for article in articles}, colour_of)


def _article(model: Model, code: str, colour: str, size: str, number: int) -> ArticleRow:
    sku = f"{model.code}-{code}" if size == ONE_SIZE else f"{model.code}-{code}-{size}"
    article = ArticleRow(
        sku=sku,
        gtin=ean13(f"{GTIN_PREFIX}{number:06d}"),
        model=model.code,
        name=model.name,
        brand=model.brand,
        category=model.category,
        colour=colour,
        size=size,
        rank=number,
        min_age=model.min_age,
    )
    return msgspec.structs.replace(article, image=picture_hash(article))


def variant_words(article: ArticleRow) -> str:
    """What tells variants of a name apart, as papers print it: `blu notte, 42`, or the colour alone."""
    return article.colour if article.size == ONE_SIZE else f"{article.colour}, {article.size}"
