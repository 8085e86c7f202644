"""Orders that are not simply fetched, from the command line: declined, refused, held, moved, put back."""

import re
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from app.domain.dropped import Decline, Refusal
from app.domain.errors import Code, Problem
from app.domain.handover import packed_lines
from app.domain.orders import Order
from app.presentation import console_words as typed
from app.presentation.console_answer import Answer
from app.presentation.console_facts import Facts, number, rows, text
from app.presentation.console_views import Data
from app.presentation.console_words import Misread
from app.presentation.jobs import Jobs
from app.presentation.wording import Wording
from app.usecases.not_fetched import Task
from app.usecases.plain_text import plain
from app.usecases.station import Operator

SPOILT = "spoilt"
_PIECES = re.compile(r"([0-9]{8,14})(?:x([0-9]{1,3}))?")
TASKS = "put_back"


@dataclass(frozen=True, slots=True)
class UnfetchedCommands:
    """The commands; `shown` is the console's, what was listed last by kind. Lives on the loop."""

    jobs: Jobs
    shown: dict[str, list[str]]
    who: Callable[[], Operator]

    def commands(self) -> dict[str, Callable[[list[str]], Awaitable[Answer]]]:
        """By the word that asks for them."""
        return {
            "accept": self._accept,
            "decline": self._decline,
            "refuse": self._refuse,
            "extend": self._extend,
            "transfer": self._transfer,
            "expired": self._expired,
            "no-show": self._no_show,
            "put-back": self._put_back,
            "put-away": self._put_away,
        }

    async def _order(self, number_: str) -> Order:
        return await self.jobs.find.order_by_number(number_, self.who())

    async def _accept(self, words: list[str]) -> Answer:
        order = await self._order(words[0])
        await self.jobs.not_fetched.accept(order, self.who())
        return await self._seen(order, "accepted")

    async def _decline(self, words: list[str]) -> Answer:
        order, reason = await self._order(words[0]), typed.choice(Decline, words[1])
        await self.jobs.not_fetched.decline(order, reason, self.who())
        return await self._seen(order, "declined")

    async def _refuse(self, words: list[str]) -> Answer:
        order, reason = await self._order(words[0]), typed.choice(Refusal, words[1])
        lines = packed_lines(order, _pieces(words[2:]))
        await self.jobs.not_fetched.refuse(order, lines, reason, self.who())
        return await self._seen(order, "refused")

    async def _extend(self, words: list[str]) -> Answer:
        """Without a place in the list the ends are told that can be chosen. Misread."""
        order = await self._order(words[0])
        ends = await self.jobs.not_fetched.ends(order)
        if not ends:
            raise Problem(Code.STEP_NOT_ALLOWED, order=order.number, step="not_longer")
        choices = [end.date().isoformat() for end in ends]
        if len(words) == 1 or words[1] not in choices:
            raise Misread(words[1] if len(words) > 1 else "", choices)
        await self.jobs.not_fetched.extend(order, ends[choices.index(words[1])], self.who())
        return await self._seen(order, "extended")

    async def _transfer(self, words: list[str]) -> Answer:
        """Without a shop, those are told that it can go to. Misread."""
        order = await self._order(words[0])
        stores = await self.jobs.transfers.targets()
        wanted = typed.one_of(list(stores), words[1] if len(words) > 1 else "")
        target = next((store for store in stores if store == wanted), None)
        if target is None:
            raise Misread(wanted, [f"{store} {plain(name)}" for store, name in stores.items()])
        await self.jobs.transfers.ask(order, target, self.who())
        return await self._seen(order, "transferred")

    async def _expired(self, words: list[str]) -> Answer:
        found = await self.jobs.not_fetched.expired(self.who())
        facts: list[Data] = [
            {
                "number": order.number,
                "customer": order.customer_name,
                "until": "" if order.hold_until is None else order.hold_until.isoformat(),
            }
            for order in found
        ]
        return Answer("holds_over", {"orders": facts})

    async def _no_show(self, words: list[str]) -> Answer:
        order = await self._order(words[0])
        await self.jobs.not_fetched.end_hold(order, self.who())
        return await self._seen(order, "no_show")

    async def _put_back(self, words: list[str]) -> Answer:
        tasks = await self.jobs.not_fetched.tasks(self.who())
        self.shown[TASKS] = [task.id for task in tasks]
        return Answer("put_backs", {"tasks": [await self._facts(task) for task in tasks]})

    async def _put_away(self, words: list[str]) -> Answer:
        if len(words) > 1 and words[1] != SPOILT:
            raise Misread(words[1], (SPOILT,))
        wanted = typed.one_of(self.shown.get(TASKS, []), words[0])
        tasks = await self.jobs.not_fetched.tasks(self.who())
        task = next((known for known in tasks if wanted in (known.id, known.bag)), None)
        if task is None:
            raise Problem(Code.NOT_FOUND, task=wanted)
        await self.jobs.not_fetched.put_away(task, self.who(), is_sold_again=len(words) == 1)
        return await self._seen(task.order, "put_away")

    async def _facts(self, task: Task) -> Data:
        order, lies = task.order, await self.jobs.prepare.lies([task.order])
        pieces: list[Data] = [
            {
                "quantity": piece.quantity,
                "name": order.line(piece.line).name,
                "variant": order.line(piece.line).variant,
                "place": lies.get(order.line(piece.line).sku, ""),
            }
            for piece in task.put_back.lines
        ]
        return {
            "id": task.id,
            "order": order.number,
            "cause": task.put_back.cause.value,
            "bag": task.bag,
            "place": task.put_back.place,
            "pieces": pieces,
        }

    async def _seen(self, before: Order, way: str) -> Answer:
        (order,) = await self.jobs.prepare.orders([before.id])
        until = "" if order.hold_until is None else order.hold_until.isoformat()
        refund = order.drops[-1].refund if len(order.drops) > len(before.drops) else 0
        waiting = sum(task.done is None for task in order.put_backs)
        data: Data = {
            "number": order.number,
            "way": way,
            "until": until,
            "refund": refund,
            "put_back": waiting,
            "is_over": order.cancelled_at is not None,
        }
        return Answer("not_fetched", data)


def _pieces(words: Sequence[str]) -> dict[str, int]:
    """`ARTICLE[xPIECES] …`. Misread."""
    wanted: dict[str, int] = {}
    for word in words:
        found = _PIECES.fullmatch(word)
        if found is None:
            raise Misread(word)
        wanted[found[1].zfill(14)] = wanted.get(found[1].zfill(14), 0) + int(found[2] or 1)
    return wanted


def not_fetched(data: Facts, wording: Wording) -> list[str]:
    """What became of the order, the money that goes back online, and how much is to be put back."""
    said = [wording.text(f"unfetched.said.{text(data, 'way')}", number=text(data, "number"))]
    if number(data, "refund"):
        said.append(wording.text("unfetched.refund", amount=wording.formats.money(number(data, "refund"))))
    if number(data, "put_back"):
        said.append(wording.plural("unfetched.to_put_back", number(data, "put_back")))
    return said


def holds_over(data: Facts, wording: Wording) -> list[str]:
    """The orders nobody came for."""
    found = rows(data, "orders")
    lines = [
        wording.text("unfetched.expired.line", number=text(row, "number"), name=text(row, "customer"))
        for row in found
    ]
    return lines or [wording.text("unfetched.expired.none")]


def put_backs(data: Facts, wording: Wording) -> list[str]:
    """Where the pieces lie, and where they belong."""
    lines: list[str] = []
    for place, task in enumerate(rows(data, "tasks"), 1):
        bag = text(task, "bag")
        where = ", ".join(part for part in (bag, text(task, "place")) if part)
        cause = wording.text(f"unfetched.cause.{text(task, 'cause')}")
        head = "unfetched.task" if where else "unfetched.task.loose"
        said: dict[str, str | int] = {"n": place, "order": text(task, "order"), "cause": cause}
        lines.append(wording.text(head, **said, where=where) if where else wording.text(head, **said))
        for piece in rows(task, "pieces"):
            name = ", ".join(part for part in (text(piece, "name"), text(piece, "variant")) if part)
            shelf = text(piece, "place") or "—"
            lines.append(wording.text("unfetched.task.piece", n=number(piece, "quantity"), name=name, place=shelf))
    return lines or [wording.text("unfetched.task.none")]
