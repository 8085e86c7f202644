"""Orders that go out of reach, from the command line: taken along, given back, taken back at the counter."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime

from app.domain.errors import Code, Problem
from app.domain.orders import Order
from app.presentation.console_answer import Answer
from app.presentation.console_facts import Facts, text
from app.presentation.jobs import Jobs
from app.presentation.wording import Wording
from app.usecases.station import Operator


@dataclass(frozen=True, slots=True)
class CarryCommands:
    """The commands of who goes out, and of who misses them; lives on the loop."""

    jobs: Jobs
    who: Callable[[], Operator]

    def commands(self) -> dict[str, Callable[[list[str]], Awaitable[Answer]]]:
        """By the word that asks for them."""
        return {"carry": self._carry, "give-back": self._give_back, "take-back": self._take_back}

    async def _order(self, number: str) -> Order:
        return await self.jobs.find.order_by_number(number, self.who())

    async def _carry(self, words: list[str]) -> Answer:
        before = await self._order(words[0])
        await self.jobs.carrying.take_along(before, self.who())
        found = await self.jobs.queues.order(before.id)
        carry = None if found is None else found.order.carried
        if carry is None:
            raise Problem(Code.NOT_CARRIED, order=before.number)
        return Answer("carried", {"number": before.number, "due": carry.until_at.isoformat()})

    async def _give_back(self, words: list[str]) -> Answer:
        order = await self._order(words[0])
        await self.jobs.carrying.give_back(order, self.who())
        return Answer("given_back", {"number": order.number})

    async def _take_back(self, words: list[str]) -> Answer:
        order = await self._order(words[0])
        await self.jobs.carrying.take_back(order, words[1:], self.who())
        return Answer("given_back", {"number": order.number})


def carried(data: Facts, wording: Wording) -> list[str]:
    """An order that is entrusted to this terminal."""
    due = wording.moment(datetime.fromisoformat(text(data, "due")))
    return [wording.text("console.carry", order=text(data, "number"), due=due)]


def given_back(data: Facts, wording: Wording) -> list[str]:
    """An order that is everybody's again."""
    return [wording.text("console.carry.ended", order=text(data, "number"))]
