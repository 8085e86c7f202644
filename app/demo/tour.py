"""The main job of a shop in one go, over real processes, each step looked up at head office and the web shop."""

import asyncio
from dataclasses import dataclass, field

from app.demo.chain_cases import DemoCases
from app.demo.chain_stores import DemoOperator
from app.demo.crew import Facts, TourFailed
from app.demo.floor import BAY, PLACE, Kiosk, Tablet
from app.demo.line import Line
from app.demo.outside import Outside, as_facts, rows_of, until
from app.demo.phone import phone_of
from app.demo.scans import pickup_code
from app.demo.tills import Counter, Till
from app.demo.transcript import Transcript
from app.demo.webshop import WebShop
from app.domain.errors import Code
from app.domain.orders import Order

GIVE_UP_S = 45.0
ALREADY = Code.ALREADY_HANDED_OVER.value


@dataclass(frozen=True, slots=True)
class Stage:
    """Who takes part: two tills, a tablet, a kiosk, the line to head office, head office, the web shop, the sample
    chain's cases and an order of it that nobody has begun."""

    first: Counter
    second: Till
    tablet: Tablet
    kiosk: Kiosk
    to_prepare: Order
    line: Line
    central: Outside
    shop: WebShop
    cases: DemoCases
    clerk: DemoOperator
    book: Transcript
    bags: list[str] = field(default_factory=list)


async def run(stage: Stage) -> None:
    """All steps. TourFailed at the first that does not come out."""
    await sign_in(stage)
    await find_customer(stage)
    await serve_cart(stage)
    await hand_over_by_code(stage)
    await second_scan(stage)
    await prepare(stage)
    await serve_car(stage)
    await serve_visitor(stage)
    await without_line(stage)
    await line_back(stage)


async def sign_in(stage: Stage) -> None:
    """Both tills get an operator."""
    stage.book.heading("say.sign_in")
    clerk, tills = stage.clerk, (stage.first, stage.second)
    for till in tills:
        await till.sign_in(clerk.number, clerk.name, clerk.pin)
        stage.book.say("console.signed_in", name=clerk.name, number=clerk.number)


async def find_customer(stage: Stage) -> None:
    """The last digits of a phone number, then the profile with a purpose."""
    book, customer = stage.book, stage.cases.cart_customer
    book.heading("tour.find")
    digits = customer.phone[-6:]
    found = await stage.first.find(digits)
    book.say("say.found", digits=digits, n=len(found))
    shown = await stage.first.open_customer(customer.display_name)
    book.say("console.customer.opened", name=shown.name, purpose=book.wording.text("word.purpose.assistance"))
    book.say("console.customer.masked", name=shown.name, phone=shown.phone, email=shown.email)
    if not await stage.central.get(f"/v1/admin/customers/{customer.id}/seen-by"):
        raise TourFailed("head office has no record of the opening")
    book.checked("say.seen_by")


async def serve_cart(stage: Stage) -> None:
    """The online cart against the shop, one line differing in price, one article added by scan."""
    book, customer = stage.book, stage.cases.cart_customer
    book.heading("tour.cart")
    for line in await stage.first.cart():
        book.tell(line)
    added = stage.cases.returnable
    await stage.first.add(added.gtin, added.name)
    book.say("say.added", name=added.name)

    ref = customer.platform_ref or customer.id
    missing = "the web shop's cart does not have the article"
    await until(lambda: stage.shop.cart(ref), lambda cart: added.sku in cart, missing)
    book.checked("say.cart_on_site", name=added.name)


async def hand_over_by_code(stage: Stage) -> None:
    """Scan, hand over, receipt; recorded once at head office and once at the web shop."""
    book, coded = stage.book, stage.cases.hand_over
    book.heading("tour.hand_over")
    shown = await stage.first.scan(await pickup_code(stage.central, coded))
    book.say("say.order", number=shown.number, customer=shown.customer, places=shown.places)
    book.say("say.handed_over", number=shown.number, document=await stage.first.hand_over())
    await handed_over_once(stage, coded.order)


async def prepare(stage: Stage) -> None:
    """An order from the queue over the shelves to *ready*, and head office knows."""
    book, order = stage.book, stage.to_prepare
    book.heading("tour.prepare")
    [bag] = await stage.first.prepare(order, PLACE)
    stage.bags.append(bag)
    book.say("say.prepared", number=order.number, bag=bag, place=PLACE)

    def is_ready(facts: Facts) -> bool:
        return bool(as_facts(facts["order"])["ready_at"])

    path = f"/v1/admin/orders/{order.id}/ledger"
    await stage.central.until(path, is_ready, "head office does not have it ready")
    book.checked("say.ready_central", number=order.number)


async def serve_car(stage: Stage) -> None:
    """Its customer says on the phone in which bay they stand: seen, claimed, every bag scanned, handed over."""
    book, order, tablet = stage.book, stage.to_prepare, stage.tablet
    book.heading("tour.car")
    await tablet.sign_in(stage.clerk)
    async with phone_of(stage.central, order) as phone:
        await phone.press("here", bay=f"P{BAY}")
        book.say("say.phone", bay=BAY)
        await tablet.claim(order)
        book.say("say.car", bay=BAY, customer=order.customer_name, operator=stage.clerk.name)
        await tablet.hand_over(stage.bags)
        book.say("say.car_given", number=order.number, bag=", ".join(stage.bags), bay=BAY)
        await handed_over_once(stage, order)
        await until(phone.acts, lambda acts: not acts, "the page does not say that all is handed over")
        book.checked("say.phone_served")


async def serve_visitor(stage: Stage) -> None:
    """Somebody checks in at the kiosk, and a clerk gives them what they came for."""
    book, coded = stage.book, stage.cases.cart_order
    book.heading("tour.kiosk")
    code = await pickup_code(stage.central, coded)
    book.say("say.kiosk", number=await stage.kiosk.check_in(code))
    shown = await stage.first.scan(code)
    book.say("say.order", number=shown.number, customer=shown.customer, places=shown.places)
    book.say("say.handed_over", number=shown.number, document=await stage.first.hand_over())
    await handed_over_once(stage, coded.order)


async def handed_over_once(stage: Stage, order: Order) -> None:
    """One hand-over at head office, one fulfilment per piece at the web shop."""

    def is_recorded(facts: Facts) -> bool:
        return len(rows_of(as_facts(facts["order"]), "handovers")) == 1

    path = f"/v1/admin/orders/{order.id}/ledger"
    await stage.central.until(path, is_recorded, "head office has not exactly one hand-over")
    stage.book.checked("say.once_central", number=order.number)
    wanted = sum(line.quantity for line in order.lines)
    ref, wrong = order.platform_ref, "the web shop has not exactly one collection of each piece"
    await until(lambda: stage.shop.collected(ref), lambda pieces: pieces == wanted, wrong)
    stage.book.checked("say.once_shop", number=order.number, n=wanted)


async def second_scan(stage: Stage) -> None:
    """The same code at the other till: when, where, by whom; and at the first one once more."""
    stage.book.heading("tour.twice")
    code = await pickup_code(stage.central, stage.cases.hand_over)
    stage.book.refusal(await stage.second.stopped(code, ALREADY))
    await stage.first.stopped(code, ALREADY)


async def without_line(stage: Stage) -> None:
    """The line is cut: hand over another order, take goods back by only the article, nothing stops."""
    book, coded, customer = stage.book, stage.cases.offline, stage.cases.cart_customer
    book.heading("tour.offline")
    stage.line.cut()
    await stage.first.told_of_line(is_linked=False)
    book.refusal(await stage.first.no_cart(customer.phone[-6:], customer.display_name))
    shown = await stage.first.scan(coded.typed_code)
    book.say("say.handed_over", number=shown.number, document=await stage.first.hand_over())
    book.refusal(await stage.second.stopped(coded.typed_code, ALREADY))
    taken = await stage.first.take_back(stage.cases.returnable.gtin)
    number = stage.cases.returnable_order.number
    book.say("say.taken_in", case=taken.case, order=number, amount=taken.amount)
    book.say("say.backlog", n=await stage.first.backlog())


async def line_back(stage: Stage) -> None:
    """The line is back: each act exactly once at head office and at the web shop, one refund, one restock."""
    book, line = stage.book, stage.cases.returnable
    book.heading("tour.online")
    stage.line.mend()
    await stage.first.told_of_line(is_linked=True)
    await handed_over_once(stage, stage.cases.offline.order)

    def is_settled(facts: Facts) -> bool:
        cases = rows_of(facts, "returns")
        return len(cases) == 1 and all(cases[0][effect] == "confirmed" for effect in ("record", "money", "stock"))

    await stage.central.until(f"/v1/admin/orders/{line.order}/ledger", is_settled, "the return is not settled")
    book.checked("say.return_settled")
    ref = stage.cases.returnable_order.platform_ref
    refunds, restocks = await stage.shop.refunds(ref), await stage.shop.restocks(ref, line.sku)
    if len(refunds) != 1 or len(restocks) != 1:
        raise TourFailed(f"{len(refunds)} refunds, {len(restocks)} restocks at the web shop")
    book.checked("say.one_refund", amount=book.wording.formats.money(refunds[0]), location=restocks[0])
    for till in (stage.first, stage.second):
        await _drained(till)
    book.checked("say.drained")
    await stage.first.end()


async def _drained(till: Till) -> None:
    for _ in range(int(GIVE_UP_S / 0.2)):
        if await till.backlog() == 0:
            return
        await asyncio.sleep(0.2)
    raise TourFailed("commands are still waiting")
