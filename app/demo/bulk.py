"""A chain far larger than the sample one, row by row, for the cache the measured figures are taken with.

Every row is a pure function of seed and number, so the generators hold little memory and can begin anywhere.
"""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from app.contract.rows import ArticleRow, FinderRow, PriceRow, StockRow
from app.demo.articles_data import article_data
from app.demo.chain_dice import ean13
from app.demo.chain_stores import AISLES, SHELVES_PER_AISLE, SHOPS
from app.demo.names import mail_name, name_data
from app.domain.values import StoreId

ARTICLES, CUSTOMERS, ORDERS = 1_000_000, 200_000, 50_000
# Numbers above would run into those of the sample chain (839999...).
MAX_ARTICLES = 9_000_000
VARIANTS = 40
_GOLDEN = 0x9E3779B97F4A7C15
_MASK = (1 << 64) - 1
_THREES_FROM_1 = tuple(n // 100 + 3 * (n // 10 % 10) + n % 10 for n in range(1000))
_THREES_FROM_3 = tuple(3 * (n // 100) + n // 10 % 10 + 3 * (n % 10) for n in range(1000))


def mixed(seed: int, number: int) -> int:
    """64 well mixed bits of a number (the finaliser of SplitMix64): chance without a stream."""
    value = (number * _GOLDEN + seed * 0x2545F4914F6CDD1D) & _MASK
    value = ((value ^ (value >> 30)) * 0xBF58476D1CE4E5B9) & _MASK
    value = ((value ^ (value >> 27)) * 0x94D049BB133111EB) & _MASK
    return value ^ (value >> 31)


def bulk_gtin(number: int) -> str:
    """The EAN-13 of the article with that number, from 0; the same sum as `ean13`, three digits at a time."""
    low, high = number % 1000, number // 1000 % 1000
    top = 990 + number // 1_000_000
    total = _THREES_FROM_1[839] + _THREES_FROM_3[top] + _THREES_FROM_1[high] + _THREES_FROM_3[low]
    return f"839{top}{high:03d}{low:03d}{-total % 10}"


def bulk_sku(number: int) -> str:
    """The SKU of the article with that number."""
    return f"Q{number:07d}"


def _checked(count: int) -> int:
    if not 0 <= count <= MAX_ARTICLES:
        raise ValueError(f"0 to {MAX_ARTICLES} articles")
    return count


def bulk_articles(seed: int, count: int = ARTICLES) -> Iterator[ArticleRow]:
    """So many articles, the most popular first; neighbours in rank are of different models."""
    models = -(-_checked(count) // VARIANTS) or 1
    looks = [_model(seed, number) for number in range(models)]
    for number in range(count):
        name, brand, category, colours, sizes = looks[number % models]
        variant = number // models
        yield ArticleRow(
            sku=bulk_sku(number),
            gtin=bulk_gtin(number),
            model=f"Q{number % models:05d}",
            name=name,
            brand=brand,
            category=category,
            colour=colours[variant % 8],
            size=sizes[variant // 8 % len(sizes)],
            rank=number + 1,
        )


def _model(seed: int, number: int) -> tuple[str, str, str, tuple[str, ...], tuple[str, ...]]:
    """Name, brand, category, eight colours and the sizes of a model."""
    data = article_data()
    chance = mixed(seed, number)
    family = data["families"][chance % len(data["families"])]
    line = family["lines"][(chance >> 8) % len(family["lines"])]
    brand = data["brands"]["names"][(chance >> 16) % len(data["brands"]["names"])]
    colours = [entry["m" if family["gender"] == "m" else "f"] for entry in data["colours"].values()]
    first = (chance >> 24) % len(colours)
    turned = (*colours[first:], *colours[:first])
    return (
        f"{family['noun']} {line} {100 + (chance >> 32) % 900}",
        brand,
        family["category"],
        turned[:8],
        tuple(data["sizes"][family["sizes"]]),
    )


def bulk_name(seed: int, number: int, count: int = ARTICLES) -> str:
    """The name of the article with that number among so many."""
    return _model(seed, number % (-(-count // VARIANTS) or 1))[0]


def bulk_prices(seed: int, count: int = ARTICLES) -> Iterator[PriceRow]:
    """One price per article; one in seventeen differs between site and shop, one in nine is reduced."""
    for number in range(_checked(count)):
        chance = mixed(seed + 1, number)
        full = 990 + chance % 190 * 100
        asked = full - 200 if chance % 9 == 0 else full
        site = asked - 100 if (chance >> 16) % 17 == 0 else asked
        is_reduced = asked < full
        yield PriceRow(
            sku=bulk_sku(number),
            list=full,
            shop=asked,
            site=site,
            promo="Fuori tutto" if is_reduced else "",
            lowest30=full if is_reduced else 0,
        )


def bulk_stock(seed: int, now_at: datetime, store: StoreId, count: int = ARTICLES) -> Iterator[StockRow]:
    """The stock rows of one shop; what the others could send is the same for all of them."""
    others = [str(other) for other in SHOPS if other != store]
    places = [f"{aisle}{number:02d}" for aisle in AISLES for number in range(1, SHELVES_PER_AISLE + 1)]
    counted = [now_at - timedelta(days=days) for days in range(1, 15)]
    for number in range(_checked(count)):
        chance = mixed(seed + 2, number)
        yield StockRow(
            sku=bulk_sku(number),
            on_hand=chance % 9,
            place=places[(chance >> 8) % len(places)],
            near=dict.fromkeys(others[: (chance >> 24) % 3], 1 + (chance >> 16) % 5),
            warehouse=(chance >> 32) % 60,
            counted_at=counted[(chance >> 40) % len(counted)],
        )


def bulk_uuid(number: int, kind: int, position: int, tail: int) -> str:
    """A UUID in the form of version 7 (RFC 9562 §5.7), of a number instead of a moment."""
    return f"0190{number >> 16:04x}-{number & 0xFFFF:04x}-7{kind:03x}-8{position:03x}-{tail:012x}"


def bulk_customer_id(seed: int, number: int) -> str:
    """The id of the customer with that number."""
    chance = mixed(seed + 3, number)
    return bulk_uuid(number, chance & 0xFFF, chance >> 12 & 0xFFF, chance >> 16)


def bulk_customer_name(seed: int, number: int) -> tuple[str, str]:
    """Given and family name of the customer with that number."""
    data = name_data()
    chance = mixed(seed + 4, number)
    given = data["given_f"] if chance & 1 else data["given_m"]
    family = data["family"]
    first = family[(chance >> 16) % len(family)]
    if (chance >> 32) % 12 == 0:
        first = f"{first} {family[(chance >> 40) % len(family)]}"
    return given[(chance >> 8) % len(given)], first


def bulk_finder(seed: int, key_of: Callable[[str], str], count: int = CUSTOMERS) -> Iterator[FinderRow]:
    """So many finder rows. `key_of` is the store's keyed hash (hex) of an e-mail or card number."""
    for number in range(count):
        given, family = bulk_customer_name(seed, number)
        chance = mixed(seed + 5, number)
        email = f"{mail_name(given)}.{mail_name(family)}.{number}@example.com"
        yield FinderRow(
            id=bulk_customer_id(seed, number),
            name=f"{given} {family}",
            phone6=f"{chance % 1_000_000:06d}",
            email_key=key_of(email),
            card_key=key_of(ean13(f"2961{number:08d}")),
            home=str(SHOPS[(chance >> 32) % len(SHOPS)]),
        )
