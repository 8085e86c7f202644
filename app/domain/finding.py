"""By which terms an order, a visit, a customer or a returnable line is found, at a node and at a terminal."""

from collections.abc import Iterable
from dataclasses import dataclass

from app.domain.customers import Customer
from app.domain.errors import Code, Problem
from app.domain.folding import (
    MIN_CUSTOMER_CHARS,
    card_key,
    digits,
    email_key,
    fold,
    is_searchable,
    phone_key,
    terms,
)
from app.domain.hold_times import is_held
from app.domain.orders import Order
from app.domain.put_backs import open_tasks
from app.domain.returns import ReturnableLine
from app.domain.visits import LIVE_VISITS, Visit

HOLD = "hold:"
"""Begins the term that finds orders somebody may still come for, the first to end at the front."""
PUT_BACK = "putback:open"
"""Finds orders of which pieces have to go back to their shelf."""


def number_term(number: str) -> str:
    """`no:4821`: an order by its number, as people write it (blanks and case do not count)."""
    return f"no:{fold(number).replace(' ', '')}"


def phone_term(typed: str) -> str:
    """`phone:7654…`: the prefix that finds who typed digits end a number of."""
    return f"phone:{phone_key(typed)}"


def gtin_term(gtin: str) -> str:
    """`gtin:` and 14 digits, whichever of the shorter forms is given."""
    return f"gtin:{gtin.zfill(14)}"


def serial_term(gtin: str, serial: str) -> str:
    """`serial:` with GTIN and serial number: the returns a piece was part of; longer serials begin with it too."""
    return f"serial:{gtin.zfill(14)}:{serial}"


@dataclass(frozen=True, slots=True)
class CustomerQuery:
    """How to look for a customer: rows with a term that starts with `prefix`, kept when `fits` says so."""

    prefix: str
    words: tuple[str, ...] = ()
    is_exact: bool = False

    def fits(self, term: str, name: str) -> bool:
        """Whether a row found by `term` is meant: every word typed begins a word of the name."""
        if self.is_exact:
            return term == self.prefix
        present = terms(name)
        return all(any(word.startswith(typed) for word in present) for typed in self.words)


def read_customer_query(typed: str) -> CustomerQuery:
    """What somebody typed to find a customer: an e-mail, a card, the end of a phone number, or words of a name.

    Problem(SEARCH_TOO_SHORT) under three letters or digits: customers are looked for, not leafed through.
    """
    if not is_searchable(typed):
        raise Problem(Code.SEARCH_TOO_SHORT, minimum=MIN_CUSTOMER_CHARS)
    if "@" in typed:
        return CustomerQuery(f"email:{email_key(typed)}", is_exact=True)
    found = digits(typed)
    if found and not any(char.isalpha() for char in typed):
        is_international = typed.strip().startswith("+") or (found.startswith("00") and len(found) > 10)
        if len(found) == 13 and not is_international:
            return CustomerQuery(f"card:{found}", is_exact=True)
        return CustomerQuery(phone_term(found.removeprefix("00") if is_international else found))
    words = tuple(fold(typed).split())
    return CustomerQuery(f"name:{max(words, key=len)}", words)


def _once(found: Iterable[str]) -> tuple[str, ...]:
    """Each term once, those without a value left out."""
    return tuple(dict.fromkeys(term for term in found if not term.endswith(":")))


def _names(name: str) -> list[str]:
    return [f"name:{word}" for word in terms(name)]


def order_state(order: Order) -> str:
    """`cancelled`, `closed` or `open`: what of the orders a queue reads."""
    if order.cancelled_at is not None:
        return "cancelled"
    return "closed" if order.closed_at is not None else "open"


def missing_term(sku: str) -> str:
    """Finds the orders of which pieces of an article were not found."""
    return f"missing:{sku}"


def order_terms(order: Order) -> tuple[str, ...]:
    """Terms of an order; `due:` (open orders only) sorts the queue by promise, then by when they were placed."""
    state = order_state(order)
    found = [
        number_term(order.number),
        f"public:{order.public_no}",
        f"code:{order.pickup.code_hash}",
        f"customer:{order.customer}",
        f"store:{order.store}",
        f"platform:{order.platform_ref}",
        f"state:{state}",
        phone_term(order.phone_tail),
        *_names(order.customer_name),
        *(f"container:{container.code}" for container in order.containers),
        *(f"sku:{line.sku}" for line in order.lines),
        *(gtin_term(line.gtin) for line in order.lines if line.gtin),
        *(f"carried:{carry.device}" for carry in [order.carried] if carry is not None),
        *(missing_term(line.sku) for line in order.lines if line.progress.short),
    ]
    if open_tasks(order):
        found.append(PUT_BACK)
    if is_held(order) and order.hold_until is not None:
        found.append(f"{HOLD}{order.hold_until.isoformat()}")
    if state == "open":
        found.append(f"due:{(order.promised_at or order.placed_at).isoformat()}")
    return _once(found)


def customer_terms(customer: Customer) -> tuple[str, ...]:
    """Terms of a customer's profile, for central, which alone holds them whole."""
    return _once(
        [
            f"customer:{customer.id}",
            phone_term(customer.phone),
            f"email:{email_key(customer.email)}",
            f"card:{card_key(customer.card)}",
            f"home:{customer.home_store}",
            f"platform:{customer.platform_ref}",
            *_names(customer.display_name),
        ]
    )


def returnable_terms(line: ReturnableLine) -> tuple[str, ...]:
    """Terms of a line that may come back: by its order, its article or whose it is."""
    return _once(
        [
            f"order:{line.order}",
            number_term(line.order_number),
            f"sku:{line.sku}",
            gtin_term(line.gtin) if line.gtin else "",
            f"customer:{line.customer}",
            *_names(line.customer_name),
        ]
    )


def visit_terms(visit: Visit) -> tuple[str, ...]:
    """Terms of a visit: by its orders, its customer, its store, and whether it goes on."""
    state = "open" if visit.state in LIVE_VISITS else "ended"
    return _once(
        [
            f"customer:{visit.customer}",
            f"store:{visit.store}",
            f"state:{state}",
            *(f"order:{order}" for order in visit.orders),
        ]
    )
