"""Questions about people and orders: masked, for a purpose, recorded; passed on by the edge, or answered by it."""

import asyncio

import httpx
import msgspec
import pytest

from app.adapters.crypto import new_key
from app.adapters.pickup_codes import PickupSigner
from app.contract.feeds import FeedRef
from app.contract.reads import OrderQuery, ProductQuery
from app.contract.rows import CartChange, HandedCart
from app.domain.commands import MoveVisit
from app.domain.customers import Purpose
from app.domain.errors import Code, Problem
from app.domain.pickup_code import parse
from app.domain.values import VisitId
from app.domain.visits import Visit, VisitState
from tests.e2e.servers.floor import Floor
from tests.e2e.servers.till import OPERATOR, Till, hand_over, now_at


async def test_a_customer_is_found_masked_by_anything_central_knows(floor: Floor, till: Till) -> None:
    wanted = floor.template.cases.cart_customer
    for typed in (wanted.phone[-5:], wanted.email, wanted.card, wanted.display_name):
        hits = (await till.gateway.reads.customers(typed, actor=OPERATOR)).hits
        (hit,) = [hit for hit in hits if hit.id == wanted.id]
        assert hit.has_cart
        assert hit.has_open_order
        assert wanted.phone[-4:] in hit.phone
        assert wanted.phone[3:8] not in hit.phone
        assert wanted.email not in hit.email


async def test_a_profile_needs_a_purpose_and_leaves_a_record(floor: Floor, till: Till) -> None:
    wanted = floor.template.cases.cart_customer
    opened = await till.gateway.reads.customer(wanted.id, purpose=Purpose.PICKUP, actor=OPERATOR)
    assert opened == wanted
    answer = await floor.admin.http.get(f"/v1/admin/customers/{wanted.id}/seen-by")
    (record,) = answer.json()
    assert (record["event"], record["purpose"], record["actor"]) == ("customer.open", "pickup", OPERATOR)
    assert record["origin"] == till.answer.device
    assert record["device"] == floor.edge.node.identity.device


async def test_a_cart_read_again_by_a_screen_leaves_one_record(floor: Floor, till: Till) -> None:
    customer = floor.template.cases.cart_customer.id
    for actor in (OPERATOR, OPERATOR, "op-02"):
        assert (await till.gateway.reads.cart(customer, actor=actor)).customer == customer
    answer = await floor.admin.http.get(f"/v1/admin/customers/{customer}/seen-by")
    seen = [(record["event"], record["actor"]) for record in answer.json()]
    assert seen == [("cart.open", OPERATOR), ("cart.open", "op-02")]


async def test_nobody_leafs_through_the_customers(till: Till) -> None:
    for typed in ("ro", "  a  "):
        with pytest.raises(Problem) as caught:
            await till.gateway.reads.customers(typed, actor=OPERATOR)
        assert caught.value.code is Code.SEARCH_TOO_SHORT
    hits = await till.gateway.reads.customers("ros", actor=OPERATOR)
    assert len(hits.hits) <= 20


async def test_an_order_is_found_by_number_code_customer_and_article(floor: Floor, till: Till) -> None:
    coded = floor.template.cases.other_store
    order = coded.order
    for query in (
        OrderQuery(number=order.number),
        OrderQuery(number=order.number, phone4=order.phone_tail[-4:]),
        OrderQuery(code=coded.typed_code.lower().replace("-", " ")),
        OrderQuery(customer=order.customer),
    ):
        found = await till.gateway.reads.orders(query, actor=OPERATOR)
        assert order.id in [hit.id for hit in found]
    line = floor.template.cases.returnable
    found = await till.gateway.reads.orders(OrderQuery(gtin=line.gtin), actor=OPERATOR)
    assert [hit.id for hit in found] == [line.order]
    for wrong in (OrderQuery(number=order.number, phone4="0000"), OrderQuery(code="AAAA-AAAA")):
        assert await till.gateway.reads.orders(wrong, actor=OPERATOR) == []


async def test_a_kiosk_searches_neither_people_nor_orders(floor: Floor) -> None:
    kiosk = await floor.till("kiosk")
    order = floor.template.cases.hand_over.order
    found = await kiosk.gateway.reads.orders(
        OrderQuery(number=order.number, phone4=order.phone_tail[-4:]), actor="kiosk"
    )
    assert [hit.id for hit in found] == [order.id]
    with pytest.raises(Problem) as caught:
        await kiosk.gateway.reads.orders(OrderQuery(customer=order.customer), actor="kiosk")
    assert caught.value.code is Code.SCOPE_MISSING
    with pytest.raises(Problem) as caught:
        await kiosk.gateway.reads.customers("rossi", actor="kiosk")
    assert caught.value.code is Code.SCOPE_MISSING


async def test_a_kiosk_finds_the_order_of_a_code_it_was_shown_and_keeps_no_orders(floor: Floor) -> None:
    kiosk, coded = await floor.till("kiosk"), floor.template.cases.hand_over
    answer = await floor.admin.post(f"/orders/{coded.order.id}/pickup-code")
    signed = answer.json()["text"]
    for shown in (coded.typed_code, signed):
        found = await kiosk.gateway.reads.orders(OrderQuery(code=shown), actor="kiosk")
        assert [hit.id for hit in found] == [coded.order.id]
    body = parse(signed).body
    forged = PickupSigner(body.key_id, new_key()).issue(
        order_no=body.order_no, store_no=body.store_no, generation=body.generation, expires_at=body.expires_at
    )
    assert await kiosk.gateway.reads.orders(OrderQuery(code=forged), actor="kiosk") == []
    for question in (
        kiosk.gateway.pull(FeedRef(f"store:{kiosk.answer.store}")),
        kiosk.gateway.reads.order(coded.order.id, actor="kiosk"),
        kiosk.gateway.send_commands([kiosk.line(hand_over(coded.order))]),
    ):
        with pytest.raises(Problem) as caught:
            await question
        assert caught.value.code is Code.SCOPE_MISSING


async def test_who_checks_in_at_a_kiosk_waits_in_the_queue_of_the_counter_once(floor: Floor, till: Till) -> None:
    kiosk, order = await floor.till("kiosk"), floor.template.cases.hand_over.order
    visit = VisitId(f"k-{order.id}")
    arrived = MoveVisit(visit, order.store, (order.id,), VisitState.ARRIVED, now_at(), number="A 1")
    results = [await kiosk.ask(arrived, actor="") for _ in range(2)]
    assert [result.details["number"] for result in results] == ["A 1", "A 1"]
    served = MoveVisit(visit, order.store, (order.id,), VisitState.DONE, now_at())
    assert (await kiosk.ask(served, actor="")).code == Code.PERMISSION_DENIED
    rows = [row for row in await till.rows(f"store:{order.store}") if row.t == "visit"]
    (waiting,) = [found for row in rows if (found := msgspec.json.decode(row.d or b"", type=Visit)).id == visit]
    assert (waiting.state, waiting.orders, waiting.number) == (VisitState.ARRIVED, (order.id,), "A 1")


async def test_a_cart_changes_once_and_only_as_it_was_seen(floor: Floor, till: Till) -> None:
    cart = floor.template.cases.cart
    seen = await till.gateway.reads.cart(cart.customer, actor=OPERATOR)
    line = seen.lines[0]
    change = CartChange(id="change-1", sku=line.sku, quantity=line.quantity + 1, base_rev=line.rev, actor=OPERATOR)
    once = await till.gateway.reads.change_cart(cart.id, change)
    twice = await till.gateway.reads.change_cart(cart.id, change)
    assert once == twice
    assert next(item for item in once.lines if item.sku == line.sku).quantity == line.quantity + 1
    late = CartChange(id="change-2", sku=line.sku, quantity=1, base_rev=line.rev, actor=OPERATOR)
    with pytest.raises(Problem) as caught:
        await till.gateway.reads.change_cart(cart.id, late)
    assert caught.value.code is Code.CART_CHANGED


async def test_an_article_is_told_with_price_and_stock_of_every_shop(floor: Floor, till: Till) -> None:
    article = floor.template.chain.articles[0]
    (hit,) = await till.gateway.reads.products(ProductQuery(gtin=article.gtin))
    assert (hit.sku, hit.name) == (article.sku, article.name)
    assert hit.price > 0
    assert set(hit.stock) == {"MI01", "BO01", "TO01"}
    found = await till.gateway.reads.products(ProductQuery(q=article.name))
    assert article.name in {other.name for other in found}


async def test_a_picture_comes_through_the_edge_and_stays_there(floor: Floor, till: Till) -> None:
    sha256 = next(row.image for row in floor.template.chain.articles if row.image)
    path = floor.folder / "picture"
    assert await till.gateway.fetch_asset(sha256, path) > 0
    assert path.read_bytes().startswith(b"\x89PNG")
    (floor.central.host.parts.assets / sha256).unlink()
    assert await till.gateway.fetch_asset(sha256, floor.folder / "again") > 0
    with pytest.raises(Problem) as caught:
        await till.gateway.fetch_asset("0" * 64, floor.folder / "none")
    assert caught.value.code is Code.NOT_FOUND


async def test_without_central_the_edge_answers_of_its_own_orders(
    floor: Floor, till: Till, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def cut(*_: object, **__: object) -> httpx.Response:
        raise httpx.ConnectError("cut")

    order = floor.template.cases.hand_over.order
    upstream = floor.edge.node.engine.authority
    monkeypatch.setattr(upstream._transport._client, "send", cut)  # type: ignore[attr-defined]
    (found,) = await till.gateway.reads.orders(OrderQuery(number=order.number), actor=OPERATOR)
    assert found.id == order.id
    with pytest.raises(Problem) as unknown:
        await till.gateway.reads.orders(OrderQuery(number="0"), actor=OPERATOR)
    assert unknown.value.code is Code.NO_ANSWER
    wrong = "".join(str(9 - int(digit)) for digit in order.phone_tail[-4:])
    assert await till.gateway.reads.orders(OrderQuery(number=order.number, phone4=wrong), actor=OPERATOR) == []
    hits = await till.gateway.reads.customers(order.phone_tail, actor=OPERATOR)
    assert order.customer in [hit.id for hit in hits.hits]
    assert (await till.ask(hand_over(order))).outcome == "ok"
    with pytest.raises(Problem) as caught:
        await till.gateway.reads.customer(order.customer, purpose=Purpose.PICKUP, actor=OPERATOR)
    assert caught.value.code is Code.NO_ANSWER


async def test_a_slow_central_keeps_nobody_waiting_for_an_order_of_this_shop(
    floor: Floor, till: Till, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def stall(*_: object, **__: object) -> httpx.Response:
        await asyncio.Event().wait()
        raise httpx.ReadTimeout("nothing ever comes")

    monkeypatch.setattr("app.edge.host.ASK_S", 0.2)
    order = floor.template.cases.hand_over.order
    upstream = floor.edge.node.engine.authority
    monkeypatch.setattr(upstream._transport._client, "send", stall)  # type: ignore[attr-defined]
    (found,) = await till.gateway.reads.orders(OrderQuery(number=order.number), actor=OPERATOR)
    assert found.id == order.id
    with pytest.raises(Problem) as unknown:
        await till.gateway.reads.orders(OrderQuery(number="0"), actor=OPERATOR)
    assert unknown.value.code is Code.NO_ANSWER


async def test_where_carts_are_seen_nobody_hands_one_over(till: Till) -> None:
    with pytest.raises(Problem) as caught:
        await till.gateway.reads.take_cart(HandedCart(token="a.token.of-a-cart", actor=OPERATOR))
    assert caught.value.code is Code.CART_CODE_NEEDLESS


async def test_who_may_not_open_a_cart_is_not_handed_one(till: Till) -> None:
    with pytest.raises(Problem) as caught:
        await till.gateway.reads.take_cart(HandedCart(token="a.token.of-a-cart", actor="op-nobody"))
    assert caught.value.code is Code.OPERATOR_UNKNOWN
