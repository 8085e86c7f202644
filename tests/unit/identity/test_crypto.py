"""Signatures, sealed records and drawn names hold against being changed, moved and guessed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.adapters.crypto import RandomIds, Sealer, SigningKey, derive, new_key, verify
from app.contract.ids import DEVICE_ID
from app.domain.errors import Code, Problem
from app.domain.ids import Ids, read_enrolment_code
from app.domain.keyed import badge_hash, card_hash, email_hash, typed_code_hash
from app.domain.pickup_code import read_typed

SECRET = "5a" * 32


def test_a_signature_is_good_for_its_message_and_key_only() -> None:
    key = SigningKey(new_key())
    signature = key.sign(b"message")
    public = bytes.fromhex(key.public_hex)
    assert verify(public, signature, b"message")
    assert not verify(public, signature, b"Message")
    assert not verify(bytes.fromhex(SigningKey(new_key()).public_hex), signature, b"message")


def test_rfc_8032_first_vector() -> None:
    key = SigningKey(bytes.fromhex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60"))
    assert key.public_hex == "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"
    assert key.sign(b"").hex().startswith("e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155")


@given(st.binary(max_size=80), st.binary(max_size=80))
def test_nonsense_is_never_a_good_signature(public_key: bytes, signature: bytes) -> None:
    assert not verify(public_key, signature, b"message")


@given(st.binary(max_size=200), st.binary(max_size=20))
def test_what_is_sealed_opens_in_its_place(plain: bytes, place: bytes) -> None:
    sealer = Sealer(bytes(32))
    sealed = sealer.seal(plain, place)
    assert len(sealed) == len(plain) + 28
    assert sealer.open(sealed, place) == plain
    with pytest.raises(Problem):
        sealer.open(sealed, place + b"!")


@given(st.integers(0, 100), st.integers(1, 255))
def test_a_changed_byte_does_not_open(at: int, change: int) -> None:
    sealer = Sealer(bytes(32))
    sealed = bytearray(sealer.seal(b"x" * 73))
    sealed[at] ^= change
    with pytest.raises(Problem) as caught:
        sealer.open(bytes(sealed))
    assert caught.value.code is Code.STORE_DAMAGED


@pytest.mark.parametrize("sealed", [b"", b"x" * 27])
def test_a_cut_record_does_not_open(sealed: bytes) -> None:
    with pytest.raises(Problem):
        Sealer(bytes(32)).open(sealed)


def test_two_records_of_the_same_bytes_do_not_look_alike() -> None:
    sealer = Sealer(bytes(32))
    assert sealer.seal(b"same") != sealer.seal(b"same")


def test_keys_of_two_purposes_have_nothing_in_common() -> None:
    assert derive(bytes(32), "journal") != derive(bytes(32), "store.db")
    assert len(derive(bytes(32), "journal")) == 32


def test_drawn_names_have_their_form() -> None:
    ids: Ids = RandomIds()
    drawn = [ids.new_id() for _ in range(50)]
    assert drawn == sorted(set(drawn))
    assert all(text[14] == "7" for text in drawn)
    assert DEVICE_ID.fullmatch(ids.new_device())
    assert read_typed(ids.new_typed_code()) is not None
    code = ids.new_enrolment_code()
    assert read_enrolment_code(code.lower().replace("-", "")) == code
    assert len(code.replace("-", "")) * 5 >= 64


def test_an_enrolment_code_of_another_length_is_none() -> None:
    assert read_enrolment_code("AB12-CD34") is None
    assert read_enrolment_code("A" * 400) is None


def test_keyed_hashes_meet_whatever_the_writing() -> None:
    assert typed_code_hash(SECRET, "ab12 cdo4") == typed_code_hash(SECRET, "AB12-CD04") != ""
    assert email_hash(SECRET, " Giulia.B@Example.it") == email_hash(SECRET, "giulia.b@example.it")
    assert card_hash(SECRET, "29 0012 3456") == card_hash(SECRET, "2900-123456")
    assert badge_hash(SECRET, " op-sara01") == badge_hash(SECRET, "OP-SARA01") != card_hash(SECRET, "OP-SARA01")


def test_keyed_hashes_differ_by_key_and_kind_and_say_nothing_of_nothing() -> None:
    assert card_hash(SECRET, "123456") != card_hash("a5" * 32, "123456")
    assert card_hash(SECRET, "123456") != email_hash(SECRET, "123456")
    assert len(card_hash(SECRET, "123456")) == 32
    assert (typed_code_hash(SECRET, "no code"), email_hash(SECRET, " "), card_hash(SECRET, "-")) == ("", "", "")
