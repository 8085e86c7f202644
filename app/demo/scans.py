"""What there is to scan in the sample chain: one code of every kind a counter meets, good and bad."""

from app.demo.chain import demo_cases
from app.demo.chain_cases import CodedOrder
from app.demo.chain_model import DemoChain
from app.demo.chain_stores import DemoOperator
from app.demo.outside import Outside, as_facts
from app.presentation.viewmodels.hands import Person, ScanSample

UNKNOWN = "4006381333931"
DAMAGED = "8399990012272"
HOSTILE = "<b>4821</b>'; DROP TABLE orders;--"
TOO_LONG = "4821" * 150
# Days to use a piece by, as GS1 codes have them: the end of 2049, and of January 2020.
LASTING, EXPIRED = "491200", "200100"


async def pickup_code(central: Outside, coded: CodedOrder) -> str:
    """The signed code the customer of an order has on the phone. TourFailed when head office gives none."""
    answer = as_facts(await central.post(f"/v1/admin/orders/{coded.order.id}/pickup-code"))
    return str(answer["text"])


async def samples_of(sample: DemoChain, central: Outside, clerk: DemoOperator) -> tuple[ScanSample, ...]:
    """Codes to try in the order of a morning, a colleague's badge too. TourFailed when head office is silent."""
    cases, prices = demo_cases(sample), {row.sku: row for row in sample.prices}
    signed = await pickup_code(central, cases.hand_over)
    differing = next(line for line in cases.cart.lines if prices[line.sku].shop != line.unit_price)
    customer = cases.cart_customer
    colleague = next(
        one for one in sample.staff if one.role == "supervisor" and set(one.stores) & set(clerk.stores)
    )
    return (
        ScanSample("ready", signed, _about(sample, cases.hand_over)),
        _typed(sample, "ready_typed", cases.offline),
        _typed(sample, "collected", cases.collected),
        _typed(sample, "other_store", cases.other_store),
        _typed(sample, "cancelled", cases.cancelled),
        _typed(sample, "delegate", cases.delegate),
        _typed(sample, "age_check", cases.age_check),
        _typed(sample, "unpaid", cases.unpaid),
        ScanSample("card", customer.card, customer.display_name),
        ScanSample("price", differing.gtin, differing.name),
        ScanSample("labelled", _label(differing.gtin, LASTING), differing.name),
        ScanSample("expired", _label(differing.gtin, EXPIRED), differing.name),
        ScanSample("returnable", cases.returnable.gtin, cases.returnable.name),
        ScanSample("badge", colleague.badge, colleague.name),
        ScanSample("unknown", UNKNOWN),
        ScanSample("damaged", DAMAGED),
        ScanSample("hostile", HOSTILE),
        ScanSample("too_long", TOO_LONG),
    )


def people_of(sample: DemoChain, store: str) -> tuple[Person, ...]:
    """The first clerk and the supervisor of that shop, with the PINs of the demonstration."""
    here = [person for person in sample.staff if store in person.stores]
    first = [next(person for person in here if person.role == role) for role in ("clerk", "supervisor")]
    return tuple(Person(person.name, person.role, person.pin) for person in first)


def _typed(sample: DemoChain, name: str, coded: CodedOrder) -> ScanSample:
    return ScanSample(name, coded.typed_code, _about(sample, coded))


def _label(gtin: str, day: str) -> str:
    """A GS1 DataMatrix of a piece: article, the day to use it by, batch."""
    return f"]d201{gtin.zfill(14)}17{day}10L2611"


def _about(sample: DemoChain, coded: CodedOrder) -> str:
    return f"{coded.order.number} {sample.customer(coded.order.customer).short_name}"
