"""The shop of recordings answers as the real one did, and the connector reads what the real one said."""

from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

from app.central.connectors.port import PlatformRefused, PlatformState, PlatformUnavailable
from app.central.connectors.woocommerce.connector import WooCommerce
from app.central.connectors.woocommerce.settings import WooSettings
from app.domain.errors import Code
from app.domain.values import LineId, LineQuantity
from tests.contract.connectors.woo.baskets import token_of
from tests.contract.connectors.woo.recordings import Json, answer, exchanges, objections
from tests.contract.connectors.woo.server import woo_server
from tests.contract.connectors.woo.shop import recorded_shop

# Ids are this run's own; the rest is about things the connector never reads.
_OTHER = frozenset(
    {"id", "order_key", "display_key", "display_value", "tax_status"}
    | {"total_sales", "average_rating", "generated_slug"}
)


def _core(told: Any) -> Any:
    """An answer without what is different each time; of a cart its lines, of prices no floats."""
    if isinstance(told, list):
        return [_core(each) for each in told]
    if not isinstance(told, dict):
        return told
    if "items" in told and "coupons" in told:
        return _core(told["items"])
    kept = {key: value for key, value in told.items() if key not in _OTHER and not key.startswith("date_")}
    return {key: _core(value) for key, value in kept.items() if not isinstance(value, float)}


async def _replayed(client: httpx.AsyncClient, row: Json, token: str) -> httpx.Response:
    is_store, is_stranger = "/store/" in row["path"], row["status"] == 401
    headers = {"cart-token": token, "nonce": "5f0732f3a2"} if is_store else {"authorization": "Basic x"}
    query = {name: str(value) for name, value in row["query"].items()}
    return await client.request(
        row["method"], row["path"], params=query, json=row["body"], headers={} if is_stranger else headers
    )


async def test_the_shop_answers_every_recorded_question_as_it_was_answered() -> None:
    told = exchanges()
    first = next(n for n, row in enumerate(told) if "/store/" in row["path"])
    async with woo_server(recorded_shop()) as server:
        server.baskets.carts["t_baa28b9688bfb8653f3391f8195c70"] = {}
        token = token_of("t_baa28b9688bfb8653f3391f8195c70")
        async with httpx.AsyncClient(base_url=server.url, trust_env=False) as client:
            for row in told[first:]:
                got = await _replayed(client, row, token)
                assert got.status_code == row["status"], row["path"]
                assert _core(got.json()) == _core(row["response"]), row["path"]
                assert {name: got.headers[name] for name in row["headers"] if name.startswith("X-WP")} == {
                    name: value for name, value in row["headers"].items() if name.startswith("X-WP")
                }


@pytest.mark.parametrize(
    "row", [row for row in exchanges() if row["status"] < 300 and "/products/10" not in row["path"]]
)
def test_the_schema_has_nothing_against_what_was_recorded(row: Json) -> None:
    query = {name: str(value) for name, value in row["query"].items()}
    assert objections(row["method"], row["path"], query, row["body"] or {}) == []


def test_the_schema_objects() -> None:
    assert objections("GET", "/wc/v3/orders", {"meta_key": "x"}, {}) == ["no argument meta_key"]
    assert objections("GET", "/wc/v3/orders", {"per_page": "101"}, {}) == ["per_page above 100"]
    assert objections("GET", "/wc/v3/orders", {"orderby": "total"}, {}) == ["orderby is no total"]
    assert objections("POST", "/wc/v3/orders", {}, {"line_items": [{"gtin": "1"}]}) == ["no line_items.gtin"]
    assert objections("GET", "/wc/v3/carts", {}, {}) == ["no route GET /wc/v3/carts"]


class _Told:
    """Answers one question after the other with what is given."""

    def __init__(self, *answers: tuple[int, Any]) -> None:
        self._answers = list(answers)

    def __call__(self, request: httpx.Request) -> httpx.Response:
        status, body = self._answers.pop(0)
        heads = {"x-wp-total": str(len(body)), "x-wp-totalpages": "1"} if isinstance(body, list) else {}
        return httpx.Response(status, json=body, headers=heads)


def _shop(*answers: tuple[int, Any]) -> WooCommerce:
    transport = httpx.MockTransport(_Told(*answers))
    return WooCommerce("http://shop.invalid", key="k", secret="s", settings=WooSettings(), transport=transport)


async def test_the_recorded_order_is_read_with_its_tax_and_both_refunds() -> None:
    refunds = [answer("POST", "/wc/v3/orders/12/refunds", 201, nth) for nth in (0, 1)]
    shop = _shop((200, answer("GET", "/wc/v3/orders/12")), (200, []), (200, refunds))
    order = await shop.read_order("12")
    assert (order.number, order.state, order.raw_state) == ("12", PlatformState.COLLECTED, "completed")
    assert (order.total, order.refunded, order.shipping, order.currency) == (4793, 3998, 0, "EUR")
    assert (order.store, order.customer_ref, order.customer_name) == ("Store 01", "2", "Ann Lee")
    assert (order.is_paid, order.payment, order.reference) == (True, "Bank", "")
    assert order.updated_at == datetime(2026, 11, 21, 19, 36, 9, tzinfo=UTC)
    tee, mug = order.lines
    assert (tee.id, tee.quantity, tee.unit_price, tee.discount) == ("1", 2, 1999, 0)
    assert (tee.fulfilled, tee.returned, tee.restocked) == (2, 2, 2)
    assert (mug.id, mug.quantity, mug.unit_price, mug.returned) == ("2", 1, 795, 0)
    assert [refund.amount for refund in order.refunds] == [1999, 1999]
    assert order.fulfilments[0].lines == (LineQuantity(LineId("1"), 2), LineQuantity(LineId("2"), 1))
    await shop.close()


@pytest.mark.parametrize(
    ("path", "status", "raised", "code"),
    [
        ("/wc/v3/orders/999999", 404, PlatformRefused, Code.ORDER_UNKNOWN),
        ("/wc/v3/orders", 401, PlatformUnavailable, Code.PERMISSION_DENIED),
        ("/wc/v3/orders", 400, PlatformRefused, Code.SERVER_ERROR),
    ],
)
async def test_recorded_errors_are_told_apart(path: str, status: int, raised: type[Exception], code: Code) -> None:
    shop = _shop((status, answer("GET", path, status)))
    with pytest.raises(raised) as failed:
        await shop.read_order("12")
    assert getattr(failed.value, "code", None) is code
    await shop.close()


async def test_a_wrong_address_is_no_missing_order() -> None:
    shop = _shop((404, {"code": "rest_no_route", "message": "No route was found", "data": {"status": 404}}))
    with pytest.raises(PlatformUnavailable):
        await shop.read_order("12")
    await shop.close()
