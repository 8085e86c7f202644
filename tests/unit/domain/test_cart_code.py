"""A cart's code is taken whole or refused with a word; what is in it never shows."""

import string

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.domain.cart_code import MAX_TOKEN_CHARS
from app.domain.errors import Code, Problem
from app.domain.scanning import CartCode, classify, clean

TOKEN = "eyJhbGciOiJIUzI1NiJ9.eyJ1c2VyX2lkIjoiMiJ9.c2lnbmF0dXJl-dGFrZW4_b3V0"
TOKENS = st.text(f"{string.ascii_letters}{string.digits}-_.", min_size=16, max_size=MAX_TOKEN_CHARS)


@given(TOKENS)
def test_every_token_comes_out_as_it_was_shown(token: str) -> None:
    code = f"CT1.{token}"
    assert classify(code, {}) == classify(f" {code} ".encode()[: 512 + 2][1:], {}) == CartCode(token)
    assert token not in repr(classify(code, {}))


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ("CT1.", Code.CART_CODE_DAMAGED),
        ("CT1.null", Code.CART_CODE_DAMAGED),
        (f"ct1.{TOKEN.swapcase()}", Code.CART_CODE_DAMAGED),
        (f"CT1.{TOKEN} {TOKEN}", Code.CART_CODE_DAMAGED),
        (f"CT1.{TOKEN}è", Code.CART_CODE_DAMAGED),
        (f"CT1.{TOKEN.replace('e', 'е')}", Code.CART_CODE_DAMAGED),
        ("CT1." + "٣" * 64, Code.CART_CODE_DAMAGED),
        (f"CT1.{TOKEN}/../orders?x=1", Code.CART_CODE_DAMAGED),
        (f"CT1.{TOKEN}\r\nNonce: 1", Code.CODE_CONTROL_BYTES),
        (f"CT1.{TOKEN}\x00", Code.CODE_CONTROL_BYTES),
        (f"CT1.{TOKEN}\u202e", Code.CODE_CONTROL_BYTES),
        (f"CT1.{TOKEN}\u200b", Code.CODE_CONTROL_BYTES),
        (b"CT1." + TOKEN.encode() + b"\xff", Code.CODE_DAMAGED),
        ("CT1." + "A" * (MAX_TOKEN_CHARS + 1), Code.CODE_TOO_LONG),
        ("CT1." + "A" * 2_000_000, Code.CODE_TOO_LONG),
        (b"CT1." + b"A" * 2_000_000, Code.CODE_TOO_LONG),
    ],
)
def test_what_is_no_token_is_refused(raw: str | bytes, code: Code) -> None:
    with pytest.raises(Problem) as refused:
        classify(raw, {})
    assert refused.value.code is code
    assert TOKEN not in str(refused.value.details)


@given(st.text(max_size=520))
@example("A" * 508)
@example("\u0660" * 100)
def test_nothing_behind_the_prefix_breaks_it(rest: str) -> None:
    try:
        found = classify(f"CT1.{rest}", {})
    except Problem as refused:
        assert refused.code in {Code.CODE_TOO_LONG, Code.CODE_CONTROL_BYTES, Code.CART_CODE_DAMAGED}
    else:
        assert isinstance(found, CartCode)
        assert found.token == clean(f"CT1.{rest}")[4:]
