"""What somebody must say of a Vendure before it can be connected, and the sums its numbers stand for."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from msgspec import Struct, convert

from app.central.connectors.money_text import exponent, minor_units

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,63}")
_PLACE = "place."
_LISTS = frozenset({"colour_groups", "size_groups", "due_methods"})
_FIELDS = ("gtin_field", "substitution_field", "weight_field")
_TEXTS = frozenset({"channel", "language", *_FIELDS, "brand_facet", "category_facet"})
_SECRETS = ("user", "password", "api_key")


class VendurePlace(Struct, frozen=True):
    """A shop at Vendure: the id of its stock location, the codes of the shipping methods that collect there."""

    location: str
    methods: tuple[str, ...]


class VendureSettings(Struct, frozen=True, forbid_unknown_fields=True):
    """How to reach a Vendure, and how it names things. Secrets in here are never logged.

    `url` is its root; an API key goes before user and password. `channel` is the token of a channel that is not
    the default one. `places` gives what Vendure keeps apart, a stock location and shipping methods, one name: the
    id of our store. `gtin_field` names the custom field of a variant with its GTIN, empty when there is none,
    `substitution_field` that of an order line with the customer's rule for a missing article (none, ask, shop),
    `weight_field` that of an order line of one piece with the grams its price is for, where it is sold by weight;
    `colour_groups` and `size_groups` are codes of option groups, `brand_facet` and `category_facet` of facets.
    `due_methods` are payment methods by which nothing is paid before the goods are collected.
    """

    url: str
    places: dict[str, VendurePlace]
    user: str = ""
    password: str = ""
    api_key: str = ""
    channel: str = ""
    language: str = "it"
    gtin_field: str = ""
    substitution_field: str = ""
    weight_field: str = ""
    colour_groups: tuple[str, ...] = ("colour", "color", "colore")
    size_groups: tuple[str, ...] = ("size", "taglia")
    brand_facet: str = "brand"
    category_facet: str = "category"
    due_methods: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """What goes into a document or an address must be a name; ValueError with the setting."""
        for name in (*_FIELDS, "language"):
            value = getattr(self, name)
            if value and not _NAME.fullmatch(value):
                raise ValueError(name)

    def __repr__(self) -> str:
        return "VendureSettings(…)"

    @property
    def line_fields(self) -> tuple[str, str]:
        """The custom fields that are read of an order line, empty for none."""
        return self.substitution_field, self.weight_field

    def store_of(self, method: str) -> str:
        """The place of a shipping method; empty when it collects nowhere."""
        return next((store for store, place in self.places.items() if method in place.methods), "")

    def store_at(self, location: str) -> str:
        """The place of a stock location; its own id for one that is no shop of ours."""
        return next((store for store, place in self.places.items() if place.location == location), location)


def settings_of(url: str, options: Mapping[str, str], secrets: Mapping[str, str]) -> VendureSettings:
    """The settings of what stands in a file; ValueError with the name of the option that is wrong.

    `place.MI01 = "2 ritiro-mi01"` names the stock location 2 and the shipping methods that collect there. Where an
    option has several words, blanks part them.
    """
    places: dict[str, VendurePlace] = {}
    told: dict[str, str | tuple[str, ...]] = {}
    for name, value in options.items():
        words = tuple(value.split())
        if name.startswith(_PLACE):
            if len(words) < 2:
                raise ValueError(name)
            places[name.removeprefix(_PLACE)] = VendurePlace(words[0], words[1:])
        elif name in _LISTS:
            told[name] = words
        elif name in _TEXTS:
            told[name] = value
        else:
            raise ValueError(name)
    known = {name: secrets[name] for name in _SECRETS if name in secrets}
    return convert({"url": url, "places": places, **told, **known}, VendureSettings)


@dataclass(frozen=True, slots=True)
class MoneyScale:
    """Vendure's numbers have `precision` decimals in every currency; 2 unless a shop changed its strategy."""

    precision: int

    def minor(self, value: int, currency: str) -> int:
        """Minor units of one of Vendure's numbers, rounded half up where it is finer; ValueError."""
        return minor_units(Decimal(value).scaleb(-self.precision), currency)

    def platform(self, amount: int, currency: str) -> int:
        """Vendure's number for minor units."""
        return int(Decimal(amount).scaleb(self.precision - exponent(currency)))
