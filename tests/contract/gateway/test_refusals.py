"""What a host refuses, and what the gateway makes of it: one code for each reason."""

from collections.abc import AsyncIterator

import pytest

from app.contract.commands import CommandLine, Outcome, Result, lost_command
from app.contract.feeds import SCHEMA, FeedRef, PageHead, SnapshotDue, encode_page
from app.contract.reads import OrderQuery
from app.contract.rows import HandedCart
from app.domain.customers import Purpose
from app.domain.errors import Code, Problem
from app.hosting.app import build_app
from app.hosting.problems import Incidents
from app.hosting.server import ServerRunner
from app.hosting.streams import PokeStreams
from app.sync.gateway import RETRYABLE, Gateway
from tests.contract.gateway.scripted import (
    FEED,
    MemoryMarks,
    ScriptedHost,
    command,
    page,
    parts,
    signer,
)
from tests.strictness import ExpectLog

FALSE_ORIGIN = {"q": "Giulia", "actor": "op-07", "origin": "X1AA"}


async def pull_problem(gateway: Gateway) -> Problem:
    """Why the page did not come."""
    with pytest.raises(Problem) as caught:
        await gateway.pull(FeedRef(FEED))
    return caught.value


async def test_a_fault_is_a_server_error_with_its_number(
    gateway: Gateway, host: ScriptedHost, expect_log: ExpectLog
) -> None:
    expect_log("hosting.problems", "kind='ZeroDivisionError'")
    host.failure = ZeroDivisionError("Giulia Bassi, via Roma 1")
    problem = await pull_problem(gateway)
    assert (problem.code, problem.details) == (Code.SERVER_ERROR, {"status": 500, "incident": "0badcafe"})


async def test_a_busy_host_says_when(gateway: Gateway, host: ScriptedHost) -> None:
    host.failure = Problem(Code.BUSY, retry_after_s=7)
    problem = await pull_problem(gateway)
    assert (problem.code, problem.details) == (Code.BUSY, {"retry_after_s": 7})


@pytest.mark.parametrize("code", [Code.WAITING_FOR_CENTRAL, Code.SERVER_FULL, Code.NO_ANSWER])
async def test_a_reason_to_wait_comes_through(gateway: Gateway, host: ScriptedHost, code: Code) -> None:
    host.failure = Problem(code)
    assert (await pull_problem(gateway)).code is code
    assert code in RETRYABLE


@pytest.mark.parametrize("code", [Code.DISK_FULL, Code.DISK_READ_ONLY])
async def test_the_hosts_full_disk_is_not_taken_for_ours(gateway: Gateway, host: ScriptedHost, code: Code) -> None:
    host.failure = Problem(code)
    assert (await pull_problem(gateway)).code is Code.SERVER_FULL


async def test_a_rules_refusal_comes_through_with_its_details(gateway: Gateway, host: ScriptedHost) -> None:
    host.failure = Problem(Code.ORDER_CANCELLED, order="4821", at="2026-03-05T08:05:00+00:00")
    problem = await pull_problem(gateway)
    assert problem.code is Code.ORDER_CANCELLED
    assert problem.details["order"] == "4821"


@pytest.mark.parametrize("cut", [1, 30, 200])
async def test_half_a_page_is_nothing(gateway: Gateway, host: ScriptedHost, cut: int) -> None:
    host.spoilt_page = page(FeedRef(FEED), 50)[:-cut]
    assert (await pull_problem(gateway)).code is Code.PAGE_DAMAGED


@pytest.mark.parametrize("ref", [FeedRef("store:mi02"), FeedRef(FEED, "f1", 7)])
async def test_a_page_of_something_else_is_nothing(gateway: Gateway, host: ScriptedHost, ref: FeedRef) -> None:
    host.spoilt_page = page(ref, 3)
    assert (await pull_problem(gateway)).code is Code.PAGE_DAMAGED


async def test_a_page_of_another_history_needs_a_snapshot(gateway: Gateway, host: ScriptedHost) -> None:
    head = PageHead(feed=FEED, id="f2", schema=SCHEMA, from_rev=0)
    host.spoilt_page = encode_page(head, [], to=0, more=False)
    with pytest.raises(SnapshotDue):
        await gateway.pull(FeedRef(FEED, "f1"))


async def test_a_page_of_another_schema_is_told_apart(gateway: Gateway, host: ScriptedHost) -> None:
    head = PageHead(feed=FEED, id="f1", schema=SCHEMA + 1, from_rev=0)
    host.spoilt_page = encode_page(head, [], to=0, more=False)
    assert (await pull_problem(gateway)).code is Code.SCHEMA_MISMATCH


async def test_a_revoked_device_is_told_so_and_may_hand_in_what_it_has(
    runner: ServerRunner, host: ScriptedHost
) -> None:
    revoked = Gateway(runner.url, signer("R1AA"))
    assert (await pull_problem(revoked)).code is Code.DEVICE_REVOKED
    assert await revoked.quarantine([command(1, device="R1AA")]) == 1
    await revoked.close()
    assert [what for what, _ in host.asked] == ["quarantine"]


async def test_a_device_nobody_knows(runner: ServerRunner) -> None:
    stranger = Gateway(runner.url, signer(name="X9XX"))
    assert (await pull_problem(stranger)).code is Code.DEVICE_UNKNOWN
    await stranger.close()


async def test_anothers_name_does_not_help(runner: ServerRunner) -> None:
    false = Gateway(runner.url, signer(name="E1AA"))
    assert (await pull_problem(false)).code is Code.SIGNATURE_INVALID
    await false.close()


async def test_a_terminal_set_back_goes_on_behind_what_was_heard(runner: ServerRunner) -> None:
    before = Gateway(runner.url, signer())
    for _ in range(3):
        await before.pull(FeedRef(FEED))
    await before.close()
    restored = Gateway(runner.url, signer())
    assert (await restored.pull(FeedRef(FEED))).to == 3
    await restored.close()


async def test_a_restarted_host_has_forgotten_nothing(host: ScriptedHost) -> None:
    marks = MemoryMarks()
    terminal = signer()
    for _ in range(2):
        streams = PokeStreams(Incidents())
        async with ServerRunner(build_app(host, parts(marks, streams)), streams) as running:
            gateway = Gateway(running.url, terminal)
            assert (await gateway.pull(FeedRef(FEED))).to == 3
            await gateway.close()
    assert marks.saves == 2


@pytest.fixture
async def kiosk(runner: ServerRunner) -> AsyncIterator[Gateway]:
    """The kiosk K1AA, connected."""
    opened = Gateway(runner.url, signer("K1AA"))
    yield opened
    await opened.close()


async def test_a_kiosk_searches_nobody(kiosk: Gateway, host: ScriptedHost) -> None:
    questions = [
        kiosk.reads.customers("Giulia", actor="kiosk"),
        kiosk.reads.customer("c-1", purpose=Purpose.PICKUP, actor="kiosk"),
        kiosk.reads.cart("c-1", actor="kiosk"),
        kiosk.reads.orders(OrderQuery(customer="c-1"), actor="kiosk"),
        kiosk.reads.orders(OrderQuery(number="4821"), actor="kiosk"),
        kiosk.pull(FeedRef("finder:corsaviva")),
        kiosk.pull(FeedRef("alloc:mi01")),
        kiosk.pull(FeedRef(FEED)),
        kiosk.reads.order("o-4821", actor="kiosk"),
        kiosk.reads.customer_page("o-4821", actor="kiosk"),
    ]
    for question in questions:
        with pytest.raises(Problem) as caught:
            await question
        assert caught.value.code is Code.SCOPE_MISSING
    assert host.asked == []


async def test_a_kiosk_checks_in_and_finds_by_code(kiosk: Gateway) -> None:
    assert await kiosk.send_commands([command(1, device="K1AA", kind="visit.move")])
    assert await kiosk.send_commands([CommandLine(lost_command("K1AA.1:2", 1), parked=True)])
    assert await kiosk.reads.orders(OrderQuery(code="AB12-CD34"), actor="kiosk")
    assert await kiosk.reads.orders(OrderQuery(number="4821", phone4="4567"), actor="kiosk")
    assert (await kiosk.pull(FeedRef("price:it"))).to


async def test_commands_a_device_may_not_bring(gateway: Gateway, kiosk: Gateway, host: ScriptedHost) -> None:
    decided = CommandLine(command(1).cmd, decided=Result(id="T1AA.1:1", outcome=Outcome.OK))
    for sender, line in (
        (gateway, command(1, device="E1AA")),
        (gateway, decided),
        (kiosk, command(1, device="K1AA", kind="order.hand_over")),
    ):
        with pytest.raises(Problem) as caught:
            await sender.send_commands([line])
        assert caught.value.code is Code.SCOPE_MISSING
    assert host.asked == []


async def test_an_edge_brings_what_its_terminals_decided(runner: ServerRunner) -> None:
    edge = Gateway(runner.url, signer("E1AA"))
    decided = CommandLine(command(1).cmd, decided=Result(id="T1AA.1:1", outcome=Outcome.OK))
    assert await edge.send_commands([decided])
    await edge.close()


@pytest.mark.parametrize(
    ("token", "code"),
    [
        ("", Code.CART_CODE_DAMAGED),
        ("a" * 509, Code.CART_CODE_DAMAGED),
        ("è" * 64, Code.CART_CODE_DAMAGED),
        (f"{'a' * 64}\r\nNonce: 1", Code.CART_CODE_DAMAGED),
        ("a" * 2_000_000, Code.TOO_LARGE),
    ],
)
async def test_what_is_no_token_of_a_cart_goes_no_further(
    gateway: Gateway, host: ScriptedHost, token: str, code: Code
) -> None:
    with pytest.raises(Problem) as caught:
        await gateway.reads.take_cart(HandedCart(token=token, actor="op-07"))
    assert (caught.value.code, host.asked) == (code, [])


async def test_a_cart_is_handed_over_to_somebody_at_a_device_that_may(
    runner: ServerRunner, host: ScriptedHost
) -> None:
    kiosk, clerk = Gateway(runner.url, signer("K1AA")), Gateway(runner.url, signer("T1AA"))
    for gateway, actor, origin, code in (
        (kiosk, "op-07", "", Code.SCOPE_MISSING),
        (clerk, "", "", Code.BAD_REQUEST),
        (clerk, "op-07", "X1AA", Code.SCOPE_MISSING),
    ):
        with pytest.raises(Problem) as caught:
            await gateway.reads.take_cart(HandedCart(token="a" * 220, actor=actor, origin=origin))
        assert caught.value.code is code
    await kiosk.close()
    await clerk.close()
    assert host.asked == []


async def test_reads_say_what_is_missing(gateway: Gateway) -> None:
    for question, code in (
        (gateway.reads.customers("Gi", actor="op-07"), Code.SEARCH_TOO_SHORT),
        (gateway.reads.customers("Giulia", actor=""), Code.BAD_REQUEST),
        (gateway.reads.relay("/v1/customers/c-1", {"actor": "op-07"}), Code.PURPOSE_REQUIRED),
        (
            gateway.reads.relay("/v1/customers", {"q": "Giulia", "actor": "o", "origin": "X1AA"}),
            Code.SCOPE_MISSING,
        ),
        (gateway.reads.order("no/such", actor="op-07"), Code.NOT_FOUND),
        (gateway.reads.relay("/v1/nothing", {}), Code.NOT_FOUND),
        (gateway.reads.relay("/v1/carts/c/changes", {}), Code.METHOD_NOT_ALLOWED),
        (gateway.reads.relay("/v1/description", {}), Code.SCOPE_MISSING),
        (gateway.pull(FeedRef("nonsense:1")), Code.NOT_FOUND),
    ):
        with pytest.raises(Problem) as caught:
            await question
        assert caught.value.code is code
