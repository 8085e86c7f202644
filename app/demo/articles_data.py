"""The assortment as written in the data file: families, colours, sizes and the planted facts."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import TypedDict, cast


class Colour(TypedDict):
    """How a colour is called with a noun of either gender, and its paint (`rrggbb`)."""

    m: str
    f: str
    rgb: str


class Family(TypedDict, total=False):
    """Models of one noun; `price` is the range of list prices, `colours` how many each model has."""

    noun: str
    gender: str
    category: str
    shape: str
    sizes: str
    number: int
    colours: int
    price: list[int]
    min_age: int
    lines: list[str]


class Planted(TypedDict, total=False):
    """Fixed colours and prices of a model; minor units, absent ones as `list`."""

    model: str
    colours: list[str]
    list: int
    shop: int
    site: int
    promo: str
    lowest30: int


class ArticleData(TypedDict):
    """The whole file."""

    sizes: dict[str, list[str]]
    colours: dict[str, Colour]
    families: list[Family]
    brands: dict[str, list[str]]
    planted: list[Planted]


@cache
def article_data() -> ArticleData:
    """The file, read once."""
    text = files("app.demo").joinpath("data/articles.toml").read_text(encoding="utf-8")
    return cast(ArticleData, tomllib.loads(text))


@cache
def shape_of(name: str) -> str:
    """The drawn shape of an article by the noun its name begins with; a bag when nobody knows the noun."""
    noun = name.partition(" ")[0]
    return next((family["shape"] for family in article_data()["families"] if family["noun"] == noun), "bag")


@cache
def paint_of(colour: str) -> str:
    """The paint (`rrggbb`) of a colour word in either gender; grey when nobody knows the word."""
    colours = article_data()["colours"].values()
    return next((entry["rgb"] for entry in colours if colour in (entry["m"], entry["f"])), "8b93a1")
