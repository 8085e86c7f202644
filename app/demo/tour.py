"""The main job of a shop in one go, over real processes, each step looked up at head office and the web shop."""

import asyncio
from dataclasses import dataclass

from app.demo.chain_cases import CodedOrder, DemoCases
from app.demo.crew import Facts, Member, TourFailed
from app.demo.line import Line
from app.demo.outside import Outside, as_facts, rows_of
from app.demo.transcript import Transcript
from app.presentation.console_goods import cart_line

GIVE_UP_S = 45.0


@dataclass(frozen=True, slots=True)
class Stage:
    """Who takes part: two tills, the line to head office, head office, the web shop, the sample chain's cases."""

    first: Member
    second: Member
    line: Line
    central: Outside
    shop: Outside
    cases: DemoCases
    pin: str
    operator: str
    book: Transcript


def need(facts: Facts, event: str) -> Facts:
    """The answer if it is of that kind. TourFailed with what came instead."""
    if facts.get("event") != event:
        raise TourFailed(f"expected {event}: {str(facts)[:600]}")
    return facts


async def run(stage: Stage) -> None:
    """All steps. TourFailed at the first that does not come out."""
    await sign_in(stage)
    await find_customer(stage)
    await serve_cart(stage)
    await hand_over_by_code(stage)
    await second_scan(stage)
    await without_line(stage)
    await line_back(stage)


async def sign_in(stage: Stage) -> None:
    """Both tills get an operator."""
    stage.book.heading("say.sign_in")
    for till in (stage.first, stage.second):
        signed = need(await till.say(f"signin {stage.operator} {stage.pin}"), "signed_in")
        stage.book.say("console.signed_in", name=str(signed["name"]), number=str(signed["number"]))


async def find_customer(stage: Stage) -> None:
    """The last digits of a phone number, then the profile with a purpose."""
    book, customer = stage.book, stage.cases.cart_customer
    book.heading("tour.find")
    digits = customer.phone[-6:]
    hits = rows_of(need(await stage.first.say(f"find {digits}"), "customers"), "hits")
    if customer.id not in [hit["id"] for hit in hits]:
        raise TourFailed(f"{customer.id} not among {hits}")
    book.say("say.found", digits=digits, n=len(hits))
    opened = need(await stage.first.say(f"customer {customer.id} assistance"), "customer")
    book.say(
        "console.customer.opened", name=str(opened["name"]), purpose=book.wording.text("word.purpose.assistance")
    )
    book.say(
        "console.customer.masked", name=str(opened["name"]), phone=str(opened["phone"]), email=str(opened["email"])
    )
    seen = await stage.central.get(f"/v1/admin/customers/{customer.id}/seen-by")
    if not seen:
        raise TourFailed("head office has no record of the opening")
    book.checked("say.seen_by")


async def serve_cart(stage: Stage) -> None:
    """The online cart against the shop, one line differing in price, one article added by scan."""
    book, customer = stage.book, stage.cases.cart_customer
    book.heading("tour.cart")
    cart = need(await stage.first.say(f"cart {customer.id}"), "cart")
    lines = rows_of(cart, "lines")
    different = [line for line in lines if line["price"] in ("cheaper_here", "dearer_here")]
    if not different:
        raise TourFailed("no line differs in price")
    for line in lines:
        book.tell(cart_line(line, book.wording))
    added = stage.cases.returnable
    changed = need(await stage.first.say(f"cart-add {cart['id']} {added.gtin}"), "cart")
    if len(rows_of(changed, "lines")) != len(lines) + 1:
        raise TourFailed("the scanned article is not in the cart")
    book.say("say.added", name=added.name)

    def has_it(found: Facts) -> bool:
        return added.sku in [item["sku"] for item in rows_of(found, "lines")]

    path = f"/admin/customers/{customer.platform_ref or customer.id}/cart"
    await stage.shop.until(path, has_it, "the web shop's cart does not have the article")
    book.checked("say.cart_on_site", name=added.name)


async def pickup_code(stage: Stage, coded: CodedOrder) -> str:
    """The signed code the customer has on the phone."""
    answer = as_facts(await stage.central.post(f"/v1/admin/orders/{coded.order.id}/pickup-code"))
    return str(answer["text"])


async def hand_over_by_code(stage: Stage) -> None:
    """Scan, hand over, receipt; recorded once at head office and once at the web shop."""
    book, coded = stage.book, stage.cases.hand_over
    book.heading("tour.hand_over")
    code = await pickup_code(stage, coded)
    shown = need(await stage.first.say(f"scan {code}"), "order")
    book.say("say.order", number=str(shown["number"]), customer=str(shown["customer"]), places=_places(shown))
    done = need(await stage.first.say(f"handover {shown['number']} {shown['generation']}"), "handed_over")
    book.say("say.handed_over", number=str(done["number"]), document=str(done["document"]))
    await handed_over_once(stage, coded)


def _places(shown: Facts) -> str:
    places = shown["places"]
    return ", ".join(map(str, places)) if isinstance(places, list) else ""


async def handed_over_once(stage: Stage, coded: CodedOrder) -> None:
    """One hand-over at head office, one fulfilment per piece at the web shop."""

    def is_recorded(facts: Facts) -> bool:
        return len(rows_of(as_facts(facts["order"]), "handovers")) == 1

    path = f"/v1/admin/orders/{coded.order.id}/ledger"
    await stage.central.until(path, is_recorded, "head office has not exactly one hand-over")
    stage.book.checked("say.once_central", number=coded.order.number)
    wanted = sum(line.quantity for line in coded.order.lines)

    def is_fulfilled(facts: Facts) -> bool:
        return _pieces(facts, "fulfilments") == wanted

    path = f"/admin/orders/{coded.order.platform_ref}"
    await stage.shop.until(path, is_fulfilled, "the web shop has not exactly one collection of each piece")
    stage.book.checked("say.once_shop", number=coded.order.number, n=wanted)


def _pieces(order: Facts, effect: str) -> int:
    live = [row for row in rows_of(order, effect) if not row.get("is_cancelled")]
    return sum(int(str(piece["quantity"])) for row in live for piece in rows_of(row, "lines"))


async def second_scan(stage: Stage) -> None:
    """The same code at the other till: when, where, by whom."""
    stage.book.heading("tour.twice")
    code = await pickup_code(stage, stage.cases.hand_over)
    await refused(stage, stage.second, f"scan {code}", "already_handed_over")


async def refused(stage: Stage, till: Member, line: str, code: str) -> None:
    """A line that must be refused, with its reason in words."""
    facts: Facts = {}
    for _ in range(100):
        facts = await till.say(line)
        if facts.get("code") == code:
            break
        await asyncio.sleep(0.1)
    need(facts, "refused")
    if facts["code"] != code:
        raise TourFailed(f"expected {code}: {facts}")
    details = {k: v for k, v in as_facts(facts["details"]).items() if isinstance(v, str | int | bool)}
    stage.book.refusal(code, details)


async def without_line(stage: Stage) -> None:
    """The line is cut: hand over another order, take goods back by only the article, nothing stops."""
    book, coded, line = stage.book, stage.cases.offline, stage.cases.returnable
    book.heading("tour.offline")
    stage.line.cut()
    await refused(stage, stage.first, f"cart {stage.cases.cart_customer.id}", "cart_offline")
    shown = need(await stage.first.say(f"scan {coded.typed_code}"), "order")
    done = need(await stage.first.say(f"handover {shown['number']} {shown['generation']}"), "handed_over")
    book.say("say.handed_over", number=str(done["number"]), document=str(done["document"]))
    await refused(stage, stage.second, f"scan {coded.typed_code}", "already_handed_over")
    taken = need(await stage.second.say(f"return {line.gtin} too_small"), "taken_in")
    if taken["is_pending"] is not True:
        raise TourFailed("a refund was ordered without the line")
    amount = book.wording.formats.money(int(str(taken["refund"])))
    book.say("say.taken_in", case=str(taken["case"]), order=str(taken["order"]), amount=amount)
    status = need(await stage.second.say("status"), "status")
    book.say("say.backlog", n=int(str(status["backlog"])))


async def line_back(stage: Stage) -> None:
    """The line is back: each act exactly once at head office and at the web shop, one refund, one restock."""
    book, line = stage.book, stage.cases.returnable
    book.heading("tour.online")
    stage.line.mend()
    await handed_over_once(stage, stage.cases.offline)

    def is_settled(facts: Facts) -> bool:
        cases = rows_of(facts, "returns")
        return len(cases) == 1 and all(cases[0][effect] == "confirmed" for effect in ("record", "money", "stock"))

    await stage.central.until(f"/v1/admin/orders/{line.order}/ledger", is_settled, "the return is not settled")
    book.checked("say.return_settled")
    order = stage.cases.returnable_order
    shop = as_facts(await stage.shop.get(f"/admin/orders/{order.platform_ref}"))
    refunds, restocks = rows_of(shop, "refunds"), rows_of(shop, "restocks")
    if len(refunds) != 1 or len(restocks) != 1:
        raise TourFailed(f"{len(refunds)} refunds, {len(restocks)} restocks at the web shop")
    book.checked("say.one_refund", amount=str(refunds[0]["amount"]), location=str(restocks[0]["location"]))
    for till in (stage.first, stage.second):
        await _drained(stage, till)
    book.checked("say.drained")


async def _drained(stage: Stage, till: Member) -> None:
    for _ in range(int(GIVE_UP_S / 0.2)):
        status = need(await till.say("status"), "status")
        if status["backlog"] == 0:
            return
        await asyncio.sleep(0.2)
    raise TourFailed(f"{till.name}: commands are still waiting")
