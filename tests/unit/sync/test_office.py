"""What the shop's authority says of its line to head office, asked again and again."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field

from app.contract.reads import Health
from app.domain.errors import Code, Problem
from app.presentation.jobs import LinkFacts
from app.sync.office import LOOK_S, Office
from tests.unit.sync.virtual_time import LoopClock, let_pass

Answer = Health | Code


def says(*, is_linked: bool, age_s: float | None = None) -> Health:
    """An edge's answer."""
    return Health(role="edge", node="mi01", version="0", schema=1, is_linked=is_linked, age_s=age_s)


@dataclass
class Edge:
    """Answers one after the other, the last one for ever."""

    answers: Sequence[Answer]
    clock: LoopClock = field(default_factory=LoopClock)
    asked: int = 0

    async def health(self) -> Health:
        """The next answer."""
        answer = self.answers[min(self.asked, len(self.answers) - 1)]
        self.asked += 1
        if isinstance(answer, Code):
            raise Problem(answer)
        return answer

    def office(self) -> Office:
        """Asks this edge."""
        return Office(self.health, self.clock)


async def test_an_edge_that_lost_head_office_says_so_and_how_old_its_data_are() -> None:
    edge = Edge([says(is_linked=False, age_s=90.0)])
    office = edge.office()
    assert (office.is_linked, office.age_s) == (None, None)
    await office.look()
    await let_pass(10)
    assert (office.is_linked, office.age_s) == (False, 100.0)


async def test_an_edge_too_busy_to_answer_does_not_make_the_line_look_whole() -> None:
    edge = Edge([says(is_linked=False, age_s=1.0), Code.NO_ANSWER])
    office = edge.office()
    await office.look()
    await let_pass(5)
    await office.look()
    assert (office.is_linked, office.age_s) == (False, 6.0)


async def test_who_follows_is_told_of_turns_only() -> None:
    edge = Edge([says(is_linked=True)] * 2 + [says(is_linked=False)] * 3 + [says(is_linked=True)])
    office, turns = edge.office(), list[bool | None]()
    following = asyncio.create_task(office.follow(lambda: turns.append(office.is_linked)))
    await let_pass(6.5 * LOOK_S)
    following.cancel()
    await asyncio.gather(following, return_exceptions=True)
    assert turns == [True, False, True]
    assert edge.asked == 7


def test_the_line_is_whole_only_when_both_ends_answer() -> None:
    assert LinkFacts(is_up=True, code="", age_s=0.0).is_linked
    assert LinkFacts(is_up=True, code="", age_s=0.0, is_office_up=True).is_linked
    assert not LinkFacts(is_up=True, code="", age_s=0.0, is_office_up=False).is_linked
    assert not LinkFacts(is_up=False, code="", age_s=0.0, is_office_up=True).is_linked
