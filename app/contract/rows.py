"""Rows of the catalogue, price, stock, finder and configuration feeds, and the answers to reads.

Orders, visits, returnable lines and profiles travel as the domain's own dataclasses: they are written by one
authority and read by the same release line; the feed's schema number says when a shape changes.
"""

from datetime import datetime

from msgspec import Struct, field


class ArticleRow(Struct, frozen=True, gc=False, omit_defaults=True):
    """`catalog:{market}`, id = SKU: one sellable variant. `rank` orders by popularity, 1 first."""

    sku: str
    gtin: str
    model: str
    name: str
    brand: str
    category: str
    colour: str
    size: str
    rank: int
    image: str = ""
    is_final_sale: bool = False
    min_age: int = 0
    active: bool = True

    @property
    def variant(self) -> str:
        """Colour and size as people say them."""
        return ", ".join(part for part in (self.colour, self.size) if part)


class PriceRow(Struct, frozen=True, gc=False, omit_defaults=True):
    """`price:{pricelist}`, id = SKU: minor units. `site`, `shop`: asked today; `list`: full price.

    `lowest30`: lowest price of the 30 days before a promotion (art. 17-bis Cod. consumo). `promo` is its name.
    """

    sku: str
    list: int
    shop: int
    site: int
    promo: str = ""
    lowest30: int = 0
    currency: str = "EUR"


class StockRow(Struct, frozen=True, gc=False, omit_defaults=True):
    """`stock:{store}`, id = SKU: pieces. `near` and `warehouse` are what other places could send."""

    sku: str
    on_hand: int
    reserved: int = 0
    place: str = ""
    near: dict[str, int] = field(default_factory=dict)
    warehouse: int = 0
    incoming: int = 0
    incoming_on: str = ""
    counted_at: datetime | None = None


class FinderRow(Struct, frozen=True, gc=False, omit_defaults=True):
    """`finder:{chain}`, id = customer: enough to find somebody offline, and no more.

    `phone6`: last six digits; `email_key`, `card_key`: keyed hashes (hex) of the folded e-mail and card number.
    """

    id: str
    name: str
    phone6: str = ""
    email_key: str = ""
    card_key: str = ""
    home: str = ""


class RosterDevice(Struct, frozen=True, omit_defaults=True):
    """An enrolled device: its public key (hex, Ed25519), mode and scopes as fixed by central."""

    id: str
    public_key: str
    mode: str
    scopes: list[str]
    name: str = ""
    is_revoked: bool = False


class RosterStaff(Struct, frozen=True, omit_defaults=True):
    """An operator who may sign in here: PIN verifier by central (Argon2id), role and permissions.

    `badge_key`: keyed hash (hex) of the badge's text; who has no badge has none.
    """

    id: str
    name: str
    number: str
    role: str
    verifier: str
    badge_key: str = ""
    is_active: bool = True


class PickupKey(Struct, frozen=True):
    """A public key (hex, Ed25519) that signed pickup codes; two are live while keys rotate."""

    key_id: int
    public_key: str


class Place(Struct, frozen=True):
    """A place of the shop: shelf, bay, desk."""

    code: str
    kind: str
    name: str = ""


class BatchRecall(Struct, frozen=True, omit_defaults=True):
    """Goods their maker calls back, by GTIN in 14 digits: one batch, or all there is when `batch` is empty."""

    gtin: str
    batch: str = ""


class StoreConfig(Struct, frozen=True, kw_only=True):
    """`config:{store}`, one row, id = store: the whole document a store works by.

    Windows and times in days or seconds as named. `wait_long_s` and `wait_late_s`: from when on somebody in a car
    has waited long, and too long; `alert_counter_s`, `alert_repeat_s`: when the counter is told of them too, how
    often again. `remind_days`: how long before the end of its hold a customer is reminded, 0
    never; `longest_hold_days`: how long a ready order is kept at most. `carry_s`: for how long an order is
    entrusted to a tablet. `weight_tolerance`: by how many per cent goods sold by weight may be off before somebody
    has to say why. `slip_days`: for how long a kiosk's return slip opens its return. `names_at_kiosk`: a
    kiosk may say the first name of the colleague who is coming. `writes_ready`: the web shop writes to a customer
    whose order is ready; where not, a person does. `consent_text` is the version of the text customers are shown
    before they agree to anything; without one nobody can. `stores` names the chain's stores by id, and by the
    public number that pickup codes carry. `code_secret` (hex) keys the hashes of typed codes, e-mails, cards and
    badges; `catalogue_key` (hex) opens `catalog.db`. `in_store_codes` are the patterns of numbers the store gives
    out itself: digits in front, I article, P price in minor units, W grams, V their inner check digit, C check
    digit, 13 places. For what people of the shop decide see `app/domain/shop_settings.py`; `settings_rev` counts
    their changes, `settings_by` and `settings_at` name the last one.
    """

    store: str
    name: str
    address: str
    chain: str
    market: str
    pricelist: str
    epoch: int
    timezone: str = "Europe/Rome"
    currency: str = "EUR"
    edge_url: str = ""
    edge_device: str = ""
    public_no: int = 0
    undo_window_s: int = 600
    hold_days: int = 7
    remind_days: int = 1
    longest_hold_days: int = 30
    wait_long_s: int = 120
    wait_late_s: int = 240
    alert_counter_s: int = 90
    alert_repeat_s: int = 30
    slip_days: int = 14
    names_at_kiosk: bool = True
    writes_ready: bool = True
    withdrawal_days: int = 14
    policy_days: int = 30
    guarantee_months: int = 24
    proof_above: int = 0
    sign_above: int = 0
    sign_delegates: bool = False
    must_scan_containers: bool = False
    can_hand_over_expired: bool = True
    check_age: bool = True
    check_names: bool = True
    hours: dict[str, list[str]] = field(default_factory=dict)
    closed_days: list[str] = field(default_factory=list)
    promise_minutes: int = 120
    promise_last: str = ""
    orders_per_hour: int = 0
    carry_s: int = 1_800
    weight_tolerance: int = 10
    settings_rev: int = 0
    settings_by: str = ""
    settings_at: datetime | None = None
    consent_text: str = ""
    in_store_codes: list[str] = field(default_factory=lambda: ["2IIIIIIPPPPPC"])
    recalls: list[BatchRecall] = field(default_factory=list)
    devices: list[RosterDevice] = field(default_factory=list)
    staff: list[RosterStaff] = field(default_factory=list)
    pickup_keys: list[PickupKey] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    stores: dict[str, str] = field(default_factory=dict)
    code_secret: str = ""
    catalogue_key: str = ""


class ProblemBody(Struct, frozen=True, omit_defaults=True):
    """The body of every answer that is not a success: a code and flat details, no text, no trace."""

    code: str
    details: dict[str, str | int | bool] = field(default_factory=dict)
    incident: str = ""


class CustomerHit(Struct, frozen=True, omit_defaults=True):
    """A search result: masked contact only."""

    id: str
    name: str
    phone: str = ""
    email: str = ""
    has_open_order: bool = False
    has_cart: bool = False


class CustomerHits(Struct, frozen=True):
    """At most 20 hits; `is_more` when the search matched others too."""

    hits: list[CustomerHit]
    is_more: bool = False


class EnrolRequest(Struct, frozen=True, forbid_unknown_fields=True):
    """`POST /v1/enrol`: a one-time code and the device's new public key (hex), signed by that key.

    A code meant for an edge is refused, unspent, unless an edge asks with it; and the other way round.
    """

    code: str
    public_key: str
    name: str
    is_edge: bool = False


class EnrolAnswer(Struct, frozen=True, kw_only=True):
    """What a device becomes: its id, store, mode, scopes; where the authority answers."""

    device: str
    generation: int
    store: str
    mode: str
    scopes: list[str]
    edge_url: str = ""


class HandedCart(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`POST /v1/carts/handed`: a customer showed the token of their cart, a secret that is not kept on the way.

    `origin` is the device an edge asks for.
    """

    token: str
    actor: str
    origin: str = ""

    def __repr__(self) -> str:
        """Without the token, wherever it is printed."""
        return f"HandedCart(actor={self.actor!r}, origin={self.origin!r})"


class TakenCart(Struct, frozen=True):
    """Whose cart it is."""

    customer: str


class CartChange(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`POST /v1/carts/{id}/changes`: one idempotent change; `quantity` is the new one, 0 removes the line."""

    id: str
    sku: str
    quantity: int
    base_rev: int
    actor: str
