"""What a customer's page may show of their order, and what becomes of what they say on it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import TypeVar
from zoneinfo import ZoneInfo

from app.central.pages.links import collected_at, forget_pages, open_order
from app.central.pickup import PickupIssuer, issue
from app.contract.rows import StoreConfig
from app.domain.announcing import Word, expected, vehicle
from app.domain.curbside import bay_number
from app.domain.errors import Code, Problem
from app.domain.events import is_gone
from app.domain.orders import Order
from app.domain.queue import bags
from app.domain.substitutes import changes
from app.domain.values import CENTRAL
from app.domain.visits import LIVE_VISITS, Visit, VisitState
from app.domain.weighing import WeighedLine, weighed_lines
from app.hosting.node_access import NodeAccess
from app.node.custody import alloc_feed
from app.node.documents import get_config
from app.node.ports import NodeTx
from app.node.visitors import (
    find_vehicle,
    find_word,
    forget_vehicles,
    forget_word,
    publish_vehicle,
    publish_word,
    visit_for,
)

BAY = "bay"
SHOWN_DIGITS = 4
FRESH_S = 120.0
"""How long the customer's own word of their bay goes before what the shop says of it."""


class Stage(StrEnum):
    """Where somebody is who comes for an order, as their page tells it."""

    COMING = "coming"
    ON_THE_WAY = "on_the_way"
    HERE = "here"
    SERVED = "served"
    DONE = "done"


_ACTS = {"on_the_way": VisitState.APPROACHING, "here": VisitState.ARRIVED, "leave": VisitState.LEFT}
_STAGES = {
    VisitState.APPROACHING: Stage.ON_THE_WAY,
    VisitState.ARRIVED: Stage.HERE,
    VisitState.CLAIMED: Stage.SERVED,
    VisitState.BEING_SERVED: Stage.SERVED,
}


_ORDER = tuple(Stage)
Told = TypeVar("Told", Visit, Word)


@dataclass(frozen=True, slots=True)
class Shown:
    """What a customer may see: of the order four digits, bags, and what is not as ordered; of people nothing.

    `n` is the number the next word gets; `is_known`: the shop has taken the last one in. `bays`: code and number.
    `has_car`: a car was described, which is not shown again: the link may be in other hands. `changes`: an article
    that was missing, and what is given instead, empty for nothing. `weights`: what was weighed, with what it costs
    in minor units of `currency`.
    """

    stage: Stage
    shop: str
    address: str
    timezone: str
    number_end: str
    bags: int
    is_ready: bool
    n: int
    is_known: bool = True
    bays: tuple[tuple[str, str], ...] = ()
    place: str = ""
    hold_until: datetime | None = None
    since_at: datetime | None = None
    claimed_at: datetime | None = None
    expected_at: datetime | None = None
    code: str = ""
    has_car: bool = False
    changes: tuple[tuple[str, str], ...] = ()
    weights: tuple[WeighedLine, ...] = ()
    currency: str = "EUR"


@dataclass(frozen=True, slots=True)
class PagesDesk:
    """Answers for customers' pages; lives on the loop of its host."""

    access: NodeAccess
    now_at: Callable[[], datetime]
    issuer: PickupIssuer

    async def show(self, token: str) -> Shown | None:
        """The page as it is now; None for a token that opens none."""
        now_at = self.now_at()
        return await self.access.read(lambda tx: self._shown(tx, token, now_at))

    def _shown(self, tx: NodeTx, token: str, now_at: datetime) -> Shown | None:
        order = open_order(tx, token, now_at)
        if order is None:
            return None
        config = get_config(tx, order.store)
        said = find_word(tx, order.id)
        # Who waited in the shop that the order left does not wait in this one.
        visit, word = _here(visit_for(tx, order.id), order), _here(said, order)
        stage, is_known = stage_of(order, visit, word, config, now_at)
        is_waiting = stage in (Stage.HERE, Stage.SERVED)
        return Shown(
            stage=stage,
            shop=config.name,
            address=config.address,
            timezone=config.timezone,
            number_end=order.number[-SHOWN_DIGITS:],
            bags=bags(order),
            is_ready=order.ready_at is not None,
            n=next_n(said, now_at),
            is_known=is_known,
            bays=tuple((place.code, bay_number(place.code)) for place in config.places if place.kind == BAY),
            place=bay_number(_place(visit, word, now_at)) if is_waiting else "",
            hold_until=order.hold_until,
            since_at=collected_at(order, now_at) if stage is Stage.DONE else _since(visit, word),
            claimed_at=visit.claimed_at if visit is not None and stage is Stage.SERVED else None,
            expected_at=_expected(visit, word) if stage is Stage.ON_THE_WAY else None,
            changes=changes(order),
            weights=weighed_lines(order),
            currency=order.currency,
            has_car=find_vehicle(tx, order.id, now_at) is not None,
            code=issue(tx, self.issuer, order.id, now_at).text if is_waiting else "",
        )

    async def say(self, token: str, form: Mapping[str, str]) -> bool:
        """Take what was said; the same press again is one. False for a token that opens no page.

        Problem(BAD_REQUEST): `what` names the field that does not fit.
        """
        now_at = self.now_at()
        return await self.access.write(lambda tx: _said(tx, token, form, now_at))

    async def forget(self) -> None:
        """Forget cars and pages whose time is over."""
        now_at = self.now_at()
        await self.access.write(lambda tx: _forget(tx, now_at))


def _here(told: Told | None, order: Order) -> Told | None:
    return told if told is not None and told.store == order.store else None


def _said(tx: NodeTx, token: str, form: Mapping[str, str], now_at: datetime) -> bool:
    order = open_order(tx, token, now_at)
    if order is not None:
        take_form(tx, order, form, now_at)
    return order is not None


def take_form(tx: NodeTx, order: Order, form: Mapping[str, str], now_at: datetime) -> None:
    """Take what was said on the page of that order; nothing of an order that nobody can come for any more.

    Problem(BAD_REQUEST).
    """
    tx.lock(f"word:{order.id}")
    target, word = _ACTS.get(form.get("act", "")), find_word(tx, order.id)
    if target is None:
        raise Problem(Code.BAD_REQUEST, what="act")
    if is_gone(order) or order.custody.holder == CENTRAL or not _is_new(form.get("n", ""), word):
        return
    config = get_config(tx, order.store)
    place = form.get("bay", "") if target is VisitState.ARRIVED else ""
    if place and place not in {known.code for known in config.places if known.kind == BAY}:
        raise Problem(Code.BAD_REQUEST, what="bay")
    expected_at = expected(form.get("minutes", ""), now_at) if target is VisitState.APPROACHING else None
    said = {name: form.get(name, "") for name in ("colour", "plate", "words")}
    car = None if target is VisitState.LEFT else vehicle(order.id, order.store, now_at, **said)
    known = find_vehicle(tx, order.id, now_at)
    if target is VisitState.ARRIVED and not place and car is None and known is None:
        raise Problem(Code.BAD_REQUEST, what="where")
    visit, n = visit_for(tx, order.id), next_n(word, now_at)
    # An order may have been given to another shop meanwhile; whoever leaves does so where they wait.
    is_leaving = target is VisitState.LEFT and visit is not None and visit.state in LIVE_VISITS
    store = visit.store if visit is not None and is_leaving else order.store
    publish_word(tx, Word(order.id, store, n, target, now_at, place, expected_at))
    if car is not None:
        publish_vehicle(tx, car.over(known))
    elif known is not None and known.store != store:
        publish_vehicle(tx, replace(known, store=store))


def _is_new(n: str, word: Word | None) -> bool:
    """Whether the form was drawn after the last word: a second press, or a page gone back to, says nothing."""
    return n.isascii() and n.isdigit() and len(n) < 20 and int(n) > (0 if word is None else word.n)


def next_n(word: Word | None, now_at: datetime) -> int:
    """Later words have higher numbers, also after the earlier ones were forgotten."""
    return max(int(now_at.timestamp() * 1000), 0 if word is None else word.n + 1)


def stage_of(
    order: Order, visit: Visit | None, word: Word | None, config: StoreConfig, now_at: datetime
) -> tuple[Stage, bool]:
    """Where the customer is, and whether the shop knows: its word comes seconds after the customer's."""
    if order.is_collected:
        return Stage.DONE, True
    is_over = visit is None or visit.state not in LIVE_VISITS
    if visit is not None and visit.is_left_over(now_at, ZoneInfo(config.timezone)):
        is_over = True
    live = None if is_over else visit
    told = _STAGES.get(live.state, Stage.COMING) if live is not None else Stage.COMING
    if word is None or not _is_of_today(word, config, now_at):
        return told, True
    said = {VisitState.LEFT: Stage.COMING, VisitState.APPROACHING: Stage.ON_THE_WAY}.get(word.target, Stage.HERE)
    if word.is_past(visit) or (word.target is not VisitState.LEFT and _ORDER.index(said) <= _ORDER.index(told)):
        return told, True
    return said, live is None and said is Stage.COMING


def _is_of_today(word: Word, config: StoreConfig, now_at: datetime) -> bool:
    zone = ZoneInfo(config.timezone)
    return word.at.astimezone(zone).date() == now_at.astimezone(zone).date()


def _place(visit: Visit | None, word: Word | None, now_at: datetime) -> str:
    """The bay: as the customer just said, else as the shop knows it."""
    told = visit.place if visit is not None and visit.state in LIVE_VISITS else ""
    if word is None or not word.place:
        return told
    return word.place if not told or (now_at - word.at).total_seconds() < FRESH_S else told


def _since(visit: Visit | None, word: Word | None) -> datetime | None:
    live = visit is not None and visit.state in LIVE_VISITS
    if visit is not None and live and visit.arrived_at is not None:
        return visit.arrived_at
    return None if word is None else word.at


def _expected(visit: Visit | None, word: Word | None) -> datetime | None:
    if word is not None and word.target is VisitState.APPROACHING:
        return word.expected_at
    return None if visit is None else visit.expected_at


def _forget(tx: NodeTx, now_at: datetime) -> None:
    forget_vehicles(tx, lambda car: alloc_feed(car.store), now_at)
    for order_id in forget_pages(tx, now_at):
        forget_word(tx, order_id)
