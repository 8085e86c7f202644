"""Gateway and host understand each other: commands, pages, files, pokes, questions arrive as meant."""

import hashlib
from contextlib import aclosing
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest

from app.contract.commands import Outcome
from app.contract.feeds import FeedRef, Poke, SnapshotDue
from app.contract.reads import OrderQuery, ProductQuery
from app.contract.rows import CartChange, EnrolRequest, HandedCart
from app.contract.shop_rows import PageLink
from app.domain.customers import Purpose
from app.domain.errors import Code, Problem
from app.hosting.server import ServerRunner
from app.sync.engine import Authority
from app.sync.gateway import Gateway, enrol
from app.sync.gateway.conversation import Ask
from tests.contract.gateway.scripted import (
    FEED,
    KEYS,
    NOW_AT,
    ORDER,
    PAGE_LINK,
    ScriptedHost,
    cart,
    command,
    customer,
    names,
    roster_device,
    signer,
)


async def test_commands_get_a_result_each(gateway: Gateway, host: ScriptedHost) -> None:
    lines = [command(number) for number in (1, 2, 3)]
    results = await gateway.send_commands(lines)
    assert [(result.id, result.outcome) for result in results] == [(f"T1AA.1:{n}", Outcome.OK) for n in (1, 2, 3)]
    assert host.asked == [("commands", lines)]


async def test_a_batch_over_the_limits_is_not_sent(gateway: Gateway, host: ScriptedHost) -> None:
    with pytest.raises(Problem) as caught:
        await gateway.send_commands([command(number) for number in range(1, 202)])
    assert caught.value.code is Code.TOO_LARGE
    assert host.asked == []


async def test_a_roll_call_is_not_bound_to_a_batch(gateway: Gateway, host: ScriptedHost) -> None:
    welcome = await gateway.roll_call([command(number) for number in range(1, 500)])
    assert (welcome.epoch, welcome.feed) == (7, "store:MI01")


@pytest.mark.parametrize("rows", [0, 3, 2_000])
async def test_a_page_arrives_whole(gateway: Gateway, host: ScriptedHost, rows: int) -> None:
    host.rows = rows
    page = await gateway.pull(FeedRef(FEED, "f1", 40))
    assert (page.head.id, page.to, len(page.rows), page.more) == ("f1", 40 + rows, rows, False)
    assert host.asked == [("page", FeedRef(FEED, "f1", 40))]


async def test_another_history_needs_a_snapshot(gateway: Gateway) -> None:
    with pytest.raises(SnapshotDue):
        await gateway.pull(FeedRef(FEED, "f0", 40))


async def test_sums_are_compared(gateway: Gateway) -> None:
    assert (await gateway.digest(FEED)).sums == {"order/00": 5}


async def test_a_snapshot_comes_as_a_file(gateway: Gateway, host: ScriptedHost, tmp_path: Path) -> None:
    fetched = await gateway.fetch_snapshot(FEED, tmp_path / "snapshot")
    assert fetched.path.read_bytes() == host.content
    assert fetched.ref == FeedRef(FEED, "f1", 88)
    assert fetched.size == len(host.content)
    assert names(tmp_path, "snapshot*") == ["snapshot"]


async def test_a_picture_comes_by_its_hash(gateway: Gateway, host: ScriptedHost, tmp_path: Path) -> None:
    digest = hashlib.sha256(b"picture").hexdigest()
    (host.folder / digest).write_bytes(b"picture")
    assert await gateway.fetch_asset(digest, tmp_path / "got") == 7
    assert (tmp_path / "got").read_bytes() == b"picture"
    with pytest.raises(Problem) as caught:
        await gateway.fetch_asset("0" * 64, tmp_path / "none")
    assert caught.value.code is Code.NOT_FOUND


async def test_another_picture_is_not_kept(gateway: Gateway, host: ScriptedHost, tmp_path: Path) -> None:
    digest = hashlib.sha256(b"picture").hexdigest()
    (host.folder / digest).write_bytes(b"something else")
    with pytest.raises(Problem) as caught:
        await gateway.fetch_asset(digest, tmp_path / "got")
    assert caught.value.code is Code.PAGE_DAMAGED
    assert names(tmp_path, "got*") == []


async def test_pokes_come_while_nothing_else_moves(gateway: Gateway, host: ScriptedHost) -> None:
    async with aclosing(gateway.events([FEED, "price:base"])) as pokes:
        assert [await anext(pokes), await anext(pokes)] == [Poke(FEED, 1), Poke("price:base", 1)]
        host.pokes_left.put_nowait(Poke(FEED, 2))
        assert await anext(pokes) == Poke(FEED, 2)


async def test_people_are_read_by_somebody_for_a_purpose(gateway: Gateway, host: ScriptedHost) -> None:
    hits = await gateway.reads.customers("Giulia", actor="op-07")
    assert hits.hits[0].phone == "••• ••• 4567"
    assert await gateway.reads.customer("c-1", purpose=Purpose.PICKUP, actor="op-07") == customer()
    assert host.asked[-1] == ("customer", ("op-07", "c-1", "pickup"))


async def test_carts_are_read_and_changed(gateway: Gateway, host: ScriptedHost) -> None:
    assert await gateway.reads.cart("c-1", actor="op-07") == cart()
    change = CartChange(id="x-1", sku="sku-1", quantity=2, base_rev=1, actor="op-07")
    assert await gateway.reads.change_cart("cart-1", change) == cart()
    assert host.asked[-1] == ("change_cart", change)


async def test_a_cart_is_handed_over_by_its_token(
    gateway: Gateway, runner: ServerRunner, host: ScriptedHost
) -> None:
    handed = HandedCart(token="a" * 220, actor="op-07")
    assert (await gateway.reads.take_cart(handed)).customer == "c-1"
    edge = Gateway(runner.url, signer("E1AA"))
    await edge.reads.take_cart(HandedCart(token=handed.token, actor="op-07", origin="T1AA"))
    await edge.close()
    assert host.asked == [("take_cart", ("op-07", "", "a" * 220)), ("take_cart", ("op-07", "T1AA", "a" * 220))]
    assert "aaa" not in repr(handed)


async def test_orders_and_articles_are_found(gateway: Gateway, host: ScriptedHost) -> None:
    query = OrderQuery(number="4821", phone4="4567")
    assert await gateway.reads.orders(query, actor="op-07") == [ORDER]
    assert host.asked[-1] == ("orders", query)
    assert await gateway.reads.order("o-4821", actor="op-07") == ORDER
    hits = await gateway.reads.products(ProductQuery(q="maglia è & 50%"))
    assert hits[0].name == "Maglia Corsa"
    assert [about for what, about in host.asked if what == "products"] == [ProductQuery(q="maglia è & 50%")]


async def test_a_customers_page_is_asked_for_by_somebody(gateway: Gateway, host: ScriptedHost) -> None:
    told = await gateway.reads.customer_page("o-4821", actor="op-07")
    assert told == PAGE_LINK
    assert host.asked == [("customer_page", ("op-07", "T1AA", "", "o-4821"))]
    assert "c2VjcmV0" not in repr(told)


async def test_nobody_on_the_way_keeps_the_link(gateway: Gateway) -> None:
    answer = await gateway.reads._conversation.ask(Ask("GET", "/v1/orders/o-4821/page", {"actor": "op-07"}))
    assert answer.headers["Cache-Control"] == "no-store"


async def test_an_edge_passes_the_question_for_a_page_on(runner: ServerRunner, host: ScriptedHost) -> None:
    edge = Gateway(runner.url, signer("E1AA"))
    body = await edge.reads.relay("/v1/orders/o-4821/page", {"actor": "op-07", "origin": "T1AA"})
    await edge.close()
    assert msgspec.json.decode(body, type=PageLink) == PAGE_LINK
    assert host.asked == [("customer_page", ("op-07", "E1AA", "T1AA", "o-4821"))]


async def test_an_edge_passes_a_question_on_unread(runner: ServerRunner, host: ScriptedHost) -> None:
    edge = Gateway(runner.url, signer("E1AA"))
    body = await edge.reads.relay("/v1/customers", {"q": "Giulia", "actor": "op-07", "origin": "T1AA"})
    await edge.close()
    assert b"Giulia" in body
    asked = host.asked[-1][1]
    assert isinstance(asked, tuple)
    assert (asked[0].device, asked[0].origin) == (roster_device("E1AA"), "T1AA")


async def test_anybody_may_ask_how_a_host_is(gateway: Gateway) -> None:
    assert (await gateway.reads.health()).node == "mi01"


async def test_a_clock_ten_years_off_is_told_and_stops_nothing(runner: ServerRunner) -> None:
    late = Gateway(runner.url, signer(now_at=lambda: datetime(2036, 3, 5, 8, 5, tzinfo=UTC)))
    assert late.warning is None
    await late.pull(FeedRef(FEED))
    await late.close()
    assert late.skew_s == 3653 * 86_400
    assert late.warning is Code.CLOCK_OFF


async def test_a_right_clock_is_no_warning(gateway: Gateway) -> None:
    await gateway.pull(FeedRef(FEED))
    assert (gateway.skew_s, gateway.warning) == (0, None)


async def test_a_device_enrols_with_its_own_key(runner: ServerRunner) -> None:
    request = EnrolRequest("AB12-CD34-EF56-GH78", KEYS["T1AA"].public_hex, "Cassa 1")
    answer = await enrol(runner.url, request, sign=KEYS["T1AA"].sign, now_at=lambda: NOW_AT)
    assert (answer.device, answer.store) == ("T9AA", "mi01")


async def test_enrolment_needs_the_code_and_the_key(runner: ServerRunner) -> None:
    wrong_code = EnrolRequest("AB12-CD34-EF56-GH79", KEYS["T1AA"].public_hex, "Cassa 1")
    with pytest.raises(Problem) as caught:
        await enrol(runner.url, wrong_code, sign=KEYS["T1AA"].sign, now_at=lambda: NOW_AT)
    assert caught.value.code is Code.ENROLMENT_CODE_INVALID
    stolen_key = EnrolRequest("AB12-CD34-EF56-GH78", KEYS["T1AA"].public_hex, "Cassa 1")
    with pytest.raises(Problem) as caught:
        await enrol(runner.url, stolen_key, sign=KEYS["K1AA"].sign, now_at=lambda: NOW_AT)
    assert caught.value.code is Code.SIGNATURE_INVALID


async def test_a_proxy_of_the_environment_is_not_asked(
    runner: ServerRunner, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    direct = Gateway(runner.url, signer())
    assert (await direct.pull(FeedRef(FEED))).to == 3
    await direct.close()


def put_part(goal: Path, sha256: str, content: bytes) -> None:
    """What an interrupted fetch left behind."""
    goal.with_name(f"{goal.name}.{sha256}.part").write_bytes(content)


async def test_a_fetch_goes_on_after_a_restart(gateway: Gateway, host: ScriptedHost, tmp_path: Path) -> None:
    goal = tmp_path / "snap"
    put_part(goal, hashlib.sha256(host.content).hexdigest(), host.content[:500_000])
    assert (await gateway.fetch_snapshot(FEED, goal)).path.read_bytes() == host.content


async def test_a_part_of_an_older_artefact_is_dropped(
    gateway: Gateway, host: ScriptedHost, tmp_path: Path
) -> None:
    goal = tmp_path / "snap"
    put_part(goal, "0" * 64, b"older content")
    assert (await gateway.fetch_snapshot(FEED, goal)).path.read_bytes() == host.content
    assert names(tmp_path, "snap*") == ["snap"]


async def test_a_part_longer_than_the_whole_is_begun_again(
    gateway: Gateway, host: ScriptedHost, tmp_path: Path
) -> None:
    goal = tmp_path / "snap"
    put_part(goal, hashlib.sha256(host.content).hexdigest(), host.content + b"x")
    with pytest.raises(Problem) as caught:
        await gateway.fetch_snapshot(FEED, goal)
    assert caught.value.code is Code.PAGE_DAMAGED
    assert (await gateway.fetch_snapshot(FEED, goal)).path.read_bytes() == host.content


async def test_the_engine_takes_the_gateway_for_its_authority(gateway: Gateway) -> None:
    authority: Authority = gateway
    assert (await authority.pull(FeedRef(FEED))).to == 3
