"""Who gets nothing: strangers, the revoked, the mistaken; and a wrong clock, which stops nobody."""

from datetime import timedelta

import msgspec
import pytest

from app.adapters.crypto import SigningKey, new_key
from app.contract.commands import CommandLine, Outcome, command_hash
from app.contract.feeds import FeedRef
from app.domain.commands import NoteCustomer
from app.domain.errors import Code, Problem
from app.sync.gateway import Gateway, Signer
from tests.e2e.servers.floor import STORE, Floor
from tests.e2e.servers.till import Till, enrol_key, hand_over, memory_numbers, now_at, until


async def refused(floor: Floor, till: Till) -> Code | None:
    """What the edge says to a pull of this device."""
    try:
        await till.gateway.pull(FeedRef(f"config:{STORE}"))
    except Problem as problem:
        return problem.code
    return None


async def test_a_revoked_device_gets_nothing_but_may_hand_in_its_last_words(floor: Floor, till: Till) -> None:
    order = floor.template.cases.hand_over.order
    assert (await floor.admin.post(f"/devices/{till.answer.device}/revoke")).status_code == 200

    async def is_refused() -> bool:
        return await refused(floor, till) is Code.DEVICE_REVOKED

    await until(is_refused)
    assert await till.gateway.quarantine([till.line(hand_over(order))]) == 1
    items = (await floor.admin.http.get("/v1/admin/attention", params={"store": STORE})).json()
    assert [item["subject"] for item in items if item["code"] == "device_revoked"]


async def test_an_administrator_reads_last_words_and_the_look_is_recorded(floor: Floor, till: Till) -> None:
    order = floor.template.cases.hand_over.order
    lines = [till.line(hand_over(order)), till.line(NoteCustomer("c-1", "calls first", now_at()))]
    await floor.admin.post(f"/devices/{till.answer.device}/revoke")

    async def is_refused() -> bool:
        return await refused(floor, till) is Code.DEVICE_REVOKED

    await until(is_refused)
    await till.gateway.quarantine(lines)

    async def kept(**query: str | int) -> list[dict[str, str]]:
        answer = await floor.admin.http.get("/v1/admin/quarantine", params=query)
        found: list[dict[str, str]] = answer.json()
        return found

    shown = await kept(device=till.answer.device)
    assert [command["id"] for command in shown] == [line.cmd.id for line in lines]
    assert [command["body"].encode() for command in shown] == [bytes(line.cmd.body) for line in lines]
    assert [command["id"] for command in await kept(after=shown[0]["key"], limit=1)] == [lines[1].cmd.id]
    assert await kept(device="ZZZZ") == []
    records = (await floor.admin.http.get(f"/v1/admin/customers/{order.customer}/seen-by")).json()
    assert [record["event"] for record in records] == ["quarantine.read"]


async def test_another_key_under_a_known_name_is_refused(floor: Floor, till: Till) -> None:
    other = SigningKey(new_key())
    gateway = Gateway(floor.edge.url, Signer(till.answer.device, other.sign, memory_numbers(), now_at))
    with pytest.raises(Problem) as caught:
        await gateway.pull(FeedRef(f"config:{STORE}"))
    await gateway.close()
    assert caught.value.code is Code.SIGNATURE_INVALID


async def test_a_clock_ten_years_off_stops_nobody(floor: Floor) -> None:
    till = await floor.till(skew=timedelta(days=3652))
    result = await till.ask(hand_over(floor.template.cases.hand_over.order))
    assert result.outcome is Outcome.OK
    assert till.gateway.warning is Code.CLOCK_OFF


async def test_a_terminal_does_not_read_what_others_are_answered(floor: Floor, till: Till) -> None:
    other = await floor.till()
    with pytest.raises(Problem) as caught:
        await till.gateway.pull(FeedRef(f"device:{other.answer.device}"))
    assert caught.value.code is Code.SCOPE_MISSING


async def test_a_terminal_cannot_bypass_its_edge(floor: Floor) -> None:
    till = await floor.till(at_central=True)
    with pytest.raises(Problem) as caught:
        await till.gateway.send_commands([till.line(hand_over(floor.template.cases.hand_over.order))])
    assert caught.value.code is Code.SCOPE_MISSING
    for feed in ("stock:BO01", "alloc:MI01", "config:TO01"):
        with pytest.raises(Problem) as caught:
            await till.gateway.pull(FeedRef(feed))
        assert caught.value.code is Code.SCOPE_MISSING


async def test_a_code_enrols_one_device_once(floor: Floor) -> None:
    code, key = await floor.admin.code(STORE, "clerk"), SigningKey(new_key())
    first = await enrol_key(floor.central.url, code, key)
    assert await enrol_key(floor.central.url, code.lower(), key) == first
    for wrong, by in ((code, SigningKey(new_key())), ("0000-0000-0000-0000", key), ("?", key)):
        with pytest.raises(Problem) as caught:
            await enrol_key(floor.central.url, wrong, by)
        assert caught.value.code is Code.ENROLMENT_CODE_INVALID


async def test_administrators_need_the_token(floor: Floor) -> None:
    for given in ("", "Bearer wrong", f"Bearer {floor.central.token}x", floor.central.token):
        answer = await floor.admin.http.get("/v1/admin/stores", headers={"authorization": given})
        assert (answer.status_code, answer.json()["code"]) == (403, "permission_denied")


async def test_who_is_not_on_the_roster_hands_nothing_over(floor: Floor, till: Till) -> None:
    order = floor.template.cases.hand_over.order
    line = till.line(hand_over(order))
    raw = bytes(line.cmd.body)
    forged = msgspec.structs.replace(
        line.cmd, actor="op-00", hash=command_hash(line.cmd.kind, 1, line.cmd.key, "op-00", raw)
    )
    (result,) = await till.gateway.send_commands([CommandLine(forged)])
    assert (result.outcome, result.code) == (Outcome.REJECTED, Code.OPERATOR_UNKNOWN)
    assert (await till.ask(hand_over(order))).outcome is Outcome.OK
