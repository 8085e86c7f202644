"""What kiosks ask of their shop's authority: a person, exclusively claimed, and slips nobody can count through."""

from dataclasses import replace
from datetime import timedelta

import msgspec
import pytest

from app.contract.commands import CommandLine, Outcome, Result
from app.contract.rows import RosterDevice
from app.domain.commands import MoveCall, StartReturn
from app.domain.errors import Code, Problem
from app.domain.floor_calls import TROUBLES, CallId, CallKind, CallNews, CallState, ChosenPiece, KioskWork, Stage
from app.domain.return_slips import ReturnSlip, SlipId
from app.domain.returns import Reason
from app.domain.values import LineId, OrderId, Sku
from app.node.feeds import live_rows
from app.node.kiosk_calls import find_call, find_slip, order_of_call
from app.node.store_node import device_feed, store_feed
from tests.unit.domain.samples import NOW_AT, STORE, ready_order
from tests.unit.node.shop import Shop, collected, command, return_body, shop_config

ORDER = OrderId("o-4790")
WORK = KioskWork(Stage.RETURN, ORDER, (ChosenPiece(LineId("a"), 1, Reason.TOO_SMALL),), Sku("sku-a"))
CALL = MoveCall(CallId("K1AA-1"), STORE, CallKind.COUNTER, CallState.OPEN, NOW_AT, "A 4", WORK)
PIECES = (ChosenPiece(LineId("a"), 2, Reason.TOO_SMALL),)
START = StartReturn(SlipId("s-1"), STORE, ORDER, PIECES, NOW_AT)


@pytest.fixture
def shop() -> Shop:
    """A shop with two kiosks, and an order that was taken home."""
    made = shop_config()
    made.devices.extend(RosterDevice(name, "", "kiosk", []) for name in ("K1AA", "K2BB"))
    return Shop((ready_order(), collected()), made)


def told(shop: Shop, body: object, seq: int, device: str = "K1AA", actor: str = "") -> Result:
    """The shop's answer."""
    made = command(body, seq, device, actor=actor)  # type: ignore[arg-type]  # any body a test makes
    [result] = shop.receive(CommandLine(cmd=made), device=device)
    return result


def moved(shop: Shop, target: CallState, seq: int, device: str = "T1AA", actor: str = "op-07") -> Result:
    """A word about the call by a colleague, or with no actor by a kiosk."""
    return told(shop, replace(CALL, target=target), seq, device, actor)


def state_of(shop: Shop) -> tuple[CallState, str]:
    """Where the call stands and who has it."""
    with shop.edge.write() as tx:
        call = find_call(tx, CALL.call)
    assert call is not None
    return call.state, call.claimed_by


def news_of(shop: Shop, device: str = "K1AA") -> list[CallNews]:
    """What a kiosk is told in its own feed."""
    with shop.edge.write() as tx:
        if tx.feed(device_feed(device)) is None:
            return []
        rows = live_rows(tx, device_feed(device))
    return [msgspec.json.decode(bytes(r.d), type=CallNews) for r in rows if isinstance(r.d, msgspec.Raw)]


def test_one_colleague_takes_a_call_and_the_other_is_told_who(shop: Shop) -> None:
    assert told(shop, CALL, 1).details == {"number": "A 4"}
    assert moved(shop, CallState.CLAIMED, 1).outcome is Outcome.OK
    late = moved(shop, CallState.CLAIMED, 1, "T2BB", "op-01")
    assert (late.outcome, late.code, late.details["by"]) == (Outcome.REJECTED, Code.CLAIMED_BY_OTHER, "op-07")
    assert state_of(shop) == (CallState.CLAIMED, "op-07")
    for target in (CallState.DONE, CallState.BACK):
        assert moved(shop, target, 2 + list(CallState).index(target), "T2BB", "op-01").code in (
            Code.CLAIMED_BY_OTHER,
            Code.SEQ_GAP,
        )


def test_who_is_in_charge_frees_what_a_colleague_took_on_and_ends_nothing(shop: Shop) -> None:
    told(shop, CALL, 1)
    moved(shop, CallState.CLAIMED, 1)
    assert moved(shop, CallState.DONE, 1, "T2BB", "op-01").code == Code.CLAIMED_BY_OTHER
    assert moved(shop, CallState.OPEN, 2, "T2BB", "op-01").outcome is Outcome.OK
    assert state_of(shop) == (CallState.OPEN, "")
    assert moved(shop, CallState.CLAIMED, 3, "T2BB", "op-01").outcome is Outcome.OK
    assert moved(shop, CallState.OPEN, 2).code == Code.CLAIMED_BY_OTHER


def test_the_kiosk_hears_who_comes_by_first_name_and_of_nobodys_order(shop: Shop) -> None:
    told(shop, CALL, 1)
    moved(shop, CallState.CLAIMED, 1)
    (news,) = news_of(shop)
    assert (news.state, news.name, news.number, news.stage) == (CallState.CLAIMED, "Sara", "A 4", Stage.RETURN)
    assert ORDER not in str(news)
    assert news_of(shop, "K2BB") == []


def test_a_shop_may_keep_names_to_itself() -> None:
    config = shop_config(names_at_kiosk=False)
    config.devices.append(RosterDevice("K1AA", "", "kiosk", []))
    shop = Shop((collected(),), config)
    told(shop, CALL, 1)
    moved(shop, CallState.CLAIMED, 1)
    assert [(news.state, news.name) for news in news_of(shop)] == [(CallState.CLAIMED, "")]


@pytest.mark.parametrize("target", [CallState.CLAIMED, CallState.DONE, CallState.BACK])
def test_a_kiosk_takes_no_call_on(shop: Shop, target: CallState) -> None:
    told(shop, CALL, 1)
    assert moved(shop, target, 2, "K1AA", "").code == Code.PERMISSION_DENIED
    assert state_of(shop)[0] is CallState.OPEN


def test_a_kiosk_says_nothing_of_anothers_call(shop: Shop) -> None:
    told(shop, CALL, 1)
    assert moved(shop, CallState.OVER, 1, "K2BB", "").code == Code.PERMISSION_DENIED
    assert moved(shop, CallState.OVER, 2, "K1AA", "").outcome is Outcome.OK
    assert moved(shop, CallState.OVER, 3, "K1AA", "").outcome is Outcome.OK


def test_a_task_goes_back_to_its_kiosk_with_what_was_chosen(shop: Shop) -> None:
    told(shop, CALL, 1)
    moved(shop, CallState.CLAIMED, 1)
    with shop.edge.write() as tx, pytest.raises(Problem) as early:
        order_of_call(tx, CALL.call, "K1AA")
    assert early.value.code is Code.ORDER_UNKNOWN
    moved(shop, CallState.BACK, 2)
    with shop.edge.write() as tx:
        assert order_of_call(tx, CALL.call, "K1AA") == ORDER
        with pytest.raises(Problem):
            order_of_call(tx, CALL.call, "K2BB")
    answer = moved(shop, CallState.RESUMED, 2, "K1AA", "")
    assert msgspec.json.decode(str(answer.details["pieces"]), type=tuple[ChosenPiece, ...]) == WORK.pieces
    with shop.edge.write() as tx, pytest.raises(Problem):
        order_of_call(tx, CALL.call, "K1AA")


def test_a_call_for_help_is_not_sent_back(shop: Shop) -> None:
    told(shop, replace(CALL, kind=CallKind.HELP), 1)
    moved(shop, CallState.CLAIMED, 1)
    assert moved(shop, CallState.BACK, 2).code == Code.STEP_NOT_ALLOWED


def test_nobody_waits_through_a_night(shop: Shop) -> None:
    told(shop, CALL, 1)
    with shop.edge.write() as tx:
        shop.node.tick(tx, NOW_AT + timedelta(days=1))
    assert state_of(shop)[0] is CallState.OVER
    assert news_of(shop)[0].state is CallState.OVER


@pytest.mark.parametrize("kind", TROUBLES)
def test_a_kiosk_waits_through_a_night(shop: Shop, kind: CallKind) -> None:
    told(shop, replace(CALL, kind=kind), 1)
    with shop.edge.write() as tx:
        shop.node.tick(tx, NOW_AT + timedelta(days=1))
    assert state_of(shop)[0] is CallState.OPEN


def test_of_a_call_nobody_knows_a_kiosk_may_say_that_it_is_over(shop: Shop) -> None:
    over = moved(shop, CallState.OVER, 1, "K1AA", "")
    assert (over.outcome, over.feed_rev) == (Outcome.OK, 0)
    with shop.edge.write() as tx:
        assert find_call(tx, CALL.call) is None
    assert moved(shop, CallState.OVER, 1).code == Code.CALL_UNKNOWN


def slip_at(shop: Shop) -> ReturnSlip | None:
    """The slip as the shop has it."""
    with shop.edge.write() as tx:
        return find_slip(tx, START.slip)


def test_a_slip_has_a_code_that_follows_from_nothing_but_the_shops_secret(shop: Shop) -> None:
    first = told(shop, START, 1)
    again = told(shop, replace(START, slip=SlipId("s-2")), 2)
    codes = {str(first.details["code"]), str(again.details["code"])}
    other = Shop((collected(),), shop.config)
    codes.add(str(told(other, START, 1).details["code"]))
    assert len(codes) == 3
    assert told(shop, START, 3).details["code"] == first.details["code"]
    slip = slip_at(shop)
    assert slip is not None
    assert slip.until_at == slip.made_at + timedelta(days=14)


def test_pieces_come_with_their_slip_once(shop: Shop) -> None:
    told(shop, START, 1)
    assert told(shop, return_body(slip="s-1"), 1, "T1AA", "op-07").outcome is Outcome.OK
    slip = slip_at(shop)
    assert slip is not None
    with pytest.raises(Problem) as used:
        slip.refuse_unfit(NOW_AT)
    assert used.value.code is Code.SLIP_USED


def test_a_slip_that_is_over_leaves_the_shop(shop: Shop) -> None:
    told(shop, START, 1)
    with shop.edge.write() as tx:
        shop.node.tick(tx, NOW_AT + timedelta(days=13))
        assert [row.id for row in live_rows(tx, store_feed(STORE)) if row.t == "slip"] == ["s-1"]
        shop.node.tick(tx, NOW_AT + timedelta(days=15))
        assert [row.id for row in live_rows(tx, store_feed(STORE)) if row.t == "slip"] == []
    assert slip_at(shop) is None


@pytest.mark.parametrize(
    "pieces", [(), (*PIECES, *PIECES), (ChosenPiece(LineId("a"), 0, Reason.OTHER),)], ids=["none", "twice", "zero"]
)
def test_what_no_kiosk_makes_is_refused(shop: Shop, pieces: tuple[ChosenPiece, ...]) -> None:
    assert told(shop, replace(START, pieces=pieces), 1).code == Code.BAD_COMMAND


def test_a_kiosk_takes_no_goods_in(shop: Shop) -> None:
    assert told(shop, return_body(), 1).code == Code.PERMISSION_DENIED


def test_a_colleague_begins_no_slip(shop: Shop) -> None:
    assert told(shop, START, 1, "T1AA", "op-07").code == Code.PERMISSION_DENIED
