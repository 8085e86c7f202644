"""Search as a person types: words in any order, the last one unfinished, most popular first, never an operator."""

import asyncio
import sqlite3
import threading
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from app.contract.feeds import FeedRef
from app.domain.folding import fold, terms
from app.store.catalog import CatalogStore, CatalogTx
from app.store.deadline import stop_after
from app.store.faults import Interrupted
from app.store.threads import StoreAccess
from app.store.words import _indexable, has_words, index_text, part_query, typed_words, word_query
from app.usecases.read_ports import MAX_HITS, Superseded
from tests.store.catalogue_rows import article, present

NAMES = {
    "A": ("Scarpa D'Amico impermeabilizzata", 3),
    "B": ("Giacca antivento", 1),
    "C": ("Scarpone invernale", 2),
    "D": ("Calza impermeabile", 5),
    "E": ("Perché è così", 9),
}


@pytest.fixture
def filled(catalog: CatalogStore) -> CatalogStore:
    rows = [present(n, article(sku, name, rank=rank)) for n, (sku, (name, rank)) in enumerate(NAMES.items(), 1)]
    with catalog.write() as tx:
        tx.take(FeedRef("catalog:it", "h1", len(rows)), rows)
    return catalog


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("scarp", "CA"),
        ("SCARPA d'am", "A"),
        ("damico", "A"),
        ("amico scarpa", "A"),
        ("d’amico", "A"),
        ("impermeabil", "AD"),
        ("impermeabilizz", "A"),
        ("vento", "B"),
        ("ermeab", "AD"),
        ("perche", "E"),
        ("PERCHÉ cosi", "E"),
        ("c", "CDE"),
        ("scarpa zaino", ""),
        ("", ""),
        ("  ' ", ""),
    ],
)
def test_typed_words_find(filled: CatalogStore, typed: str, expected: str) -> None:
    with filled.read() as tx:
        assert "".join(hit.article.sku for hit in tx.search(typed, 20)) == expected


@pytest.mark.parametrize(
    "typed",
    ['"', "*", "a* OR b*", "NEAR(a b)", "text:a", "^a", "-a", "a AND", "(", "'; DROP TABLE article; --", "%", "_"],
)
def test_operators_are_only_text(filled: CatalogStore, typed: str) -> None:
    with filled.read() as tx:
        tx.search(typed, 20)
        assert len(tx.search("scarp", 20)) == 2


def test_at_most_the_limit(filled: CatalogStore) -> None:
    with filled.read() as tx:
        assert [hit.article.sku for hit in tx.search("scarp", 1)] == ["C"]


def test_more_articles_of_a_rank_than_places_are_all_found(catalog: CatalogStore) -> None:
    rows = [present(n, article(f"S{n:03}", "Cappello", rank=0)) for n in range(1, 41)]
    with catalog.write() as tx:
        tx.take(FeedRef("catalog:it", "h1", 20), rows[:20])
    with catalog.write() as tx:
        tx.take(FeedRef("catalog:it", "h1", 40), rows[20:])
        tx.take(FeedRef("catalog:it", "h1", 41), [present(41, article("TOP", "Cappello", rank=1))])
    with catalog.read() as tx:
        found = [hit.article.sku for hit in tx.search("cappello", MAX_HITS)]
    assert len(set(found)) == 41
    assert found.index("TOP") == 16


_memory = sqlite3.connect(":memory:", check_same_thread=False)
_memory.execute("CREATE VIRTUAL TABLE w USING fts5 (text, tokenize='unicode61', detail=none, prefix='1 2 3')")
_memory.execute("CREATE VIRTUAL TABLE p USING fts5 (text, tokenize='trigram', detail=none)")


@given(st.text(max_size=40))
def test_whatever_is_typed_is_a_query(typed: str) -> None:
    words = typed_words(typed)
    if words:
        _memory.execute("SELECT * FROM w WHERE w MATCH ?", (word_query(words),)).fetchall()
    if parts := part_query(words):
        _memory.execute("SELECT * FROM p WHERE p MATCH ?", (parts,)).fetchall()


@given(st.text(max_size=30), st.integers(1, 20))
def test_a_name_is_found_by_its_own_beginning(name: str, letters: int) -> None:
    typed = fold(name)[:letters]
    words = typed_words(typed)
    if not words:
        return
    text = index_text((name,))
    _memory.execute("DELETE FROM w")
    _memory.execute("INSERT INTO w (text) VALUES (?)", (text,))
    found = _memory.execute("SELECT text FROM w WHERE w MATCH ?", (word_query(words),)).fetchall()
    assert found
    assert has_words(text, words)


@given(st.text("abcAB12'`-_. %", max_size=250))
def test_the_short_way_for_plain_text_is_the_domain_s(text: str) -> None:
    assert _indexable(text) == terms(text)


ENDLESS = "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT count(*) FROM c"


def test_a_statement_stops_at_its_deadline(filled: CatalogStore) -> None:
    with filled.read() as tx:
        with stop_after(tx._connection, 0.01):
            tx.run(ENDLESS)
        assert len(tx.search("scarp", 20)) == 2


def test_another_s_interrupt_is_not_taken_for_the_deadline(filled: CatalogStore) -> None:
    with pytest.raises(Interrupted), filled.read() as tx:
        timer = threading.Timer(0.05, filled.stop.set)
        timer.start()
        with stop_after(tx._connection, 60):
            tx.run(ENDLESS)


async def test_a_newer_search_stops_the_running_and_the_waiting_ones(filled: CatalogStore) -> None:
    access: StoreAccess[CatalogTx] = StoreAccess(filled, filled.stop, "catalog")
    loop, started = asyncio.get_running_loop(), asyncio.Event()

    def endless(tx: CatalogTx) -> int:
        loop.call_soon_threadsafe(started.set)
        tx.run(ENDLESS)
        return 0

    try:
        running = asyncio.create_task(access.search(endless))
        await started.wait()
        waiting = [asyncio.create_task(access.search(endless)) for _ in range(3)]
        await asyncio.sleep(0)
        newest = await access.search(lambda tx: len(tx.search("scarp", 20)))
        assert newest == 2
        for task in (running, *waiting):
            with pytest.raises(Superseded):
                await task
    finally:
        access.close()


def test_what_is_scanned_is_found_by_an_index(catalog: CatalogStore) -> None:
    """A million articles are not read one by one while somebody holds a scanner."""
    asked: list[tuple[str, tuple[str, ...]]] = []

    def hear(*said: Any) -> None:
        asked.append((str(said[2]).strip(), said[3]))

    with catalog.read() as tx:
        sa.event.listen(sa.Engine, "before_cursor_execute", hear)
        try:
            found = [tx.by_sku("A"), *tx.by_gtin("8001234567890"), *tx.of_model("CV1")]
        finally:
            sa.event.remove(sa.Engine, "before_cursor_execute", hear)
        queries = [(query, values) for query, values in asked if query.startswith("SELECT")]
        steps = [row[3] for query, values in queries for row in tx.run(f"EXPLAIN QUERY PLAN {query}", values)]
    assert found == [None]
    assert [step.split()[0] for step in steps if step.split()[1] == "a"] == ["SEARCH"] * 3
