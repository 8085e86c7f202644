"""Two people decide about one blind return at once, over each database that head office may run on."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from app.central.settling import MATCH, Settle, match_return, settle
from app.contract.commands import CommandLine
from app.domain.errors import Code, Problem
from app.domain.values import OrderId, Sku
from app.node.chain_node import ChainNode, NoRecorder
from app.node.custody import alloc_feed, publish_config
from app.node.documents import find_return, get_order, put_order
from app.node.intake import Sender
from app.node.ports import NodeStore, NodeTx
from tests.contract.stores.conftest import encrypted_node_store, postgres_node_store
from tests.unit.domain.samples import NOW_AT, STORE
from tests.unit.node.shop import EDGE, collected, command, return_body, shop_config

ITEM = "return:r-1"
ORDERS = ("o-4790", "o-4791")


@pytest.fixture(params=["sqlcipher", "postgres"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[NodeStore]:
    """Head office's store with a blind return and two orders it may belong to."""
    if request.param == "sqlcipher":
        with encrypted_node_store(tmp_path / "node.db") as made:
            fill(made)
            yield made
    else:
        with postgres_node_store(request.getfixturevalue("postgres_url")) as made:
            fill(made)
            yield made


def fill(store: NodeStore) -> None:
    """Goods came in, and nobody knows of which order."""
    with store.write() as tx:
        tx.open_feed(alloc_feed(STORE), "a1")
        tx.open_feed(f"config:{STORE}", "c1")
        publish_config(tx, shop_config())
        for number in (4790, 4791):
            put_order(tx, collected(number))
    line = CommandLine(cmd=command(return_body(None), 1), epoch=1)
    with store.write() as tx:
        [made] = ChainNode(NoRecorder()).receive(tx, Sender(EDGE, STORE, is_relay=True), [line], NOW_AT)
    assert made.code == Code.RETURN_UNMATCHED, made


def matched(tx: NodeTx, order: str) -> None:
    """Somebody says it is of that order."""
    asked = Settle(ITEM, MATCH, "op-01", order, ["a"])
    settle(tx, asked, NoRecorder(), lambda tx, intent, at: None, NOW_AT)


def matched_only(tx: NodeTx, order: str) -> None:
    """The same without the item."""
    match_return(tx, "r-1", Settle(ITEM, MATCH, "op-01", order, ["a"]), NoRecorder(), NOW_AT)


class Noticed:
    """A transaction of which somebody hears when it comes to its first lock."""

    def __init__(self, tx: NodeTx, at_lock: threading.Event) -> None:
        self._tx, self._at_lock = tx, at_lock

    def lock(self, *names: str) -> None:
        self._at_lock.set()
        self._tx.lock(*names)

    def __getattr__(self, name: str) -> object:
        return getattr(self._tx, name)


@pytest.mark.parametrize("work", [matched, matched_only])
def test_the_second_of_two_sees_what_the_first_decided(
    store: NodeStore, request: pytest.FixtureRequest, work: Callable[[NodeTx, str], None]
) -> None:
    has_one_writer = "sqlcipher" in request.node.name
    under_way, refused = threading.Event(), list[Problem]()

    def second() -> None:
        if has_one_writer:
            under_way.set()
        try:
            with store.write() as tx:
                work(Noticed(tx, under_way), ORDERS[1])  # type: ignore[arg-type]  # a transaction but for its class
        except Problem as problem:
            refused.append(problem)

    other = threading.Thread(target=second)
    with store.write() as tx:
        work(tx, ORDERS[0])
        other.start()
        assert under_way.wait(30)
    other.join()
    assert [problem.code for problem in refused] == [Code.STEP_NOT_ALLOWED]
    with store.read() as tx:
        case = find_return(tx, "r-1")
        assert case is not None
        assert case.order == ORDERS[0]
        assert [get_order(tx, OrderId(order)).line("a").returned for order in ORDERS] == [1, 0]


def test_a_piece_is_not_matched_to_a_line_of_another_article(store: NodeStore) -> None:
    with store.write() as tx:
        order = get_order(tx, "o-4790")
        put_order(tx, replace(order, lines=tuple(replace(line, sku=Sku("shoe")) for line in order.lines)))
    with pytest.raises(Problem) as refused, store.write() as tx:
        matched(tx, "o-4790")
    assert refused.value.code is Code.NOT_BOUGHT_HERE
    with store.write() as tx:
        matched(tx, "o-4791")


def test_a_blind_return_is_closed_unmatched_only_for_a_reason(store: NodeStore) -> None:
    def close(reason: str) -> None:
        with store.write() as tx:
            asked = Settle(ITEM, "noted", "op-01", reason=reason)
            settle(tx, asked, NoRecorder(), lambda tx, intent, at: None, NOW_AT)

    with pytest.raises(Problem) as refused:
        close("")
    assert refused.value.code is Code.BAD_REQUEST
    close("bought elsewhere, given back to the customer")
