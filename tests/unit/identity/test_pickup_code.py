"""A pickup code says what it was made to say, in every way people and scanners bring it, or says why not."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.adapters.crypto import new_key
from app.adapters.pickup_codes import PickupSigner, PickupVerifier
from app.contract.rows import PickupKey
from app.domain import crockford
from app.domain.errors import Code, Problem
from app.domain.pickup_code import (
    PickupBody,
    hour_after,
    is_pickup_code,
    pack,
    parse,
    read_typed,
    refuse_expired,
    signed_message,
    typed_code,
    unpack,
    write,
)

EXPIRES_AT = datetime(2026, 3, 12, 18, 0, tzinfo=UTC)
BODY = PickupBody(7, 1_234_567_890_123, 12, 1, hour_after(EXPIRES_AT), b"\x01\x02\x03\x04")
SIGNER = PickupSigner(7, bytes(range(32)))
bodies = st.builds(
    PickupBody,
    key_id=st.integers(0, 255),
    order_no=st.integers(0, 2**64 - 1),
    store_no=st.integers(0, 2**16 - 1),
    generation=st.integers(0, 255),
    expires_hour=st.integers(0, 2**24 - 1),
    nonce=st.binary(min_size=4, max_size=4),
)


def issued() -> str:
    """A genuine code for order 1234567890123."""
    return SIGNER.issue(order_no=1_234_567_890_123, store_no=12, generation=1, expires_at=EXPIRES_AT)


def refusal(text: str, verifier: PickupVerifier | None = None) -> Code:
    """Why a text is refused."""
    with pytest.raises(Problem) as caught:
        (verifier or PickupVerifier([SIGNER.public_key])).read(text)
    return caught.value.code


@given(bodies, st.binary(min_size=64, max_size=64))
def test_what_is_written_is_read(body: PickupBody, signature: bytes) -> None:
    text = write(pack(body), signature)
    assert len(text) == 139
    read = parse(text)
    assert (read.body, read.signature) == (body, signature)
    assert read.message == b"shop-pickup-v1\0" + pack(body)


def test_the_format_is_the_one_printed_so_far() -> None:
    assert pack(BODY).hex() == "0107" + "0000011f71fb04cb" + "000c" + "01" + "078432" + "01020304"
    assert write(pack(BODY), bytes(64))[:36] == "PU1.043G00013XRZP16B006021W4680G40R4"


def test_it_is_read_as_people_write_it() -> None:
    text = issued()
    spoken = text.lower().replace("0", "o").replace("1", "l")
    spaced = " ".join(spoken[at : at + 5] for at in range(4, len(spoken), 5))
    assert PickupVerifier([SIGNER.public_key]).read(f"  pu1.{spaced} ").order_no == 1_234_567_890_123


@given(st.text(max_size=600))
@example("PU1.")
@example("PU1." + "0" * 135)
@example("PU1." + "Z" * 135)
@example("pu1." + "ı" * 135)
@example("PU1." + "0" * 400)
def test_any_text_is_a_code_or_a_reason(text: str) -> None:
    try:
        code = parse(text)
    except Problem as problem:
        assert problem.code in {Code.CODE_UNKNOWN, Code.CODE_DAMAGED, Code.CODE_TOO_LONG}
    else:
        assert write(pack(code.body), code.signature)[4:] == crockford.fold(text.strip()[4:])


@given(st.integers(4, 138), st.sampled_from(crockford.ALPHABET))
def test_a_changed_character_is_never_accepted(place: int, char: str) -> None:
    text = issued()
    if text[place] == char:
        return
    changed = text[:place] + char + text[place + 1 :]
    with pytest.raises(Problem):
        PickupVerifier([SIGNER.public_key]).read(changed)


def test_reasons_are_told_apart() -> None:
    text = issued()
    assert refusal("8001234567891") is Code.CODE_UNKNOWN
    assert refusal(text[:-1]) is Code.CODE_DAMAGED
    assert refusal(text[:20] + "U" + text[21:]) is Code.CODE_DAMAGED
    assert refusal(text + "0") is Code.CODE_TOO_LONG
    assert refusal("PU1." + "0" * 600) is Code.CODE_TOO_LONG
    assert refusal(text, PickupVerifier([])) is Code.CODE_KEY_UNKNOWN
    assert refusal(text, PickupVerifier([PickupKey(7, "ab" * 32)])) is Code.CODE_SIGNATURE
    assert refusal(write(b"\x02" + pack(BODY)[1:], bytes(64))) is Code.CODE_UNKNOWN


def test_another_chain_with_the_same_key_id_is_not_ours() -> None:
    stranger = PickupSigner(7, new_key())
    text = stranger.issue(order_no=1, store_no=1, generation=1, expires_at=EXPIRES_AT)
    assert refusal(text) is Code.CODE_SIGNATURE


def test_two_keys_are_live_while_keys_rotate() -> None:
    fresh = PickupSigner(8, new_key())
    verifier = PickupVerifier([SIGNER.public_key, fresh.public_key])
    assert verifier.read(issued()).key_id == 7
    text = fresh.issue(order_no=1, store_no=1, generation=2, expires_at=EXPIRES_AT)
    assert verifier.read(text).generation == 2


def test_a_signature_for_something_else_is_no_pickup_code() -> None:
    # The prefix keeps a signature of the same key over bare bytes from being worth anything here.
    packed = pack(BODY)
    assert signed_message(packed) != packed
    assert signed_message(packed).startswith(b"shop-pickup-v1\0")


def test_expiry_is_rounded_in_the_customers_favour() -> None:
    half_past = EXPIRES_AT - timedelta(minutes=30)
    assert hour_after(half_past) == hour_after(EXPIRES_AT) == BODY.expires_hour
    refuse_expired(BODY, EXPIRES_AT - timedelta(seconds=1))
    with pytest.raises(Problem) as caught:
        refuse_expired(BODY, EXPIRES_AT)
    assert caught.value.code is Code.CODE_EXPIRED


def test_numbers_that_do_not_fit_are_a_fault_of_the_caller() -> None:
    with pytest.raises(ValueError, match="range"):
        SIGNER.issue(order_no=2**64, store_no=1, generation=1, expires_at=EXPIRES_AT)
    with pytest.raises(Problem):
        unpack(b"short")


def test_a_code_is_known_by_its_first_characters() -> None:
    assert is_pickup_code(" pu1.xyz")
    assert not is_pickup_code("PU2.XYZ")


@given(st.binary(min_size=5, max_size=5))
def test_a_typed_code_is_read_in_every_writing(random: bytes) -> None:
    code = typed_code(random)
    assert len(code) == 9
    assert code[4] == "-"
    sloppy = code.replace("-", " ").lower().replace("0", "o").replace("1", "i")
    assert read_typed(sloppy) == code


@pytest.mark.parametrize("text", ["", "AB12-CD3", "AB12-CD345", "AB12-CDU4", "ÀB12-CD34", "A" * 100, "AB12\nCD34"])
def test_what_is_no_typed_code_is_none(text: str) -> None:
    assert read_typed(text) is None
