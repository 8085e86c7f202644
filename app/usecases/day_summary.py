"""The end of the day: what it came to, its paper, and the close, which waits for nothing but unsent money."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeAlias
from zoneinfo import ZoneInfo

import msgspec

from app.domain.commands import HandOverOrder, ReceiveReturn
from app.domain.day import Closing, DaySummary, Where, figures
from app.domain.errors import Code, Problem
from app.domain.orders import Order
from app.domain.return_cases import received_case
from app.domain.returns import ReturnCase
from app.domain.staff import Approval, Ask
from app.domain.values import OperatorId
from app.domain.visits import Visit
from app.usecases.approve import Approve
from app.usecases.orders import act_of, body_of, projected
from app.usecases.ports import (
    AuditEntry,
    Clock,
    DayPage,
    OutboxEntry,
    OutboxState,
    Receipts,
    StoreDoor,
    TerminalTx,
)
from app.usecases.settle_attention import open_items
from app.usecases.spool import JobState, SpoolStore
from app.usecases.station import Operator, Station, document_number, load_config

DAYS = 4
"""Today and those before it of which closed orders are still kept here."""
MOST = 2_000
"""Rows of a kind, and papers, that are looked at."""
UNSENT = (OutboxState.INTENT, OutboxState.ACCEPTED)
CLOSED, DAY_CLOSED = "days_closed", "day_closed"
Details: TypeAlias = dict[str, str | int | bool]
_visits = msgspec.json.Decoder(Visit)
_cases = msgspec.json.Decoder(ReturnCase)
_closings = msgspec.json.Decoder(list[Closing])


@dataclass(frozen=True, slots=True)
class DaySummaries:
    """The days of one station; lives on the loop. `wake` tells the spool that something waits."""

    door: StoreDoor
    spool: SpoolStore
    receipts: Receipts
    clock: Clock
    station: Station
    approve: Approve
    wake: Callable[[], None]

    async def days(self) -> list[date]:
        """Those that can be looked at, today first, by the shop's clock."""
        config = await self.door.read(lambda tx: load_config(tx, self.station.store))
        today = self.clock.now_at().astimezone(ZoneInfo(config.timezone)).date()
        return [today - timedelta(days=n) for n in range(DAYS)]

    async def read(self, day: date, operator: Operator) -> DaySummary:
        """A day as this terminal knows it. Problem(PERMISSION_DENIED)."""
        operator.need("day.summary")
        papers = await self.spool.recent(MOST)
        doubtful = sum(job.state is JobState.UNKNOWN for job in papers)
        return await self.door.read(lambda tx: self._summary(tx, day, doubtful))

    async def print(self, day: date, operator: Operator) -> str:
        """Queue the paper of a day; its number. Problem(PERMISSION_DENIED)."""
        summary = await self.read(day, operator)
        number = await self.door.write(lambda tx: self._queue(tx, summary, operator, "day_printed", {}))
        self.wake()
        return number

    async def close(self, day: date, operator: Operator, approval: Approval | None = None) -> str:
        """Close a day: its paper and a record. The number of the paper; of a day that was closed before the same.

        Money that only this shop knows of holds it up, unless another person says why not.
        Problem(MONEY_UNSENT | PERMISSION_DENIED | APPROVAL_REQUIRED | APPROVAL_INVALID).
        """
        summary = await self.read(day, operator)
        if summary.closing is not None:
            return summary.closing.document_no
        if summary.unsent_money and approval is None:
            raise Problem(Code.MONEY_UNSENT, count=summary.unsent_money)
        approver = self.approve.allow(close_ask(summary, operator), operator, approval)
        details: Details = {"unsent": summary.unsent, "unsent_money": summary.unsent_money}
        if approval is not None:
            details |= {"approved_by": approver, "reason": approval.reason}
        number = await self.door.write(lambda tx: self._close(tx, summary, operator, details))
        self.wake()
        return number

    def _close(self, tx: TerminalTx, summary: DaySummary, operator: Operator, details: Details) -> str:
        number = self._queue(tx, summary, operator, DAY_CLOSED, details)
        made = Closing(summary.day, self.clock.now_at(), number)
        kept = [made, *closings(tx)][:DAYS]
        tx.set_meta(CLOSED, msgspec.json.encode(kept).decode())
        return number

    def _queue(self, tx: TerminalTx, summary: DaySummary, operator: Operator, event: str, details: Details) -> str:
        number, now_at = document_number(tx, self.station), self.clock.now_at()
        config = load_config(tx, self.station.store)
        page = DayPage(summary, number, self.station.device, now_at, is_closed=event == DAY_CLOSED)
        paper = self.receipts.day(page, config)
        tx.print_add(self.station.printer, number, 0, paper, has_value=False)
        subject = f"day:{summary.day.isoformat()}"
        tx.audit(AuditEntry(now_at, event, operator.id, subject, {"document": number, **details}))
        return number

    def _summary(self, tx: TerminalTx, day: date, doubtful: int) -> DaySummary:
        config, station = load_config(tx, self.station.store), self.station
        where = Where(day, ZoneInfo(config.timezone), station.store, station.device, self.clock.now_at())
        own = tx.outbox_list(UNSENT, MOST)
        visits = [_visits.decode(row.body) for row in tx.base_find("visit", f"store:{station.store}", MOST)]
        found = figures(where, self._orders(tx), visits, self._cases(tx, own))
        return DaySummary(
            day=day,
            is_today=where.is_today,
            figures=found,
            unsent=len(own),
            unsent_money=sum(is_about_money(entry) for entry in own),
            attention=len(open_items(tx)),
            doubtful=doubtful,
            closing=next((made for made in closings(tx) if made.day == day), None),
        )

    def _orders(self, tx: TerminalTx) -> list[Order]:
        rows = tx.base_find("order", f"store:{self.station.store}", MOST)
        return [projected(tx, row, self.station.store) for row in rows]

    def _cases(self, tx: TerminalTx, own: list[OutboxEntry]) -> list[ReturnCase]:
        """The shop's cases, and those of this station that nobody else knows of yet."""
        cases = [_cases.decode(row.body) for row in tx.base_find("return", "number:", MOST)]
        known = {case.id for case in cases}
        for entry in own:
            body = body_of(entry)
            if isinstance(body, ReceiveReturn) and body.return_id not in known:
                cases.append(received_case(body, act_of(entry, self.station.store)))
        return cases


def closings(tx: TerminalTx) -> list[Closing]:
    """Days closed here, the last one first."""
    kept = tx.meta(CLOSED)
    return _closings.decode(kept) if kept else []


def is_about_money(entry: OutboxEntry) -> bool:
    """Whether a command moves money: a return, or goods paid for at the till."""
    body = body_of(entry)
    return isinstance(body, ReceiveReturn) or (isinstance(body, HandOverOrder) and body.ask.is_paid_here)


def close_ask(summary: DaySummary, operator: Operator) -> Ask:
    """What is asked for when a day is closed; more while money is unsent."""
    action = "day.close_unsent" if summary.unsent_money else "day.close"
    return Ask(action, summary.day.isoformat(), OperatorId(operator.id))
