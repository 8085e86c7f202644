"""The three shops of Corsaviva, the warehouse behind them, their places and the people who work there."""

from dataclasses import dataclass

from app.contract.rows import Place, StoreConfig
from app.demo.names import name_data
from app.domain.values import OperatorId, StationId, StoreId

CHAIN = "corsaviva"
MARKET = "it"
PRICELIST = "it-eur"
EPOCH = 1
CONSENT_TEXT = "2025-1"
MILANO, BOLOGNA, TORINO = StoreId("MI01"), StoreId("BO01"), StoreId("TO01")
WAREHOUSE = StoreId("DC01")
SHOPS = (MILANO, BOLOGNA, TORINO)
NAMES = {
    MILANO: "Milano Corso Vercelli",
    BOLOGNA: "Bologna Via dei Portici",
    TORINO: "Torino Via del Po Vecchio",
    WAREHOUSE: "Magazzino Lodi",
}
ADDRESSES = {
    MILANO: "Milano, Corso Vercelli",
    BOLOGNA: "Bologna, Via dei Portici",
    TORINO: "Torino, Via del Po Vecchio",
}
# Stations that acted before the demo begins: ids no enrolment gives out, two letters and two digits.
STATIONS = {
    MILANO: StationId("MI90"),
    BOLOGNA: StationId("BO90"),
    TORINO: StationId("TO90"),
    WAREHOUSE: StationId("DC90"),
}
_SHOP_DAY = ["09:30-20:00"]
WEEKDAYS = dict.fromkeys(("mon", "tue", "wed", "thu", "fri", "sat"), _SHOP_DAY)
SUNDAYS = {MILANO: {"sun": ["10:00-19:30"]}, BOLOGNA: {"sun": ["10:00-13:00", "15:00-19:30"]}, TORINO: {}}
CLOSED_DAYS = ("2026-12-25", "2026-12-26", "2027-01-01", "2027-04-05")
COLD_PLACES = 2
AISLES, SHELVES_PER_AISLE, PICKUP_SHELVES, BAYS = "ABCDEF", 8, 16, 6


@dataclass(frozen=True, slots=True)
class DemoOperator:
    """An invented operator. `pin` exists for the demo only; a real chain keeps a verifier and never the PIN."""

    id: OperatorId
    name: str
    number: str
    role: str
    stores: tuple[StoreId, ...]
    pin: str

    @property
    def badge(self) -> str:
        """What the badge's barcode says."""
        return f"OP-{self.number:0>6}"


def build_places() -> tuple[Place, ...]:
    """Shelves of the sales floor, shelves for pickups, desks and bays; the same plan in every shop."""
    shelves = [
        Place(f"{aisle}{number:02d}", "shelf", f"Corsia {aisle}, scaffale {number}")
        for aisle in AISLES
        for number in range(1, SHELVES_PER_AISLE + 1)
    ]
    pickup = [Place(f"R{n:02d}", "pickup", f"Scaffale ritiri, posto {n}") for n in range(1, PICKUP_SHELVES + 1)]
    cold = [Place(f"F{n}", "cold", f"Frigo ritiri, ripiano {n}") for n in range(1, COLD_PLACES + 1)]
    desks = [Place("BANCO1", "desk", "Banco 1"), Place("BANCO2", "desk", "Banco 2")]
    returns = [Place("RESI", "returns", "Banco resi"), Place("RETRO", "backroom", "Retro")]
    bays = [Place(f"P{n}", "bay", f"Posto auto {n}") for n in range(1, BAYS + 1)]
    return (*shelves, *pickup, *cold, *desks, *returns, *bays)


def build_stores() -> tuple[StoreConfig, ...]:
    """The shops' configurations without devices, staff, keys and secrets: central fills those in."""
    places = list(build_places())
    numbered = {str(number): NAMES[store] for number, store in enumerate(SHOPS, 1)}
    names: dict[str, str] = {str(store): NAMES[store] for store in SHOPS} | numbered
    return tuple(
        StoreConfig(
            store=store,
            name=NAMES[store],
            address=ADDRESSES[store],
            chain=CHAIN,
            market=MARKET,
            pricelist=PRICELIST,
            epoch=EPOCH,
            public_no=number,
            places=places,
            stores=names,
            consent_text=CONSENT_TEXT,
            hours=WEEKDAYS | SUNDAYS[store],
            closed_days=list(CLOSED_DAYS),
            promise_last="18:30",
            orders_per_hour=20,
            remind_days=2,
        )
        for number, store in enumerate(SHOPS, 1)
    )


def build_staff() -> tuple[DemoOperator, ...]:
    """Everybody who may sign in, in order of their number."""
    return tuple(
        DemoOperator(
            id=OperatorId(f"op-{entry['number']}"),
            name=entry["name"],
            number=entry["number"],
            role=entry["role"],
            stores=tuple(StoreId(store) for store in entry["stores"]),
            pin=entry["pin"],
        )
        for entry in name_data()["staff"]
    )
