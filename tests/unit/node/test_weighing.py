"""Goods sold by weight, from a till over the shop's authority to what the web shop is told, each thing once."""

import msgspec

from app.central.connectors.intents import Effect
from app.contract.commands import CommandLine, Outcome, command_hash
from app.domain.commands import Body, HandOverOrder, MarkReady, MoveContainer, MoveLines, ReverseHandover
from app.domain.dropped import Cause, Shortage
from app.domain.errors import Code
from app.domain.handover import HandoverAsk
from app.domain.orders import ContainerState, Payment, Progress, Step
from app.domain.values import ByWeight, ContainerId, LineGrams, LineId
from tests.unit.domain.samples import NOW_AT, line, order, pieces
from tests.unit.node.shop import Shop, command
from tests.unit.node.test_not_fetched import ORDER, asked, same, shop_with, told

A, BAG = LineId("a"), ContainerId("1")
ONLINE = Payment("card", "carta •••• 4471")


def pick(grams: int) -> MoveLines:
    """The cheese is in the basket."""
    weighed = (LineGrams(A, grams),) if grams else ()
    return MoveLines(ORDER, Step.PICKING, Step.PICKED, pieces(a=1), NOW_AT, weighed=weighed)


def shop_of(payment: Payment = ONLINE) -> Shop:
    """Half a kilo of cheese at 24.90 the kilo that somebody walks for."""
    half = line("a", Progress(picking=1), unit_price=1245, weight=ByWeight(500))
    return shop_with(order((half,), platform_ref="p-1", payment=payment))


def to_the_customer(ask: HandoverAsk) -> tuple[Body, ...]:
    """Into a bag, on a shelf, told ready, and out."""
    return (
        MoveContainer(ORDER, BAG, "4821-1", ContainerState.OPEN, NOW_AT),
        MoveLines(ORDER, Step.PICKED, Step.PACKED, pieces(a=1), NOW_AT, BAG),
        MoveContainer(ORDER, BAG, "4821-1", ContainerState.STAGED, NOW_AT, "A1"),
        MarkReady(ORDER, NOW_AT),
        HandOverOrder(ORDER, ask, "T1AA-000002", NOW_AT),
    )


def refunds(shop: Shop) -> list[int]:
    """What the platform gives back, minor units."""
    return [intent.amount for intent in told(shop) if intent.effect is Effect.REFUND]


def test_the_difference_is_paid_back_once_with_the_hand_over() -> None:
    """Every command of it twice, as after a cut line; and the hand-over undone and made again."""
    shop = shop_of()
    for seq, body in enumerate((pick(486), *to_the_customer(HandoverAsk())), start=1):
        assert not refunds(shop)
        for _ in range(2):
            assert asked(shop, seq, body).outcome is Outcome.OK
    same(shop)
    [drop] = shop.order_at_central().drops
    assert (drop.cause, drop.reason, drop.refund) == (Cause.SHORTENED, Shortage.WEIGHED, 35)
    assert shop.order_at_edge().lines[0].weight == ByWeight(500, 486, 35)
    handover = shop.order_at_edge().live_handovers[0].act.id
    assert asked(shop, 7, ReverseHandover(ORDER, handover, NOW_AT)).outcome is Outcome.OK
    again = HandOverOrder(ORDER, HandoverAsk(), "T1AA-000003", NOW_AT)
    assert asked(shop, 8, again).outcome is Outcome.OK
    same(shop)
    assert refunds(shop) == [35]


def test_nobody_picks_it_unweighed() -> None:
    shop = shop_of()
    refused = asked(shop, 1, pick(0))
    assert (refused.outcome, refused.code) == (Outcome.REJECTED, Code.WEIGHT_REQUIRED)
    assert asked(shop, 2, pick(486)).outcome is Outcome.OK
    same(shop)


def test_what_was_taken_back_weighs_nothing_at_head_office_either() -> None:
    shop = shop_of()
    back = MoveLines(ORDER, Step.PICKED, Step.RESERVED, pieces(a=1), NOW_AT)
    for seq, body in enumerate((pick(380), back), start=1):
        assert asked(shop, seq, body).outcome is Outcome.OK
    same(shop)
    assert shop.order_at_central().lines[0].weight == ByWeight(500)


def test_the_till_takes_what_was_weighed() -> None:
    """Another sum is refused, and nothing goes back at the site."""
    shop = shop_of(payment=Payment("at_pickup", "", is_paid=False))
    *before, last = (pick(486), *to_the_customer(HandoverAsk(is_paid_here=True, amount=1245)))
    for seq, body in enumerate(before, start=1):
        assert asked(shop, seq, body).outcome is Outcome.OK
    refused = asked(shop, 6, last)
    assert (refused.code, refused.details["amount"]) == (Code.AMOUNT_CHANGED, 1210)
    right = HandOverOrder(ORDER, HandoverAsk(is_paid_here=True, amount=1210), "T1AA-000002", NOW_AT)
    assert asked(shop, 7, right).outcome is Outcome.OK
    same(shop)
    assert refunds(shop) == []


def test_a_command_of_an_older_release_has_no_weight_to_tell() -> None:
    """Its body lacks the word, and pieces are picked as ever."""
    shop = shop_with(order((line("a", Progress(picking=1)),), platform_ref="p-1"))
    made = command(pick(0), 1)
    old = bytes(made.body).replace(b',"weighed":[]', b"")
    assert old != bytes(made.body)
    digest = command_hash(made.kind, made.v, made.key, made.actor, old)
    sent = msgspec.structs.replace(made, body=msgspec.Raw(old), hash=digest)
    [result] = shop.receive(CommandLine(cmd=sent), now_at=NOW_AT)
    assert result.outcome is Outcome.OK
    assert shop.order_at_edge().lines[0].progress == Progress(picked=1)
