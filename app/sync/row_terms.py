"""By which terms a terminal finds each kind of row of the store's feed."""

import msgspec

from app.domain.customers import Customer
from app.domain.finding import customer_terms, order_terms, returnable_terms, visit_terms
from app.domain.orders import Order
from app.domain.returns import ReturnableLine, ReturnCase
from app.domain.visits import Visit

_orders = msgspec.json.Decoder(Order)
_visits = msgspec.json.Decoder(Visit)
_returns = msgspec.json.Decoder(ReturnCase)
_returnables = msgspec.json.Decoder(ReturnableLine)
_customers = msgspec.json.Decoder(Customer)


def terms_of(kind: str, body: bytes) -> tuple[str, ...]:
    """The terms a row is found by; ValueError (msgspec) when the body is not of its kind."""
    match kind:
        case "order":
            return order_terms(_orders.decode(body))
        case "visit":
            return visit_terms(_visits.decode(body))
        case "returnable":
            return returnable_terms(_returnables.decode(body))
        case "profile":
            return customer_terms(_customers.decode(body))
        case "return":
            case_ = _returns.decode(body)
            return (f"number:{case_.number}", *((f"order:{case_.order}",) if case_.order else ()))
        case _:
            return ()
