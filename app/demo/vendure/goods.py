"""Puts the sample's articles into Vendure: products with colours and sizes, their prices and their stock."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from app.contract.rows import ArticleRow
from app.demo.chain_model import DemoChain
from app.demo.vendure.api import VendureApi
from app.demo.vendure.kept import Told
from app.demo.vendure.market import MAIN_PLACE

_IN_RESERVE = 5
"""Pieces of every article beyond what the sample's orders and carts take."""


@dataclass(frozen=True, slots=True)
class Goods:
    """Vendure's ids: of variants by SKU, of products by our model."""

    variants: Mapping[str, str]
    products: Mapping[str, str]


def put_goods(admin: VendureApi, chain: DemoChain, places: Mapping[str, str], told: Told) -> Goods:
    """Every article of the chain; `places` are the stock locations of its shops, `told` hears how far it is."""
    models: dict[str, list[ArticleRow]] = {}
    for article in chain.articles:
        models.setdefault(article.model, []).append(article)
    facets = {
        "brand": _facet(admin, "brand", "Marca", [article.brand for article in chain.articles]),
        "category": _facet(admin, "category", "Categoria", [article.category for article in chain.articles]),
    }
    prices = {price.sku: price.site for price in chain.prices}
    levels = stock_levels(chain, places)
    variants: dict[str, str] = {}
    products: dict[str, str] = {}
    for model, articles in models.items():
        told("articles", len(variants), len(chain.articles))
        first = articles[0]
        values = [facets["brand"][first.brand], facets["category"][first.category]]
        products[model] = _product(admin, first, values)
        variants |= _variants(admin, products[model], articles, prices, levels)
    return Goods(variants, products)


def stock_levels(chain: DemoChain, places: Mapping[str, str]) -> dict[str, dict[str, int]]:
    """Pieces on hand by SKU and stock location. What the sample's orders hold is taken from the main one, where
    Vendure holds it, so in the shops stands what is free there."""
    sold: Counter[str] = Counter()
    for order in chain.orders:
        sold.update({line.sku: line.quantity for line in order.lines})
    levels: dict[str, dict[str, int]] = {}
    for store, rows in chain.stock.items():
        for row in rows:
            here = levels.setdefault(row.sku, {MAIN_PLACE: row.warehouse + sold[row.sku] + _IN_RESERVE})
            here[places[store]] = row.on_hand - row.reserved
    return levels


def _facet(admin: VendureApi, code: str, name: str, values: Iterable[str]) -> dict[str, str]:
    told = {
        "code": code,
        "isPrivate": False,
        "translations": [{"languageCode": "it", "name": name}],
        "values": [
            {"code": f"{code}-{n}", "translations": [{"languageCode": "it", "name": value}]}
            for n, value in enumerate(dict.fromkeys(values))
        ],
    }
    made = admin.call("mutation($i:CreateFacetInput!){createFacet(input:$i){values{id name}}}", i=told)
    return {value["name"]: value["id"] for value in made["createFacet"]["values"]}


def _product(admin: VendureApi, first: ArticleRow, facets: list[str]) -> str:
    text = {"languageCode": "it", "name": first.name, "slug": first.model.lower(), "description": ""}
    told = {"translations": [text], "facetValueIds": facets}
    made = admin.call("mutation($i:CreateProductInput!){createProduct(input:$i){id}}", i=told)
    return str(made["createProduct"]["id"])


def _variants(
    admin: VendureApi,
    product: str,
    articles: Sequence[ArticleRow],
    prices: Mapping[str, int],
    levels: Mapping[str, Mapping[str, int]],
) -> dict[str, str]:
    colours = _options(admin, product, "colour", "Colore", [a.colour for a in articles])
    sizes = _options(admin, product, "size", "Taglia", [a.size for a in articles])
    told = [
        {
            "productId": product,
            "sku": article.sku,
            "price": prices[article.sku],
            "enabled": article.active,
            "optionIds": [colours[article.colour], sizes[article.size]],
            "translations": [{"languageCode": "it", "name": f"{article.name} {article.variant}"}],
            "customFields": {"gtin": article.gtin},
            "stockLevels": [
                {"stockLocationId": place, "stockOnHand": count}
                for place, count in levels[article.sku].items()
                if count
            ],
        }
        for article in articles
    ]
    made = admin.call(
        "mutation($i:[CreateProductVariantInput!]!){createProductVariants(input:$i){id sku}}", i=told
    )
    return {variant["sku"]: variant["id"] for variant in made["createProductVariants"]}


def _options(admin: VendureApi, product: str, code: str, name: str, values: Iterable[str]) -> dict[str, str]:
    told = {
        "code": code,
        "translations": [{"languageCode": "it", "name": name}],
        "options": [
            {"code": f"{code}-{n}", "translations": [{"languageCode": "it", "name": value}]}
            for n, value in enumerate(dict.fromkeys(values))
        ],
    }
    made = admin.call(
        "mutation($i:CreateProductOptionGroupInput!){createProductOptionGroup(input:$i){id options{id name}}}",
        i=told,
    )["createProductOptionGroup"]
    admin.call(
        "mutation($p:ID!,$g:ID!){addOptionGroupToProduct(productId:$p,optionGroupId:$g){id}}",
        p=product,
        g=made["id"],
    )
    return {option["name"]: option["id"] for option in made["options"]}
