"""The large chain repeats, is valid row by row, and is made fast enough to be no part of what is measured."""

import hashlib
import time
from collections import deque
from datetime import UTC, datetime
from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum import ean

from app.demo.bulk import (
    MAX_ARTICLES,
    bulk_articles,
    bulk_finder,
    bulk_gtin,
    bulk_prices,
    bulk_sku,
    bulk_stock,
)
from app.demo.bulk_orders import bulk_orders
from app.demo.chain_stores import BOLOGNA, MILANO
from tests.unit.demo.built import built

NOW_AT = datetime(2026, 3, 5, 9, 31, tzinfo=UTC)


def _key(text: str) -> str:
    return hashlib.blake2b(text.encode(), key=b"store", digest_size=16).hexdigest()


@given(st.integers(min_value=0, max_value=MAX_ARTICLES - 1))
def test_every_number_makes_a_valid_gtin(number: int) -> None:
    gtin = bulk_gtin(number)
    assert ean.is_valid(gtin)
    assert len(gtin) == 13
    assert not gtin.startswith("839999")


def test_articles_are_unique_ranked_and_repeat() -> None:
    rows = list(bulk_articles(3, 5_000))
    assert len({row.sku for row in rows}) == len({row.gtin for row in rows}) == 5_000
    assert [row.rank for row in rows] == list(range(1, 5_001))
    assert rows == list(bulk_articles(3, 5_000))
    assert rows != list(bulk_articles(4, 5_000))
    assert len({row.model for row in rows[:100]}) == 100


def test_bulk_numbers_do_not_meet_those_of_the_sample_chain() -> None:
    sample = {article.gtin for article in built().articles}
    assert not sample & {row.gtin for row in bulk_articles(3, 20_000)}


def test_prices_and_stock_are_of_the_same_articles() -> None:
    skus = [bulk_sku(number) for number in range(2_000)]
    prices = list(bulk_prices(3, 2_000))
    stock = list(bulk_stock(3, NOW_AT, MILANO, 2_000))
    assert [row.sku for row in prices] == [row.sku for row in stock] == skus
    assert all(0 < row.site <= row.shop <= row.list for row in prices)
    assert any(row.site != row.shop for row in prices)
    assert any(row.on_hand == 0 for row in stock)
    assert all("MI01" not in row.near for row in stock)


def test_finder_rows_are_unique_and_carry_the_given_hash() -> None:
    rows = list(bulk_finder(3, _key, 5_000))
    assert len({row.id for row in rows}) == len({row.email_key for row in rows}) == 5_000
    assert len({row.card_key for row in rows}) == 5_000
    assert all(len(row.phone6) == 6 and len(row.card_key) == 32 for row in rows)
    assert rows == list(bulk_finder(3, _key, 5_000))


def test_orders_of_two_shops_never_meet_and_are_handable() -> None:
    here = list(bulk_orders(3, NOW_AT, MILANO, 400))
    there = list(bulk_orders(3, NOW_AT, BOLOGNA, 400))
    for keys in (
        [o.id for o in here + there],
        [o.number for o in here + there],
        [o.public_no for o in here + there],
    ):
        assert len(set(keys)) == 800
    assert sum(order.is_collected for order in here) == 200
    assert all(order.is_collected or order.is_staged for order in here)
    assert here == list(bulk_orders(3, NOW_AT, MILANO, 400))


def test_more_articles_than_there_are_numbers_are_refused() -> None:
    with pytest.raises(ValueError, match="articles"):
        next(bulk_articles(3, MAX_ARTICLES + 1))


def test_begins_at_once_and_holds_no_rows() -> None:
    assert len(list(islice(bulk_articles(3), 10))) == 10


@pytest.mark.bench
def test_makes_fifty_thousand_articles_a_second() -> None:
    begun_s = time.perf_counter()
    deque(bulk_articles(3, 200_000), maxlen=0)
    assert 200_000 / (time.perf_counter() - begun_s) >= 50_000
