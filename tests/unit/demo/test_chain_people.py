"""Customers are many, invented, unique where they must be, and known on every channel."""

import re
import unicodedata
from collections import Counter

import phonenumbers
from stdnum import ean

from app.domain.staff import role_of
from tests.unit.demo.built import NOW_AT, built


def test_has_five_hundred_customers_with_unique_contacts() -> None:
    customers = built().customers
    assert len(customers) >= 500
    cards = [c.card for c in customers if c.card]
    for keys in ([c.id for c in customers], [c.phone for c in customers], [c.email for c in customers], cards):
        assert len(set(keys)) == len(keys)
    assert Counter(c.home_store for c in customers).keys() == {"MI01", "BO01", "TO01"}


def test_contacts_are_well_formed_and_nobodys() -> None:
    for customer in built().customers:
        number = phonenumbers.parse(customer.phone)
        assert phonenumbers.is_valid_number(number)
        assert customer.phone.startswith("+39318")
        assert re.fullmatch(r"[a-z.]+[0-9]*@example\.(it|com)", customer.email)
        assert not customer.card or (ean.is_valid(customer.card) and customer.card[0] == "2")


def test_names_are_as_awkward_as_real_ones() -> None:
    families = {c.family_name for c in built().customers}
    names = {c.display_name for c in built().customers}
    assert {"D'Amico", "D’Amico", "De Luca", "Rossi Bernardi"} <= families
    assert {"Giulia Bianchi", "Giulia Bianco", "Nicolò De Luca"} <= names
    assert any(not unicodedata.is_normalized("NFKD", name) for name in families)


def test_history_covers_five_channels_newest_first() -> None:
    channels: Counter[str] = Counter()
    for customer in built().customers:
        channels.update(entry.channel for entry in customer.history)
        moments = [entry.at for entry in customer.history]
        assert moments == sorted(moments, reverse=True)
        assert all(at <= NOW_AT for at in moments)
    assert channels.keys() == {"site", "app", "shop", "call_centre", "marketplace"}
    assert min(channels.values()) >= 50


def test_consents_vary_and_name_their_text() -> None:
    consents = [consent for customer in built().customers for consent in customer.consents]
    assert {consent.purpose for consent in consents} == {"marketing", "profiling", "third_parties"}
    assert {consent.is_given for consent in consents} == {True, False}
    assert all(consent.text_version and consent.at <= NOW_AT for consent in consents)


def test_wish_lists_and_sizes_speak_of_the_assortment() -> None:
    chain = built()
    skus = {article.sku for article in chain.articles}
    wishes = [sku for customer in chain.customers for sku in customer.wish_list]
    assert len(wishes) > 300
    assert set(wishes) <= skus
    assert all(36 <= int(customer.sizes["shoe"]) <= 46 for customer in chain.customers)


def test_a_quarter_of_the_customers_have_a_cart_with_differences() -> None:
    chain = built()
    prices = {price.sku: price for price in chain.prices}
    home = {customer.id: customer.home_store for customer in chain.customers}
    stock = {store: {row.sku: row for row in rows} for store, rows in chain.stock.items()}
    assert 0.2 <= len(chain.carts) / len(chain.customers) <= 0.3
    missing = 0
    for cart in chain.carts:
        assert any(prices[line.sku].site != prices[line.sku].shop for line in cart.lines)
        assert all(line.unit_price == prices[line.sku].site for line in cart.lines)
        rows = [stock[home[cart.customer]][line.sku] for line in cart.lines]
        missing += any(row.on_hand == row.reserved for row in rows)
    assert missing >= len(chain.carts) // 3


def test_every_shop_has_clerks_and_a_supervisor_with_a_demo_pin() -> None:
    chain = built()
    assert len({person.id for person in chain.staff}) == len(chain.staff)
    for store in chain.stores:
        roles = Counter(person.role for person in chain.staff if store.store in person.stores)
        assert roles["clerk"] >= 2
        assert roles["supervisor"] == 1
    assert all(re.fullmatch(r"[0-9]{6}", person.pin) for person in chain.staff)
    assert all(role_of(person.role) is not None for person in chain.staff)
