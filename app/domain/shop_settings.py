"""What a shop decides for itself: places, opening hours, promises, capacity, holds, guards, thresholds.

One table says each setting once: the file, the screen, the check at central and the terminals read it off there.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Protocol

from app.domain.guards import Guarded
from app.domain.setting_kinds import Fault, Kind, Setting, Unit, Value, canonical

WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
MAX_PLACES, MAX_CODE, MAX_NAME = 400, 12, 60
PLACES = "places"
STAGED = ("pickup", "cold")
"""Kinds of places where bags wait for who collects them."""


class PlaceKind(StrEnum):
    """What a place of the shop is for."""

    SHELF = "shelf"
    PICKUP = "pickup"
    COLD = "cold"
    BAY = "bay"
    DESK = "desk"
    RETURNS = "returns"
    BACKROOM = "backroom"


class Section(StrEnum):
    """The parts of the set-up, as screens show them."""

    PLACES = "places"
    HOURS = "hours"
    CAPACITY = "capacity"
    GUARDS = "guards"


@dataclass(frozen=True, slots=True)
class ShopPlace:
    """A place: its code as on the label, what it is for, what people call it."""

    code: str
    kind: str
    name: str = ""


_HOURS, _CAPACITY, _GUARDS = Section.HOURS, Section.CAPACITY, Section.GUARDS

SETTINGS: tuple[Setting, ...] = (
    *(Setting(f"hours.{day}", _HOURS, Kind.SPANS) for day in WEEK),
    Setting("hours.closed", _HOURS, Kind.DAYS, most=60),
    Setting("promise.minutes", _HOURS, Kind.NUMBER, 15, 2_880, Unit.MINUTES),
    Setting("promise.last", _HOURS, Kind.TIME),
    Setting("capacity.orders_per_hour", _CAPACITY, Kind.NUMBER, 0, 500, Unit.ORDERS),
    Setting("hold.days", _CAPACITY, Kind.NUMBER, 1, 60, Unit.DAYS),
    Setting("hold.remind_days", _CAPACITY, Kind.NUMBER, 0, 59, Unit.DAYS),
    Setting("hold.longest_days", _CAPACITY, Kind.NUMBER, 1, 90, Unit.DAYS),
    Setting("hold.carry_s", _CAPACITY, Kind.NUMBER, 60, 7_200, Unit.SECONDS),
    Setting("guards.scan_every_bag", _GUARDS, Kind.YES),
    Setting("guards.check_age", _GUARDS, Kind.YES),
    Setting("guards.check_names", _GUARDS, Kind.YES),
    Setting("guards.hand_over_expired", _GUARDS, Kind.YES),
    Setting("guards.proof_above", _GUARDS, Kind.NUMBER, 0, 10_000_000, Unit.CENTS),
    Setting("guards.sign_above", _GUARDS, Kind.NUMBER, 0, 10_000_000, Unit.CENTS),
    Setting("guards.sign_delegates", _GUARDS, Kind.YES),
    Setting("guards.weight_tolerance", _GUARDS, Kind.NUMBER, 0, 100, Unit.PERCENT),
    Setting("waits.long_s", _GUARDS, Kind.NUMBER, 30, 3_600, Unit.SECONDS),
    Setting("waits.late_s", _GUARDS, Kind.NUMBER, 60, 7_200, Unit.SECONDS),
    Setting("alerts.counter_s", _GUARDS, Kind.NUMBER, 0, 3_600, Unit.SECONDS),
    Setting("alerts.repeat_s", _GUARDS, Kind.NUMBER, 10, 600, Unit.SECONDS),
)
BY_KEY: Mapping[str, Setting] = {setting.key: setting for setting in SETTINGS}


@dataclass(frozen=True, slots=True)
class ShopSettings:
    """The whole: a value for each key of the table, and the places."""

    values: Mapping[str, Value] = field(default_factory=dict)
    places: tuple[ShopPlace, ...] = ()

    def with_value(self, key: str, value: Value) -> "ShopSettings":
        """The same with another value."""
        return replace(self, values={**self.values, key: value})


class PlaceLike(Protocol):
    """A place as a configuration holds it."""

    @property
    def code(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def name(self) -> str: ...


class Configured(Guarded, Protocol):
    """What a store's configuration holds of its settings, its guards among them; names and units as there."""

    @property
    def places(self) -> Sequence[PlaceLike]: ...
    @property
    def hours(self) -> Mapping[str, Sequence[str]]: ...
    @property
    def closed_days(self) -> Sequence[str]: ...
    @property
    def promise_minutes(self) -> int: ...
    @property
    def promise_last(self) -> str: ...
    @property
    def orders_per_hour(self) -> int: ...
    @property
    def weight_tolerance(self) -> int: ...
    @property
    def wait_long_s(self) -> int: ...
    @property
    def wait_late_s(self) -> int: ...
    @property
    def alert_counter_s(self) -> int: ...
    @property
    def alert_repeat_s(self) -> int: ...


FIELDS: Mapping[str, str] = {
    "hours.closed": "closed_days",
    "promise.minutes": "promise_minutes",
    "promise.last": "promise_last",
    "capacity.orders_per_hour": "orders_per_hour",
    "hold.days": "hold_days",
    "hold.remind_days": "remind_days",
    "hold.longest_days": "longest_hold_days",
    "hold.carry_s": "carry_s",
    "guards.scan_every_bag": "must_scan_containers",
    "guards.check_age": "check_age",
    "guards.check_names": "check_names",
    "guards.hand_over_expired": "can_hand_over_expired",
    "guards.proof_above": "proof_above",
    "guards.sign_above": "sign_above",
    "guards.sign_delegates": "sign_delegates",
    "guards.weight_tolerance": "weight_tolerance",
    "waits.long_s": "wait_long_s",
    "waits.late_s": "wait_late_s",
    "alerts.counter_s": "alert_counter_s",
    "alerts.repeat_s": "alert_repeat_s",
}
"""Where a configuration keeps what a key is about; the hours of the week stand together in `hours`."""


def settings_of(config: Configured) -> ShopSettings:
    """What that configuration says."""
    values: dict[str, Value] = {f"hours.{day}": tuple(config.hours.get(day, ())) for day in WEEK}
    for key, name in FIELDS.items():
        value: Value | list[str] | list[int] = getattr(config, name)
        values[key] = tuple(value) if isinstance(value, list) else value
    places = tuple(ShopPlace(place.code, place.kind, place.name) for place in config.places)
    return ShopSettings(values, places)


def fields_of(settings: ShopSettings) -> dict[str, object]:
    """What a configuration has to hold, by field, but for the places; of settings that `faults_in` nothing."""
    hours = {day: settings.values[f"hours.{day}"] for day in WEEK}
    found: dict[str, object] = {"hours": {day: list(_texts(spans)) for day, spans in hours.items() if spans}}
    for key, name in FIELDS.items():
        value = settings.values[key]
        found[name] = list(value) if isinstance(value, tuple) else value
    return found


def _texts(value: Value) -> tuple[str, ...]:
    return tuple(str(part) for part in value) if isinstance(value, tuple) else ()


def checked(settings: ShopSettings) -> tuple[ShopSettings, tuple[Fault, ...]]:
    """The settings in their one spelling, and everything that is wrong with them."""
    values: dict[str, Value] = {}
    faults: list[Fault] = [Fault(key, "unknown") for key in settings.values if key not in BY_KEY]
    for setting in SETTINGS:
        if setting.key not in settings.values:
            faults.append(Fault(setting.key, "missing"))
            continue
        told = canonical(setting, settings.values[setting.key])
        if isinstance(told, Fault):
            faults.append(told)
        else:
            values[setting.key] = told
    faults += [*_between(values), *_in_places(settings.places)]
    return ShopSettings(values, settings.places), tuple(faults)


def _between(values: Mapping[str, Value]) -> list[Fault]:
    """What two settings say of each other."""
    faults: list[Fault] = []
    long_s, late_s = values.get("waits.long_s"), values.get("waits.late_s")
    if isinstance(long_s, int) and isinstance(late_s, int) and late_s <= long_s:
        faults.append(Fault("waits.late_s", "not_after", {"other": "waits.long_s", "value": long_s}))
    days, remind = values.get("hold.days"), values.get("hold.remind_days")
    longest = values.get("hold.longest_days")
    if isinstance(days, int) and isinstance(remind, int) and remind >= days:
        faults.append(Fault("hold.remind_days", "not_before", {"other": "hold.days", "value": days}))
    if isinstance(days, int) and isinstance(longest, int) and longest < days:
        faults.append(Fault("hold.longest_days", "not_after", {"other": "hold.days", "value": days - 1}))
    return faults


def _in_places(places: Sequence[ShopPlace]) -> list[Fault]:
    if len(places) > MAX_PLACES:
        return [Fault(PLACES, "too_many", {"most": MAX_PLACES})]
    faults: list[Fault] = []
    seen: set[str] = set()
    for at, place in enumerate(places):
        faults += [Fault(f"{PLACES}.{at}.{part}", what, details) for part, what, details in _in_place(place)]
        if place.code in seen:
            faults.append(Fault(f"{PLACES}.{at}.code", "twice", {"value": place.code}))
        seen.add(place.code)
    return faults


def _in_place(place: ShopPlace) -> list[tuple[str, str, dict[str, str | int]]]:
    found: list[tuple[str, str, dict[str, str | int]]] = []
    is_code = place.code.isascii() and place.code.replace("-", "").isalnum() and place.code == place.code.upper()
    if not is_code or len(place.code) > MAX_CODE:
        found.append(("code", "code", {"most": MAX_CODE}))
    if place.kind not in tuple(PlaceKind):
        found.append(("kind", "kind", {"value": place.kind[:MAX_NAME]}))
    if len(place.name) > MAX_NAME or not place.name.isprintable():
        found.append(("name", "name", {"most": MAX_NAME}))
    return found
