"""The main job at the only till of a shop: with the line, without it, and over a restart in the middle."""

from app.bootstrap.papers import RECEIPT
from app.demo.chain_cases import CodedOrder
from tests.e2e.one_till.counter import Chain, Counter, open_counter
from tests.e2e.servers.till import until


async def hand_over(counter: Counter, coded: CodedOrder) -> str:
    """Scan and hand over; the number of the receipt."""
    shown = await counter.say(f"scan {coded.typed_code}", "order")
    done = await counter.say(f"handover {shown['number']} {shown['generation']}", "handed_over")
    return str(done["document"])


async def handed_over_once(chain: Chain, coded: CodedOrder) -> None:
    """One hand-over at head office; every piece collected once at the web shop."""
    await until(lambda: chain.is_recorded(coded.order.id))
    assert len((await chain.admin.ledger(coded.order.id)).order.handovers) == 1

    async def is_told() -> bool:
        return bool((await chain.at_shop(coded.order.platform_ref))["fulfilments"])

    await until(is_told)
    assert len((await chain.at_shop(coded.order.platform_ref))["fulfilments"]) == 1


async def refunded_once(chain: Chain) -> None:
    """One return, one refund, one restock at the web shop."""
    order = chain.template.cases.returnable_order
    await until(lambda: chain.is_settled(order.id))
    facts = await chain.at_shop(order.platform_ref)
    assert [len(facts[what]) for what in ("returns", "refunds", "restocks")] == [1, 1, 1]


async def test_found_handed_over_and_recorded_once(chain: Chain) -> None:
    cases = chain.template.cases
    async with open_counter(chain) as counter:

        async def is_found() -> bool:
            hits = (await counter.say(f"find {cases.cart_customer.phone[-6:]}", "customers"))["hits"]
            return cases.cart_customer.id in str(hits)

        await until(is_found)
        document = await hand_over(counter, cases.hand_over)
        paper = await counter.terminal.paper.spool.next_queued(RECEIPT)
        assert paper is not None
        assert (paper.document_id, paper.has_value) == (document, True)
        await handed_over_once(chain, cases.hand_over)
        await until(counter.is_drained)
        again = await counter.say(f"scan {cases.hand_over.typed_code}", "refused")
        assert again["code"] == "already_handed_over"


async def test_the_shop_goes_on_without_the_line(chain: Chain) -> None:
    cases = chain.template.cases
    async with open_counter(chain) as counter:
        chain.line.cut()
        refused = await counter.say(f"cart {cases.cart_customer.id}", "refused")
        assert refused["code"] == "cart_offline"
        await hand_over(counter, cases.offline)
        taken = await counter.say(f"return {cases.returnable.gtin} too_small", "taken_in")
        assert taken["is_pending"] is True
        assert not await chain.is_recorded(cases.offline.order.id)
        assert (await counter.say("status", "status"))["backlog"] == 2
        chain.line.mend()
        await handed_over_once(chain, cases.offline)
        await refunded_once(chain)
        await until(counter.is_drained)


async def test_without_the_line_too_an_unpaid_order_stays_until_the_till_took_the_money(chain: Chain) -> None:
    unpaid = chain.template.cases.unpaid
    async with open_counter(chain) as counter:
        chain.line.cut()
        shown = await counter.say(f"scan {unpaid.typed_code}", "order")
        hand_over_line = f"handover {shown['number']} {shown['generation']}"
        refused = await counter.say(hand_over_line, "refused")
        assert refused["code"] == "payment_required"
        assert refused["details"] == {"order": shown["number"], "amount": shown["due"], "currency": "EUR"}
        await counter.say(f"{hand_over_line} paid", "handed_over")
        chain.line.mend()
        await handed_over_once(chain, unpaid)


async def test_a_cart_reserved_is_an_order_at_once_here_and_at_the_web_shop(chain: Chain) -> None:
    cases = chain.template.cases
    async with open_counter(chain) as counter:
        cart = await counter.say(f"cart {cases.cart_customer.id}", "cart")
        reserved = await counter.say(f"reserve {cart['id']}", "reserved")
        assert reserved["state"] == "final"
        details = reserved["details"]
        assert isinstance(details, dict)
        order = await counter.say(f"order {details['number']}", "order")

        async def is_named() -> bool:
            return bool((await chain.admin.ledger(str(order["id"]))).order.platform_ref)

        await until(is_named)
        made = await chain.at_shop((await chain.admin.ledger(str(order["id"]))).order.platform_ref)
        assert made["number"] == details["number"]


async def test_a_carts_code_goes_to_head_office_and_only_with_the_line(chain: Chain) -> None:
    async with open_counter(chain) as counter:
        refused = await counter.say("scan CT1.a-cart.of-another.shop", "refused")
        assert refused["code"] == "cart_code_needless"
        chain.line.cut()
        refused = await counter.say("scan CT1.a-cart.of-another.shop", "refused")
        assert refused["code"] == "cart_code_offline"


async def test_a_restart_in_the_middle_loses_and_repeats_nothing(chain: Chain) -> None:
    cases = chain.template.cases
    async with open_counter(chain) as counter:
        chain.line.cut()
        await hand_over(counter, cases.offline)
        await counter.say(f"return {cases.returnable.gtin} too_small", "taken_in")
    async with open_counter(chain) as counter:
        assert (await counter.say("status", "status"))["backlog"] == 2
        again = await counter.say(f"scan {cases.offline.typed_code}", "refused")
        assert again["code"] == "already_handed_over"
        await hand_over(counter, cases.hand_over)
        chain.line.mend()
        for coded in (cases.offline, cases.hand_over):
            await handed_over_once(chain, coded)
        await refunded_once(chain)
        await until(counter.is_drained)


async def test_people_and_carts_are_asked_of_central_through_the_node(chain: Chain) -> None:
    customer = chain.template.cases.cart_customer
    async with open_counter(chain) as counter:
        await counter.say(f"customer {customer.id} assistance", "customer")
        seen = (await chain.admin.http.get(f"/v1/admin/customers/{customer.id}/seen-by")).json()
        station = counter.terminal.station.device
        assert (station, "assistance") in [(record.get("origin"), record.get("purpose")) for record in seen]
        cart = await counter.say(f"cart {customer.id}", "cart")
        sku = chain.template.cases.cart.lines[0].sku
        changed = await counter.say(f"cart-set {cart['id']} {sku} 3", "cart")
        lines = changed["lines"]
        assert isinstance(lines, list)
        assert 3 in [line["quantity"] for line in lines if isinstance(line, dict) and line["sku"] == sku]
