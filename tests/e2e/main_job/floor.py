"""The shop's floor over real processes: orders made ready at tills, cars and visitors at a tablet and a kiosk."""

from app.bootstrap.demo_chain import STORE
from app.demo.crew import Facts
from app.demo.outside import as_facts, rows_of
from app.domain.errors import Code
from app.domain.orders import Order
from tests.e2e.main_job.house import CLERKS, House, said
from tests.e2e.main_job.road import Road

TILLS = ("cassa-1", "cassa-2")
PLACE = "R03"


def to_prepare(house: House) -> list[Order]:
    """Orders of the shop nobody has begun."""
    return [
        order
        for order in house.sample.orders
        if order.store == STORE
        and order.cancelled_at is None
        and order.cancel_requested_at is None
        and order.platform_ref
        and all(line.progress.reserved == line.quantity for line in order.lines)
    ]


async def open_tills(house: House) -> None:
    for name, number in zip(TILLS, CLERKS, strict=True):
        await house.till(name)
        await house.sign_in(name, number)


async def heard(house: House, till: str, line: str) -> Facts:
    """The answer to a line, said again while the shop's server does not answer and nothing was written."""

    def is_answered(facts: Facts) -> bool:
        return facts.get("code") != Code.NO_ANSWER or bool(facts.get("details"))

    return await said(house.member(till), line, is_answered, looks=300)


async def do(house: House, till: str, line: str) -> Facts:
    facts = await heard(house, till, line)
    assert facts["event"] == "preparing", (line, facts)
    return facts


async def fetch(house: House, till: str, order: Order) -> Facts:
    """All stops of an order, one after the other; what the last one said."""
    facts = await do(house, till, f"prepare {order.number}")
    assert facts["phase"] == "pick", facts
    for stop in rows_of(facts, "stops"):
        facts = await do(house, till, f"pick {order.number} {stop['gtin']}x{stop['quantity']}")
    assert facts["phase"] == "pack", facts
    return facts


async def make_ready(house: House, till: str, order: Order) -> str:
    """From the shelves to *ready* at one till; the label of its bag."""
    await fetch(house, till, order)
    await do(house, till, f"pack {order.number}")
    await do(house, till, f"stage {order.number} {PLACE}")
    done = await do(house, till, f"ready {order.number}")
    assert done["phase"] == "done", done
    [bag] = rows_of(done, "bags")
    return str(bag["code"])


async def open_tablet(house: House, name: str, number: str, road: Road | None = None) -> None:
    """A tablet of the car park, with a colleague signed in; with a `road` it can be out of reach alone."""
    await house.till(name, "curbside", road)
    await on_page(house, name, f"type {number}", "sign_in")
    await on_page(house, name, "press next", "sign_in")
    pin = next(person.pin for person in house.sample.staff if person.number == number)
    await on_page(house, name, f"type {pin}", "queue")


async def on_page(house: House, device: str, line: str, page: str) -> Facts:
    """What a kiosk or a tablet shows after a line; it must be that page."""
    facts = await house.member(device).say(line)
    assert (facts["event"], facts.get("page")) == ("page", page), (line, facts)
    return facts


async def car_comes(house: House, tablet: str, order: Order, bay: int) -> None:
    """A colleague says which car is here."""
    await on_page(house, tablet, "press to:order", "order")
    await on_page(house, tablet, f"type {order.number[-6:]}", "order")
    await on_page(house, tablet, "press next", "bay")
    await on_page(house, tablet, f"type {bay}", "bay")
    await on_page(house, tablet, "press next", "queue")


async def car_of(house: House, tablet: str, order: Order) -> Facts:
    """Its card in the queue of that tablet, once it is there."""

    def is_there(facts: Facts) -> bool:
        return bool(_cards(facts, order))

    return _cards(await said(house.member(tablet), "look", is_there), order)[0]


def _cards(facts: Facts, order: Order) -> list[Facts]:
    return [card for card in rows_of(facts, "cars") if str(card["number"]).endswith(order.number[-4:])]


async def serve_car(house: House, tablet: str, order: Order, bag: str) -> Facts:
    """Claimed, its bag scanned, handed over; the queue afterwards."""
    card = await car_of(house, tablet, order)
    await house.member(tablet).say(f"press {card['id']}")
    at_car = await on_page(house, tablet, "press claim", "visit")
    assert [row["is_taken"] for row in rows_of(at_car, "bags")] == [False], at_car
    held = [row for row in rows_of(at_car, "buttons") if row["id"] == "hand_over"]
    assert held[0]["why_not"], at_car
    scanned = await on_page(house, tablet, f"scan {bag}", "visit")
    assert [row["is_taken"] for row in rows_of(scanned, "bags")] == [True], scanned
    return await on_page(house, tablet, "press hand_over", "queue")


async def check_in(house: House, kiosk: str, code: str) -> str:
    """Somebody shows a code at the kiosk and says that they are here; the number they are called with."""
    await on_page(house, kiosk, f"scan {code}", "found")
    done = await on_page(house, kiosk, "press next", "done")
    sign = next(row for row in rows_of(done, "reads") if row["kind"] == "sign")
    await on_page(house, kiosk, "press exit", "attract")
    lines = sign["lines"]
    assert isinstance(lines, list)
    return str(lines[1])


async def pickup_code(house: House, order: Order) -> str:
    """The signed code its customer has on the phone."""
    answer = as_facts(await house.central.post(f"/v1/admin/orders/{order.id}/pickup-code"))
    return str(answer["text"])


async def standing(house: House, order: Order) -> list[str]:
    """The commands of the hand-overs that stand at head office, once there is one."""

    def is_recorded(facts: Facts) -> bool:
        return bool(_given(facts))

    path = f"/v1/admin/orders/{order.id}/ledger"
    return _given(await house.central.until(path, is_recorded, "no hand-over at head office"))


def _given(facts: Facts) -> list[str]:
    rows = rows_of(as_facts(facts["order"]), "handovers")
    return [str(as_facts(row["act"])["id"]) for row in rows if row["reversed_by"] is None]
