"""An order's way: allocated by central, handed over at a till, recorded, answered end to end."""

from dataclasses import replace
from typing import TypeVar

import msgspec

from app.contract.commands import Outcome, Result
from app.contract.feeds import FeedRow
from app.contract.rows import StoreConfig
from app.domain.commands import ReceiveReturn, ReverseHandover
from app.domain.errors import Code
from app.domain.keyed import typed_code_hash
from app.domain.orders import Order
from app.domain.returns import Condition, Disposition, Reason, ReturnedPiece, Rule, Tender
from app.domain.values import ReturnId, StoreId
from tests.e2e.servers.floor import STORE, Floor
from tests.e2e.servers.till import Till, hand_over, now_at, until

T = TypeVar("T")


def decoded(row: FeedRow, type_: type[T]) -> T:
    """What a present row carries."""
    assert isinstance(row.d, msgspec.Raw)
    return msgspec.json.decode(row.d, type=type_)


async def store_orders(till: Till) -> dict[str, Order]:
    """The orders of the store feed."""
    rows = await till.rows(f"store:{STORE}")
    return {row.id: decoded(row, Order) for row in rows if row.t == "order"}


async def final(till: Till, command_id: str) -> Result:
    """The end-to-end answer to a command, as it comes in the device's own feed."""
    found: dict[str, Result] = {}

    async def is_there() -> bool:
        try:
            rows = await till.rows(f"device:{till.answer.device}")
        except Exception:  # the feed begins with its first answer
            return False
        found.update({row.id: decoded(row, Result) for row in rows})
        return command_id in found

    await until(is_there)
    return found[command_id]


async def test_orders_of_the_shop_reach_a_till(floor: Floor, till: Till) -> None:
    orders = await store_orders(till)
    wanted = {o.id for o in floor.template.chain.orders if o.custody.holder == STORE}
    assert wanted <= set(orders)
    config = (await till.rows(f"config:{STORE}"))[0]
    secret = decoded(config, StoreConfig).code_secret
    coded = floor.template.cases.hand_over
    assert orders[coded.order.id].pickup.code_hash == typed_code_hash(secret, coded.typed_code)


async def test_a_hand_over_is_decided_here_and_recorded_by_central(floor: Floor, till: Till) -> None:
    order = floor.template.cases.hand_over.order
    result = await till.ask(hand_over(order))
    assert (result.outcome, result.final, result.epoch) == (Outcome.OK, False, 1)
    assert result.row is not None
    assert msgspec.json.decode(result.row.d, type=Order).is_collected
    ended = await final(till, result.id)
    assert (ended.outcome, ended.final, ended.feed_rev) == (Outcome.OK, True, result.feed_rev)
    (handover,) = (await floor.admin.ledger(order.id)).order.handovers
    assert handover.act.id == result.id


async def test_a_second_hand_over_is_refused_with_who_did_the_first(floor: Floor, till: Till) -> None:
    order = floor.template.cases.hand_over.order
    await till.ask(hand_over(order))
    other = await floor.till()
    result = await other.ask(hand_over(order))
    assert (result.outcome, result.code) == (Outcome.REJECTED, Code.ALREADY_HANDED_OVER)
    assert result.details["station"] == till.answer.device
    assert (await final(other, result.id)).outcome is Outcome.REJECTED


async def test_a_hand_over_is_taken_back(floor: Floor, till: Till) -> None:
    order = floor.template.cases.hand_over.order
    given = await till.ask(hand_over(order))
    back = await till.ask(ReverseHandover(order.id, given.id, now_at()))
    assert back.outcome is Outcome.OK
    await final(till, back.id)
    (handover,) = (await floor.admin.ledger(order.id)).order.handovers
    assert handover.reversed_by is not None
    assert handover.reversed_by.id == back.id
    assert (await till.ask(hand_over(order))).outcome is Outcome.OK


def returned(till: Till, floor: Floor, *, is_blind: bool = False) -> ReceiveReturn:
    """One piece of the order that may come back."""
    line = floor.template.cases.returnable
    piece = ReturnedPiece(
        line.sku,
        line.gtin,
        line.name,
        line.variant,
        1,
        Reason.NOT_LIKED,
        Condition.AS_NEW,
        Disposition.RESTOCK,
        line.line,
    )
    body = ReceiveReturn(
        return_id=ReturnId(f"ret-{till.answer.device}"),
        number=f"R-{till.answer.device}-0001",
        store=StoreId(STORE),
        pieces=(piece,),
        rule=Rule.WITHDRAWAL,
        tender=Tender.ORIGINAL,
        place="RESI",
        document_no="MI01-000002",
        at=now_at(),
        order=line.order,
    )
    blind = replace(body, order=None, rule=Rule.UNMATCHED, pieces=(replace(piece, line=None),))
    return blind if is_blind else body


async def test_a_return_is_taken_here_and_refunded_by_central(floor: Floor, till: Till) -> None:
    result = await till.ask(returned(till, floor))
    assert (result.outcome, result.code) == (Outcome.OK, Code.WAITING_FOR_CENTRAL)
    ended = await final(till, result.id)
    assert ended.outcome is Outcome.OK
    line = floor.template.cases.returnable
    assert ended.details["refund"] == line.unit_price - line.discount


async def test_a_cancel_of_the_site_is_asked_of_the_shop_and_loses_against_a_hand_over(
    floor: Floor, till: Till
) -> None:
    given, free = floor.template.cases.hand_over.order, floor.template.cases.offline.order
    await till.ask(hand_over(given))
    answer = await floor.admin.post(f"/orders/{free.id}/cancel")
    assert answer.json() == {"order": free.id, "is_done": False}

    async def is_cancelled() -> bool:
        return (await store_orders(till))[free.id].cancelled_at is not None

    await until(is_cancelled)
    refused = await till.ask(hand_over(free))
    assert refused.code == Code.ORDER_CANCELLED
    await floor.admin.post(f"/orders/{given.id}/cancel")
    assert (await store_orders(till))[given.id].cancelled_at is None
