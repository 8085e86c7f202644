"""How what a platform tells becomes ours: the one answer to which of its places is which store."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from app.domain.ids import Ids
from app.domain.values import StoreId

SITE = "site"
"""The channel of whatever comes from a platform."""


@dataclass(frozen=True, slots=True)
class IntakeRules:
    """`stores` maps the platform's places to stores, `ignored` are places that are none of ours to serve.

    An order should be ready `promise` after it was placed. `to_e164` reads a phone number as typed, None for what
    is none. `is_paid_by_collecting`: the platform calls an order paid once it is collected, also after that was
    taken back. Immutable.
    """

    stores: Mapping[str, StoreId]
    ids: Ids
    to_e164: Callable[[str], str | None]
    ignored: frozenset[str] = frozenset()
    promise: timedelta = timedelta(hours=2)
    is_paid_by_collecting: bool = False

    def phone(self, typed: str) -> str:
        """The number in E.164, empty for none."""
        return (self.to_e164(typed) or "") if typed else ""
