"""Another person's yes: whose PIN, for exactly what, once and soon, recorded with both names."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest

from app.domain.attention import Dismissal
from app.domain.commands import ReceiveReturn
from app.domain.errors import Code
from app.domain.returnables import LineFound
from app.domain.returns import Reason
from app.domain.staff import Approval, ApprovalReason, Ask
from app.domain.values import OperatorId
from app.usecases.find import reveal_ask
from app.usecases.orders import body_of
from app.usecases.ports import AttentionItem, OutboxState
from app.usecases.receive_return import Intake, exception_ask
from app.usecases.settle_attention import settle_ask
from tests.unit.domain.samples import NOW_AT
from tests.unit.sync.virtual_time import let_pass
from tests.unit.usecases.counter import CLERK, MANAGER, PIN, TECHNICIAN, Counter, refusal_of

PHONE = reveal_ask("c-1", CLERK)


@pytest.fixture(autouse=True)
async def threads_end() -> AsyncIterator[None]:
    """PINs are checked beside the loop; its threads end with the test."""
    yield
    await asyncio.get_running_loop().shutdown_default_executor()


async def granted(counter: Counter, ask: Ask = PHONE) -> Approval:
    """The manager's yes."""
    return await counter.approve.grant(ask, "01", PIN, ApprovalReason.CHECKED)


async def test_a_yes_is_recorded_with_both_names_and_lets_the_act_be_done_once(counter: Counter) -> None:
    approval = await granted(counter)
    event, actor, subject, details = counter.audit()[-1]
    assert (event, actor, subject) == ("approved", "op-01", "c-1")
    assert (details["requester"], details["action"], details["reason"]) == (
        "op-07",
        "customer.full_phone",
        "checked",
    )
    await counter.find.reveal("c-1", "phone", CLERK, approval)
    assert counter.audit()[-1] == (
        "customer_contact_shown",
        "op-07",
        "c-1",
        {"fact": "phone", "approved_by": "op-01"},
    )
    refusal = await refusal_of(counter.find.reveal("c-1", "phone", CLERK, approval))
    assert (refusal.code, refusal.details["why"]) == (Code.APPROVAL_INVALID, "used")


async def test_a_yes_is_for_nothing_else(counter: Counter) -> None:
    refusal = await refusal_of(counter.find.reveal("c-2", "phone", CLERK, await granted(counter)))
    assert (refusal.code, refusal.details["why"]) == (Code.APPROVAL_INVALID, "other")


async def test_a_yes_is_over_after_a_minute(counter: Counter) -> None:
    approval = await granted(counter)
    await let_pass(61)
    refusal = await refusal_of(counter.find.reveal("c-1", "phone", CLERK, approval))
    assert (refusal.code, refusal.details["why"]) == (Code.APPROVAL_INVALID, "old")


async def test_a_yes_never_lifts_a_denial(counter: Counter) -> None:
    approval = await granted(counter, reveal_ask("c-1", TECHNICIAN))
    refusal = await refusal_of(counter.find.reveal("c-1", "phone", TECHNICIAN, approval))
    assert refusal.code is Code.PERMISSION_DENIED


async def test_only_another_person_who_may(counter: Counter) -> None:
    assert [staff.number for staff in await counter.approve.approvers(PHONE)] == ["01"]
    own = replace(PHONE, requester=OperatorId("op-01"))
    assert await counter.approve.approvers(own) == []
    refusal = await refusal_of(granted(counter, own))
    assert (refusal.code, refusal.details["why"]) == (Code.APPROVAL_INVALID, "self")
    by_clerk = counter.approve.grant(own, "07", PIN, ApprovalReason.CHECKED)
    assert (await refusal_of(by_clerk)).code is Code.PERMISSION_DENIED
    assert counter.audit() == []


async def test_wrong_pins_count_as_at_sign_in(counter: Counter) -> None:
    for _ in range(5):
        wrong = counter.approve.grant(PHONE, "01", "000000", ApprovalReason.CHECKED)
        assert (await refusal_of(wrong)).code is Code.PIN_WRONG
    assert (await refusal_of(granted(counter))).code is Code.PIN_LOCKED
    assert (await refusal_of(counter.sign_in.sign_in("01", PIN))).code is Code.PIN_LOCKED


async def test_an_exception_names_who_approved_it_to_head_office(counter: Counter) -> None:
    found = await counter.returns.by_article("8001234567891")
    assert isinstance(found, LineFound)
    old = replace(found.line, received_at=NOW_AT - timedelta(days=400))
    late = Intake(old, 1, Reason.NOT_LIKED, is_exception=True)
    ask = exception_ask(old, await counter.returns.preview(late), CLERK)
    assert ask.amount > 0
    made = await counter.returns.receive(late, CLERK, await granted(counter, ask))
    body = body_of(made.entry)
    assert isinstance(body, ReceiveReturn)
    assert (body.approved_by, made.entry.state) == ("op-01", OutboxState.FINAL)


async def test_an_item_is_settled_with_a_yes(counter: Counter) -> None:
    item = AttentionItem("x", Code.CATALOGUE_REBUILT, "catalog.db", {}, NOW_AT)
    await counter.door.write(lambda tx: tx.attention_put(item))
    approval = await granted(counter, settle_ask("x", CLERK))
    await counter.attention.dismiss("x", Dismissal.DUPLICATE, CLERK, approval)
    assert counter.audit()[-1][3] == {"item": "x", "reason": "duplicate", "approved_by": "op-01"}
    assert await counter.attention.open_items(MANAGER) == []
