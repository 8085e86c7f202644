"""What papers need of the outside: templates, words in the customer's language, written times and amounts."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Protocol, TypeAlias

from hardware.api import PrintDocument

PaperScalar: TypeAlias = str | int | bool
PaperValues: TypeAlias = Mapping[str, PaperScalar | Sequence[Mapping[str, PaperScalar]]]


class Papers(Protocol):
    """The paper templates of an installation."""

    def render(self, template: str, values: PaperValues, language: str) -> PrintDocument:
        """The paper; Problem(INTERNAL) for an unknown template, or values it does not ask for."""

    def copy(self, document: PrintDocument, values: PaperValues, copy_no: int) -> PrintDocument:
        """The document under its COPIA block; Problem(INTERNAL) unless `copy_no` is above the document's."""


class Words(Protocol):
    """Short texts by id, in one language."""

    def text(self, text_id: str, /, **values: str | int) -> str:
        """The text; LookupError for an unknown id."""

    def find(self, text_id: str, /) -> str | None:
        """The text of an id made of data, or None when there is no such text."""


class Formats(Protocol):
    """Written values in one language and the shop's time zone; moments are aware."""

    def money(self, minor: int, currency: str = "EUR") -> str:
        """`1.249,90 €`; `minor` counts cents."""

    def kilograms(self, grams: int) -> str:
        """`1,250 kg`."""

    def time(self, moment_at: datetime) -> str:
        """`09:05`."""

    def day(self, moment: datetime | date) -> str:
        """`05/03/2026`."""

    def date_time(self, moment_at: datetime) -> str:
        """`05/03/2026 09:05`."""

    def spoken_day(self, moment: datetime | date) -> str:
        """`giovedì 5 marzo`."""

    def short_day(self, moment: datetime | date) -> str:
        """`gio 5 mar`."""

    def long_day(self, moment: datetime | date) -> str:
        """`giovedì 5 marzo 2026`."""

    def weekday_date(self, moment: datetime | date) -> str:
        """`giovedì 19/03/2026`."""

    def weekday_time(self, moment_at: datetime) -> str:
        """`gio 05/03/2026 10:44`."""

    def relative(self, moment_at: datetime, now_at: datetime) -> str:
        """`adesso`, `12 min fa`, `09:05` today, `ieri`, else `gio 5 mar`, of another year the date."""

    def local_date(self, moment_at: datetime) -> date:
        """The day it is in the shop."""

    def phone(self, e164: str) -> str:
        """`333 123 4567`, a foreign number with its country."""
