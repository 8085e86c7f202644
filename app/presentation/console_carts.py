"""Online carts from the command line: opened, changed, and sent on their way."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta

from app.domain.errors import Code, Problem
from app.presentation import console_views as views
from app.presentation import console_words as typed
from app.presentation.console_answer import Answer
from app.presentation.jobs import Jobs
from app.usecases.serve_cart import ServedCart
from app.usecases.station import Operator

OpenCarts = dict[str, ServedCart]


@dataclass(frozen=True, slots=True)
class CartCommands:
    """The commands about carts; `carts` and `shown` are the console's, by id and by kind. Lives on the loop."""

    jobs: Jobs
    carts: OpenCarts
    shown: dict[str, list[str]]
    who: Callable[[], Operator]

    def commands(self) -> dict[str, Callable[[list[str]], Awaitable[Answer]]]:
        """By the word that asks for them."""
        return {
            "cart": self._open,
            "cart-set": self._change,
            "cart-add": self._add,
            "reserve": self._reserve,
            "sell": self._sell,
            "hold": self._hold,
            "release": self._release,
            "held": self._held,
        }

    async def _open(self, words: list[str]) -> Answer:
        served = await self.jobs.cart.open(typed.one_of(self.shown.get("customer", []), words[0]), self.who())
        return self._served(served)

    async def _change(self, words: list[str]) -> Answer:
        served = self._known_cart(words[0])
        sku = typed.one_of([line.sku for line in served.cart.lines], words[1])
        quantity = typed.count(words[2])
        return self._served(await self.jobs.cart.change(served.cart, sku, quantity, self.who()))

    async def _add(self, words: list[str]) -> Answer:
        served = self._known_cart(words[0])
        return self._served(await self.jobs.cart.add_scanned(served.cart, words[1], self.who()))

    async def _reserve(self, words: list[str]) -> Answer:
        served = self._known_cart(words[0])
        terms, _ = typed.cart_terms(words[1:], [line.sku for line in served.cart.lines])
        entry = await self.jobs.cart.reserve(served, self.who(), terms)
        await self.jobs.acting.refuse(entry)
        return Answer("reserved", {"state": entry.state.value, "details": views.details(entry)})

    async def _sell(self, words: list[str]) -> Answer:
        served = self._known_cart(words[0])
        terms, points = typed.cart_terms(words[1:], [line.sku for line in served.cart.lines])
        entry = await self.jobs.cart.sell(served, self.who(), terms, points)
        await self.jobs.acting.refuse(entry)
        return Answer("sold", {"state": entry.state.value, "details": views.details(entry)})

    async def _hold(self, words: list[str]) -> Answer:
        served, now_at = self._known_cart(words[0]), self.jobs.clock.now_at()
        terms, _ = typed.cart_terms(words[2:], [line.sku for line in served.cart.lines])
        until_at = now_at + timedelta(hours=typed.count(words[1]))
        entry = await self.jobs.cart.hold(served, self.who(), terms, until_at)
        await self.jobs.acting.refuse(entry)
        return Answer("held", {"state": entry.state.value, "until": until_at.isoformat()})

    async def _release(self, words: list[str]) -> Answer:
        cart = typed.one_of(self.shown.get("held", list(self.carts)), words[0])
        entry = await self.jobs.cart.release(cart, self.who())
        await self.jobs.acting.refuse(entry)
        return Answer("released", {"state": entry.state.value})

    async def _held(self, words: list[str]) -> Answer:
        holds = await self.jobs.cart.held(self.who())
        self.shown["held"] = [hold.cart for hold in holds]
        return Answer("holds", {"holds": [views.hold(hold) for hold in holds]})

    def _known_cart(self, word: str) -> ServedCart:
        cart_id = typed.one_of(list(self.carts), word)
        if cart_id not in self.carts:
            raise Problem(Code.CART_UNKNOWN, cart=cart_id)
        return self.carts[cart_id]

    def _served(self, served: ServedCart) -> Answer:
        self.carts[served.cart.id] = served
        return Answer("cart", {**views.cart(served), "number": list(self.carts).index(served.cart.id) + 1})
