"""Folding, terms and queries: what people type finds what others wrote."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.customers import Customer
from app.domain.errors import Code, Problem
from app.domain.finding import (
    customer_terms,
    number_term,
    order_terms,
    read_customer_query,
    returnable_terms,
    visit_terms,
)
from app.domain.folding import MAX_TERMS, card_key, digits, email_key, fold, is_searchable, phone_key, terms
from app.domain.orders import Pickup, Progress
from app.domain.returns import ReturnableLine
from app.domain.values import CustomerId, LineId, OrderId, Sku, VisitId
from app.domain.visits import Visit, VisitState
from tests.unit.domain.samples import NOW_AT, STORE, bag, line, order, pieces

CUSTOMER = Customer(
    id=CustomerId("c-1"),
    given_name="Nicolò",
    family_name="D'Amico",
    phone="+393331234567",
    email="Nicolo.Damico@posta.example",
    card="2960000000611",
    home_store=STORE,
    loyalty_level="oro",
    loyalty_points=2100,
    since_at=NOW_AT,
)


@pytest.mark.parametrize(
    ("text", "folded", "found"),
    [
        ("D'Amico", "d amico", ("d", "amico", "damico")),
        ("D’Amico", "d amico", ("d", "amico", "damico")),
        ("Nicolò  DE ROSSI", "nicolo de rossi", ("nicolo", "de", "rossi")),
        ("Dall'Ò-Müller", "dall o muller", ("dall", "o", "dallo", "muller")),
        ("Straße Łódź Øre Æsir", "strasse lodz ore aesir", ("strasse", "lodz", "ore", "aesir")),
        ("0,7 l", "0 7 l", ("0", "7", "l")),
        ("''", "", ()),
        ("Rossi Rossi", "rossi rossi", ("rossi",)),
    ],
)
def test_folding(text: str, folded: str, found: tuple[str, ...]) -> None:
    """Accents, case and apostrophes do not count."""
    assert (fold(text), terms(text)) == (folded, found)


@given(st.text(max_size=400))
def test_folding_any_text(text: str) -> None:
    """Idempotent, bounded, and every term is one word that folds to itself."""
    once = fold(text)
    assert fold(once[:200]) == once[:200].strip()
    found = terms(text)
    assert len(found) <= MAX_TERMS and len(set(found)) == len(found)
    assert all(term and fold(term[:200]) == term[:200] for term in found)
    assert digits(phone_key(text)) == phone_key(text)
    assert card_key(card_key(text)) == card_key(text) and email_key(email_key(text)) == email_key(text)


@given(st.text(alphabet="abcdeèéàù' ", max_size=20), st.integers(0, 20))
def test_every_prefix_of_a_word_finds_it(name: str, length: int) -> None:
    """Whatever prefix of a folded word is typed, one of the name's terms begins with it."""
    for word in fold(name).split():
        typed = word[: max(1, length)]
        assert any(term.startswith(fold(typed)) for term in terms(name))


def test_terms_of_an_order() -> None:
    """By number, code, customer, phone end, name, bag, article, platform, state and promise."""
    subject = order(
        (line("a", Progress(packed=1)), line("b", Progress(packed=1))),
        (bag("1", pieces(a=1, b=1)),),
        phone_tail="4567",
        platform_ref="gid-7",
        pickup=Pickup(code_hash="ab12"),
    )
    found = order_terms(subject)
    expected = (
        "no:4821",
        "public:4821",
        "code:ab12",
        "customer:c-1",
        "store:mi01",
        "platform:gid-7",
        "state:open",
    )
    assert set(expected) <= set(found)
    assert {"phone:7654", "name:giulia", "name:b", "container:B-1", "gtin:08001234567891", "sku:sku-a"} <= set(
        found
    )
    assert f"due:{(NOW_AT - timedelta(days=1)).isoformat()}" in found
    assert len(found) == len(set(found))


def test_an_ended_order_is_in_no_queue() -> None:
    """Closed and cancelled orders have their state and no place in the queue; nothing empty is indexed."""
    subject = order((line("a", Progress(handed_over=1)),), closed_at=NOW_AT)
    for ended, state in ((subject, "closed"), (replace(subject, cancelled_at=NOW_AT), "cancelled")):
        found = order_terms(ended)
        assert f"state:{state}" in found
        assert not [term for term in found if term.startswith(("due:", "phone:", "code:")) or term.endswith(":")]


def test_terms_of_customer_line_and_visit() -> None:
    """Each by what people bring."""
    assert set(customer_terms(CUSTOMER)) == {
        "customer:c-1",
        "phone:765432133393",
        "email:nicolo.damico@posta.example",
        "card:2960000000611",
        "home:mi01",
        "name:nicolo",
        "name:d",
        "name:amico",
        "name:damico",
    }
    sold = ReturnableLine(
        order=OrderId("o-1"),
        order_number="SP-203977",
        line=LineId("a"),
        sku=Sku("s"),
        gtin="96385074",
        name="Calze",
        variant="",
        customer_name="Paolo V.",
        payment_label="",
        unit_price=990,
        discount=0,
        quantity=1,
        returned=0,
        received_at=NOW_AT,
        returnable_until=NOW_AT,
    )
    assert {"order:o-1", "no:sp203977", "gtin:00000096385074", "name:paolo"} <= set(returnable_terms(sold))
    who = Visit(
        VisitId("v"), STORE, (OrderId("o-1"), OrderId("o-2")), CustomerId("c-1"), VisitState.ARRIVED, NOW_AT
    )
    assert set(visit_terms(who)) == {"customer:c-1", "store:mi01", "state:open", "order:o-1", "order:o-2"}
    assert "state:ended" in visit_terms(replace(who, state=VisitState.LEFT))


@pytest.mark.parametrize(
    ("typed", "prefix"),
    [
        ("4567", "phone:7654"),
        ("333 123 4567", "phone:7654321333"),
        ("+39 333 1234567", "phone:765432133393"),
        ("0039 333 1234567", "phone:765432133393"),
        ("004567", "phone:765400"),
        ("2960000000611", "card:2960000000611"),
        ("nicolo.damico@POSTA.example ", "email:nicolo.damico@posta.example"),
        ("ami", "name:ami"),
        ("d'am", "name:am"),
        ("nic dam", "name:nic"),
    ],
)
def test_what_is_typed_finds_the_customer(typed: str, prefix: str) -> None:
    """Each way of typing is a prefix of one of the customer's terms, and the row fits."""
    query = read_customer_query(typed)
    assert query.prefix == prefix
    if typed != "004567":
        term = next(term for term in customer_terms(CUSTOMER) if term.startswith(prefix))
        assert query.fits(term, CUSTOMER.display_name)


def test_a_second_word_must_fit_too() -> None:
    """`nic ros` is not Nicolò D'Amico; half an e-mail or card is nobody's."""
    assert not read_customer_query("nic ros").fits("name:nicolo", CUSTOMER.display_name)
    assert not read_customer_query("nicolo@posta").fits("email:nicolo@posta.example", CUSTOMER.display_name)


@pytest.mark.parametrize("typed", ["", "  ", "ab", "4 5", "'a'", "+3", "@."])
def test_nobody_leafs_through_customers(typed: str) -> None:
    """Under three letters or digits nothing is searched."""
    assert not is_searchable(typed)
    with pytest.raises(Problem) as refused:
        read_customer_query(typed)
    assert refused.value.code is Code.SEARCH_TOO_SHORT


def test_single_terms() -> None:
    """The prefixes a search is made of."""
    assert number_term(" sp 203977") == "no:sp203977"
