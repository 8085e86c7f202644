"""What Vendure answers when it does not answer, and who is told what; no secret is ever told to anybody."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

import httpx
import pytest
from msgspec import json

from app.central.connectors.port import PlatformRefused, PlatformUnavailable, PlatformUnknown
from app.central.connectors.vendure.paging import Place, place_of
from app.central.connectors.vendure.settings import VendurePlace, settings_of
from app.central.connectors.vendure.shop import VENDURE_TRAITS, VendureShop
from app.domain.errors import Code
from app.domain.values import LineId, LineQuantity
from tests.unit.connectors.vendure_answers import SETTINGS, order

Answer = Callable[[httpx.Request], httpx.Response]
_RESTOCKED = {
    "order": order(),
    "stockLocations": {"items": [{"id": "5", "name": "Torino"}]},
    "productVariants": {
        "items": [{"id": "v1", "sku": "SKU-1", "stockLevels": [], "stockMovements": {"totalItems": 3}}]
    },
}
_FORBIDDEN = {"errors": [{"extensions": {"code": "FORBIDDEN"}}], "data": None}


@dataclass
class Scripted:
    """A Vendure that lets everybody in and answers everything else as told; `sessions` counts logins."""

    answer: Answer
    sessions: int = 0
    seen: list[httpx.Request] = field(default_factory=list)

    def __call__(self, request: httpx.Request) -> httpx.Response:
        body = json.decode(request.content)
        if "login(" in body["query"]:
            self.sessions += 1
            told: dict[str, object] = {"data": {"login": {}}}
            return httpx.Response(200, json=told, headers={"vendure-auth-token": f"s{self.sessions}"})
        if "moneyStrategyPrecision" in body["query"]:
            config = {"serverConfig": {"moneyStrategyPrecision": 2}}
            return httpx.Response(200, json={"data": {"globalSettings": config}})
        self.seen.append(request)
        return self.answer(request)

    def shop(self) -> VendureShop:
        """A connector to it."""
        return VendureShop(SETTINGS, transport=httpx.MockTransport(self))


def _json(told: object) -> Answer:
    return lambda request: httpx.Response(200, json=told)


def _error(code: str) -> Answer:
    return _json({"errors": [{"message": "Anna Rossi", "extensions": {"code": code}}], "data": None})


@pytest.mark.parametrize(
    ("answer", "raised", "code"),
    [
        (_error("INTERNAL_SERVER_ERROR"), PlatformUnavailable, Code.SERVER_ERROR),
        (_error("FORBIDDEN"), PlatformUnavailable, Code.PERMISSION_DENIED),
        (_error("USER_INPUT_ERROR"), PlatformRefused, Code.SERVER_ERROR),
        (_json({"data": None}), PlatformUnavailable, Code.SERVER_ERROR),
        (_json({"data": {"order": {"id": 7}}}), PlatformUnavailable, Code.NOT_JSON),
        (_json([]), PlatformUnavailable, Code.NOT_JSON),
        (_json({"data": {"order": None}}), PlatformRefused, Code.ORDER_UNKNOWN),
        (lambda _: httpx.Response(200, html="<html>"), PlatformUnavailable, Code.NOT_JSON),
        (lambda _: httpx.Response(502, html="<html>"), PlatformUnavailable, Code.SERVER_ERROR),
        (lambda _: httpx.Response(200, content=b'{"data":' + b"[" * 100_000), PlatformUnavailable, Code.NOT_JSON),
    ],
)
async def test_a_question_without_a_usable_answer(answer: Answer, raised: type[Exception], code: Code) -> None:
    shop = Scripted(answer).shop()
    with pytest.raises(raised) as failed:
        await shop.read_order("7")
    assert getattr(failed.value, "code", None) is code
    assert "Anna" not in repr(failed.value)
    await shop.close()


@pytest.mark.parametrize(
    ("answer", "raised"),
    [
        (_error("INTERNAL_SERVER_ERROR"), PlatformUnknown),
        (_error("ENTITY_NOT_FOUND"), PlatformRefused),
        (
            _json({"data": {"addFulfillmentToOrder": {"errorCode": "INSUFFICIENT_STOCK_ON_HAND_ERROR"}}}),
            PlatformRefused,
        ),
        (_json({"data": {"addFulfillmentToOrder": {"id": 1}}}), PlatformUnknown),
        (lambda _: httpx.Response(200, html="<html>"), PlatformUnknown),
        (lambda _: httpx.Response(503), PlatformUnknown),
        (lambda _: httpx.Response(429, headers={"retry-after": "7"}), PlatformUnavailable),
        (lambda _: httpx.Response(400, json={"errors": []}), PlatformRefused),
    ],
)
async def test_an_effect_without_a_usable_answer(answer: Answer, raised: type[Exception]) -> None:
    told = httpx.Response(200, content=json.encode({"data": {"order": order()}}))

    def answers(request: httpx.Request) -> httpx.Response:
        return answer(request) if b'"query":"mutation' in request.content else told

    shop = Scripted(answers).shop()
    with pytest.raises(raised):
        await shop.mark_ready("7", "ref-1")
    await shop.close()


async def test_a_session_vendure_forgot_is_opened_again_and_the_same_asked_once_more() -> None:
    def answers(request: httpx.Request) -> httpx.Response:
        is_known = request.headers["authorization"] == "Bearer s2"
        return httpx.Response(200, json={"data": {"order": None}} if is_known else _FORBIDDEN)

    vendure = Scripted(answers)
    shop = vendure.shop()
    for _ in range(2):
        with pytest.raises(PlatformRefused):
            await shop.read_order("7")
    assert [request.headers["authorization"] for request in vendure.seen] == [
        "Bearer s1",
        "Bearer s2",
        "Bearer s2",
    ]
    await shop.close()


def _denied(*path: str | int, **data: object) -> Answer:
    error = {"extensions": {"code": "FORBIDDEN"}, "path": list(path)}
    return _json({"errors": [error], "data": data or None})


@pytest.mark.parametrize(
    ("answer", "raised", "posts"),
    [
        (_denied("begun"), PlatformUnavailable, 2),
        (_denied("begun", "id"), PlatformUnknown, 1),
        (_denied("updateProductVariants"), PlatformUnknown, 1),
        (_denied("begun", begun=None, done={"id": "1"}), PlatformUnknown, 1),
    ],
)
async def test_a_right_that_is_missing_halfway_through_an_effect_does_not_mean_that_nothing_was_done(
    answer: Answer, raised: type[Exception], posts: int
) -> None:
    """The note that a restock begins may be there although the stock may not be set."""

    def answers(request: httpx.Request) -> httpx.Response:
        if b'"query":"mutation' in request.content:
            return answer(request)
        return httpx.Response(200, content=json.encode({"data": _RESTOCKED}))

    vendure = Scripted(answers)
    shop = vendure.shop()
    with pytest.raises(raised) as failed:
        await shop.restock("7", [LineQuantity(LineId("1"), 1)], "ST01", "ref-1")
    assert getattr(failed.value, "code", None) is Code.PERMISSION_DENIED
    assert sum(b'"query":"mutation' in request.content for request in vendure.seen) == posts
    await shop.close()


async def test_wrong_credentials_are_a_closed_door_and_not_the_orders_fault() -> None:
    told = {"data": {"login": {"errorCode": "INVALID_CREDENTIALS_ERROR"}}}
    shop = VendureShop(SETTINGS, transport=httpx.MockTransport(_json(told)))
    with pytest.raises(PlatformUnavailable) as failed:
        await shop.refund("7", 100, (), "ref-1")
    assert failed.value.code is Code.PERMISSION_DENIED
    assert "t0psecret" not in repr(failed.value) + repr(SETTINGS)
    await shop.close()


async def test_an_api_key_needs_no_session() -> None:
    vendure = Scripted(_json(_FORBIDDEN))
    settings = settings_of("http://shop.invalid", {"channel": "it"}, {"api_key": "k3y", "password": "x"})
    shop = VendureShop(settings, transport=httpx.MockTransport(vendure))
    with pytest.raises(PlatformUnavailable):
        await shop.read_order("7")
    [request] = vendure.seen
    assert (vendure.sessions, request.headers["vendure-api-key"], request.headers["vendure-token"]) == (
        0,
        "k3y",
        "it",
    )
    assert "authorization" not in request.headers
    await shop.close()


def test_settings_as_they_stand_in_a_file() -> None:
    options = {
        "place.MI01": "2 ritiro-mi01 ritiro-rapido",
        "gtin_field": "ean",
        "due_methods": "contanti bonifico",
    }
    settings = settings_of("http://shop.invalid", options, {"user": "u", "password": "p", "token": "other"})
    assert settings.places == {"MI01": VendurePlace("2", ("ritiro-mi01", "ritiro-rapido"))}
    assert (settings.due_methods, settings.user) == (("contanti", "bonifico"), "u")
    assert (settings.store_of("ritiro-rapido"), settings.store_of("posta")) == ("MI01", "")
    assert (settings.store_at("2"), settings.store_at("1")) == ("MI01", "1")


@pytest.mark.parametrize(
    "options", [{"place.MI01": "2"}, {"plaze": "x"}, {"gtin_field": "ean}"}, {"language": "i&t"}]
)
def test_settings_that_make_no_sense_are_named(options: dict[str, str]) -> None:
    with pytest.raises(ValueError, match=next(iter(options))):
        settings_of("http://shop.invalid", options, {})


def test_a_round_goes_on_and_the_next_one_looks_a_little_further_back() -> None:
    at = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
    first = place_of("").after(100, 130, at)
    assert first.is_more
    second = place_of(first.text).after(30, 130, None)
    assert second == Place("2026-03-02T08:59:50+00:00")
    assert (place_of(second.text), second.is_more) == (second, False)
    assert place_of("").after(3, 3, None) == Place()
    assert [place_of(odd) for odd in ("x", "a|b|c", "||||")] == [Place()] * 3


@pytest.mark.parametrize(("burst", "is_used_up"), [(3, True), (4, False)])
async def test_every_call_is_taken_from_the_budget(burst: int, *, is_used_up: bool) -> None:
    """Opening the session, the order, and how many decimals its sums have."""
    told = json.encode({"data": {"order": order()}})
    line = Scripted(lambda _: httpx.Response(200, content=told))
    traits = replace(VENDURE_TRAITS, calls_per_s=1e-6, burst=burst)
    shop = VendureShop(SETTINGS, traits=traits, transport=httpx.MockTransport(line))
    await shop.read_order("7")
    assert (shop.pace.wait_s(asyncio.get_running_loop().time()) > 0) is is_used_up
    await shop.close()
