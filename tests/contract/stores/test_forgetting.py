"""Commands that central answered for good are forgotten after 35 days; nothing else of the log is."""

from datetime import datetime, timedelta

import msgspec

from app.contract.commands import Outcome, Result
from app.domain.errors import Code, Problem
from app.node.forgetting import forget_commands, forgotten
from app.node.ports import NodeStore
from tests.contract.stores.conftest import NOON

DAY = timedelta(days=1)
STREAM = "T001.1"


def log(
    node_store: NodeStore, *seqs: int, stream: str = STREAM, is_settled: bool = True, outcome: Outcome = Outcome.OK
) -> None:
    with node_store.write() as tx:
        for seq in seqs:
            result = msgspec.json.encode(Result(id=f"{stream}:{seq}", outcome=outcome))
            tx.log(stream, seq, "h", b"c", result, is_settled=is_settled)


def forget(node_store: NodeStore, at: datetime, most: int = 99) -> int:
    """The chore of a night; in how many transactions."""
    rounds, after = 1, 0
    while True:
        with node_store.write() as tx:
            after = forget_commands(tx, at, after, most)
        if not after:
            return rounds
        rounds += 1


def left(node_store: NodeStore, stream: str = STREAM) -> list[int]:
    with node_store.read() as tx:
        return [c.seq for c in tx.logged_until(0, tx.newest(), 99) if c.stream == stream]


def test_what_is_final_goes_after_35_days_and_the_numbers_go_on(node_store: NodeStore) -> None:
    log(node_store, 1, 2, 3)
    log(node_store, 1, stream="T002.1")
    for day in range(36):
        forget(node_store, NOON + day * DAY)
        log(node_store, day + 4)
    assert left(node_store) == list(range(1, 40))
    forget(node_store, NOON + 36 * DAY)
    assert (left(node_store), left(node_store, "T002.1")) == (list(range(4, 40)), [1])
    with node_store.read() as tx:
        assert (forgotten(tx, STREAM), forgotten(tx, "T002.1")) == (3, 0)
        assert (tx.last_seq(STREAM), tx.last_seq("T002.1")) == (39, 1)


def test_what_is_owed_or_waits_for_a_person_stays_with_all_that_came_after_it(node_store: NodeStore) -> None:
    log(node_store, 1)
    log(node_store, 2, is_settled=False)
    log(node_store, 3, 4)
    log(node_store, 1, stream="T002.1")
    log(node_store, 2, stream="T002.1", outcome=Outcome.PARKED)
    log(node_store, 3, 4, stream="T002.1")
    forget(node_store, NOON)
    forget(node_store, NOON + 99 * DAY)
    assert (left(node_store), left(node_store, "T002.1")) == ([2, 3, 4], [2, 3, 4])
    with node_store.write() as tx:
        tx.settle(STREAM, 2, msgspec.json.encode(Result(id=f"{STREAM}:2", outcome=Outcome.OK)))
    forget(node_store, NOON + 100 * DAY)
    assert (left(node_store), left(node_store, "T002.1")) == ([4], [2, 3, 4])


def test_a_long_log_is_gone_through_in_parts(node_store: NodeStore) -> None:
    log(node_store, *range(1, 10))
    forget(node_store, NOON)
    assert forget(node_store, NOON + 50 * DAY, most=4) == 3
    assert left(node_store) == [9]


def test_a_night_that_is_rolled_back_forgot_nothing(node_store: NodeStore) -> None:
    log(node_store, 1, 2, 3)
    forget(node_store, NOON)
    try:
        with node_store.write() as tx:
            forget_commands(tx, NOON + 50 * DAY)
            raise Problem(Code.BUSY)
    except Problem:
        assert left(node_store) == [1, 2, 3]
    with node_store.read() as tx:
        assert tx.last_seq(STREAM) == 3
