"""The invariants of the protocol, judged against the world and not against what a node believes."""

from collections import Counter
from typing import TYPE_CHECKING

from app.contract.feeds import digest_of
from app.domain.errors import Code
from app.node import feeds
from app.node.custody import alloc_feed, config_feed
from app.node.documents import find_attention, open_attention
from app.node.ports import NodeTx
from app.node.store_node import store_feed
from app.sync import outbox
from app.usecases.ports import OutboxState
from tests.simulation.mutants import Mutant
from tests.simulation.profiles import judge_profiles
from tests.simulation.servers import STORE
from tests.simulation.visits_judged import judge_visits
from tests.simulation.world import read_ledger

if TYPE_CHECKING:
    from tests.simulation.sim import Sim

OPEN = (OutboxState.INTENT, OutboxState.ACCEPTED)
ENDED_BADLY = (OutboxState.REJECTED, OutboxState.PARKED)


def judge(sim: "Sim") -> list[str]:
    """What was violated, by invariant."""
    found: list[str] = []
    with sim.central.store.read() as tx:
        ledger = read_ledger(tx)
        found += _nothing_twice(sim, ledger)
        found += _nothing_lost(sim, tx, ledger)
        found += _in_order(tx)
        found += judge_profiles(sim, tx)
    found += _visible_and_drained(sim)
    found += _converged(sim)
    for node in sim.nodes().values():
        found += node.violations
    if sim.has_visits:
        found += judge_visits(sim)
    return found


def _nothing_twice(sim: "Sim", ledger: list[tuple[str, str, str]]) -> list[str]:
    """I2 and I5."""
    found: list[str] = []
    counts = Counter((what, order) for what, order, _ in ledger)
    orders = {order for _, order, _ in ledger} | {order for order, _ in sim.world.goods_out}
    for order in sorted(orders):
        if counts[("drop", order)] > 1 or len([o for o, _ in sim.world.given_up if o == order]) > 1:
            found.append("I2 given up twice")
        if counts[("remind", order)] > 1:
            found.append("I2 reminded twice")
        if sim.world.net_out(order) > 1:
            found.append("I2 goods handed over twice")
        if counts[("refund", order)] > 1:
            found.append("I2 money refunded twice")
        if counts[("cancel", order)] > 1:
            found.append("I2 cancelled twice")
        if counts[("cancel", order)] and sim.world.net_out(order) > 0:
            found.append("I5 handed over and cancelled")
    if any(n > 1 for n in Counter(ledger).values()):
        found.append("I2 entered twice")
    return found


def _nothing_lost(sim: "Sim", tx: NodeTx, ledger: list[tuple[str, str, str]]) -> list[str]:
    """I1 and I4: what happened is in the ledger; a yes without an act only where a terminal crashed in between."""
    known = {reference for what, _, reference in ledger if what == "out"}
    acted = {command for _, command in sim.world.goods_out}
    found = ["I1 a hand-over is missing at central"] if acted - known else []
    dropped = {reference for what, _, reference in ledger if what == "drop"}
    if {command for _, command in sim.world.given_up} - dropped:
        found.append("I1 what is not wanted is missing at central")
    shelved = Counter((order, task) for what, order, task in ledger if what == "shelved")
    # What an edge that died had cancelled, and told nobody of, fits nothing any more: a person knows.
    told = [(o, t) for o, t, c in sim.world.shelved if find_attention(tx, f"conflict:{c}") is None]
    if Counter(told) - shelved:
        found.append("I1 what was put back is missing at central")
    for command in sorted(known - acted):
        till = sim.tills[command.partition(".")[0]]
        with till.store.read() as terminal:
            entry = terminal.outbox_get(command)
        if entry is None or entry.state not in (OutboxState.ACCEPTED, OutboxState.FINAL):
            found.append("I4 a yes that nobody knows of")
    for command in sorted(sim.world.told_saved):
        stream, _, seq = command.rpartition(":")
        if tx.logged(stream, int(seq)) is None:
            found.append("I1 an acknowledged command is lost")
    return found


def _in_order(tx: NodeTx) -> list[str]:
    """I3: per device a gapless sequence, and no number used for two things."""
    found: list[str] = []
    for stream in ("T100.1", "T200.1", "T300.1", "K100.1", "E100.1", "E200.1"):
        last = tx.last_seq(stream)
        if any(tx.logged(stream, seq) is None for seq in range(1, last + 1)):
            found.append("I3 a gap in a device's commands")
    if any(item.code == Code.SEQ_FORK for item in open_attention(tx, "", 1_000)):
        found.append("I3 one number, two commands")
    return found


def _visible_and_drained(sim: "Sim") -> list[str]:
    """I8 and I9."""
    found: list[str] = []
    for till in sim.tills.values():
        with till.store.read() as tx:
            items = {item.id for item in tx.attention_open(10_000)}
            for entry in tx.outbox_list(ENDED_BADLY, 10_000):
                if not {f"command:{entry.command.id}", f"parked:{entry.command.id}"} & items:
                    found.append("I8 refused, and nobody is told")
            if tx.outbox_list(OPEN, 10) or outbox.is_suspended(tx):
                found.append("I9 a terminal's queue does not drain")
    with sim.edges[sim.edge].store.read() as tx:
        if tx.unsettled(0, 10):
            found.append("I9 the edge's queue does not drain")
        if any(item.code == Code.SEQ_FORK for item in open_attention(tx, "", 1_000)):
            found.append("I3 one number, two commands")
    return found


def _converged(sim: "Sim") -> list[str]:
    """I7: every replica holds what its feed's writer holds."""
    found: list[str] = []
    with sim.central.store.read() as top, sim.edges[sim.edge].store.read() as edge:
        for feed in (alloc_feed(STORE), config_feed(STORE)):
            if feeds.digest(top, feed).sums != feeds.digest(edge, feed).sums:
                found.append("I7 the edge differs from central")
        sums = feeds.digest(edge, store_feed(STORE)).sums
        for till in (t for t in sim.tills.values() if store_feed(STORE) in t.feeds()):
            with till.store.read() as tx:
                mine = digest_of(tx.base_rows(store_feed(STORE)))
            if mine != sums and sim.mutant is not Mutant.ACT_FIRST:
                found.append("I7 a terminal differs from the edge")
    return found
