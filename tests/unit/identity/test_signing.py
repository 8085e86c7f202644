"""A request is what its signature covers, and is heard once."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.contract.signing import (
    CLOCK_OFF_S,
    REPLAY_WINDOW,
    BadSigning,
    ReplayWindow,
    SignedRequest,
    is_clock_off,
    read_headers,
    skew_s,
)

ASKED = SignedRequest("GET", "/v1/orders?actor=u1", "AB12", 7, 1_772_703_900_000)


def test_the_message_is_the_one_written_down() -> None:
    # The wire format: a change of it shuts out every enrolled device.
    assert ASKED.message(b"{}") == (
        b"bancone-request-v1\0GET\n/v1/orders?actor=u1\nAB12\n7\n1772703900000\n"
        b"44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"
    )


@pytest.mark.parametrize(
    "other",
    [
        SignedRequest("POST", "/v1/orders?actor=u1", "AB12", 7, 1_772_703_900_000),
        SignedRequest("GET", "/v1/orders?actor=u2", "AB12", 7, 1_772_703_900_000),
        SignedRequest("GET", "/v1/orders?actor=u1", "AB13", 7, 1_772_703_900_000),
        SignedRequest("GET", "/v1/orders?actor=u1", "AB12", 8, 1_772_703_900_000),
        SignedRequest("GET", "/v1/orders?actor=u1", "AB12", 7, 1_772_703_900_001),
    ],
)
def test_every_part_changes_the_message(other: SignedRequest) -> None:
    assert other.message(b"") != ASKED.message(b"")


def test_the_body_changes_the_message() -> None:
    assert ASKED.message(b"a") != ASKED.message(b"b")


@pytest.mark.parametrize("target", ["/v1/a\n/v1/b", "/v1/a b", "/v1/\x7f"])
def test_a_target_cannot_bring_lines_of_its_own(target: str) -> None:
    with pytest.raises(BadSigning):
        SignedRequest("GET", target, "AB12", 1, 1).message(b"")


def test_headers_are_read_back() -> None:
    headers = ASKED.headers(bytes(64))
    assert read_headers("GET", "/v1/orders?actor=u1", headers) == (ASKED, bytes(64))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("Bancone-Device", "ab12"),
        ("Bancone-Device", "AB12\n"),
        ("Bancone-Seq", "007"),
        ("Bancone-Seq", "-1"),
        ("Bancone-Seq", "٣"),
        ("Bancone-Seq", str(1 << 62)),
        ("Bancone-Time", "now"),
        ("Bancone-Signature", "00" * 63),
        ("Bancone-Signature", "AA" * 64),
    ],
)
def test_odd_headers_are_refused(name: str, value: str) -> None:
    with pytest.raises(BadSigning):
        read_headers("GET", "/v1", ASKED.headers(bytes(64)) | {name: value})


def test_a_missing_header_is_refused() -> None:
    with pytest.raises(BadSigning):
        read_headers("GET", "/v1", {})


def test_skew_is_told_and_ten_years_are_only_a_warning() -> None:
    now_at = datetime(2026, 3, 5, tzinfo=UTC)
    ten_years_ms = int(datetime(2036, 3, 5, tzinfo=UTC).timestamp() * 1000)
    assert skew_s(ten_years_ms, now_at) == 3653 * 86_400
    assert is_clock_off(CLOCK_OFF_S + 1)
    assert is_clock_off(-CLOCK_OFF_S - 1)
    assert not is_clock_off(CLOCK_OFF_S)


class Heard:
    """The window as one would write it without a limit on memory."""

    def __init__(self, floor: int) -> None:
        self.seen: set[int] = set()
        self.floor = floor
        self.top = floor

    def accept(self, seq: int) -> bool:
        if seq <= self.floor or seq in self.seen or seq <= self.top - REPLAY_WINDOW:
            return False
        self.seen.add(seq)
        self.top = max(self.top, seq)
        return True


@given(
    st.integers(0, 3000),
    st.lists(st.one_of(st.integers(0, 40), st.integers(0, 5000), st.integers(0, 1 << 62)), max_size=60),
)
def test_a_number_is_fresh_once_and_old_ones_never(floor: int, numbers: list[int]) -> None:
    window, heard = ReplayWindow(floor), Heard(floor)
    for number in numbers:
        assert window.accept(number) == heard.accept(number), number
    assert window.top == heard.top


@given(st.permutations(range(1, 40)))
def test_requests_may_overtake_each_other(order: list[int]) -> None:
    window = ReplayWindow()
    assert all(window.accept(number) for number in order)
    assert not any(window.accept(number) for number in order)


def test_the_oldest_number_in_the_window_and_the_one_behind_it() -> None:
    window = ReplayWindow()
    window.accept(5_000)
    assert window.accept(5_000 - REPLAY_WINDOW + 1)
    assert not window.accept(5_000 - REPLAY_WINDOW)
