"""What a clerk decides about the cart on screen, and the way it goes on: till, pickup, or put aside for later."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from app.domain.cart_terms import PriceOf, Settled, Take, Terms, settle
from app.domain.loyalty import LoyaltyRules, most_points, worth
from app.presentation.cart_words import PRICE, CartWords, Decision, Points, Sums
from app.presentation.desk import Desk
from app.presentation.live_cart import LiveCart
from app.presentation.marks import Glyph
from app.presentation.view_model import Button

RULES = LoyaltyRules()


class Way(StrEnum):
    """How a cart goes on."""

    TILL = "till"
    PICKUP = "pickup"
    HOLD = "hold"


GLYPHS = {Way.TILL: Glyph.BANKNOTE, Way.PICKUP: Glyph.PACKAGE_CHECK, Way.HOLD: Glyph.HOURGLASS}
BUTTONS = {Way.TILL: "sell", Way.PICKUP: "reserve", Way.HOLD: "hold"}
HOURS = (2, 24, 72)
UNTIL = "until"


@dataclass(frozen=True, slots=True)
class WayKey:
    """A way on, with the digit that chooses it."""

    value: str
    digit: str
    words: str
    glyph: Glyph
    is_chosen: bool


@dataclass(slots=True)
class CartPlan:
    """The decisions about one cart; lives on the loop. `points`: what its customer has."""

    desk: Desk
    cart: LiveCart
    terms: Terms = field(default_factory=Terms)
    way: Way = Way.TILL
    points: int = 0
    is_redeeming: bool = False
    hours: int = HOURS[0]
    _stood: Terms = field(default_factory=Terms)

    @property
    def is_begun(self) -> bool:
        """Whether something was decided beyond what stood here."""
        return self.is_redeeming or (self.way, self.hours, self.terms) != (Way.TILL, HOURS[0], self._stood)

    @property
    def settled(self) -> Settled | None:
        """The cart as it would be accepted now."""
        return None if self.cart.served is None else settle(self.cart.served.comparison, self.terms)

    @property
    def redeemable(self) -> int:
        """Points that can pay for some of it: at the till only, where money is taken."""
        settled = self.settled
        if settled is None or self.way is not Way.TILL:
            return 0
        return most_points(self.points, settled.total, RULES)

    @property
    def redeemed(self) -> int:
        """Points that shall pay for some of it."""
        return self.redeemable if self.is_redeeming else 0

    def decide(self, decision: str, choice: str) -> None:
        """Settle one of the decisions."""
        about, _, sku = decision.partition(":")
        if about == UNTIL:
            self.hours = int(choice)
        elif about == PRICE:
            self.terms = self.terms.pricing(sku, PriceOf(choice))
        else:
            self.terms = self.terms.taking(sku, Take(choice))

    def go_by_digit(self, digit: str) -> bool:
        """The way with that digit."""
        ways = dict(zip("123456789", Way, strict=False))
        if digit not in ways or not self.cart.lines:
            return False
        self.way = ways[digit]
        return True

    def decisions(self, words: CartWords) -> tuple[Decision, ...]:
        """What is to be settled, line by line."""
        found = [made for item in self.cart.lines for made in words.decisions(item, self.terms)]
        return (*found, self._until()) if self.way is Way.HOLD else tuple(found)

    def _until(self) -> Decision:
        text, spans = self.desk.words.text, self.desk.words.duration
        choices = tuple((str(hours), spans(hours * 3600)) for hours in HOURS)
        return Decision(UNTIL, Glyph.HOURGLASS, text("customer.decide.until"), choices, str(self.hours))

    @property
    def until_at(self) -> datetime:
        """Until when it would be put aside."""
        return self.desk.now_at + timedelta(hours=self.hours)

    def resume(self) -> None:
        """Go on under the terms of what stands aside here, unless something was decided since."""
        served = self.cart.served
        if served is not None and served.hold is not None and self.terms == Terms():
            self.terms = self._stood = Terms.of_lines(served.comparison, served.hold.lines)

    def ways(self) -> tuple[WayKey, ...]:
        """The ways on."""
        text = self.desk.words.text
        return tuple(
            WayKey(way.value, str(place), text(f"customer.way.{way}"), GLYPHS[way], way is self.way)
            for place, way in enumerate(Way, 1)
        )

    def sums(self, words: CartWords) -> Sums | None:
        """What it comes to."""
        settled = self.settled
        if settled is None:
            return None
        label, count = self.desk.words.text(f"customer.sum.total.{self.way}"), self.redeemable
        return words.sums(settled, label, Points(count, worth(count, RULES), self.is_redeeming))

    def button(self, *, is_free: bool) -> Button:
        """The button that goes the chosen way; `is_free`: nothing else is being written."""
        text, settled, id_ = self.desk.words.text, self.settled, BUTTONS[self.way]
        has_pieces = settled is not None and settled.pieces > 0
        why_not = "" if has_pieces else text("customer.reserve.nothing")
        can = is_free and has_pieces and self.desk.jobs.link().is_linked
        return Button(id_, text(f"customer.{id_}"), GLYPHS[self.way], is_enabled=can, why_not=why_not)
