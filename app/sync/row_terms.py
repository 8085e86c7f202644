"""By which terms a terminal finds each kind of row of the store's feed."""

from collections.abc import Callable

import msgspec

from app.domain.announcing import Vehicle
from app.domain.finding import order_terms, returnable_terms, serial_term, visit_terms
from app.domain.floor_calls import CallNews, FloorCall, call_terms
from app.domain.holds import CartHold
from app.domain.orders import Order
from app.domain.return_slips import ReturnSlip, slip_terms
from app.domain.returns import ReturnableLine, ReturnCase
from app.domain.visits import Visit

_orders = msgspec.json.Decoder(Order)
_holds = msgspec.json.Decoder(CartHold)
_visits = msgspec.json.Decoder(Visit)
_returns = msgspec.json.Decoder(ReturnCase)
_calls = msgspec.json.Decoder(FloorCall)
_news = msgspec.json.Decoder(CallNews)
_slips = msgspec.json.Decoder(ReturnSlip)
_vehicles = msgspec.json.Decoder(Vehicle | None)
_returnables = msgspec.json.Decoder(ReturnableLine)


class _Attention(msgspec.Struct):
    settled_at: str | None = None


_attention = msgspec.json.Decoder(_Attention)


def _attention_terms(body: bytes) -> tuple[str, ...]:
    return () if _attention.decode(body).settled_at is not None else ("open:",)


def _return_terms(body: bytes) -> tuple[str, ...]:
    case = _returns.decode(body)
    serials = (serial_term(piece.gtin, piece.serial) for piece in case.pieces if piece.serial)
    return (f"number:{case.number}", *((f"order:{case.order}",) if case.order else ()), *serials)


def _hold_terms(body: bytes) -> tuple[str, ...]:
    return (f"until:{_holds.decode(body).until_at.isoformat()}",)


def _vehicle_terms(body: bytes) -> tuple[str, ...]:
    """A row of a snapshot tells no car."""
    car = _vehicles.decode(body)
    return () if car is None else (f"until:{car.until_at.isoformat()}",)


_TERMS: dict[str, Callable[[bytes], tuple[str, ...]]] = {
    "order": lambda body: order_terms(_orders.decode(body)),
    "visit": lambda body: visit_terms(_visits.decode(body)),
    "returnable": lambda body: returnable_terms(_returnables.decode(body)),
    "attention": _attention_terms,
    "return": _return_terms,
    "hold": _hold_terms,
    "call": lambda body: call_terms(_calls.decode(body).state),
    "called": lambda body: call_terms(_news.decode(body).state),
    "slip": lambda body: slip_terms(_slips.decode(body)),
    "vehicle": _vehicle_terms,
}


def terms_of(kind: str, body: bytes) -> tuple[str, ...]:
    """The terms a row is found by; ValueError (msgspec) when the body is not of its kind."""
    terms = _TERMS.get(kind)
    return () if terms is None else terms(body)
