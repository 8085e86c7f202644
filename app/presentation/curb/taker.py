"""Who takes the goods at the car: the customer, or somebody they named in the order to collect for them."""

from typing import TYPE_CHECKING

from app.domain.curbside import Arrival
from app.domain.folding import fold
from app.domain.handover import BY_NUMBER
from app.domain.orders import Order, Proof, ProofKind
from app.domain.values import OrderId
from app.presentation.curb.states import Note, Page, Pick, Press
from app.presentation.marks import Glyph, Tone

if TYPE_CHECKING:
    from app.presentation.curb.model import CurbModel
    from app.presentation.curb.pages import PageView

WHO, CUSTOMER = "who:", "who:customer"
BY_DELEGATE = Proof(ProofKind.DELEGATE)


class Taker:
    """Who stands at the car in hand; lives on the loop. Who was chosen lies in the hands, by name."""

    def __init__(self, model: "CurbModel") -> None:
        self._model = model

    @property
    def delegates(self) -> dict[str, str]:
        """By the button that chooses them: everybody the car's orders name, each once."""
        car = self._model.arrival
        found: dict[str, str] = {}
        for order in () if car is None else car.orders:
            if (name := order.pickup.delegate) and not any(_is(name, other) for other in found.values()):
                found[f"{WHO}{order.id}"] = name
        return found

    def pick(self, press: str) -> None:
        """That person it is: what was seen or signed before was another one's."""
        hands = self._model.hands
        name = "" if press == CUSTOMER else self.delegates.get(press, hands.delegate)
        if not _is(name, hands.delegate):
            hands.delegate, hands.signed, hands.is_age_checked = name, None, False
        self._model.go(Page.VISIT)

    def name_at(self, car: Arrival) -> str:
        """Whose name is to be said there."""
        return self._model.hands.delegate or car.orders[0].customer_name

    def proof(self, order: Order) -> Proof:
        """What was shown for that order. Who was named to collect counts as that, also with the code in hand: it
        is another person's who signs."""
        hands = self._model.hands
        if hands.delegate and _is(order.pickup.delegate, hands.delegate):
            return BY_DELEGATE
        return hands.proofs.get(order.id, BY_NUMBER)

    def proofs(self, car: Arrival) -> tuple[tuple[OrderId, Proof], ...]:
        """What was shown for each of its orders."""
        return tuple((order.id, self.proof(order)) for order in car.orders)

    def unnamed(self, car: Arrival) -> Order | None:
        """The first ready order that does not name who was chosen, and whose code nobody has shown."""
        ready = (order for order in car.orders if order.ready_at is not None and self._model.hands.delegate)
        return next((order for order in ready if self.proof(order) == BY_NUMBER), None)


def _is(name: str, other: str) -> bool:
    """Whether both name the same person, as names are compared."""
    return fold(name) == fold(other)


def who_page(view: "PageView") -> tuple[str, Press, tuple[Press, ...]]:
    """Whom the order names; who stands there is chosen by one touch."""
    return view.text("who"), view.press("back", Glyph.ARROW_LEFT), ()


def who_picks(view: "PageView") -> tuple[Pick, ...]:
    """The customer, and everybody they named."""
    car, chosen = view.model.arrival, view.model.hands.delegate
    named = view.model.taker.delegates
    if car is None or not named:
        return ()
    first = Pick(CUSTOMER, view.text("who.customer", name=car.orders[0].customer_name), not chosen)
    others = (Pick(key, view.text("who.delegate", name=name), _is(name, chosen)) for key, name in named.items())
    return (first, *others)


def who_notes(view: "PageView") -> list[Note]:
    """What to ask for; where nobody was named, what else lets somebody collect."""
    if not view.model.taker.delegates:
        return [Note(view.text("who.nobody.line"), Glyph.QR_CODE, view.text("who.nobody"), Tone.WARNING)]
    return [Note(view.text("who.line"), Glyph.USERS)]


def taker_notes(view: "PageView", car: Arrival) -> list[Note]:
    """At the car: that somebody else collects, and for which order they have to show its code."""
    name = view.model.hands.delegate
    if not name:
        return []
    if (order := view.model.taker.unnamed(car)) is not None:
        title = view.text("who.unnamed", name=name, number=order.number)
        return [Note(view.text("who.unnamed.line"), Glyph.QR_CODE, title, Tone.WARNING)]
    return [Note(view.text("who.chosen", name=name, customer=car.orders[0].customer_name), Glyph.USER_PLUS)]
