"""The floor in the tour: an order from the shelf to a car, and a visitor at the kiosk whom a clerk serves."""

from dataclasses import dataclass

from app.demo.chain_model import DemoChain
from app.demo.chain_stores import DemoOperator
from app.demo.crew import Facts, Member, TourFailed
from app.demo.outside import rows_of, until
from app.domain.orders import Order

BAY, PLACE = 4, "R03"


def order_to_prepare(chain: DemoChain, store: str) -> Order:
    """The first of that shop nobody has begun, that anybody may have. StopIteration without one."""
    return next(
        order
        for order in chain.orders
        if order.store == store
        and order.cancelled_at is None
        and order.cancel_requested_at is None
        and order.platform_ref
        and order.payment.is_paid
        and not any(line.min_age for line in order.lines)
        and all(line.progress.reserved == line.quantity for line in order.lines)
    )


@dataclass(frozen=True, slots=True)
class Pages:
    """A kiosk or a tablet without its window: lines in, the page in front out. TourFailed for another page."""

    member: Member

    async def does(self, line: str, page: str) -> Facts:
        """What it shows after that line, which must be that page."""
        facts = await self.member.say(line)
        if facts.get("page") != page:
            raise TourFailed(f"{self.member.name}: {line}: expected {page}: {str(facts)[:600]}")
        return facts


@dataclass(frozen=True, slots=True)
class Tablet(Pages):
    """The tablet in the car park, and whoever carries it."""

    async def sign_in(self, clerk: DemoOperator) -> None:
        """By number and PIN."""
        await self.does(f"type {clerk.number}", "sign_in")
        await self.does("press next", "sign_in")
        await self.does(f"type {clerk.pin}", "queue")

    async def claim(self, order: Order) -> Facts:
        """Its car, in one pair of hands; the bags to bring."""

        async def look() -> Facts:
            return await self.does("look", "queue")

        def cars(facts: Facts) -> list[Facts]:
            return [car for car in rows_of(facts, "cars") if str(car["number"]).endswith(order.number[-4:])]

        queue = await until(look, lambda facts: bool(cars(facts)), "the car is not in the queue")
        await self.does(f"press {cars(queue)[0]['id']}", "queue")
        return await self.does("press claim", "visit")

    async def hand_over(self, bags: list[str]) -> None:
        """Every bag by its label; without the last one it is not given."""
        for bag in bags:
            missing = _why_not(await self.does("look", "visit"), "hand_over")
            if not missing:
                raise TourFailed(f"{self.member.name}: given without the bag {bag}")
            await self.does(f"scan {bag}", "visit")
        await self.does("press hand_over", "queue")


@dataclass(frozen=True, slots=True)
class Kiosk(Pages):
    """The kiosk by the door, and whoever stands there."""

    async def check_in(self, code: str) -> str:
        """A code is shown, and *I am here* pressed; the number to be called with."""
        await self.does(f"scan {code}", "found")
        done = await self.does("press next", "done")
        sign = next(row for row in rows_of(done, "reads") if row["kind"] == "sign")
        await self.does("press exit", "attract")
        lines = sign["lines"]
        if not isinstance(lines, list):
            raise TourFailed(f"{self.member.name}: no number: {str(done)[:300]}")
        return str(lines[1])


def _why_not(facts: Facts, button: str) -> str:
    return next((str(row["why_not"]) for row in rows_of(facts, "buttons") if row["id"] == button), "")
