"""PINs: which are taken, how they are kept, and how often they may be guessed."""

import base64

import argon2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.adapters.pins import PinVault, make_verifier
from app.domain.errors import Code, Problem
from app.domain.lockout import Attempts, Moment, failed, refuse_locked, remaining_s, seen
from app.domain.pin_rules import is_pin, is_trivial

VAULT = PinVault(bytes(32))


@pytest.fixture(scope="module")
def verifier() -> str:
    """The verifier of 274951."""
    return make_verifier("274951")


def test_the_verifier_costs_what_was_agreed(verifier: str) -> None:
    assert verifier.startswith("$argon2id$v=19$m=65536,t=3,p=1$")


def test_the_right_pin_and_only_that(verifier: str) -> None:
    wrapped = VAULT.wrap("op-07", verifier)
    assert VAULT.is_right("op-07", wrapped, "274951")
    assert not VAULT.is_right("op-07", wrapped, "274952")
    assert not VAULT.is_right("op-07", wrapped, "")


def test_a_wrapped_verifier_is_of_one_operator_on_one_device(verifier: str) -> None:
    wrapped = VAULT.wrap("op-07", verifier)
    assert "argon2" not in base64.b64decode(wrapped).decode("latin-1")
    for vault, operator in ((VAULT, "op-08"), (PinVault(b"\1" * 32), "op-07")):
        with pytest.raises(Problem) as caught:
            vault.is_right(operator, wrapped, "274951")
        assert caught.value.code is Code.STORE_DAMAGED
    with pytest.raises(Problem):
        VAULT.is_right("op-07", "no base64!", "274951")


@pytest.mark.parametrize(
    "weak",
    [
        "",
        "274951",
        argon2.PasswordHasher(time_cost=1, memory_cost=65536, parallelism=1).hash("1"),
        argon2.PasswordHasher(time_cost=3, memory_cost=8192, parallelism=1).hash("1"),
        argon2.PasswordHasher(time_cost=3, memory_cost=65536, parallelism=1, type=argon2.Type.I).hash("1"),
        "$argon2id$v=19$m=4194304,t=3,p=1$c2FsdHNhbHQ$aGFzaGhhc2hoYXNoaGFzaA",
    ],
    ids=["empty", "plain", "few passes", "little memory", "other kind", "ruinous"],
)
def test_weaker_or_ruinous_verifiers_are_not_kept(weak: str) -> None:
    with pytest.raises(Problem):
        VAULT.wrap("op-07", weak)


def test_no_verifier_of_what_is_no_pin() -> None:
    with pytest.raises(ValueError, match="PIN"):
        make_verifier("12345")


@pytest.mark.parametrize("pin", ["000000", "123456", "987654", "890123", "121212", "123123", "1212121", "111111"])
def test_pins_tried_first_are_refused(pin: str) -> None:
    assert is_trivial(pin, staff_number="07")


def test_the_staff_number_is_refused_as_a_pin() -> None:
    assert is_trivial("004821", staff_number="N. 4821")
    assert not is_trivial("274951", staff_number="4821")


@pytest.mark.parametrize(
    ("text", "is_good"), [("274951", True), ("27495", False), ("27495a", False), ("٢٧٤٩٥١", False)]
)
def test_a_pin_is_six_digits_or_more(text: str, is_good: bool) -> None:
    assert is_pin(text) is is_good


def at(seconds: float, boot: str = "b1") -> Moment:
    """A reading of the clock."""
    return Moment(boot, seconds)


def after(failures: int) -> Attempts:
    """So many wrong PINs at second 0."""
    attempts = Attempts()
    for _ in range(failures):
        attempts = failed(attempts, at(0))
    return attempts


@pytest.mark.parametrize(("failures", "wait_s"), [(1, 0), (4, 0), (5, 30), (7, 30), (8, 300), (9, 300)])
def test_waiting_grows(failures: int, wait_s: float) -> None:
    assert remaining_s(after(failures), at(0)) == wait_s
    assert remaining_s(after(failures), at(wait_s)) == 0


def test_ten_are_for_good() -> None:
    with pytest.raises(Problem) as caught:
        refuse_locked(after(10), Attempts(), at(10**9))
    assert caught.value.details == {"wait_s": 0}


def test_who_typed_nothing_wrong_is_not_locked_out_by_a_colleague() -> None:
    refuse_locked(Attempts(), after(10), at(0.5))


def test_operator_and_device_both_count() -> None:
    refuse_locked(after(4), after(4), at(0))
    for pair in ((after(5), Attempts()), (after(1), after(5))):
        with pytest.raises(Problem) as caught:
            refuse_locked(*pair, at(0.5))
        assert caught.value.details == {"wait_s": 30}
        refuse_locked(*pair, at(30))


def test_a_restart_does_not_shorten_the_wait() -> None:
    stored = seen(after(8), at(100))
    assert remaining_s(stored, at(5, "b2")) == remaining_s(stored, at(10_000, "b2")) == 200
    restarted = seen(stored, at(10_000, "b2"))
    assert remaining_s(restarted, at(10_100, "b2")) == 100


@given(st.floats(-1e6, 1e6))
def test_no_clock_reading_makes_the_wait_longer_or_negative(second: float) -> None:
    assert 0 <= remaining_s(after(8), at(second)) <= 300
