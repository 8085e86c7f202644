"""Customers a platform does not have any more, where it does not tell: found by asking for everybody in turn."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from msgspec import json

from app.central.connectors.port_inward import PlatformCustomer
from app.domain.customers import Customer
from app.node.ports import NodeTx

AT_ONCE = 100
TOO_MANY = 10
"""So many asked for and none of them known: something else answers than the shop that has them."""
NOBODY_KNOWN = "nobody_known"
_MISSED = "customer_missed"
_customer = json.Decoder(Customer).decode


@dataclass(slots=True)
class Turn:
    """How far everybody was asked for (`after`), and whether what is heard is believed; not kept over a restart.

    Nobody is forgotten (`may_forget`) before a whole turn went well, at first and after every doubt.
    """

    after: str = ""
    may_forget: bool = False
    is_doubted: bool = False
    _is_well: bool = True
    _asked: int = 0
    _found: int = 0

    def heard(self, asked: int, gone: int, after: str) -> bool:
        """So many were asked for, so many are gone: whether that is believed. `after` is empty at the end."""
        self._asked += asked
        self._found += asked - gone
        is_nobody = not after and self._asked > 0 and not self._found
        is_believed = not is_nobody and not asked == gone >= TOO_MANY
        if not is_believed:
            self.may_forget, self.is_doubted, self._is_well = False, True, False
        elif not after and self._is_well:
            self.may_forget, self.is_doubted = True, False
        self.after = after
        if not after:
            self._is_well, self._asked, self._found = True, 0, 0
        return is_believed


def some_customers(tx: NodeTx, after: str) -> tuple[list[str], str]:
    """The platform's references of the next customers it is said to have, and where to ask on from; empty at the
    end, from where it begins anew."""
    found = [_customer(body) for _, body in tx.scan("customer", after, AT_ONCE)]
    refs = [one.platform_ref for one in found if one.platform_ref and (one.display_name or one.email or one.phone)]
    return refs, str(found[-1].id) if len(found) == AT_ONCE else ""


def missed_again(
    tx: NodeTx, asked: Sequence[str], gone: Collection[str], now_at: datetime, *, may_forget: bool
) -> list[PlatformCustomer]:
    """Those who were gone the last time as well, as a platform that tells would tell of them.

    Forgetting cannot be undone, so once is not believed. Who may not be forgotten now is noted all the same.
    """
    left: list[PlatformCustomer] = []
    for ref in asked:
        was_missed = tx.get(_MISSED, ref) is not None
        if ref not in gone:
            if was_missed:
                tx.drop(_MISSED, ref)
        elif was_missed and may_forget:
            tx.drop(_MISSED, ref)
            left.append(PlatformCustomer(ref, "", "", "", "", now_at, is_deleted=True))
        else:
            tx.put(_MISSED, ref, b"")
    return left
