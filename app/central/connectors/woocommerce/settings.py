"""What differs from one WooCommerce shop to the next and cannot be asked for."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from app.central.connectors.port import PlatformTraits

WOO_TRAITS = PlatformTraits(
    "woocommerce",
    call_timeout_s=30.0,
    settle_s=60.0,
    reads_carts=False,
    restocks_anywhere=False,
    settles=False,
    tells_deleted=False,
)
_NOTE = "note_"
_YES = {"yes": True, "no": False}


@dataclass(frozen=True, slots=True)
class WooSettings:
    """How this shop is set up; the defaults are WooCommerce as installed.

    `notes`: what a customer is written, by kind of message; a kind without a text is not sent. `ready_status`: a
    status of the shop's own for *ready*, which a plug-in registers; without one, ready is an entry of meta data.
    `open_statuses`: orders that wait. `refunds_through_gateway`: let WooCommerce move the money as well; without
    it, it records what was given back. `pickup_locations`: those of the block checkout, by the name customers
    see, which no API lists. `stock_location`: the place whose stock the one stock number is; empty, where it is
    that of many, and then it is not told. `substitution_key`: the meta data of a line, or of the whole order, that
    says what the customer wants instead of a missing article (`none`, `ask`, `shop`). `weight_key`: the meta data
    of a line of one piece with the grams its price is for, where it is sold by weight.
    """

    notes: Mapping[str, str] = field(default_factory=dict)
    ready_status: str = ""
    open_statuses: tuple[str, ...] = ("processing", "on-hold")
    refunds_through_gateway: bool = False
    pickup_locations: tuple[str, ...] = ()
    stock_location: str = ""
    substitution_key: str = ""
    weight_key: str = ""
    colour_names: frozenset[str] = frozenset({"colore", "colour", "color"})
    size_names: frozenset[str] = frozenset({"taglia", "misura", "numero", "size"})

    @classmethod
    def of(cls, options: Mapping[str, str], places: Iterable[str]) -> "WooSettings":
        """The settings of a file's options, all of them text: names apart by commas, `yes` or `no`, `note_ready`
        for the text of that kind. `places` are those somebody said a store for. ValueError names the option."""
        default = cls()
        known = {"ready_status", "open_statuses", "refunds_through_gateway", "stock_location", "substitution_key"}
        known |= {"weight_key", "colour_names", "size_names", *(f"{_NOTE}{kind}" for kind in WOO_TRAITS.messages)}
        if unknown := options.keys() - known:
            raise ValueError(min(unknown))
        gateway = options.get("refunds_through_gateway", "no")
        if gateway not in _YES:
            raise ValueError("refunds_through_gateway")
        return cls(
            notes={name.removeprefix(_NOTE): text for name, text in options.items() if name.startswith(_NOTE)},
            ready_status=options.get("ready_status", ""),
            open_statuses=_names(options, "open_statuses") or default.open_statuses,
            refunds_through_gateway=_YES[gateway],
            pickup_locations=tuple(places),
            stock_location=options.get("stock_location", ""),
            substitution_key=options.get("substitution_key", ""),
            weight_key=options.get("weight_key", ""),
            colour_names=_folded(options, "colour_names") or default.colour_names,
            size_names=_folded(options, "size_names") or default.size_names,
        )

    @property
    def waiting(self) -> tuple[str, ...]:
        """Every status of an order that is to be collected, for the filter of a list."""
        return tuple(dict.fromkeys((*self.open_statuses, *filter(None, (self.ready_status,)))))


def _names(options: Mapping[str, str], name: str) -> tuple[str, ...]:
    return tuple(text for part in options.get(name, "").split(",") if (text := part.strip()))


def _folded(options: Mapping[str, str], name: str) -> frozenset[str]:
    return frozenset(text.casefold() for text in _names(options, name))
