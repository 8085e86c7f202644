"""The demo shop's connector keeps the contract over real HTTP, and tells apart what it cannot know."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import httpx
import pytest

from app.central.connectors.demo_shop import DEMO_TRAITS, DemoShop
from app.central.connectors.demo_shop_seed import seed_body
from app.central.connectors.port import PlatformRefused, PlatformUnavailable, PlatformUnknown
from app.contract.rows import ArticleRow, PriceRow, StockRow, StoreConfig
from app.domain.carts import Cart
from app.domain.customers import Customer
from app.domain.errors import Code
from app.domain.orders import Order
from app.domain.values import ByWeight, StoreId, Substitution
from tests.contract.connectors.demo_server import DemoServer, demo_server
from tests.contract.connectors.suite import ONE_SHOE, Break, PlatformRig, ShopPlatformContract
from tests.unit.connectors.samples import sample_order

_FAULTS: dict[Break, dict[str, str | int | float]] = {
    Break.LOST_BEFORE: {"kind": "cut_before", "count": 1},
    Break.LOST_AFTER: {"kind": "cut_after", "count": 1},
    Break.THROTTLED: {"kind": "throttled", "count": 1, "seconds": 3},
    Break.READ_FAILS: {"kind": "html", "count": 1},
}


class TestDemoShop(ShopPlatformContract):
    """Over HTTP on the loopback."""

    @pytest.fixture
    async def rig(self, tmp_path: Path) -> AsyncIterator[PlatformRig]:
        """A served shop and a connector with its token."""
        async with demo_server(tmp_path, token="t0ken") as server:
            await server.seed(["S-1001"])
            shop = DemoShop(server.url, token="t0ken")

            async def break_next(how: Break) -> None:
                await server.faults(_FAULTS[how])

            yield PlatformRig(shop, "S-1001", break_next)
            await shop.close()


@pytest.fixture
async def server(tmp_path: Path) -> AsyncIterator[DemoServer]:
    """A served shop with one order."""
    async with demo_server(tmp_path) as running:
        await running.seed(["S-1001"])
        yield running


@pytest.fixture
async def shop(server: DemoServer) -> AsyncIterator[DemoShop]:
    """A connector that gives up soon."""
    connector = DemoShop(server.url, traits=replace(DEMO_TRAITS, call_timeout_s=1.0))
    yield connector
    await connector.close()


@pytest.fixture
async def patient(server: DemoServer) -> AsyncIterator[DemoShop]:
    """A connector that is answered however busy the machine is."""
    connector = DemoShop(server.url, traits=replace(DEMO_TRAITS, call_timeout_s=30.0))
    yield connector
    await connector.close()


@pytest.mark.parametrize("kind", ["half_body", "html_after", "unavailable_after", "hang_after", "cut_after"])
async def test_an_effect_without_a_usable_answer_is_unknown(
    server: DemoServer, shop: DemoShop, patient: DemoShop, kind: str
) -> None:
    await server.faults({"kind": kind, "count": 1, "seconds": 5})
    with pytest.raises(PlatformUnknown):
        await shop.refund("S-1001", 4990, ONE_SHOE, "ref-1")
    assert [r.reference for r in (await patient.read_order("S-1001")).refunds] == ["ref-1"]


@pytest.mark.parametrize("kind", ["half_body", "html", "unavailable", "hang_after", "cut_before", "throttled"])
async def test_a_read_without_a_usable_answer_is_unavailable(
    server: DemoServer, shop: DemoShop, kind: str
) -> None:
    await server.faults({"kind": kind, "count": 1, "seconds": 5})
    with pytest.raises(PlatformUnavailable):
        await shop.read_order("S-1001")


async def test_nobody_there_is_unavailable_for_an_effect_too() -> None:
    shop = DemoShop("http://127.0.0.1:1")
    with pytest.raises(PlatformUnavailable):
        await shop.refund("S-1001", 4990, ONE_SHOE, "ref-1")
    await shop.close()


@pytest.mark.parametrize(
    ("status", "headers", "body", "raised", "code"),
    [
        (302, {"location": "http://elsewhere.invalid/"}, b"", PlatformUnavailable, Code.NOT_JSON),
        (200, {}, b"[" * 200_000, PlatformUnavailable, Code.NOT_JSON),
        (200, {}, b"\xff\xfe", PlatformUnavailable, Code.NOT_JSON),
        (200, {}, b" " * (9 * 1024 * 1024), PlatformUnavailable, Code.TOO_LARGE),
        (401, {}, b"{}", PlatformUnavailable, Code.PERMISSION_DENIED),
        (403, {}, b"{}", PlatformUnavailable, Code.PERMISSION_DENIED),
        (418, {}, b'{"code":"\\u0000tea"}', PlatformRefused, Code.SERVER_ERROR),
        (500, {}, b'{"code":"shop_cannot_create_refund"}', PlatformRefused, Code.SERVER_ERROR),
        (503, {"retry-after": "soon"}, b"", PlatformUnavailable, Code.SERVER_ERROR),
    ],
)
async def test_hostile_answers(
    status: int, headers: dict[str, str], body: bytes, raised: type[Exception], code: Code
) -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        assert request.url.host == "shop.invalid"
        return httpx.Response(status, headers=headers, content=body)

    shop = DemoShop("http://shop.invalid", transport=httpx.MockTransport(answer))
    with pytest.raises(raised) as failed:
        await shop.read_order("S-1001")
    assert getattr(failed.value, "code", None) is code
    await shop.close()


async def test_the_shop_has_the_bad_manners_of_real_ones(server: DemoServer, shop: DemoShop) -> None:
    before = await shop.read_order("S-1001")
    for _ in range(2):
        await shop.mark_collected("S-1001", ONE_SHOE, "same")
        await shop.refund("S-1001", 100, (), "same")
    after = await shop.read_order("S-1001")
    assert ([line.fulfilled for line in after.lines], after.refunded) == ([2, 0], 200)
    assert after.updated_at == before.updated_at
    body = {"lines": [{"line": "l1", "quantity": 1}]}
    await server.admin.post("/admin/orders/S-1001/restocks", json=body)
    levels = (await server.admin.get("/admin/stock/SKU-1")).json()
    assert [(level["location"], level["quantity"]) for level in levels] == [("ST01", 11), ("ST02", 10)]


async def test_without_the_token_nothing_is_told(tmp_path: Path) -> None:
    async with demo_server(tmp_path, token="t0ken") as running:
        stranger = DemoShop(running.url)
        with pytest.raises(PlatformUnavailable):
            await stranger.read_order("S-1001")
        await stranger.close()


@dataclass
class Sample:
    """A chain with orders only."""

    orders: list[Order]
    stores: list[StoreConfig] = field(default_factory=list)
    articles: list[ArticleRow] = field(default_factory=list)
    prices: list[PriceRow] = field(default_factory=list)
    stock: dict[StoreId, list[StockRow]] = field(default_factory=dict)
    customers: list[Customer] = field(default_factory=list)
    carts: list[Cart] = field(default_factory=list)


async def test_the_seed_of_our_orders_is_what_the_shop_then_tells(server: DemoServer, shop: DemoShop) -> None:
    order = sample_order(ref="S-77")
    shoe = replace(order.lines[0], substitution=Substitution.SHOP, weight=ByWeight(500))
    order = replace(order, lines=(shoe, *order.lines[1:]))
    body = seed_body(Sample([order, replace(order, platform_ref="")]))
    answer = await server.admin.post("/seed", content=body, headers={"content-type": "application/json"})
    assert answer.json() == {"orders": 1}
    told = await shop.read_order("S-77")
    assert (told.total, told.store, told.number) == (11980, "", "1001")
    assert (told.placed_at, told.payment, told.customer_name) == (order.placed_at, "carta", "Giulia B.")
    assert [(line.id, line.quantity, line.unit_price, line.substitution) for line in told.lines] == [
        (line.id, line.quantity, line.unit_price, line.substitution) for line in order.lines
    ]
    assert [line.ordered_g for line in told.lines] == [500, *(0 for _ in order.lines[1:])]
