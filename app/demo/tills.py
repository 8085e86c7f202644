"""What the tour asks of the tills: one is a clerk at a window, the other a process that answers in JSON lines."""

import asyncio
from dataclasses import dataclass
from typing import Protocol

from app.demo.crew import Facts, Member, TourFailed
from app.demo.outside import as_facts
from app.domain.orders import Order
from app.presentation.wording import Wording

TRIES, PAUSE_S = 100, 0.1


@dataclass(frozen=True, slots=True)
class Contact:
    """A customer's name and masked contacts, as shown."""

    name: str
    phone: str
    email: str


@dataclass(frozen=True, slots=True)
class OrderShown:
    """An order that may be handed over: number, name, where its bags are."""

    number: str
    customer: str
    places: str


@dataclass(frozen=True, slots=True)
class TakenBack:
    """Goods on the counter: the case, and the refund in words."""

    case: str
    amount: str


class Till(Protocol):
    """A till of the shop. Every method: TourFailed when something else comes than it is to be."""

    async def sign_in(self, operator: str, name: str, pin: str) -> None:
        """An operator begins to work."""

    async def stopped(self, scan: str, code: str) -> str:
        """A scan that must be refused for that reason; what the till says."""

    async def backlog(self) -> int:
        """Commands that head office has not answered."""


class Counter(Till, Protocol):
    """The till whose screens the tour walks through."""

    async def find(self, digits: str) -> list[str]:
        """The names of the customers found."""

    async def open_customer(self, name: str) -> Contact:
        """One of those found, opened to help them."""

    async def cart(self) -> list[str]:
        """The open customer's online cart, a sentence a line; at least one differs in price."""

    async def add(self, gtin: str, name: str) -> None:
        """An article scanned into the cart."""

    async def no_cart(self, digits: str, name: str) -> str:
        """The customer's cart cannot be had without a line; what the till says."""

    async def scan(self, code: str) -> OrderShown:
        """A pickup code."""

    async def hand_over(self) -> str:
        """The order shown leaves; the number of its receipt."""

    async def prepare(self, order: Order, place: str) -> list[str]:
        """From the queue over the shelves to *ready*: pieces, a bag, its place by scan; the bags' labels."""

    async def take_back(self, gtin: str) -> TakenBack:
        """An article comes back, found by its code alone; the refund waits for the line."""

    async def told_of_line(self, *, is_linked: bool) -> None:
        """Wait until what is shown says that head office is reached, or is not."""

    async def end(self) -> None:
        """Nothing more to do: the start screen."""


@dataclass(frozen=True, slots=True)
class ProcessTill:
    """A till without windows."""

    member: Member
    wording: Wording

    async def _ask(self, line: str, event: str) -> Facts:
        facts = await self.member.say(line)
        if facts.get("event") != event:
            raise TourFailed(f"{self.member.name}: expected {event}: {str(facts)[:600]}")
        return facts

    async def sign_in(self, operator: str, name: str, pin: str) -> None:
        """An operator begins to work."""
        signed = await self._ask(f"signin {operator} {pin}", "signed_in")
        if signed["name"] != name:
            raise TourFailed(f"{self.member.name}: {signed['name']} is not {name}")

    async def stopped(self, scan: str, code: str) -> str:
        """A scan that must be refused for that reason; asked again until the news has come."""
        facts: Facts = {}
        for _ in range(TRIES):
            facts = await self.member.say(f"scan {scan}")
            if facts.get("code") == code:
                details = as_facts(facts["details"])
                explained = self.wording.explain(
                    code, {k: v for k, v in details.items() if isinstance(v, str | int | bool)}
                )
                return f"{explained.what} {explained.next}"
            await asyncio.sleep(PAUSE_S)
        raise TourFailed(f"{self.member.name}: expected {code}: {str(facts)[:600]}")

    async def backlog(self) -> int:
        """Commands that head office has not answered."""
        return int(str((await self._ask("status", "status"))["backlog"]))
