"""The written times and numbers that papers and sentences need beyond those of screens."""

from datetime import date, datetime
from decimal import Decimal

from babel.dates import format_date
from babel.numbers import format_decimal

from app.adapters.locale import Formats


class ShopFormats(Formats):
    """Formats with weekdays and spoken days; immutable, any thread."""

    def kilograms(self, grams: int) -> str:
        """`1,250 kg`, to the gram."""
        return f"{format_decimal(Decimal(grams) / 1000, '#,##0.000', locale=self._locale)} kg"

    def spoken_day(self, moment: datetime | date) -> str:
        """`giovedì 5 marzo`; in English `Thursday 5 March`."""
        return format_date(self._local_date(moment), "EEEE d MMMM", locale=self._locale)

    def weekday_date(self, moment: datetime | date) -> str:
        """`giovedì 19/03/2026`."""
        return format_date(self._local_date(moment), "EEEE dd/MM/yyyy", locale=self._locale)

    def weekday_time(self, moment_at: datetime) -> str:
        """`gio 05/03/2026 10:44`."""
        day = format_date(self._local_date(moment_at), "EEE dd/MM/yyyy", locale=self._locale)
        return f"{day} {self.time(moment_at)}"

    def local_date(self, moment_at: datetime) -> date:
        """The day it is in the shop."""
        return self._local_date(moment_at)

    def phone(self, e164: str) -> str:
        """`333 123 4567`."""
        from app.adapters.phones import to_display  # noqa: PLC0415  # its tables are not for every start

        return to_display(e164)
