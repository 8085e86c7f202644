"""Behind a cursor no row is missed, however slowly and concurrently writers commit."""

import asyncio
import random
import threading
from collections.abc import Callable, Iterator

import pytest
import sqlalchemy as sa

from app.central.persistence.engine import make_engine
from app.central.persistence.schema import upgrade
from app.contract.node_records import NewRow
from app.domain.errors import Code, Problem
from app.hosting.dbthread import DbThread
from app.hosting.node_access import NodeAccess, PokeHub
from app.node.ports import NodeTx
from app.store.database import EngineTransactions
from app.store.node_store import SqlNodeStore

WRITERS = 6
ROUNDS = 24


@pytest.fixture
def engine(postgres_url: str) -> Iterator[sa.Engine]:
    made = make_engine(postgres_url)
    upgrade(made)
    yield made
    made.dispose()


def slow_writer(store: SqlNodeStore, number: int, failures: list[Exception]) -> None:
    """Transactions that take their time before, and after, they append."""
    dice = random.Random(number)
    pause = threading.Event()
    for round_ in range(ROUNDS):
        try:
            with store.write() as tx:
                pause.wait(dice.choice([0, 0.001, 0.01]))
                if round_ % 2:
                    tx.append("f", [NewRow("order", f"{number}-{round_}", b"1")])
                else:
                    tx.log(f"T{number:03}.1", round_ + 1, "h", b"c", b"r", is_settled=False)
                pause.wait(dice.choice([0, 0.001, 0.01]))
        except Problem as problem:
            failures.append(problem)


def follow(store: SqlNodeStore, is_done: Callable[[], bool]) -> tuple[list[int], list[int]]:
    """What a poller sees behind its cursors: revs of the feed, and numbers of what is owed upwards."""
    revs: list[int] = []
    owed: list[int] = []
    while True:
        is_last = is_done()
        with store.read() as tx:
            revs += [row.rev for row in tx.changes("f", revs[-1] if revs else 0, 7)]
            owed += [logged.n for logged in tx.unsettled(owed[-1] if owed else 0, 7)]
            state = tx.feed("f")
        assert state is not None
        if is_last and revs[-1:] == [state.rev] and len(owed) == WRITERS * ROUNDS // 2:
            return revs, owed


def test_a_poller_misses_nothing_among_slow_writers(engine: sa.Engine) -> None:
    store = SqlNodeStore(EngineTransactions(engine))
    with store.write() as tx:
        tx.open_feed("f", "h1")
    failures: list[Exception] = []
    threads = [threading.Thread(target=slow_writer, args=(store, n, failures)) for n in range(WRITERS)]
    for thread in threads:
        thread.start()
    revs, owed = follow(store, lambda: not any(thread.is_alive() for thread in threads))
    for thread in threads:
        thread.join()
    assert failures == []
    assert revs == list(range(1, WRITERS * ROUNDS // 2 + 1))
    assert owed == sorted(owed)


def test_a_lock_serialises_a_decision(engine: sa.Engine) -> None:
    store = SqlNodeStore(EngineTransactions(engine))
    with store.write() as tx:
        tx.put("order", "o1", b"0")

    def add_one() -> None:
        with store.write() as tx:
            tx.lock("order:o1", "another")
            body = tx.get("order", "o1")
            assert body is not None
            threading.Event().wait(0.005)
            tx.put("order", "o1", str(int(body) + 1).encode())

    threads = [threading.Thread(target=add_one) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with store.read() as tx:
        assert tx.get("order", "o1") == b"6"


async def test_a_deadlock_is_run_again(engine: sa.Engine) -> None:
    """Two processes of one central: each has its own thread to the database."""
    store = SqlNodeStore(EngineTransactions(engine))
    both = threading.Barrier(2)
    attempts: list[str] = []

    def cross(first: str, second: str) -> Callable[[NodeTx], None]:
        def work(tx: NodeTx) -> None:
            attempts.append(first)
            tx.lock(first)
            if len(attempts) <= 2:
                both.wait()
            tx.lock(second)

        return work

    threads = [DbThread(f"db{n}") for n in range(2)]
    one, other = (NodeAccess(store, thread, PokeHub()) for thread in threads)
    await asyncio.gather(one.write(cross("a", "b")), other.write(cross("b", "a")))
    for thread in threads:
        thread.close()
    assert len(attempts) == 3


def test_a_number_taken_meanwhile_is_a_lost_race(engine: sa.Engine) -> None:
    store = SqlNodeStore(EngineTransactions(engine))
    with store.write() as slow:
        assert slow.last_seq("T001.1") == 0
        assert slow.logged("T001.1", 1) is None
        with store.write() as quick:
            quick.log("T001.1", 1, "h", b"c", b"r", is_settled=True)
        with pytest.raises(Problem) as raised:
            slow.log("T001.1", 1, "h", b"c", b"r", is_settled=True)
    assert raised.value.code is Code.BUSY


def test_a_text_postgresql_cannot_hold_is_a_bad_request(engine: sa.Engine) -> None:
    store = SqlNodeStore(EngineTransactions(engine))
    with pytest.raises(Problem) as raised, store.write() as tx:
        tx.put("order", "o\0", b"1")
    assert raised.value.code is Code.BAD_REQUEST


def test_a_lost_server_is_busy(engine: sa.Engine) -> None:
    store = SqlNodeStore(EngineTransactions(engine))
    kill = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() "
    with pytest.raises(Problem) as raised, store.write() as tx:
        with engine.begin() as other:
            other.exec_driver_sql(kill + "AND datname = current_database()")
        tx.get("order", "o1")
    assert raised.value.code is Code.BUSY
