"""The node looks up who acts and who approves: on the roster, active, with the permission, and not the same."""

from dataclasses import replace

import msgspec
import pytest

from app.contract.commands import CommandLine, Outcome, Result
from app.contract.rows import RosterDevice, RosterStaff
from app.domain.commands import Body, MoveVisit, NoteCustomer
from app.domain.errors import Code
from app.domain.returns import Rule
from app.domain.values import OrderId, VisitId
from app.domain.visits import VisitState
from app.node.custody import publish_config
from app.node.intake import Sender, decode_body
from tests.unit.domain.samples import NOW_AT, STORE, ready_order
from tests.unit.node.shop import Shop, collected, command, hand_over_line, return_body, shop_config

STAFF = [
    RosterStaff("op-07", "Sara Lombardi", "07", "clerk", "v"),
    RosterStaff("op-08", "Luca Riva", "08", "clerk", "v"),
    RosterStaff("op-01", "Ada Neri", "01", "manager", "v"),
    RosterStaff("op-99", "Ugo Rota", "99", "it", "v"),
    RosterStaff("op-50", "Pino Gallo", "50", "manager", "v", is_active=False),
    RosterStaff("op-60", "Eva Sala", "60", "astronaut", "v"),
]
LATE = 200
"""Days after which only an exception takes something back."""


@pytest.fixture
def shop() -> Shop:
    """A shop with a kiosk, an order to collect and one collected long ago."""
    made = shop_config(staff=STAFF)
    devices = [*made.devices, RosterDevice("K1AA", "", "kiosk", [])]
    return Shop((ready_order(), collected(days_ago=LATE)), msgspec.structs.replace(made, devices=devices))


def ask(shop: Shop, body: Body, actor: str, device: str = "T1AA", seq: int = 1) -> Result:
    """The shop's answer to a command of that operator."""
    [result] = shop.receive(CommandLine(cmd=command(body, seq, device, actor=actor)), device=device)
    return result


def told(result: Result) -> tuple[str, str]:
    """What became of it, and why."""
    return result.outcome, result.code


@pytest.mark.parametrize(
    ("actor", "code"),
    [
        ("", Code.OPERATOR_UNKNOWN),
        ("op-77", Code.OPERATOR_UNKNOWN),
        ("op-50", Code.OPERATOR_UNKNOWN),
        ("op-99", Code.PERMISSION_DENIED),
        ("op-60", Code.PERMISSION_DENIED),
    ],
)
def test_who_may_not_hands_nothing_over(shop: Shop, actor: str, code: Code) -> None:
    line = hand_over_line(1)
    made = CommandLine(cmd=command(body_of(line), 1, actor=actor))
    [result] = shop.receive(made)
    assert told(result) == (Outcome.REJECTED, code)
    assert not shop.order_at_edge().is_collected


def body_of(line: CommandLine) -> Body:
    """What a line asks for."""
    return decode_body(line.cmd)


def test_who_left_the_roster_is_refused_from_then_on(shop: Shop) -> None:
    assert ask(shop, NoteCustomer("c-1", "x", NOW_AT), "op-07").outcome is Outcome.OK
    gone = [msgspec.structs.replace(staff, is_active=staff.id != "op-07") for staff in STAFF]
    with shop.central.write() as tx:
        publish_config(tx, msgspec.structs.replace(shop.config, staff=gone))
    shop.follow()
    assert ask(shop, NoteCustomer("c-1", "y", NOW_AT), "op-07", seq=2).code == Code.OPERATOR_UNKNOWN


@pytest.mark.parametrize(
    ("actor", "approver", "code"),
    [
        ("op-07", "", Code.APPROVAL_REQUIRED),
        ("op-07", "op-07", Code.APPROVAL_INVALID),
        ("op-01", "op-01", Code.APPROVAL_INVALID),
        ("op-07", "op-08", Code.APPROVAL_INVALID),
        ("op-07", "op-50", Code.APPROVAL_INVALID),
        ("op-07", "op-77", Code.APPROVAL_INVALID),
        ("op-99", "op-01", Code.PERMISSION_DENIED),
    ],
)
def test_an_exception_needs_another_person_who_may(shop: Shop, actor: str, approver: str, code: Code) -> None:
    body = return_body(rule=Rule.EXCEPTION, approved_by=approver)
    assert told(ask(shop, body, actor)) == (Outcome.REJECTED, code)


@pytest.mark.parametrize(("actor", "approver"), [("op-07", "op-01"), ("op-01", "")])
def test_an_exception_by_who_may_is_refunded(shop: Shop, actor: str, approver: str) -> None:
    assert ask(shop, return_body(rule=Rule.EXCEPTION, approved_by=approver), actor).outcome is Outcome.OK
    [result] = shop.relay()
    assert (result.outcome, result.details["rule"]) == (Outcome.OK, "exception")


@pytest.mark.parametrize(("actor", "approver"), [("op-07", "op-08"), ("op-01", "op-01"), ("op-07", "op-77")])
def test_central_looks_the_approver_up_itself(shop: Shop, actor: str, approver: str) -> None:
    """Whatever an edge let through: the roster counts where the money is decided."""
    body = return_body(approved_by=approver)
    line = CommandLine(
        cmd=command(body, 1, actor=actor), decided=Result(id="T1AA.1:1", outcome=Outcome.OK), epoch=1
    )
    with shop.central.write() as tx:
        [result] = shop.chain.receive(tx, Sender("E100", STORE, is_relay=True), [line], NOW_AT)
    assert result.outcome is Outcome.REJECTED


def test_a_manager_at_work_makes_no_exception_without_saying_so(shop: Shop) -> None:
    ask(shop, return_body(), "op-01")
    [result] = shop.relay()
    assert result.outcome is Outcome.REJECTED


def test_at_a_kiosk_customers_act_themselves_and_little(shop: Shop) -> None:
    visit = MoveVisit(VisitId("v-1"), STORE, (OrderId("o-4821"),), VisitState.ARRIVED, NOW_AT)
    assert ask(shop, visit, "", "K1AA").outcome is Outcome.OK
    assert ask(shop, NoteCustomer("c-1", "x", NOW_AT), "", "K1AA", 2).code == Code.PERMISSION_DENIED
    exception = return_body(rule=Rule.EXCEPTION)
    assert ask(shop, exception, "", "K1AA", 3).code == Code.PERMISSION_DENIED
    assert ask(shop, replace(exception, approved_by="op-01"), "", "K1AA", 4).code == Code.PERMISSION_DENIED


@pytest.mark.parametrize("target", [VisitState.CLAIMED, VisitState.DONE, VisitState.LEFT])
def test_of_a_visit_a_kiosk_says_only_that_somebody_is_there(shop: Shop, target: VisitState) -> None:
    visit = MoveVisit(VisitId("v-1"), STORE, (OrderId("o-4821"),), VisitState.ARRIVED, NOW_AT)
    assert ask(shop, visit, "", "K1AA").outcome is Outcome.OK
    assert ask(shop, replace(visit, target=target), "", "K1AA", 2).code == Code.PERMISSION_DENIED


@pytest.mark.parametrize("actor", ["op-99", "op-07", "op-01"])
def test_a_kiosk_acts_in_no_operators_name(shop: Shop, actor: str) -> None:
    visit = MoveVisit(VisitId("v-1"), STORE, (OrderId("o-4821"),), VisitState.CLAIMED, NOW_AT)
    assert ask(shop, visit, actor, "K1AA").code == Code.PERMISSION_DENIED
