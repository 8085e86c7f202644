"""What somebody is changing of the shop's set-up: the draft, what is new in it, how it meets others' changes."""

from dataclasses import dataclass, field, replace

from app.domain.setting_kinds import Fault, Kind, Unit, Value, spelled, typed
from app.domain.shop_settings import (
    BY_KEY,
    PLACES,
    SETTINGS,
    WEEK,
    PlaceKind,
    ShopPlace,
    ShopSettings,
    checked,
)
from app.usecases.shop_setup import ShopSetup

_STEPS = {Unit.MINUTES: 15, Unit.SECONDS: 30, Unit.CENTS: 500, Unit.PERCENT: 5}
CODE, KIND, NAME = "code", "kind", "name"


@dataclass(frozen=True, slots=True)
class Met:
    """Another person's change that arrived while this one was being made: who, what, and what both changed."""

    by: str
    keys: tuple[str, ...]
    both: tuple[str, ...]


@dataclass(slots=True)
class SetupDraft:
    """The settings as they were read and as they shall be; lives on the loop.

    `unread` holds what was typed and is no value, by key.
    """

    base: ShopSetup
    wanted: ShopSettings = field(init=False)
    unread: dict[str, tuple[str, Fault]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.wanted = self.base.settings

    @property
    def changed(self) -> tuple[str, ...]:
        """Keys that are not as they were read, `places` for any of those."""
        return moved(self.base.settings, self.wanted)

    @property
    def count(self) -> int:
        """How many changes there are, each place for itself, with what is typed and no value yet."""
        keys = {key for key in (*self.changed, *self.unread) if key != PLACES}
        before = {place.code: place for place in self.base.settings.places}
        after = {place.code: place for place in self.wanted.places}
        places = {code for code in before.keys() | after.keys() if before.get(code) != after.get(code)}
        is_moved = PLACES in self.changed and not places
        return len(keys) + len(places) + is_moved

    @property
    def faults(self) -> tuple[Fault, ...]:
        """Everything that keeps it from being saved."""
        found = checked(self.wanted)[1]
        return (*(fault for _, fault in self.unread.values()), *found)

    def fault_of(self, key: str) -> Fault | None:
        """What is wrong with a setting, or any part of a place."""
        return next((fault for fault in self.faults if fault.key == key or fault.key.startswith(f"{key}.")), None)

    def text_of(self, key: str) -> str:
        """What stands in the field of a setting."""
        return self.unread[key][0] if key in self.unread else spelled(BY_KEY[key], self.wanted.values[key])

    def type(self, key: str, text: str) -> None:
        """What stands there now."""
        value = typed(BY_KEY[key], text)
        if isinstance(value, Fault):
            self.unread[key] = (text, value)
        else:
            self.put(key, value)

    def put(self, key: str, value: Value) -> None:
        """A value for a setting."""
        self.unread.pop(key, None)
        self.wanted = self.wanted.with_value(key, value)

    def step(self, key: str, direction: int) -> None:
        """A number one step on, inside its bounds."""
        setting, value = BY_KEY[key], self.wanted.values[key]
        if setting.kind is Kind.NUMBER and isinstance(value, int):
            step = _STEPS.get(setting.unit, 1)
            # From a bound that is no whole step the next one is, so that every step can be come back to.
            after = (value // step + 1) * step if direction > 0 else -(-value // step - 1) * step
            self.put(key, min(max(after, setting.least), setting.most))

    def put_part(self, at: int, part: str, text: str) -> None:
        """The code, kind or name of a place."""
        places = list(self.wanted.places)
        if 0 <= at < len(places):
            value = text.strip().upper() if part == CODE else text
            places[at] = replace(places[at], **{part: value})
            self.wanted = replace(self.wanted, places=tuple(places))

    def add(self) -> int:
        """One place more, to be named; where it stands."""
        self.wanted = replace(self.wanted, places=(*self.wanted.places, ShopPlace("", PlaceKind.PICKUP)))
        return len(self.wanted.places) - 1

    def remove(self, at: int) -> None:
        """Without that place."""
        places = self.wanted.places
        self.wanted = replace(self.wanted, places=(*places[:at], *places[at + 1 :]))

    def take(self, wanted: ShopSettings) -> None:
        """All of it as a file says."""
        self.wanted, self.unread = wanted, {}

    def discard(self) -> None:
        """As it was read."""
        self.wanted, self.unread = self.base.settings, {}

    def meet(self, base: ShopSetup) -> Met | None:
        """Take in a newer version: what was changed here stays on top. None when nobody's change met another's."""
        mine, theirs = self.changed, moved(self.base.settings, base.settings)
        is_newer, is_begun = base.rev != self.base.rev, bool(self.count)
        kept = {key: self.wanted.values[key] for key in mine if key != PLACES}
        places = self.wanted.places if PLACES in mine else base.settings.places
        self.base = base
        self.wanted = ShopSettings({**base.settings.values, **kept}, places)
        if not (is_newer and is_begun and theirs):
            return None
        mine = (*mine, *self.unread)
        return Met(base.by, theirs, tuple(key for key in theirs if key in mine))


def has_hours(settings: ShopSettings) -> bool:
    """Whether any day says when the shop is open; else its hours do not count at all."""
    return any(settings.values[f"hours.{day}"] for day in WEEK)


def moved(before: ShopSettings, after: ShopSettings) -> tuple[str, ...]:
    """Keys that are not the same in both, `places` for any of those."""
    keys = [s.key for s in SETTINGS if before.values.get(s.key) != after.values.get(s.key)]
    return tuple(keys) if before.places == after.places else (*keys, PLACES)
