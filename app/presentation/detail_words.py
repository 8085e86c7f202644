"""Turns the flat details of a problem into words a person reads; what says nothing to them is left out."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import TypeAlias

from app.domain.values import CENTRAL
from app.presentation.phrases import Phrases
from app.usecases.paper_ports import Formats
from app.usecases.plain_text import plain

Details: TypeAlias = Mapping[str, str | int | bool]

MAX_DETAIL, MAX_FORM = 60, 400
"""Signs. A form is what a person is told to write: cut, it would be no help."""
_UUID = re.compile(r"[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}")
_ALIASES = {"minimum": "least", "customer": "customer_id"}


@dataclass(frozen=True, slots=True)
class Known:
    """Names for ids that details carry: stores, operators, devices, as the store's configuration has them."""

    stores: Mapping[str, str] = field(default_factory=dict)
    operators: Mapping[str, str] = field(default_factory=dict)
    devices: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class DetailWords:
    """Words the details of one language; immutable, any thread. No detail ever raises."""

    phrases: Phrases
    formats: Formats
    known: Known

    def words(self, details: Details, now_at: datetime | None = None) -> dict[str, str]:
        """What can be said of each detail, by name; details without words are missing."""
        found: dict[str, str] = {}
        for given, value in details.items():
            name = _ALIASES.get(given, given)
            text = self._word(name, value, details, now_at)
            if text:
                found[name] = text
        return found

    def moment(self, moment_at: datetime, now_at: datetime | None = None) -> str:
        """`giovedì 5 marzo alle 10:44`; with `now_at` also `oggi alle 10:44`, and the year when it is another."""
        time = self.formats.time(moment_at)
        if now_at is None:
            return self.phrases.text("moment.day", day=self.formats.spoken_day(moment_at), time=time)
        day, today = self.formats.local_date(moment_at), self.formats.local_date(now_at)
        if day == today:
            return self.phrases.text("moment.today", time=time)
        if day == today - timedelta(days=1):
            return self.phrases.text("moment.yesterday", time=time)
        is_this_year = day.year == today.year
        spoken = self.formats.spoken_day(moment_at) if is_this_year else self.formats.long_day(moment_at)
        return self.phrases.text("moment.day", day=spoken, time=time)

    def duration(self, seconds: int) -> str:
        """`45 secondi`, `10 minuti`, `2 ore`, `3 giorni`: the largest unit of which there are two, or one exactly;
        empty for none."""
        for unit, size in (("days", 86_400), ("hours", 3_600), ("minutes", 60), ("seconds", 1)):
            if seconds >= 2 * size or (seconds == size and size > 0):
                return self.phrases.plural(f"duration.{unit}", seconds // size)
        return ""

    def _word(self, name: str, value: str | int | bool, details: Details, now_at: datetime | None) -> str:
        if isinstance(value, bool):
            return ""
        if isinstance(value, int):
            return self._number(name, value, details)
        if name in ("at", "due", "until", "day"):
            return self._when(name, value, now_at)
        special = _SPECIAL.get(name)
        text = plain(value, MAX_FORM if name == "form" else MAX_DETAIL)
        if special is not None:
            return special(self, name, text)
        return "" if _UUID.fullmatch(text) else text

    def _number(self, name: str, value: int, details: Details) -> str:
        if name.endswith("_s"):
            return self.duration(value)
        if name in ("amount", "above", "refund", "taken"):
            currency = str(details.get("currency", "EUR"))
            return self.formats.money(value, currency) if re.fullmatch("[A-Z]{3}", currency) else ""
        return str(value)

    def _when(self, name: str, value: str, now_at: datetime | None) -> str:
        try:
            if name == "day":
                return self.formats.long_day(date.fromisoformat(value))
            moment_at = datetime.fromisoformat(value[:40])
            if moment_at.tzinfo is None:
                return ""
            return self.formats.spoken_day(moment_at) if name == "until" else self.moment(moment_at, now_at)
        except (ValueError, OverflowError):
            return ""

    def _machine_word(self, name: str, value: str) -> str:
        """Words of a closed list have their own texts; one that is not on it says nothing."""
        return self.phrases.find(f"word.{name}.{value}") or ""

    def _store(self, _: str, value: str) -> str:
        return self.store(value)

    def store(self, value: str) -> str:
        """The name of a shop, or what was given."""
        return plain(self.known.stores.get(value, value), MAX_DETAIL)

    def _holder(self, _: str, value: str) -> str:
        if value == CENTRAL:
            return self.phrases.text("word.holder.central")
        return self.phrases.text("word.holder.store", store=self._store("store", value))

    def _operator(self, _: str, value: str) -> str:
        return plain(self.known.operators.get(value, value), MAX_DETAIL)

    def _device(self, _: str, value: str) -> str:
        return plain(self.known.devices.get(value, value), MAX_DETAIL)


_SPECIAL: dict[str, Callable[[DetailWords, str, str], str]] = {
    "step": DetailWords._machine_word,
    "why": DetailWords._machine_word,
    "action": DetailWords._machine_word,
    "effect": DetailWords._machine_word,
    "holder": DetailWords._holder,
    "store": DetailWords._store,
    "operator": DetailWords._operator,
    "by": DetailWords._operator,
    "device": DetailWords._device,
}
