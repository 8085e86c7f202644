"""Money and dates as people of the shop read them; Babel's data under our own rules.

Every screen and paper goes through here, because two libraries do not agree on `1.249,90 €`.
"""

from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Literal, TypeAlias
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_time, format_timedelta
from babel.numbers import format_currency, get_currency_precision

Language: TypeAlias = Literal["it", "en"]

# Irish English has the euro where we want it: `€1,249.90`, `-€5.50`.
_LOCALES: dict[Language, str] = {"it": "it_IT", "en": "en_IE"}
_DAY_WORDS: dict[Language, dict[int, str]] = {
    "it": {-1: "ieri", 0: "oggi", 1: "domani"},
    "en": {-1: "yesterday", 0: "today", 1: "tomorrow"},
}
_NOW: dict[Language, str] = {"it": "adesso", "en": "now"}
_HOUR_S = 3_600


class Formats:
    """Writes values in one language and the shop's time zone; immutable, any thread."""

    def __init__(self, language: Language, timezone: str = "Europe/Rome") -> None:
        self._language = language
        self._locale = _LOCALES[language]
        self._zone = ZoneInfo(timezone)

    def money(self, minor: int, currency: str = "EUR") -> str:
        """`1.249,90 €` with a no-break space, `-5,50 €`; in English `€1,249.90`. `minor` counts cents."""
        amount = Decimal(minor).scaleb(-get_currency_precision(currency))
        return format_currency(amount, currency, locale=self._locale)

    def day(self, moment: datetime | date) -> str:
        """`05/03/2026`."""
        return format_date(self._local_date(moment), "dd/MM/yyyy", locale=self._locale)

    def short_day(self, moment: datetime | date) -> str:
        """`gio 5 mar`."""
        return _short_day(self._local_date(moment), self._locale)

    def long_day(self, moment: datetime | date) -> str:
        """`giovedì 5 marzo 2026`."""
        return format_date(self._local_date(moment), "EEEE d MMMM yyyy", locale=self._locale)

    def time(self, moment_at: datetime) -> str:
        """`09:05`, 24 hours, the shop's clock."""
        return format_time(moment_at.astimezone(self._zone), "HH:mm", tzinfo=self._zone, locale=self._locale)

    def date_time(self, moment_at: datetime) -> str:
        """`05/03/2026 09:05`."""
        return f"{self.day(moment_at)} {self.time(moment_at)}"

    def relative(self, moment_at: datetime, now_at: datetime) -> str:
        """`adesso`, `tra 12 min`, `09:05` today, `ieri`, `domani`, else `gio 5 mar`, of another year the date."""
        seconds = (moment_at - now_at).total_seconds()
        if abs(seconds) < 60:
            return _NOW[self._language]
        days = (self._local_date(moment_at) - self._local_date(now_at)).days
        if abs(seconds) < _HOUR_S:
            return self._minutes(seconds)
        if days == 0:
            return self.time(moment_at)
        if days in _DAY_WORDS[self._language]:
            return _DAY_WORDS[self._language][days]
        is_this_year = self._local_date(moment_at).year == self._local_date(now_at).year
        return self.short_day(moment_at) if is_this_year else self.day(moment_at)

    def _minutes(self, seconds: float) -> str:
        minutes = timedelta(minutes=int(seconds / 60))
        text: str = format_timedelta(
            minutes, granularity="minute", threshold=2, add_direction=True, format="short", locale=self._locale
        )
        return text

    def _local_date(self, moment: datetime | date) -> date:
        return moment.astimezone(self._zone).date() if isinstance(moment, datetime) else moment


@lru_cache(maxsize=64)
def _short_day(day: date, locale: str) -> str:
    """Kept, because a queue of hundreds of orders names a few days and Babel takes a tenth of a millisecond."""
    return format_date(day, "EEE d MMM", locale=locale)
