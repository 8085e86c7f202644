"""The node of a till is a node like any other: a voice of its own, to be moved out, to be revoked."""

import shutil

from app.bootstrap.edge import EdgeOptions, open_edge
from app.bootstrap.identity import load_identity
from app.bootstrap.next_hop import NODE_FOLDER
from app.bootstrap.terminal_parts import open_terminal
from app.edge.local import LocalAuthority
from app.sync.gateway import Gateway
from app.sync.outbox import roll_call_lines
from tests.e2e.one_till.counter import Chain, open_counter
from tests.e2e.one_till.test_counter import hand_over
from tests.e2e.one_till.test_enrolling import facts
from tests.e2e.servers.floor import STORE
from tests.e2e.servers.till import until
from tests.strictness import ExpectLog


async def test_what_node_and_terminal_say_never_gets_the_same_number(chain: Chain) -> None:
    given, asked_back = chain.template.cases.hand_over, chain.template.cases.offline.order
    async with open_counter(chain) as counter:
        await hand_over(counter, given)
        await chain.admin.post(f"/orders/{asked_back.id}/cancel")

        async def is_released() -> bool:
            return (await chain.admin.ledger(asked_back.id)).order.cancelled_at is not None

        await until(is_released)
        await until(lambda: chain.is_recorded(given.order.id))
        await until(counter.is_drained)
    ledger = await chain.admin.ledger(given.order.id)
    assert ledger.order.handovers[0].act.id == f"{load_identity(chain.folder / 'cassa', {})[0].device}.1:1"
    assert (await chain.admin.http.get("/v1/admin/attention", params={"store": STORE})).json() == []


async def test_a_second_till_comes_and_the_node_moves_out(chain: Chain) -> None:
    cases = chain.template.cases
    async with open_counter(chain) as counter:
        chain.line.cut()
        await hand_over(counter, cases.offline)
    shutil.move(chain.folder / "cassa" / NODE_FOLDER, chain.folder / "edge")
    chain.line.mend()
    async with open_edge(EdgeOptions(chain.folder / "edge")) as edge:
        await until(lambda: chain.is_recorded(cases.offline.order.id))
        async with open_counter(chain, edge_url=edge.url) as counter:
            again = await counter.say(f"scan {cases.offline.typed_code}", "refused")
            assert again["code"] == "already_handed_over"
            await hand_over(counter, cases.hand_over)
            await until(counter.is_drained)


async def test_a_given_edge_wins_over_the_own_node(chain: Chain) -> None:
    async with open_counter(chain) as counter:
        assert isinstance(counter.terminal.engine.authority, LocalAuthority)
    async with open_terminal(chain.folder / "cassa", "", "http://127.0.0.1:9") as terminal:
        assert isinstance(terminal.engine.authority, Gateway)


async def test_a_revoked_till_hands_in_what_is_open_to_its_node(chain: Chain) -> None:
    async with open_counter(chain) as counter:
        chain.line.cut()
        await hand_over(counter, chain.template.cases.hand_over)
        lines = await counter.terminal.door.read(roll_call_lines)
        local = counter.terminal.engine.authority
        assert isinstance(local, LocalAuthority)
        assert await local.quarantine(lines) == len(lines) == 1


async def test_a_revoked_node_answers_nobody_and_forgets_its_keys(chain: Chain, expect_log: ExpectLog) -> None:
    expect_log("edge.revoked", "revoked")
    async with open_counter(chain) as counter:
        node = (await facts(chain, STORE)).edge_device
        await chain.admin.post(f"/devices/{node}/revoke")

        async def is_refusing() -> bool:
            # One that is busy for a moment does not answer, either.
            counter.terminal.engine.pull_soon()
            link = counter.terminal.engine.link
            return not link.is_up and link.code == "device_revoked"

        await until(is_refusing)
        given = chain.template.cases.hand_over
        for line in (f"scan {given.typed_code}", f"handover {given.order.number}", "find Rossi"):
            assert (await counter.say(line, "refused"))["code"] == "device_revoked"
    assert not (chain.folder / "cassa" / NODE_FOLDER / "keys" / "device.keys").exists()
