"""Getting an order ready from the command line: one line for each step, by the order's number."""

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from app.domain.errors import Code, Problem
from app.domain.orders import ContainerState, Order
from app.domain.preparing import Missing, Stop, next_of
from app.domain.values import LineQuantity
from app.domain.weighing import OffWeight, is_off
from app.presentation import console_words as typed
from app.presentation.console_answer import Answer
from app.presentation.console_facts import Facts, number, rows, text
from app.presentation.console_views import Data
from app.presentation.console_words import Misread
from app.presentation.jobs import Jobs
from app.presentation.wording import Wording
from app.usecases.prepare import shelves_of
from app.usecases.station import Operator

_PIECES = re.compile(r"([0-9]{8,14})(?:x([0-9]{1,3}))?")


@dataclass(frozen=True, slots=True)
class PrepareCommands:
    """The commands of the shop floor; lives on the loop."""

    jobs: Jobs
    who: Callable[[], Operator]

    def commands(self) -> dict[str, Callable[[list[str]], Awaitable[Answer]]]:
        """By the word that asks for them."""
        return {
            "prepare": self._take_on,
            "let-go": self._let_go,
            "pick": self._pick,
            "missing": self._missing,
            "instead": self._instead,
            "give-up": self._give_up,
            "pack": self._pack,
            "stage": self._stage,
            "ready": self._ready,
        }

    async def _order(self, number_: str) -> Order:
        return await self.jobs.find.order_by_number(number_, self.who())

    async def _take_on(self, words: list[str]) -> Answer:
        order = await self._order(words[0])
        await self.jobs.prepare.take_on([order], self.who())
        return await self._seen(order)

    async def _let_go(self, words: list[str]) -> Answer:
        order = await self._order(words[0])
        await self.jobs.prepare.let_go(order, self.who())
        return await self._seen(order)

    async def _pick(self, words: list[str]) -> Answer:
        order = await self._order(words[0])
        stop, quantity = await self._stop(order, words[1])
        grams = typed.count(words[2]) if len(words) > 2 else 0
        tolerance = await self.jobs.prepare.weight_tolerance()
        is_odd = bool(grams) and is_off(order.line(stop.line), grams, tolerance)
        why = typed.choice(OffWeight, words[3] if len(words) > 3 else "") if is_odd else None
        await self.jobs.prepare.pick(order, stop.line, quantity, self.who(), weighed_g=grams, why=why)
        return await self._seen(order)

    async def _missing(self, words: list[str]) -> Answer:
        order, why = await self._order(words[0]), typed.choice(Missing, words[2])
        stop, quantity = await self._stop(order, words[1])
        await self.jobs.prepare.miss(order, stop.line, quantity, why, self.who())
        return await self._seen(order)

    async def _instead(self, words: list[str]) -> Answer:
        code, is_agreed = words[2], len(words) > 3
        if is_agreed and words[3] != "yes":
            raise Misread(words[3], ["yes"])
        order = await self._order(words[0])
        pieces, shortages = _short(order, words[1]), self.jobs.shortages
        article = shortages.offer(order, pieces.line, await shortages.by_code(code))
        await shortages.substitute(order, pieces, article, self.who(), is_agreed=is_agreed)
        return await self._seen(order)

    async def _give_up(self, words: list[str]) -> Answer:
        order = await self._order(words[0])
        await self.jobs.shortages.give_up(order, _short(order, words[1]), self.who())
        return await self._seen(order)

    async def _stop(self, order: Order, word: str) -> tuple[Stop, int]:
        """Which stop an article's code means, and how many pieces. Misread; Problem(LINE_UNKNOWN)."""
        found = _PIECES.fullmatch(word)
        if found is None:
            raise Misread(word)
        gtin = found[1].zfill(14)
        mine = [stop for stop in await self.jobs.prepare.stops([order], self.who()) if stop.is_mine]
        fits = [stop for stop in mine if order.line(stop.line).gtin.zfill(14) == gtin]
        if not fits:
            raise Problem(Code.LINE_UNKNOWN, order=order.number, gtin=found[1])
        return fits[0], int(found[2] or 1)

    async def _pack(self, words: list[str]) -> Answer:
        order = await self._order(words[0])
        bag = await self.jobs.prepare.pack(order, (), self.who())
        packed = await self._order(words[0])
        await self.jobs.prepare.print_label(packed, packed.container(bag.id))
        return await self._seen(order)

    async def _stage(self, words: list[str]) -> Answer:
        order = await self._order(words[0])
        known = {place.code for place in shelves_of(await self.jobs.prepare.places())}
        if words[1] not in known:
            raise Misread(words[1], sorted(known))
        for bag in order.containers:
            if bag.state is ContainerState.OPEN and bag.contents:
                await self.jobs.prepare.stage(order, bag, words[1], self.who())
        return await self._seen(order)

    async def _ready(self, words: list[str]) -> Answer:
        order = await self._order(words[0])
        entry = await self.jobs.prepare.ready(order, self.who())
        return await self._seen(order, entry.command.id)

    async def _seen(self, before: Order, command: str = "") -> Answer:
        (order,) = await self.jobs.prepare.orders([before.id])
        stops = await self.jobs.prepare.stops([order], self.who())
        facts: list[Data] = [
            {
                "place": stop.place,
                "quantity": stop.quantity,
                "name": order.line(stop.line).name,
                "variant": order.line(stop.line).variant,
                "gtin": order.line(stop.line).gtin,
                "is_mine": stop.is_mine,
            }
            for stop in stops
        ]
        bags: list[Data] = [
            {"code": bag.code, "place": bag.place, "state": bag.state.value} for bag in order.containers
        ]
        phase = next_of([order], stops).phase.value
        data: Data = {"number": order.number, "phase": phase, "stops": facts, "bags": bags, "command": command}
        return Answer("preparing", data)


def _short(order: Order, word: str) -> LineQuantity:
    """Pieces that are missing, by the code of their article. Misread; Problem(LINE_UNKNOWN)."""
    found = _PIECES.fullmatch(word)
    if found is None:
        raise Misread(word)
    short = [line for line in order.lines if line.progress.short and line.gtin.zfill(14) == found[1].zfill(14)]
    if not short:
        raise Problem(Code.LINE_UNKNOWN, order=order.number, gtin=found[1])
    return LineQuantity(short[0].id, int(found[2] or 1))


def preparing(data: Facts, wording: Wording) -> list[str]:
    """What comes next for the order, then where to walk."""
    phase = wording.find(f"prepare.phase.{text(data, 'phase')}") or ""
    heading = wording.text("prepare.line", number=text(data, "number"), phase=phase)
    walks = [
        wording.text(
            "prepare.line.stop",
            place=text(row, "place") or "—",
            quantity=number(row, "quantity"),
            name=", ".join(part for part in (text(row, "name"), text(row, "variant")) if part),
            code=text(row, "gtin"),
        )
        for row in rows(data, "stops")
    ]
    return [heading, *walks]
