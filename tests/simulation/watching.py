"""What somebody sees who stands beside a shop's authority: whom it gave a car to, and who took one from whom."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime

from app.contract.commands import CommandLine, Outcome, Result
from app.domain.commands import MoveVisit
from app.domain.visits import LIVE_VISITS, VisitState
from app.node.documents import find_visit
from app.node.intake import decode_body, decode_result
from app.node.ports import NodeTx
from app.node.visits import visits_here, visits_of
from tests.simulation.visiting import HELD, Comings

WORD_HEARD = "word_heard"


@dataclass(slots=True)
class Watch:
    """Counts claims by the answers of one authority; what it keeps itself is believed only where a claim ends."""

    comings: Comings
    holders: dict[str, str] = field(default_factory=dict)
    answered: set[str] = field(default_factory=set)
    violations: list[str] = field(default_factory=list)

    def begin(self, tx: NodeTx) -> None:
        """A new authority: who holds what is as it was handed to it."""
        self.holders = {v.id: v.claimed_by for v in visits_here(tx) if v.state in HELD}

    def heard(self, tx: NodeTx, lines: list[CommandLine]) -> None:
        """A batch came: what has its answer already gets the same one, and nothing follows from that."""
        for line in lines:
            stream, _, seq = line.cmd.id.rpartition(":")
            logged = tx.logged(stream, int(seq))
            if logged is not None and decode_result(logged).outcome is not Outcome.PARKED:
                self.answered.add(line.cmd.id)

    def answers(self, tx: NodeTx, lines: list[CommandLine], results: list[Result], now_at: datetime) -> None:
        """A batch was answered."""
        causes: set[str] = set()
        for line, result in zip(lines, results, strict=True):
            if result.outcome is not Outcome.OK or result.id in self.answered:
                continue
            self.answered.add(result.id)
            body = decode_body(line.cmd)
            if isinstance(body, MoveVisit):
                self.comings.taken(result.id, body)
                self._move(line.cmd.actor, body, causes)
                self._left(tx, body)
            else:
                causes.add(line.cmd.key.partition(":")[2])
        self._taken_away(tx, causes)
        self.once(tx, now_at)

    def _move(self, actor: str, body: MoveVisit, causes: set[str]) -> None:
        match body.target:
            case VisitState.CLAIMED:
                if self.holders.setdefault(body.visit, actor) != actor:
                    self.violations.append("V1 two colleagues have one car")
                self.holders[body.visit] = actor
            case VisitState.LEFT:
                self.holders.pop(body.visit, None)
                causes.update(body.orders)
            case VisitState.ARRIVED if actor and not body.place:
                self.holders.pop(body.visit, None)
                causes.update(body.orders)
            case _:
                pass

    def _left(self, tx: NodeTx, body: MoveVisit) -> None:
        """Nobody is waited for any more; who left a visit that had ended before may be here again since."""
        order_id = body.orders[0]
        live = [visit for visit in visits_of(tx, order_id) if visit.state in LIVE_VISITS]
        if body.target is VisitState.LEFT and not live:
            self.comings.left[order_id] = self.comings.happened()

    def _taken_away(self, tx: NodeTx, causes: set[str]) -> None:
        for name in list(self.holders):
            visit = find_visit(tx, name)
            if visit is not None and visit.state in HELD:
                continue
            del self.holders[name]
            if visit is None or not causes & set(visit.orders):
                self.violations.append("V1 a car was taken out of a colleague's hands")

    def words(self, tx: NodeTx, now_at: datetime) -> None:
        """What customers said was heard, or a day ended: that ends visits, and gives nobody's car away."""
        for order_id, n in tx.scan(WORD_HEARD, "", 100):
            self.comings.word_heard(order_id, int(n))
        for name in list(self.holders):
            visit = find_visit(tx, name)
            if visit is not None and visit.state in HELD:
                continue
            del self.holders[name]
            if visit is None or visit.state in LIVE_VISITS:
                self.violations.append("V1 a car was taken out of a colleague's hands")
        self.once(tx, now_at)

    def once(self, tx: NodeTx, now_at: datetime) -> None:
        """Who comes for an order comes once; what is of another day is about to be ended, and a clock that is
        wrong takes what is of today for that."""
        if self.comings.was_wrong:
            return
        live = [visit for visit in visits_here(tx) if not visit.is_left_over(now_at, UTC)]
        if any(n > 1 for n in Counter(order for visit in live for order in visit.orders).values()):
            self.violations.append("V2 an order is in two visits")
