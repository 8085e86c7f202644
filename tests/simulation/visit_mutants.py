"""What the mutants of visits do wrong, done to a node from outside: the product has no switch for it."""

from dataclasses import replace
from datetime import datetime

import msgspec

from app.contract.commands import CommandLine
from app.contract.feeds import FeedRow
from app.domain.announcing import Word
from app.domain.commands import MoveVisit
from app.domain.orders import Order
from app.domain.visits import VisitState
from app.node import feeds
from app.node.custody import alloc_feed
from app.node.documents import put_visit
from app.node.intake import decode_body
from app.node.ports import NewRow, NodeTx
from app.node.store_node import StoreNode
from app.node.told_visits import TOLD
from app.node.visitors import WORD
from app.node.visits import VISIT, visits_here
from tests.simulation.visiting import HELD, STORE

_words = msgspec.json.Decoder(Word)


class Deaf(StoreNode):
    """An authority that does not end the visit of who got their goods."""

    __slots__ = ()

    def join_visits(self, tx: NodeTx, before: Order, after: Order, at: datetime) -> None:
        """Nothing follows."""


def forget_claims(tx: NodeTx, lines: list[CommandLine]) -> None:
    """An authority that looks for no colleague when another one asks for a car."""
    bodies = [decode_body(line.cmd) for line in lines if line.cmd.kind == "visit.move"]
    asked = {body.visit for body in bodies if isinstance(body, MoveVisit) and body.target is VisitState.CLAIMED}
    for visit in visits_here(tx):
        if visit.state in HELD and visit.id in asked:
            put_visit(tx, replace(visit, state=VisitState.ARRIVED, claimed_by="", claimed_at=None))


def leave_visits(tx: NodeTx) -> None:
    """A succession in which the visits stay behind."""
    feed = alloc_feed(STORE)
    rows = [row for row in feeds.live_rows(tx, feed) if row.t == VISIT]
    if rows:
        tx.append(feed, [NewRow(row.t, row.id, None) for row in rows])


def without_rows(lines: list[CommandLine]) -> list[CommandLine]:
    """Head office makes each move anew in the order of the log, however the visits stand at the shop."""
    return [msgspec.structs.replace(line, rows=()) for line in lines]


def forget_how_new(tx: NodeTx) -> None:
    """Head office takes what it hears last for what is newest."""
    for name, _ in tx.scan(TOLD, "", 1_000):
        tx.drop(TOLD, name)


def say_again(tx: NodeTx, now_at: datetime) -> None:
    """An authority that takes an old word for a new one."""
    rows: list[FeedRow] = list(feeds.live_rows(tx, alloc_feed(STORE))) if tx.feed(alloc_feed(STORE)) else []
    for row in rows:
        if row.t == WORD and isinstance(row.d, msgspec.Raw):
            tx.drop("word_heard", row.id)
            word = replace(_words.decode(row.d), at=now_at)
            tx.put(WORD, row.id, msgspec.json.encode(word))
