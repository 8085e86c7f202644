"""What differs from one WooCommerce shop to the next and cannot be asked for."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from app.central.connectors.port import PlatformTraits

WOO_TRAITS = PlatformTraits(
    "woocommerce", call_timeout_s=30.0, settle_s=60.0, reads_carts=False, restocks_anywhere=False
)


@dataclass(frozen=True, slots=True)
class WooSettings:
    """How this shop is set up; the defaults are WooCommerce as installed.

    `notes`: what a customer is written, by kind of message; a kind without a text is refused. `ready_status`: a
    status of the shop's own for *ready*, which a plug-in registers; without one, ready is an entry of meta data.
    `open_statuses`: orders that wait. `refunds_through_gateway`: let WooCommerce move the money as well; without
    it, it records what was given back. `pickup_locations`: those of the block checkout, by the name customers
    see, which no API lists. `stock_location`: what the one stock number is called.
    """

    notes: Mapping[str, str] = field(default_factory=dict)
    ready_status: str = ""
    open_statuses: tuple[str, ...] = ("processing", "on-hold")
    refunds_through_gateway: bool = False
    pickup_locations: tuple[str, ...] = ()
    stock_location: str = "web"
    colour_names: frozenset[str] = frozenset({"colore", "colour", "color"})
    size_names: frozenset[str] = frozenset({"taglia", "misura", "numero", "size"})

    @property
    def waiting(self) -> tuple[str, ...]:
        """Every status of an order that is to be collected, for the filter of a list."""
        return tuple(dict.fromkeys((*self.open_statuses, *filter(None, (self.ready_status,)))))
