"""What is missing for good, from a till over the shop's authority to what the web shop is told, and back."""

from dataclasses import replace

from app.central.connectors.intents import Effect
from app.contract.commands import Outcome
from app.domain.commands import Body, HandOverOrder, MarkReady, MoveContainer, MoveLines, ReceiveReturn
from app.domain.dropped import Cause, Shortage
from app.domain.errors import Code
from app.domain.handover import HandoverAsk
from app.domain.order_commands import GiveUpGoods, SubstituteArticle, SubstituteGoods
from app.domain.orders import ContainerState, Order, Progress, Step
from app.domain.returns import Condition, Disposition, EffectState, Reason, ReturnedPiece, Rule, Tender
from app.domain.values import ContainerId, LineId, LineQuantity, ReturnId, Sku, Substitution
from app.node.documents import find_return
from tests.unit.domain.samples import NOW_AT, STORE, line, order, pieces
from tests.unit.node.shop import Shop
from tests.unit.node.test_not_fetched import ORDER, asked, same, shop_with, ticked, told

GREEN = SubstituteArticle(Sku("sku-x"), "8001234500000", "Maglia Corsa", "verde, M", 2490)
SWAP = SubstituteGoods(ORDER, LineId("a"), 1, LineId("x"), GREEN, NOW_AT)
BAG = ContainerId("1")


def short(rule: Substitution = Substitution.SHOP) -> Order:
    """A shirt that is missing, and another in the basket."""
    lines = (line("a", Progress(short=1), substitution=rule), line("b", Progress(picked=1)))
    return order(lines, platform_ref="p-1")


def fetched(shop: Shop) -> None:
    """All of the basket goes into a bag, on a shelf, and to the customer."""
    steps: tuple[Body, ...] = (
        MoveContainer(ORDER, BAG, "4821-1", ContainerState.OPEN, NOW_AT),
        MoveLines(ORDER, Step.PICKED, Step.PACKED, pieces(x=1, b=1), NOW_AT, BAG),
        MoveContainer(ORDER, BAG, "4821-1", ContainerState.STAGED, NOW_AT, "A1"),
        MarkReady(ORDER, NOW_AT),
        HandOverOrder(ORDER, HandoverAsk(), "T1AA-000002", NOW_AT),
    )
    for seq, body in enumerate(steps, start=2):
        assert asked(shop, seq, body).outcome is Outcome.OK


def brought_back(disposition: Disposition) -> ReceiveReturn:
    """The green shirt comes back."""
    back = ReturnedPiece(
        GREEN.sku, GREEN.gtin, GREEN.name, GREEN.variant, 1, Reason.NOT_LIKED, Condition.AS_NEW, disposition,
        LineId("x"),
    )  # fmt: skip
    found = (ReturnId("r-1"), "R-T1AA-0001", STORE, (back,), Rule.WITHDRAWAL, Tender.ORIGINAL, "desk", "T1AA-3")
    return ReceiveReturn(*found, NOW_AT, ORDER)


def test_the_difference_goes_back_online_and_who_did_it_is_written() -> None:
    shop = shop_with(short())
    assert asked(shop, 1, SWAP).outcome is Outcome.OK
    same(shop)
    [drop] = shop.order_at_central().drops
    assert (drop.cause, drop.reason, drop.act.operator) == (Cause.SHORTENED, Shortage.SUBSTITUTED, "op-07")
    assert [(i.effect, i.amount, i.lines) for i in told(shop)] == [(Effect.REFUND, 500, pieces(a=1))]
    assert asked(shop, 1, SWAP).outcome is Outcome.OK
    assert len(told(shop)) == 1


def test_the_authority_keeps_the_customers_rule() -> None:
    for rule, code in (
        (Substitution.NONE, Code.SUBSTITUTE_UNWANTED),
        (Substitution.ASK, Code.SUBSTITUTE_NOT_AGREED),
    ):
        shop = shop_with(short(rule))
        refused = asked(shop, 1, SWAP)
        assert (refused.outcome, refused.code) == (Outcome.REJECTED, code)
        assert told(shop) == []
    dear = asked(shop, 2, replace(SWAP, article=replace(GREEN, unit_price=2991), is_agreed=True))
    assert dear.code is Code.SUBSTITUTE_DEARER


def test_the_web_shop_hears_that_what_it_sold_was_collected() -> None:
    """It knows no other line: the piece given instead counts for the one it was given for."""
    shop = shop_with(short())
    asked(shop, 1, SWAP)
    fetched(shop)
    same(shop)
    [collected] = [i for i in told(shop) if i.effect is Effect.COLLECTED]
    assert {(p.line, p.quantity) for p in collected.lines} == {("a", 1), ("b", 1)}


def test_what_was_given_instead_comes_back_against_its_own_line() -> None:
    """It gives back what it cost; the web shop never counted it as sold, so no stock of it moves there."""
    shop = shop_with(short())
    asked(shop, 1, SWAP)
    fetched(shop)
    assert asked(shop, 7, brought_back(Disposition.RESTOCK)).outcome is Outcome.OK
    with shop.central.read() as tx:
        case = find_return(tx, "r-1")
    assert case is not None
    assert (case.refund, case.stock) == (2490, EffectState.NOT_DUE)
    assert shop.order_at_central().line("x").returned == 1
    later = [i for i in told(shop) if i.case == "r-1"]
    assert [(i.effect, i.amount, i.lines) for i in later] == [
        (Effect.RETURN_RECORD, 0, pieces(a=1)),
        (Effect.REFUND, 2490, pieces(a=1)),
    ]


def test_what_is_given_up_is_paid_back_and_the_last_piece_cancels_the_order() -> None:
    shop = shop_with(order((line("a", Progress(short=2)),), platform_ref="p-1"))
    asked(shop, 1, GiveUpGoods(ORDER, pieces(a=1), NOW_AT))
    asked(shop, 2, GiveUpGoods(ORDER, pieces(a=1), NOW_AT))
    same(shop)
    assert [(i.effect, i.amount, i.message) for i in told(shop)] == [
        (Effect.REFUND, 2990, ""),
        (Effect.REFUND, 2990, ""),
        (Effect.MESSAGE, 0, "cancelled"),
    ]
    ticked(shop, NOW_AT)
    assert shop.order_at_central().custody.holder == "central"


def test_what_the_web_shop_cancels_takes_what_was_given_instead_first() -> None:
    shop = shop_with(short())
    asked(shop, 1, SWAP)
    with shop.edge.write() as tx:
        shop.node.shorten(tx, ORDER, (LineQuantity(LineId("a"), 0),), NOW_AT)
    after = shop.order_at_edge()
    assert after.line("x").progress == Progress(cancelled=1)
    assert [task.lines for task in after.put_backs] == [pieces(x=1)]
