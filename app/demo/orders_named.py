"""The orders that examples and tour call by name: who bought what, and what is special about it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.demo.articles import ONE_SIZE, Assortment
from app.demo.chain_stores import BOLOGNA, MILANO, TORINO
from app.demo.orders_plan import OrderPlan, Stage
from app.domain.customers import Customer
from app.domain.values import Sku, StoreId

# Name, colour code and size; an empty colour code means the model's first one.
Variant = tuple[str, str, str]
_SHIRT = ("Maglia Corsa", "NE", "M")
_SHOE = ("Scarpa Aurora 3", "BN", "42")
_BOTTLE = ("Borraccia termica 0,7 l", "VE", ONE_SIZE)
_SOCK = ("Calza trail Passo", "GR", "39-42")
_OTHER_SOCK = ("Calza trail Passo", "NE", "39-42")
_KNIFE = ("Coltello da campo Larice", "", ONE_SIZE)
# One customer alone bought this, so its barcode leads to the order line.
ONLY_SOLD_ONCE = ("Maglia Corsa", "RO", "S")


@dataclass(frozen=True, slots=True)
class _Case:
    """A named order; what is not said is an order of the site, ready in Milano in one bag."""

    name: str
    person: str
    basket: tuple[tuple[Variant, int], ...]
    stage: Stage = Stage.READY
    store: StoreId = MILANO
    channel: str = "site"
    containers: int = 1
    delegate: str = ""
    is_paid: bool = True


_CASES = (
    _Case("hand_over", "Giulia Bianchi", ((_SHIRT, 1), (_SHOE, 1), (_BOTTLE, 2)), containers=3),
    _Case("look_alike", "Giulia Bianco", ((_SHOE, 1),)),
    _Case("cart_and_order", "Elena Marchetti", ((_SHIRT, 2), (_SOCK, 1)), channel="app", containers=2),
    _Case("look_alike_cart", "Elena Marchesi", ((_BOTTLE, 1),)),
    _Case("offline", "Carlo D'Amico", ((_SHIRT, 1), (_BOTTLE, 1)), channel="app"),
    _Case("returnable", "Giulia Bianchi", ((ONLY_SOLD_ONCE, 1), (_BOTTLE, 1)), stage=Stage.COLLECTED),
    _Case(
        "promo", "Carlo D'Amico", ((_SHIRT, 1), (_SOCK, 1), (_SHOE, 1), (_OTHER_SOCK, 1)), stage=Stage.COLLECTED
    ),
    _Case("other_store", "Marco Ferrari", ((_SHOE, 1),), store=BOLOGNA),
    _Case("look_alike_bologna", "Marco Ferraris", ((_SOCK, 3),), store=BOLOGNA),
    _Case("torino", "Anna Rossi", ((_SHIRT, 1),), store=TORINO),
    _Case("look_alike_torino", "Anna Russo", ((_SHIRT, 1),), store=TORINO),
    _Case("cancelled", "Nicolò De Luca", ((_SHOE, 1),), stage=Stage.CANCELLED),
    _Case("collected", "Nicolò De Luca", ((_SOCK, 2),), stage=Stage.JUST_COLLECTED),
    _Case("delegate", "Maria Grazia Rossi Bernardi", ((_SHIRT, 1),), delegate="Paolo R."),
    _Case("age_check", "Nicolò De Luca", ((_KNIFE, 1),)),
    _Case("unpaid", "Nicolò De Luca", ((_BOTTLE, 1),), is_paid=False),
)


def named_plans(assortment: Assortment, customers: Sequence[Customer]) -> Iterator[OrderPlan]:
    """A plan per named case; KeyError when the data files lack somebody or something."""
    people = {customer.display_name: customer for customer in customers}
    for case in _CASES:
        yield OrderPlan(
            stage=case.stage,
            store=case.store,
            customer=people[case.person],
            basket=tuple((Sku(_sku(assortment, variant)), quantity) for variant, quantity in case.basket),
            channel=case.channel,
            containers=case.containers,
            delegate=case.delegate,
            is_paid=case.is_paid,
            case=case.name,
        )


def _sku(assortment: Assortment, variant: Variant) -> str:
    name, colour, size = variant
    first = next(model.colours[0][0] for model in assortment.models if model.name == name)
    return assortment.sku(name, colour or first, size)
