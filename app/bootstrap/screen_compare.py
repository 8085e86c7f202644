"""Each mock-up beside its screen, with every difference that is meant: what is not said there is a defect."""

import html
from collections.abc import Iterable
from dataclasses import dataclass

STYLE = "img{width:49%;border:1px solid #ccc;vertical-align:top}body{font-family:sans-serif;margin:24px}"
_LOOKS = {"1920": "1920-it-light", "dark": "1366-it-dark", "hc": "1366-it-hc"}


@dataclass(frozen=True, slots=True)
class Pair:
    """A mock-up, the picture of the same screen, and why they differ; `looks` are the others it was drawn in."""

    mockup: str
    screen: str
    differences: tuple[str, ...]
    looks: tuple[str, ...] = ()
    size: str = "1366"
    look: str = "light"

    @property
    def pictures(self) -> tuple[tuple[str, str], ...]:
        """Mock-up and screen in each look, without their file endings."""
        others = ((f"{self.mockup}-{look}", f"{self.screen}-{_LOOKS[look]}") for look in self.looks)
        return ((self.mockup, f"{self.screen}-{self.size}-it-{self.look}"), *others)


PAIRS = (
    Pair(
        "01-signin",
        "01-sign-in-digits",
        (
            "One group of colleagues: who is on shift is known to nobody here, so no tile says since when.",
            "Who is chosen is named in the title over the field, once, instead of in a badge and a title.",
            "No word on when the terminal was locked: it says who was last here to whoever passes by.",
            "The last line says what five wrong PINs do, where the picture says who changes a forgotten one.",
            "Entra has no key cap: the sixth digit signs in, nobody presses it.",
        ),
    ),
    Pair(
        "02-home",
        "02-home",
        (
            "Days instead of hours where the promise is not of today.",
            "The customer's name is short on the list of a shop floor: the surname is an initial.",
            "No buttons for a late notice or a missing article: neither act is built.",
            "The numbers of this chain have no prefix; with one it is muted.",
            "The list goes to the bottom edge and scrolls, so that an eighth row is seen to be there.",
        ),
        ("1920",),
    ),
    Pair(
        "03-omnibox",
        "03-search",
        (
            "The group of a result stands in its second line, not over it: no row is lost to headings.",
            "The purpose is asked under the results, where the eye is; the panel keeps what was selected before.",
            "The five purposes the rules know; a cart is opened for the pickup or the assistance.",
            "Asking head office by a command of its own is not built.",
        ),
    ),
    Pair(
        "04-customer",
        "04-customer",
        (
            "The third way on puts pieces aside in the shop; shipping a cart from the counter is not built.",
            "The phone is masked too, until Mostra was pressed and recorded.",
            "Points stand in the sum instead of a voucher; carts put aside are listed under F4.",
            "The chip says when the cart was read, not that it is live: it is asked for again every few seconds.",
            "Consents are answered here, one press each; notes and wishes share a place until there is room.",
            "Open orders stand beside the cart, with what can be done about them, in every size.",
        ),
        ("1920", "dark", "hc"),
    ),
    Pair(
        "05-order",
        "05-order",
        (
            "No PIN as a proof and no signature: the chain hands over by code, number or delegate.",
            "A bag is ticked by its scan; until then its chip is neutral and the count is not green.",
            "The receipt prints by itself, so there is no box to tick.",
            "When the order became ready instead of when the message came: messages are not built.",
            "With more room more rows are in sight: the story of an order and notes on it are not built.",
        ),
        ("1920", "dark", "hc"),
    ),
    Pair(
        "05b-order-done",
        "05-order-done",
        (
            "Three steps: no message to the customer is sent from here, and nobody else who waits is proposed.",
            "Printing again is in Recenti, where it is said that the copy is one.",
        ),
    ),
    Pair(
        "06-return",
        "06-return",
        (
            "No exchange and no photo: neither is built.",
            "The number of the case is given when the goods are taken in, not before.",
            "No reason is proposed; the digit chooses it.",
        ),
    ),
    Pair(
        "07-product",
        "07-article",
        (
            "The order of the list is pieces, then name: the chain's data has no distances and no opening hours.",
            "Eleven sizes take two rows and leave three places in sight; the others scroll.",
            "Beside the button is the return of this article; shipping from the warehouse is not built.",
        ),
    ),
    Pair(
        "08-attention",
        "08-attention",
        (
            "What was solved is behind the second key of the header, not under the open ones.",
            "Only the ways out that this item allows, and the note on who may take them.",
        ),
    ),
    Pair(
        "09-offline",
        "09-order-line-cut",
        (
            "The age stands in the strip alone: every fact here is the shop's own.",
            "The picture of an article is the last one kept; one never seen here is a sign of its kind.",
        ),
    ),
    Pair(
        "10-palette",
        "10-palette",
        (
            "One list, no headings: recent actions come first in it.",
            "No underline: what fits may be in the English name, in another order or without accents.",
            "The field keeps its frame and its focus ring, as every field does.",
        ),
    ),
)


def compare(pairs: Iterable[Pair]) -> str:
    """The page."""
    return "\n".join(
        (f'<!doctype html><meta charset="utf-8"><title>Bancone</title><style>{STYLE}</style>', *map(_pair, pairs))
    )


def _pair(pair: Pair) -> str:
    said = "".join(f"<li>{html.escape(words)}</li>" for words in pair.differences)
    pictures = "\n".join(
        f'<img src="mockup-{mockup}.png"> <img src="{screen}.png">' for mockup, screen in pair.pictures
    )
    return f"<h2>{html.escape(pair.screen)}</h2>\n{pictures}\n<ul>{said}</ul>"
