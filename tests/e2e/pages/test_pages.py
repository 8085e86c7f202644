"""Announce, arrive, be served, over real sockets: the page, the shop's queue and its terminals tell one story."""

import asyncio

import msgspec

from app.contract.commands import Outcome
from app.demo.phone import Visitor
from app.domain.announcing import Vehicle
from app.domain.commands import MoveVisit
from app.domain.visits import Visit, VisitState
from tests.e2e.servers.floor import STORE, Floor
from tests.e2e.servers.till import Till, hand_over, now_at, until


async def visits(till: Till) -> list[Visit]:
    """The visits of the order that a terminal of the shop is told of."""
    rows = await till.rows(f"store:{STORE}")
    found = [row.d for row in rows if row.t == "visit" and row.id.startswith("p-")]
    return [msgspec.json.decode(body, type=Visit) for body in found if isinstance(body, msgspec.Raw)]


async def stands(till: Till, state: VisitState, place: str = "") -> Visit:
    """Wait until a terminal sees the one visit there is in that state."""
    seen: list[Visit] = []

    async def is_so() -> bool:
        seen[:] = await visits(till)
        return [(visit.state, visit.place) for visit in seen] == [(state, place)]

    await until(is_so)
    return seen[0]


async def says(visitor: Visitor, words: str) -> None:
    """Wait until the page says that."""

    async def is_so() -> bool:
        return words in await visitor.words()

    await until(is_so)


async def move(till: Till, visit: Visit, target: VisitState) -> None:
    """A colleague does something about the visit."""
    told = await till.ask(MoveVisit(visit.id, visit.store, visit.orders, target, now_at()))
    assert told.outcome is Outcome.OK, told


async def test_announce_arrive_be_served(floor: Floor, till: Till, visitor: Visitor) -> None:
    order = floor.template.cases.hand_over.order
    first = await visitor.words()
    assert f"Ordine •••• {order.number[-4:]}" in first
    assert "Il tuo ordine è pronto" in first
    assert order.customer_name.split()[0] not in first
    sent = await visitor.press("on_the_way", minutes="10", colour="red", plate="ab 12 2kt")
    assert (sent.status_code, sent.headers["location"].partition("?")[0]) == (
        303,
        "/p/" + visitor.url.split("/p/")[1],
    )
    assert (await stands(till, VisitState.APPROACHING)).expected_at is not None
    [car] = [row.d for row in await till.rows(f"store:{STORE}") if row.t == "vehicle"]
    assert isinstance(car, msgspec.Raw)
    told = msgspec.json.decode(car, type=Vehicle)
    assert (told.order, told.colour, told.plate) == (order.id, "red", "2KT")
    await says(visitor, "Ti aspettiamo")
    assert (await visitor.press("here", bay="P4")).status_code == 303
    visit = await stands(till, VisitState.ARRIVED, "P4")
    await says(visitor, "Il negozio lo sa.")
    assert "2KT" not in await visitor.words()
    await move(till, visit, VisitState.CLAIMED)
    await says(visitor, "Arriviamo al posto 4")
    assert (await visitor.press("here", bay="P2")).status_code == 303
    await stands(till, VisitState.CLAIMED, "P2")
    result = await till.ask(hand_over(order))
    assert result.outcome is Outcome.OK, result
    await says(visitor, "Consegnato. Grazie!")


async def test_two_presses_are_one(till: Till, visitor: Visitor) -> None:
    form = {**await visitor.form("here"), "bay": "P4"}
    sent = await asyncio.gather(*(visitor.send(form) for _ in range(4)))
    assert {answer.status_code for answer in sent} == {303}
    visit = await stands(till, VisitState.ARRIVED, "P4")
    await move(till, visit, VisitState.CLAIMED)
    assert (await visitor.send({**form, "bay": "P1"})).status_code == 303
    assert "posto 4" in await visitor.words()
    assert (await visitor.press("leave")).status_code == 303
    await stands(till, VisitState.LEFT, "P4")


async def test_a_page_that_is_over_and_one_that_never_was_say_the_same(floor: Floor, visitor: Visitor) -> None:
    order = floor.template.cases.hand_over.order
    unknown = Visitor(visitor.url[:-4] + "AAAA", visitor.client)
    renewed = await floor.admin.post(f"/orders/{order.id}/pickup-code?renew=true")
    over, never = await visitor.get(), await unknown.get()
    assert (over.status_code, over.text.replace(visitor.url[-24:], "")) == (
        never.status_code,
        never.text.replace(unknown.url[-24:], ""),
    )
    assert "Questa pagina non vale più" in over.text
    assert "pronto" in await Visitor(renewed.json()["page"], visitor.client).words()
    await floor.admin.post(f"/orders/{order.id}/pickup-code/revoke")
    assert (await Visitor(renewed.json()["page"], visitor.client).get()).status_code == 404


async def test_the_foot_names_the_shop_once(visitor: Visitor) -> None:
    """It is called as its street: name and address one after the other would say so twice."""
    words = await visitor.words()
    assert "Milano, Corso Vercelli" in words
    assert "Milano Corso Vercelli, Milano" not in words
