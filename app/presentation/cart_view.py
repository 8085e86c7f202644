"""The cart's card: its lines beside the shop, how fresh they are, or why there are none."""

from dataclasses import dataclass
from datetime import datetime

from app.domain.cart_terms import Terms
from app.domain.errors import Code
from app.domain.holds import CartHold
from app.presentation.cart_words import CartWords
from app.presentation.customer_state import CartView, CustomerNote
from app.presentation.live_cart import LiveCart
from app.presentation.marks import Glyph, Mark, Tone
from app.presentation.wording import Wording

_COLUMNS = ("article", "quantity", "site", "shop", "stock")


def held_mark(hold: CartHold, words: Wording, now_at: datetime) -> Mark:
    """Until when it stands aside here, or since when nobody waits for it."""
    is_today = words.formats.local_date(hold.until_at) == words.formats.local_date(now_at)
    until = words.formats.time(hold.until_at) if is_today else words.formats.date_time(hold.until_at)
    if hold.is_over(now_at):
        return Mark(words.text("hold.over", time=until), Glyph.ALARM_CLOCK, Tone.WARNING)
    return Mark(words.text("hold.until", time=until), Glyph.HOURGLASS, Tone.INFO)


@dataclass(frozen=True, slots=True)
class CartOnScreen:
    """A cart as it is shown: `selected` is the SKU whose line is being changed."""

    cart: LiveCart
    terms: Terms
    selected: str
    can_change: bool

    def view(self, words: Wording, cart_words: CartWords) -> CartView:
        """The card."""
        cart, title = self.cart, words.text("customer.cart")
        if not cart.is_read:
            return CartView(title, is_loading=True)
        if cart.served is None or not cart.served.cart.lines:
            return self._without_lines(title, words)
        hold = cart.served.hold
        count = sum(item.line.quantity for item in cart.lines)
        differing = cart_words.differences(cart.served.comparison)
        rows = tuple(
            cart_words.row(
                item,
                self.terms,
                is_added=item.line.sku in cart.added,
                quantity=cart.wanted.get(item.line.sku),
            )
            for item in cart.lines
        )
        mark = Mark(words.plural("customer.differences", differing), Glyph.ARROW_LEFT_RIGHT, Tone.WARNING)
        return CartView(
            title,
            count=words.plural("queue.count.pieces", count),
            live=self._live(words),
            held=None if hold is None else held_mark(hold, words, cart.desk.now_at),
            differences=mark if differing else None,
            hint=words.text("customer.cart.scan") if self.can_change else "",
            columns=tuple(words.text(f"customer.cart.{name}") for name in _COLUMNS),
            rows=rows,
            selected=self.selected,
        )

    def _without_lines(self, title: str, words: Wording) -> CartView:
        """One that has to be handed over first is asked for; an empty one is no news."""
        problem = self.cart.problem
        if problem is not None and problem.code is Code.CART_NOT_SHOWN:
            explained = words.explain_problem(problem)
            return CartView(title, asks=CustomerNote(Tone.INFO, explained.what, explained.next))
        is_gone = problem is not None and problem.code is not Code.CART_UNKNOWN
        return CartView(title, empty=words.text("customer.cart.offline" if is_gone else "customer.cart.none"))

    def _live(self, words: Wording) -> Mark:
        cart = self.cart
        if cart.was_changed:
            return Mark(words.text("customer.cart.changed"), Glyph.REFRESH_CW, Tone.WARNING)
        if cart.problem is not None and cart.read_at is not None:
            text = words.text("customer.cart.as_of", time=words.formats.time(cart.read_at))
            return Mark(text, Glyph.CLOUD_OFF, Tone.WARNING)
        age = words.text("customer.seconds", n=max(1, round(cart.age_s)))
        return Mark(words.text("customer.cart.live", age=age), Glyph.RADIO, Tone.INFO)
