"""Visits in the simulation: who comes for orders, how they say so, and what colleagues do about it.

A customer speaks on their page, which is central's, or at the kiosk, which is the shop's; a colleague says that a
car is there, takes it, lets it go, or says that it has left. `Comings` notes what each of them was told.
"""

import random
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

import msgspec

from app.central.pages.desk import next_n
from app.contract.rows import Place, RosterDevice, StoreConfig
from app.domain.commands import MoveVisit
from app.domain.orders import Order
from app.domain.queue import WAITING
from app.domain.values import OrderId, StoreId, VisitId
from app.domain.visits import LIVE_VISITS, Trouble, Visit, VisitState
from app.node.documents import find_order
from app.node.visitors import find_word
from app.usecases.check_in import day_of, letter_of, number_of
from app.usecases.curbside import visits_as_known
from app.usecases.orders import visit_of
from app.usecases.ports import TerminalTx
from app.usecases.station import load_config

if TYPE_CHECKING:
    from tests.simulation.servers import SimCentral, SimEdge
    from tests.simulation.terminals import SimTerminal

STORE = StoreId("s1")
KIOSK = "K100"
BAYS = ("P1", "P2", "P3")
MARK = "furgone viola"
"""What every customer says of their car: nothing of it may be anywhere a day later."""
ON_PAGE = ("on_the_way", "here", "here", "here", "leave")
AT_FREE = (VisitState.CLAIMED, VisitState.CLAIMED, VisitState.CLAIMED, VisitState.LEFT)
IN_HAND = (VisitState.ARRIVED, VisitState.ARRIVED, VisitState.BEING_SERVED, VisitState.LEFT)
HELD = (VisitState.CLAIMED, VisitState.BEING_SERVED)


def visited_config(config: StoreConfig) -> StoreConfig:
    """The store with bays and a kiosk."""
    devices = [*config.devices, RosterDevice(KIOSK, "", "kiosk", [])]
    places = [Place(code, "bay") for code in BAYS]
    return msgspec.structs.replace(config, devices=devices, places=places)


def operator_of(terminal: str) -> str:
    """Who works at a terminal: `u1` at `T100`."""
    return f"u{terminal[1]}"


@dataclass(slots=True)
class Comings:
    """What was said of visits, and acknowledged; `n` counts what happened, so that before and after can be told.

    `came`: what said that somebody is here, and for which order. `said`: when the last word of somebody who comes
    for an order was taken. `left`: when a colleague's word that they have gone was. `gone`: orders of which
    anybody ever said so.
    """

    n: int = 0
    came: dict[str, str] = field(default_factory=dict)
    said: dict[str, int] = field(default_factory=dict)
    left: dict[str, int] = field(default_factory=dict)
    gone: set[str] = field(default_factory=set)
    heard: set[tuple[str, int]] = field(default_factory=set)
    waiting: dict[str, str] = field(default_factory=dict)
    """Words that somebody comes which no authority has taken yet, and their orders."""
    claimed: set[str] = field(default_factory=set)
    """Claims with which a colleague walked out to a car."""
    was_off: set[str] = field(default_factory=set)
    """Nodes whose clock was off once."""
    was_wrong: set[str] = field(default_factory=set)
    """Those of them that took another day for today."""

    def happened(self) -> int:
        """The number of what happens now."""
        self.n += 1
        return self.n

    def told(self, command_id: str, body: MoveVisit) -> None:
        """A terminal has its yes, and somebody acts on it."""
        if body.target is VisitState.CLAIMED:
            self.claimed.add(command_id)
        if body.target is VisitState.ARRIVED and command_id in self.waiting:
            self.came[command_id] = body.orders[0]

    def asked(self, command_id: str, body: MoveVisit) -> None:
        """A terminal has written it down."""
        if body.target is VisitState.LEFT:
            self.gone.add(body.orders[0])
        elif body.target is VisitState.ARRIVED and (body.place or body.number):
            self.waiting[command_id] = body.orders[0]

    def taken(self, command_id: str, body: MoveVisit) -> None:
        """An authority said yes for the first time."""
        order = body.orders[0]
        if command_id in self.waiting:
            self.said[order] = self.happened()

    def word_heard(self, order: str, n: int) -> None:
        """An authority acted on a word of the page, for the first time."""
        if n and (order, n) not in self.heard:
            self.heard.add((order, n))
            self.said[order] = self.happened()


@dataclass(slots=True)
class Page:
    """The page of one order as its customer has it open: the number its next word would have."""

    order: str
    n: int = 0


def speak(page: Page, central: "SimCentral", comings: Comings, chance: random.Random, now_at: datetime) -> None:
    """The customer presses something; at times on a page that was drawn before their last word."""
    with central.store.read() as tx:
        if chance.random() < 0.85 or not page.n:
            page.n = next_n(find_word(tx, page.order), now_at)
        before = find_word(tx, page.order)
    act = chance.choice(ON_PAGE)
    form = {"act": act, "n": str(page.n)}
    if act == "here":
        form |= {"bay": chance.choice(BAYS), "words": f"{MARK} {page.order}", "plate": "AB123CD"}
    elif act == "on_the_way":
        form |= {"minutes": "10", "colour": "red"}
    central.say(page.order, form, now_at)
    with central.store.read() as tx:
        word = find_word(tx, page.order)
    if word is None or word == before:
        return
    for name in [key for key in comings.came if key.startswith(f"w-{page.order}-")]:
        # The last word counts: who says to be on the way is not here.
        del comings.came[name]
    if word.target is VisitState.LEFT:
        comings.gone.add(page.order)
    elif word.target is VisitState.ARRIVED:
        comings.came[f"w-{page.order}-{word.n}"] = page.order


def check_in(till: "SimTerminal", edge: "SimEdge", order_id: str, now_at: datetime) -> MoveVisit | None:
    """Somebody shows their code at the kiosk, which asks the shop what waits for them."""
    with edge.store.read() as tx:
        order = find_order(tx, order_id)
    if order is None or order.is_collected or order.cancelled_at is not None:
        return None
    with till.store.write() as tx:
        config = load_config(tx, STORE)
        day = day_of(config, now_at)
        visit = VisitId(f"k-{order_id}-{day}")
        number = number_of(tx, day, visit, letter_of(config, till.name))
    return MoveVisit(visit, STORE, (OrderId(order_id),), VisitState.ARRIVED, now_at, number=number)


def known_visit(tx: TerminalTx, order_id: str) -> Visit | None:
    """The visit for an order as a terminal shows it."""
    visit = visit_of(tx, order_id)
    row = None if visit is None else tx.base_get("visit", visit.id)
    return None if row is None else visits_as_known(tx, [row])[0]


def at_car(till: "SimTerminal", order: Order, chance: random.Random, now_at: datetime) -> MoveVisit | None:
    """What a colleague does about who waits for that order, as their terminal shows it; None for nothing."""
    with till.store.read() as tx:
        visit = known_visit(tx, order.id)
    live = visit if visit is not None and visit.state in LIVE_VISITS else None
    is_here = live is not None and live.state in WAITING
    if live is None or not is_here or chance.random() < 0.15:
        if chance.random() < 0.5:
            return None
        return _seen(order, live, chance.choice(BAYS), now_at)
    if live.state is VisitState.ARRIVED:
        what = chance.choice(AT_FREE)
    elif live.claimed_by == till.operator:
        what = chance.choice(IN_HAND)
    else:
        return None
    trouble = chance.choice(list(Trouble)) if what is VisitState.ARRIVED else Trouble.NONE
    return MoveVisit(live.id, STORE, live.orders, what, now_at, trouble=trouble)


def _seen(order: Order, live: Visit | None, bay: str, now_at: datetime) -> MoveVisit | None:
    """A colleague saw a car: nothing of who cannot get anything, or has somebody with them already."""
    if order.is_collected or order.cancelled_at is not None or (live is not None and live.claimed_by):
        return None
    name = VisitId(f"c-{order.id}-{now_at:%Y%m%d%H%M}") if live is None else live.id
    return MoveVisit(name, STORE, (order.id,), VisitState.ARRIVED, now_at, bay)
