"""Goods without order, customer or receipt: taken in at the till, matched at head office, refunded once."""

from tests.e2e.one_till.counter import Chain, open_counter
from tests.e2e.servers.till import until


async def test_goods_taken_in_blind_are_refunded_once_matched(chain: Chain) -> None:
    order, line = chain.template.cases.returnable_order, chain.template.cases.returnable
    items: list[dict[str, str]] = []

    async def is_waiting() -> bool:
        waiting = (await chain.admin.http.get("/v1/admin/attention")).json()
        items[:] = [item for item in waiting if item["code"] == "return_unmatched"]
        return bool(items)

    async with open_counter(chain) as counter:
        taken = await counter.say(f"return-blind {line.gtin} too_small", "taken_in")
        assert (taken["refund"], taken["is_pending"], taken["is_matched"]) == (0, True, False)
        await until(is_waiting)
        [item] = items
        assert (await chain.admin.ledger(order.id)).returns == []
        ask: dict[str, str | list[str]] = {"id": item["id"], "how": "match", "by": "op", "order": order.id}
        assert (await chain.admin.post("/attention/settle", ask | {"lines": [line.line]})).status_code == 200
        await until(lambda: chain.is_settled(order.id))
    [case] = (await chain.admin.ledger(order.id)).returns
    assert (case.number, case.refund) == (taken["case"], line.unit_price - line.discount)
    facts = await chain.at_shop(order.platform_ref)
    assert [len(facts[what]) for what in ("returns", "refunds", "restocks")] == [1, 1, 1]
