"""How little is shown of a customer, and which names are taken for each other."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.customers import (
    Customer,
    MaskedCustomer,
    Purpose,
    is_look_alike,
    mask_email,
    mask_phone,
    masked,
    phone_tail,
    read_purpose,
)
from app.domain.errors import Code, Problem
from app.domain.folding import digits
from app.domain.values import CustomerId
from tests.unit.domain.samples import NOW_AT, STORE


@pytest.mark.parametrize(
    ("phone", "shown"),
    [("+39 333 123 4567", "••• ••• 4567"), ("12345678", "••• ••• 5678"), ("1234567", "•••"), ("", ""), ("x", "")],
)
def test_masked_phones(phone: str, shown: str) -> None:
    """Four digits of a whole number, none of a short one."""
    assert mask_phone(phone) == shown


@pytest.mark.parametrize(
    ("email", "shown"),
    [
        ("maria.rossi@gmail.example.it", "m•••@g•••.it"),
        ("a@b.it", "a•••@b•••.it"),
        ("", ""),
        ("maria", "•••"),
        ("@b.it", "•••"),
        ("a@it", "•••"),
        ("a@b.", "•••"),
        ("\u202ea@b.it", "•••"),
        ("a@b.verylonglabelx", "•••"),
        ("a@b.i<", "•••"),
    ],
)
def test_masked_emails(email: str, shown: str) -> None:
    """First letters and the last label, or nothing."""
    assert mask_email(email) == shown


@given(st.text(max_size=80))
def test_a_mask_never_shows_more(text: str) -> None:
    """At most four digits of a phone, two letters and a label of an e-mail."""
    assert len(digits(mask_phone(text))) <= 4
    shown = mask_email(text)
    assert len(shown) <= 2 + 6 + 2 + 10
    assert shown in ("", "•••") or shown.count("•••") == 2


def test_a_search_result_is_masked() -> None:
    """Name and masked contact."""
    customer = Customer(
        CustomerId("c-1"), "Giulia", "Bianchi", "+393331234567", "giulia@posta.it", "", STORE, "base", 0, NOW_AT
    )
    assert masked(customer) == MaskedCustomer(CustomerId("c-1"), "Giulia Bianchi", "••• ••• 4567", "g•••@p•••.it")
    assert customer.short_name == "Giulia B."


def test_the_end_of_a_number() -> None:
    """Six digits."""
    assert phone_tail("+39 333 123 4567") == "234567"


@pytest.mark.parametrize("text", [*Purpose, "browse", "", "PICKUP"])
def test_a_purpose_is_named(text: str) -> None:
    """One of five, or the profile stays closed."""
    if text in list(Purpose):
        assert read_purpose(text).value == text
        return
    with pytest.raises(Problem) as refused:
        read_purpose(text)
    assert refused.value.code is Code.PURPOSE_REQUIRED


@pytest.mark.parametrize(
    ("first", "second", "is_alike"),
    [
        ("Giulia B.", "Giulia Bianchi", True),
        ("Giulia B.", "Giulia B.", True),
        ("Giulia B.", "Giulia R.", False),
        ("Marco Rossi", "Rossi Marco", True),
        ("Marco Rossi", "Marco Russi", True),
        ("Marco Rossi", "Mraco Rossi", True),
        ("Marco Rossi", "Marco Rosso", True),
        ("Marco Rossi", "Marco Ross", True),
        ("Marco Rossi", "Mario Rossini", False),
        ("Anna Po", "Anna Pa", False),
        ("Nicolò D'Amico", "nicolo d’amico", True),
        ("Luca Verdi", "Paola Neri", False),
        ("", "", False),
        ("Luca", "Luca Verdi", False),
    ],
)
def test_names_taken_for_each_other(first: str, second: str, is_alike: bool) -> None:
    """In either direction."""
    assert is_look_alike(first, second) == is_alike
    assert is_look_alike(second, first) == is_alike


@given(st.text(alphabet="abc", min_size=4, max_size=7), st.text(alphabet="abc", min_size=4, max_size=7))
def test_one_slip_is_found_by_trying_them_all(first: str, second: str) -> None:
    """Compared with every change, insertion, omission and swap of neighbours."""
    near = {first}
    for place in range(len(first) + 1):
        for letter in "abc":
            near.add(first[:place] + letter + first[place:])
            near.add(first[:place] + letter + first[place + 1 :])
        near.add(first[:place] + first[place + 1 :])
    for place, _ in itertools.pairwise(range(len(first))):
        near.add(first[:place] + first[place + 1] + first[place] + first[place + 2 :])
    assert is_look_alike(first, second) == (second in near)
