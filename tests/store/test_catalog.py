"""`catalog.db`: pages taken in once and in order, the first load beside the live file, the digest's rows."""

from pathlib import Path

import pytest
from msgspec import Raw

from app.contract.feeds import BadPage, FeedRef, FeedRow
from app.contract.rows import PriceRow, StockRow
from app.domain.errors import Problem
from app.store.catalog import CatalogStore
from app.store.catalog_load import loading
from tests.store.catalogue_rows import article, gone, page, present
from tests.store.conftest import KEY


def skus(store: CatalogStore, typed: str, limit: int = 20) -> list[str]:
    with store.read() as tx:
        return [hit.article.sku for hit in tx.search(typed, limit)]


def take(store: CatalogStore, feed: str, start: int, *rows: FeedRow) -> bool:
    with store.write() as tx:
        return tx.apply(page(feed, start, rows))


def test_an_article_comes_with_its_price_and_stock(catalog: CatalogStore) -> None:
    shoe = article("CV1-42", "Scarpa da trail", gtin="8001234567890")
    assert take(catalog, "catalog:it", 0, present(1, shoe))
    assert take(catalog, "price:it", 0, present(1, PriceRow("CV1-42", 12990, 9990, 9490)))
    assert take(catalog, "stock:12", 0, present(1, StockRow("CV1-42", 3, near={"13": 1})))
    with catalog.read() as tx:
        hit = tx.by_sku("CV1-42")
        assert hit is not None
        assert hit.article == shoe
        assert hit.price is not None
        assert (hit.price.list, hit.price.shop, hit.price.site) == (12990, 9990, 9490)
        assert hit.stock is not None
        assert (hit.stock.on_hand, hit.stock.near) == (3, {"13": 1})
        assert list(tx.by_gtin("08001234567890")) == [hit]
        assert list(tx.of_model("CV1")) == [hit]
        assert tx.by_sku("CV1-43") is None
        assert list(tx.by_gtin("0000")) == []


def test_a_page_is_taken_once_and_in_order(catalog: CatalogStore) -> None:
    first = present(1, article("A", "Scarpa"))
    assert take(catalog, "catalog:it", 0, first)
    assert not take(catalog, "catalog:it", 0, first)
    assert not take(catalog, "catalog:it", 2, present(3, article("B", "Maglia")))
    with catalog.write() as tx:
        assert not tx.apply(page("catalog:it", 1, [present(2, article("B", "Maglia"))], history="h2"))
        assert tx.cursor("catalog:it") == FeedRef("catalog:it", "h1", 1)
    assert skus(catalog, "maglia") == []


def test_words_follow_the_article(catalog: CatalogStore) -> None:
    take(catalog, "catalog:it", 0, present(1, article("A", "Scarpa lampo")), present(2, article("B", "Maglia")))
    take(catalog, "catalog:it", 2, present(3, article("A", "Zaino tuono")), gone(4, "B"))
    assert skus(catalog, "lampo") == []
    assert skus(catalog, "tuono") == ["A"]
    assert skus(catalog, "maglia") == []
    take(catalog, "catalog:it", 4, present(5, article("A", "Zaino tuono", active=False)))
    assert skus(catalog, "tuono") == []
    assert skus(catalog, "A") == ["A"], "a code still finds what is not sold any more"


def test_a_row_of_an_old_rev_changes_nothing(catalog: CatalogStore) -> None:
    with catalog.write() as tx:
        tx.take(FeedRef("catalog:it", "h1", 9), [present(9, article("A", "Zaino nuovo"))])
        tx.take(FeedRef("price:it", "h1", 9), [present(9, PriceRow("A", 2, 2, 2))])
        tx.take(FeedRef("catalog:it", "h1", 9), [present(8, article("A", "Zaino vecchio")), gone(7, "A")])
        tx.take(FeedRef("price:it", "h1", 9), [present(8, PriceRow("A", 1, 1, 1)), gone(8, "A")])
    assert skus(catalog, "nuovo") == ["A"]
    assert skus(catalog, "vecchio") == []
    with catalog.read() as tx:
        hit = tx.by_sku("A")
    assert hit is not None
    assert hit.price == PriceRow("A", 2, 2, 2)


@pytest.mark.parametrize(
    "row",
    [
        FeedRow(t="article", id="A", rev=1, d=Raw(b'{"sku": "A"}')),
        FeedRow(t="article", id="A", rev=1, d=Raw(b"not json")),
        present(1, PriceRow("A", 1, 1, 1)),
        FeedRow(t="article", id="B", rev=1, d=present(1, article("A", "Scarpa")).d),
    ],
)
def test_a_page_with_a_row_of_another_kind_leaves_nothing(catalog: CatalogStore, row: FeedRow) -> None:
    with pytest.raises(BadPage):
        take(catalog, "catalog:it", 0, present(1, article("C", "Calza")), row)
    with pytest.raises(BadPage):
        take(catalog, "orders:12", 0, row)
    with catalog.read() as tx:
        assert tx.by_sku("C") is None
        assert tx.cursor("catalog:it").rev == 0


def test_another_price_list_replaces_the_old_one(catalog: CatalogStore) -> None:
    take(catalog, "price:it", 0, present(1, PriceRow("A", 1, 1, 1)), present(2, PriceRow("B", 1, 1, 1)))
    with catalog.write() as tx:
        tx.replace(FeedRef("price:outlet", "h7", 44), [[present(3, PriceRow("A", 7, 7, 7))], []])
    with catalog.read() as tx:
        assert tx.rows("price:outlet", "", 9) == [("price", "A", 3)]
        assert tx.cursor("price:it").rev == 0
        assert tx.cursor("price:outlet") == FeedRef("price:outlet", "h7", 44)


def test_the_first_load_replaces_the_live_file_at_the_end(catalog: CatalogStore) -> None:
    take(catalog, "catalog:it", 0, present(1, article("OLD", "Vecchia")))
    with loading(catalog, KEY) as load:
        load.put(
            FeedRef("catalog:it", "h2", 7), [present(5, article("A", "Scarpa")), present(6, article("B", "Zaino"))]
        )
        load.put(FeedRef("price:it", "h2", 3), [present(3, PriceRow("A", 1, 1, 1))])
        assert skus(catalog, "vecchia") == ["OLD"]
    assert skus(catalog, "vecchia") == []
    assert skus(catalog, "zaino") == ["B"]
    assert skus(catalog, "carp") == ["A"]
    with catalog.read() as tx:
        assert tx.rows("catalog:it", "", 9) == [("article", "A", 5), ("article", "B", 6)]
        assert tx.rows("catalog:it", "A", 1) == [("article", "B", 6)]
        assert tx.cursor("catalog:it") == FeedRef("catalog:it", "h2", 7)
    with catalog.write() as tx:
        assert tx.apply(page("catalog:it", 7, [present(8, article("B", "Borraccia"))], history="h2"))
    assert skus(catalog, "zaino") == []
    assert catalog.quick_check()


def test_a_load_that_breaks_off_leaves_the_live_file(catalog: CatalogStore, tmp_path: Path) -> None:
    take(catalog, "catalog:it", 0, present(1, article("OLD", "Vecchia")))
    with pytest.raises(ConnectionError), loading(catalog, KEY) as load:
        load.put(FeedRef("catalog:it", "h2", 7), [present(5, article("A", "Scarpa"))])
        raise ConnectionError
    assert skus(catalog, "vecchia") == ["OLD"]
    assert not list(tmp_path.glob("*.loading*"))


def test_a_file_of_another_key_does_not_open(catalog: CatalogStore) -> None:
    with pytest.raises(Problem):
        CatalogStore(catalog.path, bytes(32))
