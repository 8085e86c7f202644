"""Numbers of the shop's own: patterns, what they say, and what they refuse."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.symbology.gtin import check_digit, verifier_digit
from hardware.symbology.in_store import InStore, is_pattern, read_in_store

PRICED, WEIGHED, VERIFIED = "2IIIIIIPPPPPC", "20IIIIIWWWWWC", "22IIIIVPPPPPC"


def whole(digits: str) -> str:
    """With the check digit at the end."""
    return digits + check_digit(digits)


@pytest.mark.parametrize(
    ("pattern", "is_good"),
    [
        (PRICED, True),
        (WEIGHED, True),
        (VERIFIED, True),
        ("02IIIIIPPPPPC", True),
        ("21IIIIIIVPPPPC", False),
        ("2IIIIIIIPPPPC", True),
        ("2IIIIIVPPPPPC", True),
        ("2IIIIVPPPPPPC", False),
        ("IIIIIIIPPPPPC", False),
        ("2PPPPPPPPPPPC", False),
        ("2IIIIIIPPWWWC", False),
        ("2IIIPPPPPIIIC", False),
        ("2IIIIIIPPPPP0", False),
        ("2IIIIIIXXXXXC", False),
        ("2IIIIIIPPPPCC", False),
        ("2IIIIIIIIIIIC", False),
        ("", False),
        ("²IIIIIIPPPPPC", False),
    ],
)
def test_patterns_that_can_be_used(pattern: str, is_good: bool) -> None:
    assert is_pattern(pattern) is is_good


def test_a_price_stands_in_the_number() -> None:
    assert read_in_store(whole("212345600499"), (PRICED,)) == InStore(whole("212345600000").zfill(14), 499, None)


def test_the_longest_beginning_decides() -> None:
    weighed = whole("201234501250")
    article = whole("201234500000").zfill(14)
    for patterns in ((PRICED, WEIGHED), (WEIGHED, PRICED)):
        assert read_in_store(weighed, patterns) == InStore(article, None, 1250)


def test_the_inner_check_digit_is_checked() -> None:
    right, field = verifier_digit("00499"), "00499"
    wrong = str((int(right) + 1) % 10)
    found = read_in_store(whole(f"221234{right}{field}"), (VERIFIED,))
    assert found == InStore(whole("221234000000").zfill(14), 499, None)
    assert read_in_store(whole(f"221234{wrong}{field}"), (VERIFIED,)) is None


@pytest.mark.parametrize(
    "digits", [whole("212345600499")[:-1] + "x", "2123456004992", "", whole("812345600499"), whole("21234560")]
)
def test_other_numbers_say_nothing(digits: str) -> None:
    assert read_in_store(digits, (PRICED, WEIGHED)) is None


def test_a_pattern_that_cannot_be_used_fits_nothing() -> None:
    assert read_in_store(whole("212345600499"), ("2IIIIIIPPPPP", "2")) is None


@given(item=st.integers(0, 999_999), price=st.integers(0, 99_999))
def test_what_was_built_is_what_is_read(item: int, price: int) -> None:
    found = read_in_store(whole(f"2{item:06}{price:05}"), (PRICED,))
    assert found == InStore(whole(f"2{item:06}00000").zfill(14), price, None)
