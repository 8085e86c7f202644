"""Getting orders ready: take lines on, fetch, bag, put away, and say it; each by one command of its own."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from app.contract.rows import Place
from app.domain.commands import MarkReady, MoveContainer, MoveLines
from app.domain.errors import Code, Problem
from app.domain.floor_table import NEW, PREPARING, READY, Move, Part, move_of
from app.domain.leases import is_free
from app.domain.orders import Container, ContainerState, Order, Step
from app.domain.preparing import Missing, Stop, next_code, picked_pieces, walk
from app.domain.refunds import is_by_weight
from app.domain.shop_settings import STAGED
from app.domain.values import ContainerId, LineGrams, LineId, LineQuantity, OrderId, Sku
from app.domain.weighing import OffWeight, refuse_weight
from app.usecases.acting import PATIENCE_S, Acting
from app.usecases.orders import project
from app.usecases.ports import Lookups, OutboxEntry, OutboxState, PickPaper, Receipts, StoreDoor, TerminalTx
from app.usecases.station import Operator, Station, load_config

BAGS_OF, PICKS = "bag:", "picks:"
Body = MoveLines | MoveContainer | MarkReady


def shelves_of(places: Iterable[Place]) -> tuple[Place, ...]:
    """Where bags wait for who collects them."""
    return tuple(place for place in places if place.kind in STAGED)


@dataclass(frozen=True, slots=True)
class Prepare:
    """The shop floor's acts at one station; lives on the loop.

    `silent_s`: for how many seconds the shop's authority has not answered, 0 while it does. `wake` tells the spool
    that a paper waits.
    """

    door: StoreDoor
    lookups: Lookups
    acting: Acting
    station: Station
    receipts: Receipts
    new_id: Callable[[], str]
    silent_s: Callable[[], float]
    wake: Callable[[], None]

    @property
    def _now_at(self) -> datetime:
        return self.acting.clock.now_at()

    async def orders(self, ids: Sequence[str]) -> tuple[Order, ...]:
        """Those that are known here, as they stand."""

        def look(tx: TerminalTx) -> list[Order | None]:
            return [project(tx, order, self.station.store) for order in ids]

        return tuple(order for order in await self.door.read(look) if order is not None)

    async def lies(self, orders: Sequence[Order]) -> dict[Sku, str]:
        """Where the articles of these orders lie in the shop, as far as that is on record."""
        skus = {line.sku for order in orders for line in order.lines}
        return await self.lookups.catalog(
            lambda reads: {
                sku: hit.stock.place
                for sku in skus
                if (hit := reads.by_sku(sku)) is not None and hit.stock is not None
            }
        )

    async def stops(self, orders: Sequence[Order], operator: Operator) -> tuple[Stop, ...]:
        """What is to be fetched for them, by place."""
        return walk(orders, await self.lies(orders), operator.id, self._now_at)

    async def places(self) -> tuple[Place, ...]:
        """The places of this shop."""
        config = await self.door.read(lambda tx: load_config(tx, self.station.store))
        return tuple(config.places)

    async def writes_ready(self) -> bool:
        """Whether the web shop writes to a customer whose order is ready."""
        config = await self.door.read(lambda tx: load_config(tx, self.station.store))
        return config.writes_ready

    async def weight_tolerance(self) -> int:
        """By how many per cent what is weighed may be off the order before somebody says why."""
        config = await self.door.read(lambda tx: load_config(tx, self.station.store))
        return config.weight_tolerance

    async def take_on(self, orders: Sequence[Order], operator: Operator) -> None:
        """Walk for all of them that nobody walks for. Problem(CLAIMED_BY_OTHER) when colleagues were faster
        everywhere; NO_ANSWER."""
        refused: Problem | None = None
        is_one_mine = False
        for order in orders:
            for pieces in self._free(order, operator):
                try:
                    await self._lines(order, Step.RESERVED, Step.PICKING, (pieces,), operator)
                    is_one_mine = True
                except Problem as problem:
                    if problem.code not in (Code.CLAIMED_BY_OTHER, Code.WRONG_QUANTITY):
                        raise
                    refused = problem
        if refused is not None and not is_one_mine:
            raise refused

    def _free(self, order: Order, operator: Operator) -> list[LineQuantity]:
        now_at, found = self._now_at, []
        for line in order.lines:
            quantity = line.progress.reserved + line.progress.picking
            if quantity and is_free(order, line.id, operator.id, now_at):
                found.append(LineQuantity(line.id, quantity))
        return found

    async def let_go(self, order: Order, operator: Operator) -> None:
        """Somebody else may walk for what is left of this order."""
        mine = {lease.line for lease in order.leases if lease.operator == operator.id}
        left = tuple(
            LineQuantity(line.id, line.progress.picking)
            for line in order.lines
            if line.id in mine and line.progress.picking
        )
        if left:
            await self._lines(order, Step.PICKING, Step.RESERVED, left, operator)

    async def pick(
        self,
        order: Order,
        line: str,
        quantity: int,
        operator: Operator,
        *,
        weighed_g: int = 0,
        why: OffWeight | None = None,
    ) -> None:
        """So many pieces are in the basket; of goods sold by weight so many grams, and why that is far from the
        order. Problem(WEIGHT_REQUIRED | WEIGHT_WRONG): nothing was written."""
        found, reason = order.line(line), "" if why is None else why.value
        pieces = (LineQuantity(found.id, quantity),)
        weighed = (LineGrams(found.id, weighed_g),) if weighed_g else ()
        if is_by_weight(found) and not weighed:
            raise Problem(Code.WEIGHT_REQUIRED, order=order.number, article=found.name)
        if weighed:
            refuse_weight(found, weighed_g)
        await self._lines(order, Step.PICKING, Step.PICKED, pieces, operator, reason=reason, weighed=weighed)

    async def unpick(self, order: Order, line: str, quantity: int, operator: Operator) -> None:
        """So many pieces went from the basket back to the shelf."""
        pieces = (LineQuantity(LineId(line), quantity),)
        await self._lines(order, Step.PICKED, Step.RESERVED, pieces, operator)

    async def miss(self, order: Order, line: str, quantity: int, why: Missing, operator: Operator) -> None:
        """So many pieces are not there: the shop has that many less to promise from now on."""
        pieces = (LineQuantity(LineId(line), quantity),)
        await self._lines(order, Step.PICKING, Step.SHORT, pieces, operator, reason=why.value)

    async def look_again(self, order: Order, line: str, operator: Operator) -> None:
        """What was missing is looked for once more."""
        quantity = order.line(line).progress.short
        await self._lines(order, Step.SHORT, Step.RESERVED, (LineQuantity(LineId(line), quantity),), operator)

    async def pack(self, order: Order, kept: Sequence[str], operator: Operator) -> Container:
        """All that is in the basket into a new bag, but for the lines kept for another one; its label is queued.

        Problem(NOTHING_TO_HAND_OVER) when all is kept.
        """
        pieces = tuple(piece for piece in picked_pieces(order) if piece.line not in kept)
        if not pieces:
            raise Problem(Code.NOTHING_TO_HAND_OVER, order=order.number)
        empty = [c for c in order.containers if c.state is ContainerState.OPEN and not c.contents]
        bag = empty[0] if empty else await self._new_bag(order, operator)
        await self._lines(order, Step.PICKED, Step.PACKED, pieces, operator, container=bag.id)
        return bag

    async def _new_bag(self, order: Order, operator: Operator) -> Container:
        bag = Container(ContainerId(self.new_id()), next_code(order), ContainerState.OPEN)
        body = MoveContainer(order.id, bag.id, bag.code, ContainerState.OPEN, self._now_at)
        await self._do(body, move_of(Part.CONTAINER, NEW, ContainerState.OPEN), operator)
        return bag

    async def unpack(self, order: Order, bag: Container, operator: Operator) -> None:
        """What is in the bag goes back into the basket."""
        await self._lines(order, Step.PACKED, Step.PICKED, bag.contents, operator, container=bag.id)

    async def label(self, order: Order, bag: Container) -> dict[str, str | int | bool]:
        """What the bag's label says, by name."""
        config = await self.door.read(lambda tx: load_config(tx, self.station.store))
        return self.receipts.bag_values(order, bag, config)

    async def print_label(self, order: Order, bag: Container) -> None:
        """The bag's label on the receipt printer, where there is no other; each time it is asked for."""

        def queue(tx: TerminalTx) -> None:
            paper = self.receipts.bag(order, bag, load_config(tx, self.station.store))
            number = f"{BAGS_OF}{bag.code}/{tx.take_number(BAGS_OF)}"
            tx.print_add(self.station.printer, number, 0, paper, has_value=False)

        await self.door.write(queue)
        self.wake()

    async def print_list(self, orders: Sequence[Order], stops: Sequence[Stop], operator: Operator) -> None:
        """What there is to fetch, on paper, for who walks away from the screen; nothing for nothing."""
        if not stops:
            return
        walked = {stop.order for stop in stops}
        mine = tuple(order for order in orders if order.id in walked)

        def queue(tx: TerminalTx) -> None:
            number = tx.take_number(PICKS)
            paper = PickPaper(number, mine, tuple(stops), operator.id, self._now_at)
            document = self.receipts.picks(paper, load_config(tx, self.station.store))
            tx.print_add(self.station.printer, f"{PICKS}{number}", 0, document, has_value=False)

        await self.door.write(queue)
        self.wake()

    async def stage(self, order: Order, bag: Container, place: str, operator: Operator) -> None:
        """The bag stands at a place."""
        body = MoveContainer(order.id, bag.id, bag.code, ContainerState.STAGED, self._now_at, place)
        await self._do(body, move_of(Part.CONTAINER, bag.state, ContainerState.STAGED), operator)

    async def unstage(self, order: Order, bag: str, operator: Operator) -> None:
        """The bag is open again; an order that was ready is so no more."""
        body = MoveContainer(order.id, ContainerId(bag), "", ContainerState.OPEN, self._now_at)
        move = move_of(Part.CONTAINER, ContainerState.STAGED, ContainerState.OPEN)
        await self._do(body, move, operator)

    async def ready(self, order: Order, operator: Operator) -> OutboxEntry:
        """All of it stands at its place, and the shop's authority has the message to the customer in its log.

        Problem(ORDER_NOT_READY | ORDER_CANCEL_REQUESTED | NO_ANSWER …).
        """
        return await self._do(MarkReady(order.id, self._now_at), move_of(Part.ORDER, PREPARING, READY), operator)

    async def is_told(self, command: str) -> bool:
        """Whether head office has the message, too."""
        entry = await self.door.read(lambda tx: tx.outbox_get(command))
        return entry is not None and entry.state is OutboxState.FINAL

    async def _lines(
        self,
        order: Order,
        source: Step,
        target: Step,
        pieces: tuple[LineQuantity, ...],
        operator: Operator,
        *,
        container: ContainerId | None = None,
        reason: str = "",
        weighed: tuple[LineGrams, ...] = (),
    ) -> None:
        body = MoveLines(OrderId(order.id), source, target, pieces, self._now_at, container, reason, weighed)
        await self._do(body, move_of(Part.LINE, source, target), operator)

    async def _do(self, body: Body, move: Move, operator: Operator) -> OutboxEntry:
        """By the table: with a yes, or recorded without one while the data is young.

        Problem(NO_ANSWER): nothing is written while nobody answers, because nobody would wait for that yes.
        """
        operator.need(move.action)
        silent_s = self.silent_s()
        if silent_s > move.max_age_s:
            raise Problem(Code.NO_ANSWER)
        if not move.is_queued:
            return await self.acting.ask(lambda tx: body, operator.id)
        written = await self.acting.write(lambda tx: body, operator.id)
        patience_s = 0.0 if silent_s else PATIENCE_S
        entry = await self.acting.answer(written, patience_s, is_new=True)
        await self.acting.refuse(entry)
        return entry
