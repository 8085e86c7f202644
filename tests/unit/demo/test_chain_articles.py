"""The assortment is large enough, sellable, and priced with the planted differences."""

import re
from collections import Counter

from stdnum import ean

from tests.unit.demo.built import built

LOOK_OF_SKU = re.compile(r"[A-Z]{2}-\d{4}-[A-Z]{2}(-[0-9A-Z-]+)?")


def test_has_two_thousand_variants_with_unique_keys() -> None:
    articles = built().articles
    assert len(articles) >= 2_000
    for keys in ([a.sku for a in articles], [a.gtin for a in articles], [a.rank for a in articles]):
        assert len(set(keys)) == len(articles)
    assert [a.rank for a in articles] == list(range(1, len(articles) + 1))


def test_every_gtin_is_an_italian_ean13() -> None:
    for article in built().articles:
        assert ean.is_valid(article.gtin), article.gtin
        assert len(article.gtin) == 13
        assert 800 <= int(article.gtin[:3]) <= 839


def test_skus_are_readable_and_names_italian() -> None:
    articles = built().articles
    assert all(LOOK_OF_SKU.fullmatch(a.sku) for a in articles)
    assert {"Maglia Corsa", "Scarpa Aurora 3", "Borraccia termica 0,7 l"} <= {a.name for a in articles}
    colours = {(a.name.split()[0], a.colour) for a in articles}
    assert ("Maglia", "nera") in colours
    assert not any(noun in ("Maglia", "Scarpa", "Giacca") and colour == "nero" for noun, colour in colours)


def test_prices_follow_the_articles_and_differ_in_about_six_of_a_hundred() -> None:
    chain = built()
    assert [p.sku for p in chain.prices] == [a.sku for a in chain.articles]
    differing = sum(p.site != p.shop for p in chain.prices)
    assert 0.04 <= differing / len(chain.prices) <= 0.085
    assert any(p.site < p.shop for p in chain.prices)
    assert any(p.site > p.shop for p in chain.prices)


def test_reductions_say_the_lowest_price_of_thirty_days() -> None:
    for price in built().prices:
        assert 0 < min(price.shop, price.site) <= price.list or price.site > price.shop
        if price.promo and price.promo != "3x2":
            assert min(price.shop, price.site) <= price.lowest30 <= price.list


def test_promotions_final_sale_and_age_checks_are_there() -> None:
    chain = built()
    promos = Counter(p.promo for p in chain.prices)
    assert promos["3x2"] >= 40
    assert sum(count for promo, count in promos.items() if "%" in promo) >= 100
    assert 20 <= sum(a.is_final_sale for a in chain.articles) <= 250
    assert {a.min_age for a in chain.articles} == {0, 18}


def test_stock_covers_what_orders_reserve_and_has_gaps() -> None:
    chain = built()
    skus = [a.sku for a in chain.articles]
    for store, rows in chain.stock.items():
        assert [row.sku for row in rows] == skus
        assert all(0 <= row.reserved <= row.on_hand for row in rows)
        assert sum(row.on_hand == row.reserved for row in rows) > 100
        assert sum(row.reserved for row in rows) > 20
        assert all(str(store) not in row.near for row in rows)
    places = {place.code for place in chain.places}
    assert {row.place for rows in chain.stock.values() for row in rows} <= places
