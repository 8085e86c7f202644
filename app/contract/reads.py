"""What can be asked of an authority besides feeds: the questions, and which names they may use."""

import re

from msgspec import Struct, field

FEED_NAME = re.compile(r"(store|catalog|price|stock|config|finder|alloc|device):[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
OBJECT_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:-]{0,79}")
ASSET_ID = re.compile(r"[0-9a-f]{64}")
SEARCH_MIN_CHARS = 3
SEARCH_MAX_CHARS = 64
MAX_HITS = 20

HEADER_FEED_ID = "Bancone-Feed-Id"
HEADER_FEED_REV = "Bancone-Feed-Rev"


class OrderQuery(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """`GET /v1/orders`: by public number, typed code, customer or returnable article; at least one is set.

    `code` is a typed pickup code (`AB12-CD34`); `phone4` the last four digits that go with `number`. `call`: of a
    task that was sent back to the kiosk that asks.
    """

    number: str = ""
    code: str = ""
    phone4: str = ""
    customer: str = ""
    gtin: str = ""
    call: str = ""
    limit: int = MAX_HITS


class ProductQuery(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """`GET /v1/products`: by words, GTIN or SKU; at least one is set."""

    q: str = ""
    gtin: str = ""
    sku: str = ""
    limit: int = MAX_HITS


class ProductHit(Struct, frozen=True, omit_defaults=True):
    """An article as the authority knows it now; price in minor units, stock in pieces by shop."""

    sku: str
    gtin: str
    name: str
    variant: str = ""
    brand: str = ""
    price: int = 0
    list_price: int = 0
    currency: str = "EUR"
    image: str = ""
    stock: dict[str, int] = field(default_factory=dict)


class Health(Struct, frozen=True, kw_only=True):
    """`GET /v1/health`: that a host answers, which one, and how far it is from what it depends on.

    `role` is `edge` or `central`; `is_linked`: whether the next hop answered lately (central: always); `age_s`:
    seconds since everything that hop knows was pulled, None where there is no such hop or nothing came yet.
    """

    role: str
    node: str
    version: str
    schema: int
    epoch: int = 0
    is_linked: bool = True
    age_s: float | None = None


def is_feed_name(text: str) -> bool:
    """Whether `text` names a feed: a known family, a colon, and an id."""
    return FEED_NAME.fullmatch(text) is not None
