"""Articles, prices, stock and customers become rows once, and again only when something changed."""

from dataclasses import replace

import pytest
from msgspec import Raw, json

from app.central.connectors.port_inward import PlatformArticle, PlatformStock
from app.central.intake.goods import GoodsIntake, article_row, price_row
from app.central.intake.people import customer_by_ref, take_customers
from app.contract.rows import ArticleRow, FinderRow, PriceRow, StockRow
from app.domain.errors import Code
from app.domain.values import StoreId
from app.hosting.audit import AuditRecord
from tests.unit.connectors.careless import sample_article
from tests.unit.intake.kit import START_AT, Office, sample_customer

SHOE = replace(sample_article("SKU-1", "Scarpa", 4990), list_price=5990, gtin="8399990006942")


def take(office: Office, *articles: PlatformArticle, is_first: bool = False) -> int:
    """How many rows these wrote."""
    goods = GoodsIntake(office.stores, office.desk.configs)
    return office.do(lambda tx: goods.take(tx, articles, START_AT, is_first=is_first))


def stock(office: Office, store: str) -> StockRow:
    """The shoe's stock there."""
    row = office.do(lambda tx: tx.row(f"stock:{store}", "stock", "SKU-1"))
    assert row is not None
    assert isinstance(row.d, Raw)
    return json.decode(row.d, type=StockRow)


def test_an_article_is_a_row_of_catalogue_price_and_each_stock_once() -> None:
    office = Office()
    assert take(office, SHOE) == 4
    before = office.revs()
    assert take(office, SHOE) == 0
    assert office.revs() == before
    assert take(office, replace(SHOE, price=3990)) == 1
    moved = (PlatformStock("ST01", 9, 2), PlatformStock("ST02", 0))
    assert take(office, replace(SHOE, price=3990, stock=moved)) == 2
    assert stock(office, "ST01") == StockRow("SKU-1", 9, 2)
    assert stock(office, "ST02") == StockRow("SKU-1", 0, 0, near={"ST01": 7})


def test_two_places_of_one_store_are_one_stock_and_a_strange_place_is_none() -> None:
    office = Office()
    office.stores["CELLAR"] = StoreId("ST01")
    levels = (PlatformStock("ST01", 3), PlatformStock("CELLAR", 4), PlatformStock("MOON", 90))
    take(office, replace(SHOE, stock=levels))
    assert (stock(office, "ST01").on_hand, stock(office, "ST02").on_hand) == (7, 0)


def test_a_platform_without_places_says_nothing_about_stock() -> None:
    office = Office()
    take(office, SHOE)
    assert take(office, replace(SHOE, stock=())) == 0


def test_what_is_ours_of_an_article_stays() -> None:
    ours = ArticleRow(
        "SKU-1", "", "m", "Scarpa", "", "", "", "", 7, image="a" * 64, is_final_sale=True, min_age=18
    )
    now = article_row(replace(SHOE, name="Scarpa nuova"), ours)
    assert (now.rank, now.image, now.is_final_sale, now.min_age) == (7, "a" * 64, True, 18)
    assert (now.name, now.gtin) == ("Scarpa nuova", SHOE.gtin)


def test_a_shop_price_set_apart_from_the_sites_stays() -> None:
    assert price_row(SHOE, None) == PriceRow("SKU-1", 5990, 4990, 4990)
    apart = PriceRow("SKU-1", 5990, shop=4500, site=4990, promo="Saldi", lowest30=4700)
    assert price_row(replace(SHOE, price=3990), apart) == PriceRow("SKU-1", 5990, 4500, 3990, "Saldi", 4700)
    assert price_row(replace(SHOE, list_price=0, price=6990), None).list == 6990


@pytest.mark.parametrize(
    ("full", "before", "told", "after"),
    [
        (5990, 4990, 4990, 5990),
        (5990, 4990, 3990, 5990),
        (5990, 4990, 6990, 6990),
        (4990, 4990, 3990, 3990),
    ],
)
def test_a_full_price_of_which_the_platform_says_nothing_stays_ours(
    full: int, before: int, told: int, after: int
) -> None:
    """Only where it stands apart: one that is the site's follows the site."""
    known = PriceRow("SKU-1", full, before, before)
    row = price_row(replace(SHOE, list_price=0, price=told), known)
    assert (row.list, row.shop, row.site) == (after, told, told)
    told_apart = price_row(replace(SHOE, list_price=told, price=told), known)
    assert told_apart.list == told


def test_articles_without_a_code_are_reported_once_and_not_sold() -> None:
    office = Office()
    nameless = [replace(SHOE, ref=f"v-{n}", sku="", name=f"Senza {n}") for n in range(2)]
    for _ in range(2):
        assert take(office, *nameless) == 0
    (item,) = office.attention()
    assert (item.code, item.details) == (Code.ARTICLE_WITHOUT_CODE, {"count": 2, "article": "Senza 1"})
    take(office, *(replace(article, sku=f"SKU-{article.ref}") for article in nameless))
    assert office.attention() == []


def people(office: Office, **changes: str | bool) -> int:
    """How many profiles the sample customer, so changed, wrote."""
    told = replace(sample_customer(), **changes)  # type: ignore[arg-type]  # whoever asks names real fields
    desk = office.desk
    return office.do(lambda tx: take_customers(tx, [told], desk.configs[0], desk.rules, START_AT))


def finder(office: Office) -> list[FinderRow]:
    """Who can be found without the line."""
    rows = office.do(lambda tx: tx.live_rows("finder:prova", ("", ""), 100))
    return [json.decode(row.d, type=FinderRow) for row in rows if isinstance(row.d, Raw)]


def test_a_customer_is_found_by_name_and_number_and_written_when_they_change() -> None:
    office = Office()
    assert people(office) == 1
    (row,) = finder(office)
    assert (row.name, row.phone6) == ("Giulia Bianchi", "234567")
    before = office.revs()
    assert people(office) == 0
    assert office.revs() == before
    assert people(office, phone="niente") == 1
    known = office.do(lambda tx: customer_by_ref(tx, "C-1"))
    assert known is not None
    assert (known.id, known.phone, finder(office)[0].phone6) == (row.id, "", "")


def test_of_a_deleted_customer_nothing_stays_but_who_bought() -> None:
    office = Office()
    assert people(office, is_deleted=True) == 0
    people(office)
    assert people(office, is_deleted=True) == 1
    known = office.do(lambda tx: customer_by_ref(tx, "C-1"))
    assert known is not None
    assert (known.display_name, known.email, known.phone) == ("", "", "")
    assert finder(office) == []
    (record,) = office.do(lambda tx: [json.decode(body, type=AuditRecord) for _, body in tx.scan("audit", "", 9)])
    assert (record.event, record.subjects) == ("customer.erase", (known.id,))
    assert people(office, is_deleted=True) == 0


def test_the_first_load_leaves_no_log_behind() -> None:
    office = Office()
    take(office, SHOE, is_first=True)
    state = office.do(lambda tx: tx.feed("catalog:it"))
    assert state is not None
    assert (state.rev, state.floor) == (1, 1)
