"""Money is read from the text of the JSON, shared out to the last cent, and never a float in between."""

import json
from decimal import ROUND_HALF_UP, Decimal

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import Raw

from app.central.connectors.woocommerce import marks
from app.central.connectors.woocommerce.amounts import apportion, decimal, minor, number
from app.central.connectors.woocommerce.refunds import money_body
from app.central.connectors.woocommerce.wire import OrderAnswer
from app.domain.values import LineId, LineQuantity
from tests.contract.connectors.woo.recordings import answer

_AMOUNTS = st.decimals(min_value=-(10**9), max_value=10**9, allow_nan=False, places=6)


@given(_AMOUNTS, st.booleans())
def test_every_amount_is_read_as_written(value: Decimal, is_text: bool) -> None:
    text = f"{value:f}"
    raw = msgspec.json.decode(f'{{"a":"{text}"}}' if is_text else f'{{"a":{text}}}', type=dict[str, Raw])["a"]
    assert decimal(raw) == value
    assert minor("EUR", raw) == int((value * 100).quantize(Decimal(1), ROUND_HALF_UP))


@pytest.mark.parametrize(
    ("text", "currency", "wanted"),
    [
        ('"29.645"', "EUR", 2965),
        ("83.4779", "EUR", 8348),
        ("8.264462666666667", "EUR", 826),
        ("0.615", "EUR", 62),
        ('"19.999"', "TND", 19999),
        ('"1500"', "JPY", 1500),
        ('""', "EUR", 0),
        ("null", "EUR", 0),
        ("1e2", "EUR", 10000),
        ('"-19.99"', "EUR", -1999),
    ],
)
def test_amounts_by_currency(text: str, currency: str, wanted: int) -> None:
    assert minor(currency, Raw(text.encode())) == wanted


def test_a_sum_is_rounded_once() -> None:
    assert minor("EUR", Raw(b'"1.004"'), Raw(b'"1.004"')) == 201


@given(
    st.text(max_size=60).map(json.dumps)
    | st.sampled_from(["NaN", "true", "[1]", '"1_0"', '"1e9999999"', '"\u0661"'])
)
def test_whatever_stands_there_it_is_an_amount_or_an_error(text: str) -> None:
    try:
        value = decimal(Raw(text.encode()))
    except ValueError:
        return
    assert value.is_finite()


@given(st.integers(0, 10**9), st.lists(st.decimals(0, 10**6, places=2), min_size=1, max_size=8).filter(any))
def test_shares_add_up_and_none_is_off_by_a_cent(amount: int, weights: list[Decimal]) -> None:
    shares = apportion(amount, weights)
    assert sum(shares) == amount
    assert all(
        abs(share - amount * weight / sum(weights)) < 1 for share, weight in zip(shares, weights, strict=True)
    )


@given(st.integers(1, 10**7), st.integers(0, 2), st.integers(0, 1))
def test_net_and_tax_of_every_line_add_up_to_the_refund(amount: int, tees: int, mugs: int) -> None:
    order = msgspec.json.decode(json.dumps(answer("GET", "/wc/v3/orders/12")), type=OrderAnswer)
    lines = [LineQuantity(LineId("1"), tees), LineQuantity(LineId("2"), mugs)]
    body = json.loads(
        msgspec.json.encode(money_body(order, amount, lines, "r", through_gateway=False)), parse_float=Decimal
    )
    parts = [line["refund_total"] for line in body["line_items"]]
    parts += [tax["refund_total"] for line in body["line_items"] for tax in line["refund_tax"]]
    assert sum(parts) == (Decimal(body["amount"]) if tees + mugs else 0)
    assert minor("EUR", number(amount, "EUR")) == amount


@given(st.lists(st.tuples(st.text(min_size=1, max_size=20), st.integers(1, 99_999)), max_size=6))
def test_pieces_survive_being_written_beside_an_order(pieces: list[tuple[str, int]]) -> None:
    lines = tuple(LineQuantity(LineId(line), count) for line, count in pieces if line.isprintable())
    text = marks.pieces_text(lines)
    assert marks.pieces_of(text) == lines
    assert not set(text) & set("\"'\\<>")


@given(st.text(max_size=80))
def test_what_somebody_wrote_over_a_mark_breaks_nothing(text: str) -> None:
    assert all(0 <= piece.quantity < 10**6 for piece in marks.pieces_of(text))
