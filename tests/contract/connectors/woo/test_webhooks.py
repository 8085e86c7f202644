"""Calls of the shop are believed when signed, wake once, and never break who hears them."""

import base64
import hashlib
import hmac
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.central.connectors.woocommerce.webhooks import MAX_BODY_BYTES, Heard, WooHooks
from app.domain.errors import Code, Problem
from tests.contract.connectors.woo.recordings import deliveries

SECRET = "s3cret"


def _signed(body: bytes, topic: str = "order.updated", secret: str = SECRET) -> dict[str, str]:
    signature = base64.b64encode(hmac.digest(secret.encode(), body, hashlib.sha256)).decode()
    return {"x-wc-webhook-signature": signature, "x-wc-webhook-topic": topic}


def test_what_the_real_shop_sent_is_believed_and_says_what_to_look_at() -> None:
    hooks = WooHooks(SECRET)
    assert [hooks.heard(headers, body) for headers, body in deliveries()] == [
        None,
        Heard("customer", "2"),
        Heard("order", "12"),
        Heard("order", "12"),
        Heard("product", "10"),
        Heard("product", "11"),
    ]


def test_a_delivery_that_comes_again_wakes_nobody() -> None:
    hooks = WooHooks(SECRET)
    for headers, body in deliveries():
        hooks.heard(headers, body)
    assert [hooks.heard(headers, body) for headers, body in deliveries()] == [None] * 6


def test_two_products_were_told_under_one_delivery_id_and_both_count() -> None:
    told = [headers for headers, _ in deliveries() if headers.get("x-wc-webhook-topic") == "product.updated"]
    assert len({headers["x-wc-webhook-delivery-id"] for headers in told}) == 1
    assert len(told) == 2


def test_the_ping_is_not_signed_and_asks_for_nothing() -> None:
    headers, body = deliveries()[0]
    assert "x-wc-webhook-signature" not in headers
    assert WooHooks(SECRET).heard(headers, body) is None


def test_of_several_changes_told_as_one_the_last_wakes_again() -> None:
    hooks = WooHooks(SECRET)
    for second in ("07", "09", "09"):
        body = json.dumps({"id": 12, "date_modified_gmt": f"2026-11-21T19:36:{second}"}).encode()
        heard = hooks.heard(_signed(body), body)
    assert heard is None
    body = b'{"id": 12}'
    assert hooks.heard(_signed(body, "order.deleted"), body) == Heard("order", "12")


@pytest.mark.parametrize(
    ("headers", "body", "code"),
    [
        ({}, b'{"id":1}', Code.SIGNATURE_INVALID),
        ({}, b"webhook_id=1&topic=order.updated", Code.SIGNATURE_INVALID),
        (_signed(b'{"id":2}'), b'{"id":1}', Code.SIGNATURE_INVALID),
        (_signed(b'{"id":1}', secret="other"), b'{"id":1}', Code.SIGNATURE_INVALID),
        ({"x-wc-webhook-signature": "\u00e8\ud800"}, b'{"id":1}', Code.SIGNATURE_INVALID),
        (_signed(b"<html>"), b"<html>", Code.BAD_REQUEST),
        (_signed(b"[1]"), b"[1]", Code.BAD_REQUEST),
        (_signed(b'{"id":1}', topic=""), b'{"id":1}', Code.BAD_REQUEST),
        (_signed(b'{"id":1}', topic="../x"), b'{"id":1}', Code.BAD_REQUEST),
        ({}, b" " * (MAX_BODY_BYTES + 1), Code.TOO_LARGE),
    ],
)
def test_what_is_not_believed(headers: dict[str, str], body: bytes, code: Code) -> None:
    with pytest.raises(Problem) as refused:
        WooHooks(SECRET).heard(headers, body)
    assert refused.value.code is code


def test_without_a_secret_nothing_is_believed() -> None:
    with pytest.raises(Problem):
        WooHooks("").heard(_signed(b'{"id":1}', secret=""), b'{"id":1}')


@given(
    st.binary(max_size=300),
    st.dictionaries(st.sampled_from(["x-wc-webhook-signature", "x-wc-webhook-topic"]), st.text()),
)
def test_a_stranger_wakes_nobody(body: bytes, headers: dict[str, str]) -> None:
    try:
        assert WooHooks(SECRET).heard(headers, body) is None
    except Problem as problem:
        assert problem.code in (Code.SIGNATURE_INVALID, Code.BAD_REQUEST)


@given(
    st.binary(max_size=300)
    | st.recursive(st.none() | st.integers() | st.text(), st.lists).map(json.dumps).map(str.encode)
)
def test_any_signed_body_wakes_or_is_a_bad_request(body: bytes) -> None:
    try:
        heard = WooHooks(SECRET).heard(_signed(body), body)
    except Problem as problem:
        assert problem.code is Code.BAD_REQUEST
    else:
        assert heard is None or heard.kind == "order"


def test_what_was_heard_long_ago_is_forgotten() -> None:
    hooks = WooHooks(SECRET)
    bodies = [b'{"id":%d}' % id_ for id_ in range(2_001)]
    assert all(hooks.heard(_signed(body), body) for body in bodies)
    assert hooks.heard(_signed(bodies[-1]), bodies[-1]) is None
    assert hooks.heard(_signed(bodies[0]), bodies[0]) == Heard("order", "0")
