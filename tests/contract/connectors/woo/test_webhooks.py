"""Calls of the shop are believed when signed, wake once, and never break who hears them."""

import base64
import hashlib
import hmac
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.central.connectors.woocommerce.webhooks import WooHooks
from tests.contract.connectors.woo.recordings import deliveries

SECRET = "s3cret"
_NAMES = st.sampled_from(["x-wc-webhook-signature", "x-wc-webhook-topic"])
_JSON = st.recursive(st.none() | st.integers() | st.text(), st.lists).map(json.dumps).map(str.encode)


def _signed(body: bytes, topic: str = "order.updated", secret: str = SECRET) -> dict[str, str]:
    signature = base64.b64encode(hmac.digest(secret.encode(), body, hashlib.sha256)).decode()
    return {"x-wc-webhook-signature": signature, "x-wc-webhook-topic": topic}


def test_what_the_real_shop_sent_is_believed_all_but_its_ping() -> None:
    told = deliveries()
    assert "x-wc-webhook-signature" not in told[0][0]
    hooks = WooHooks(SECRET)
    assert [hooks.is_poke(headers, body) for headers, body in told] == [False, True, True, True, True, True]


def test_a_delivery_that_comes_again_wakes_nobody() -> None:
    hooks = WooHooks(SECRET)
    assert sum(hooks.is_poke(headers, body) for headers, body in deliveries()) == 5
    assert not any(hooks.is_poke(headers, body) for headers, body in deliveries())


def test_two_products_were_told_under_one_delivery_id_and_both_count() -> None:
    told = [(head, body) for head, body in deliveries() if head.get("x-wc-webhook-topic") == "product.updated"]
    assert len({headers["x-wc-webhook-delivery-id"] for headers, _ in told}) == 1
    hooks = WooHooks(SECRET)
    assert [hooks.is_poke(headers, body) for headers, body in told] == [True, True]


def test_two_things_that_changed_in_one_second_both_count() -> None:
    hooks = WooHooks(SECRET)
    bodies = [b'{"id":%d,"date_modified_gmt":"2026-11-21T19:36:07"}' % id_ for id_ in (1, 2)]
    assert [hooks.is_poke(_signed(body), body) for body in bodies] == [True, True]
    assert hooks.is_poke(_signed(bodies[0], "order.deleted"), bodies[0])


def test_of_several_changes_told_as_one_each_new_time_wakes_again() -> None:
    hooks = WooHooks(SECRET)
    woken = []
    for second in ("07", "09", "09"):
        body = json.dumps({"id": 12, "date_modified_gmt": f"2026-11-21T19:36:{second}"}).encode()
        woken.append(hooks.is_poke(_signed(body), body))
    assert woken == [True, True, False]
    body = b'{"id": 12}'
    assert hooks.is_poke(_signed(body, "order.deleted"), body)


@pytest.mark.parametrize(
    ("headers", "body"),
    [
        ({}, b'{"id":1}'),
        ({}, b"webhook_id=1"),
        (_signed(b'{"id":2}'), b'{"id":1}'),
        (_signed(b'{"id":1}', secret="other"), b'{"id":1}'),
        ({"x-wc-webhook-signature": "\u00e8\ud800"}, b'{"id":1}'),
        (_signed(b"<html>"), b"<html>"),
        (_signed(b"[1]"), b"[1]"),
    ],
)
def test_what_is_not_believed(headers: dict[str, str], body: bytes) -> None:
    assert not WooHooks(SECRET).is_poke(headers, body)


def test_without_a_secret_nothing_is_believed() -> None:
    assert not WooHooks("").is_poke(_signed(b'{"id":1}', secret=""), b'{"id":1}')


@given(st.binary(max_size=300), st.dictionaries(_NAMES, st.text()))
def test_a_stranger_wakes_nobody(body: bytes, headers: dict[str, str]) -> None:
    assert not WooHooks(SECRET).is_poke(headers, body)


@given(st.binary(max_size=300) | _JSON)
def test_a_signed_body_wakes_only_when_it_says_what_it_is_about(body: bytes) -> None:
    assert not WooHooks(SECRET).is_poke(_signed(body), body)


@given(st.integers(0, 2**53), st.none() | st.text(), st.text(max_size=20))
def test_a_signed_change_wakes_once(id_: int, changed: str | None, topic: str) -> None:
    hooks, body = WooHooks(SECRET), json.dumps({"id": id_, "date_modified_gmt": changed}).encode()
    headers = _signed(body, topic)
    assert [hooks.is_poke(headers, body) for _ in range(2)] == [True, False]


def test_what_was_heard_long_ago_is_forgotten() -> None:
    hooks = WooHooks(SECRET)
    bodies = [b'{"id":%d}' % id_ for id_ in range(2_001)]
    assert all(hooks.is_poke(_signed(body), body) for body in bodies)
    assert not hooks.is_poke(_signed(bodies[-1]), bodies[-1])
    assert hooks.is_poke(_signed(bodies[0]), bodies[0])
