"""Signing on the tablet: on the glass with a finger, or, for who cannot, by saying the name to the colleague.

What is drawn stays in the window until it is confirmed and goes then; the model hears only that there was a line.
"""

from typing import TYPE_CHECKING

from app.domain.handover import is_signature_asked
from app.domain.values import SignedOn
from app.presentation.curb.states import Note, Pad, Page, Press
from app.presentation.marks import Glyph

if TYPE_CHECKING:
    from app.presentation.curb.model import CurbModel
    from app.presentation.curb.pages import PageView

SIGNING = (Page.SIGN, Page.SIGN_WORD)


class Signing:
    """Who signed for the goods of the car in hand; lives on the loop."""

    def __init__(self, model: "CurbModel") -> None:
        self._model = model

    @property
    def is_asked(self) -> bool:
        """Whether something that stands ready for that car is signed for in this shop."""
        car, taker, rules = self._model.arrival, self._model.taker, self._model.cars.rules
        ready = [order for order in car.orders if order.ready_at is not None] if car is not None else []
        return any(is_signature_asked(order, taker.proof(order).kind, rules) for order in ready)

    def drawn(self) -> None:
        """There is enough on the glass to be somebody's sign."""
        self._model.hands.is_drawn = True

    def clear(self) -> None:
        """The glass is empty again."""
        hands = self._model.hands
        hands.is_drawn, hands.pad_turn = False, hands.pad_turn + 1

    def confirm(self) -> None:
        """As whoever takes the goods says; without anything on the glass nothing is signed there."""
        hands, page = self._model.hands, self._model.session.page
        if page is Page.SIGN and not hands.is_drawn:
            return
        hands.signed = SignedOn.GLASS if page is Page.SIGN else SignedOn.WORD
        self.clear()
        self._model.go(Page.VISIT)


def sign_page(view: "PageView") -> tuple[str, Press, tuple[Press, ...]]:
    """The pad with its way out, or the name that has to be said."""
    back = view.press("back", Glyph.ARROW_LEFT)
    if view.session.page is Page.SIGN_WORD:
        return view.text("sign_word"), view.press("signed", Glyph.CHECK, "signed.word"), (back,)
    hands = view.model.hands
    why = "" if hands.is_drawn else view.text("sign.missing")
    others = (back, view.press("clear", Glyph.DELETE), view.press("to:sign_word", Glyph.USER))
    return view.text("sign"), view.press("signed", Glyph.CHECK, "signed.glass", why), others


def sign_notes(view: "PageView") -> list[Note]:
    """For whom it is signed, and what is kept of it: read by the one who signs."""
    car = view.model.arrival
    if car is None:
        return []
    name, numbers = view.model.taker.name_at(car), ", ".join(order.number for order in car.orders)
    if view.session.page is Page.SIGN_WORD:
        return [Note(view.text("sign_word.line"), Glyph.USER, view.text("ask_name", name=name))]
    return [Note(view.text("sign.line"), Glyph.PENCIL, view.text("sign.for", name=name, number=numbers))]


def signed_notes(view: "PageView") -> list[Note]:
    """At the car: that it was signed, and how."""
    signed = view.model.hands.signed
    return [] if signed is None else [Note(view.text(f"signed.{signed}"), Glyph.PENCIL)]


def pad_of(view: "PageView") -> Pad | None:
    """The glass to sign on."""
    if view.session.page is not Page.SIGN:
        return None
    return Pad(view.text("sign.here"), view.text("sign.spoken"), view.model.hands.pad_turn)
