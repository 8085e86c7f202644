"""Customers found at a terminal: by name, by the last digits of a number, by keyed hashes; no browsing."""

import pytest

from app.contract.feeds import BadPage, FeedRef, FeedRow
from app.store.terminal_store import SqlTerminalStore
from app.usecases.ports import OPENED, PROFILE, BaseRow
from tests.store.catalogue_rows import customer, gone, page, present

FEED = "finder:corsaviva"
ROWS = [
    present(1, customer("c1", "Giulia Brambilla", "123456", "e1", "k1")),
    present(2, customer("c2", "Nicolò D'Amico", "993456")),
    present(3, customer("c3", "Giulia Rossi")),
]


@pytest.fixture
def filled(terminal: SqlTerminalStore) -> SqlTerminalStore:
    with terminal.write() as tx:
        assert tx.finder.apply(page(FEED, 0, ROWS))
    return terminal


def names(store: SqlTerminalStore, typed: str) -> list[str]:
    with store.read() as tx:
        return [row.id for row in tx.finder.by_name(typed, 20)]


def test_by_name(filled: SqlTerminalStore) -> None:
    assert names(filled, "giul") == ["c1", "c3"]
    assert names(filled, "rossi giulia") == ["c3"]
    assert names(filled, "damico nicolo") == ["c2"]
    assert names(filled, "brambillas") == []
    assert names(filled, "") == []


def test_by_phone_by_keys_and_by_id(filled: SqlTerminalStore) -> None:
    with filled.read() as tx:
        assert [row.id for row in tx.finder.by_phone("56", 20)] == ["c1", "c2"]
        assert [row.id for row in tx.finder.by_phone("+39 333 12 34 56", 20)] == ["c1"]
        assert list(tx.finder.by_phone("", 20)) == []
        assert [row.id for row in tx.finder.by_email("e1")] == ["c1"]
        assert [row.id for row in tx.finder.by_card("k1")] == ["c1"]
        assert list(tx.finder.by_email("")) == []
        assert tx.finder.by_id("c1") == customer("c1", "Giulia Brambilla", "123456", "e1", "k1")
        assert tx.finder.by_id("c9") is None


def test_a_deleted_or_renamed_customer_is_not_found_by_the_old_name(filled: SqlTerminalStore) -> None:
    rows = [gone(4, "c1"), present(5, customer("c3", "Giulia Verdi"))]
    with filled.write() as tx:
        assert tx.finder.apply(page(FEED, 3, rows))
        assert not tx.finder.apply(page(FEED, 3, rows))
    assert names(filled, "giulia") == ["c3"]
    assert names(filled, "rossi") == []
    assert names(filled, "verdi") == ["c3"]
    with filled.read() as tx:
        assert list(tx.finder.by_phone("123456", 20)) == []


def test_a_snapshot_replaces_all(filled: SqlTerminalStore) -> None:
    with filled.write() as tx:
        tx.finder.replace(FeedRef(FEED, "h2", 9), [[present(2, customer("c8", "Anna Neri"))]])
        assert tx.cursor(FEED) == FeedRef(FEED, "h2", 9)
        assert tx.finder.rows("", 9) == [("finder", "c8", 2)]
    assert names(filled, "giulia") == []
    assert names(filled, "anna") == ["c8"]


def test_news_of_a_customer_ends_what_was_kept_of_their_profile(filled: SqlTerminalStore) -> None:
    """Erased, changed, or all of them told anew."""
    with filled.write() as tx:
        for key in ("c1", "c2", "c3"):
            tx.base_put(OPENED, BaseRow(PROFILE, key, 0, b"{}"), ())
        assert tx.finder.apply(page(FEED, 3, [gone(4, "c1"), present(5, customer("c3", "Giulia Verdi"))]))
        assert [key for _, key, _ in tx.base_rows(OPENED)] == ["c2"]
        tx.finder.replace(FeedRef(FEED, "h2", 9), [[present(2, customer("c2", "Nicolò D'Amico"))]])
        assert tx.base_rows(OPENED) == []


def test_a_bad_row_leaves_nothing(filled: SqlTerminalStore) -> None:
    of_another = FeedRow(t="finder", id="c6", rev=5, d=ROWS[0].d)
    with pytest.raises(BadPage), filled.write() as tx:
        tx.finder.apply(page(FEED, 3, [present(4, customer("c4", "Ugo Neri")), of_another]))
    assert names(filled, "ugo") == []
