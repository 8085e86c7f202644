"""What waits for a person at the shop's authority: told to its terminals, settled by a command, once."""

import msgspec
import pytest

from app.contract.commands import CommandLine, Outcome, Result
from app.domain.attention import Dismissal, Remedy
from app.domain.commands import SettleItem
from app.domain.errors import Code
from app.hosting.quarantine import keep_apart
from app.node import uplink
from app.node.documents import Attention, find_attention, open_attention
from app.node.store_node import store_feed
from tests.unit.domain.samples import NOW_AT, STORE, ready_order
from tests.unit.node.shop import Shop, command, hand_over_line, page_of

PARKED = "parked:T1AA.1:1"


@pytest.fixture
def shop() -> Shop:
    """A shop with two orders; central fails over the hand-over of the first."""
    made = Shop(tuple(ready_order(id=f"o-{n}", number=str(n), public_no=n) for n in (1, 2)))
    made.receive(hand_over_line(1, "o-1"))
    with made.edge.write() as tx:
        uplink.park(made.node, tx, "T1AA.1:1", NOW_AT)
    made.relay()
    return made


def settle_line(item: str, how: Remedy, seq: int = 2, actor: str = "op-01", device: str = "T1AA") -> CommandLine:
    """A manager's decision at a till."""
    reason = Dismissal.DONE_OTHERWISE if how is Remedy.DISMISS else None
    return CommandLine(cmd=command(SettleItem(item, how, NOW_AT, reason), seq, device, actor=actor))


def item_of(shop: Shop, item_id: str) -> Attention:
    """An item as the shop has it."""
    with shop.edge.read() as tx:
        found = find_attention(tx, item_id)
    assert found is not None
    return found


def told(shop: Shop) -> dict[str, bool]:
    """What the terminals have of items, and whether each is settled."""
    with shop.edge.read() as tx:
        rows = [row for row in page_of(tx, store_feed(STORE)).rows if row.t == "attention" and not row.s]
    bodies = [msgspec.json.decode(bytes(row.d)) for row in rows if isinstance(row.d, msgspec.Raw)]
    return {body["id"]: body["settled_at"] is not None for body in bodies}


def quarantined(shop: Shop) -> int:
    """How many commands are kept apart."""
    with shop.edge.read() as tx:
        return len(tx.scan("quarantine", "", 99))


def test_tried_again_it_goes_up_with_the_shops_answer_and_is_settled(shop: Shop) -> None:
    assert told(shop) == {PARKED: False}
    [result] = shop.receive(settle_line(PARKED, Remedy.AGAIN))
    assert result.outcome is Outcome.OK
    assert result.row is not None
    assert (result.row.t, result.row.id, told(shop)) == ("attention", PARKED, {PARKED: True})
    shop.relay()
    assert shop.order_at_central("o-1").is_collected
    item = item_of(shop, PARKED)
    assert (item.settled_by, item.details) == ("op-01", {"how": "again"})


def test_a_clerk_settles_with_another_persons_yes(shop: Shop) -> None:
    own = SettleItem(PARKED, Remedy.AGAIN, NOW_AT, approved_by="op-07")
    [refused] = shop.receive(CommandLine(cmd=command(own, 2, actor="op-07")))
    assert refused.code is Code.APPROVAL_INVALID
    body = SettleItem(PARKED, Remedy.AGAIN, NOW_AT, approved_by="op-01")
    [result] = shop.receive(CommandLine(cmd=command(body, 3, actor="op-07")))
    assert (result.outcome, told(shop)) == (Outcome.OK, {PARKED: True})


def test_dismissed_it_stays_aside_and_says_why(shop: Shop) -> None:
    [result] = shop.receive(settle_line(PARKED, Remedy.DISMISS))
    assert result.outcome is Outcome.OK
    shop.relay()
    assert not shop.order_at_central("o-1").is_collected
    assert item_of(shop, PARKED).details == {"how": "dismiss", "reason": "done_otherwise"}
    with shop.edge.read() as tx:
        assert uplink.batch(tx) == []


def test_the_same_decision_again_is_the_same_answer_and_another_one_is_refused(shop: Shop) -> None:
    line = settle_line(PARKED, Remedy.DISMISS)
    first, again = shop.receive(line), shop.receive(line)
    assert first == again
    [late] = shop.receive(settle_line(PARKED, Remedy.AGAIN, 1, device="T2BB"), device="T2BB")
    assert (late.outcome, late.code) == (Outcome.REJECTED, Code.STEP_NOT_ALLOWED)
    assert item_of(shop, PARKED).details["how"] == "dismiss"


def test_a_refusal_tried_again_is_still_a_refusal(shop: Shop) -> None:
    shop.receive(hand_over_line(2, "o-1"))
    with shop.edge.write() as tx:
        uplink.park(shop.node, tx, "T1AA.1:2", NOW_AT)
    shop.relay()
    shop.receive(settle_line("parked:T1AA.1:2", Remedy.AGAIN, 3))
    [result, _] = shop.relay()
    assert (result.id, result.outcome) == ("T1AA.1:2", Outcome.REJECTED)


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (settle_line("nothing", Remedy.AGAIN), Code.NOT_FOUND),
        (settle_line(PARKED, Remedy.AGAIN, actor="op-07"), Code.APPROVAL_REQUIRED),
        (CommandLine(cmd=command(SettleItem(PARKED, Remedy.DISMISS, NOW_AT), 2, actor="op-01")), Code.BAD_COMMAND),
    ],
)
def test_what_cannot_be_settled_so_is_refused(shop: Shop, line: CommandLine, code: Code) -> None:
    [result] = shop.receive(line)
    assert (result.outcome, result.code) == (Outcome.REJECTED, code)
    assert told(shop) == {PARKED: False}


def test_the_answer_that_came_by_itself_takes_the_item_away() -> None:
    shop = Shop()
    shop.receive(hand_over_line(1))
    with shop.edge.write() as tx:
        lines = uplink.batch(tx)
        uplink.park(shop.node, tx, "T1AA.1:1", NOW_AT)
    answer = Result(id=lines[0].cmd.id, outcome=Outcome.OK, final=True)
    with shop.edge.write() as tx:
        uplink.take_results(shop.node, tx, [answer], NOW_AT)
    assert told(shop) == {PARKED: True}
    with shop.edge.read() as tx:
        assert open_attention(tx, STORE, 9) == []


def test_two_commands_under_one_number_are_told_to_the_terminals_once(shop: Shop) -> None:
    other = hand_over_line(1, "o-2")
    assert [result.code for result in shop.receive(other)] == [Code.SEQ_FORK]
    assert told(shop) == {PARKED: False, "fork:T1AA.1:1": False}
    [result] = shop.receive(settle_line("fork:T1AA.1:1", Remedy.AGAIN))
    assert result.code == Code.STEP_NOT_ALLOWED
    shop.receive(settle_line("fork:T1AA.1:1", Remedy.DISMISS, 3))
    shop.receive(other)
    assert told(shop) == {PARKED: False, "fork:T1AA.1:1": True}
    assert quarantined(shop) == 1


def test_what_a_revoked_till_had_is_told_once_and_stays_settled(shop: Shop) -> None:
    lines = [hand_over_line(7, "o-2")]
    for expected in (False, True):
        with shop.edge.write() as tx:
            assert keep_apart(tx, "T1AA", STORE, lines, NOW_AT, tell=shop.node.tell) == 1
        assert told(shop)["quarantine:T1AA"] is expected
        shop.receive(settle_line("quarantine:T1AA", Remedy.DISMISS))


def test_a_damaged_command_may_hold_its_place(shop: Shop) -> None:
    damaged = hand_over_line(2, "o-2")
    damaged = CommandLine(cmd=msgspec.structs.replace(damaged.cmd, hash="0" * 64))
    assert [result.code for result in shop.receive(damaged)] == [Code.BAD_COMMAND]
    held = msgspec.structs.replace(damaged, parked=True)
    results = shop.receive(held, hand_over_line(3, "o-2"))
    assert [result.outcome for result in results] == [Outcome.PARKED, Outcome.OK]
    shop.relay()
    assert shop.order_at_central("o-2").is_collected
