"""Consents and notes written at the counter: queued without a line, shown at once, central's to decide."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from app.domain.commands import ChangeConsent, NoteCustomer, WithdrawNote
from app.domain.customers import ConsentPurpose, Customer, Note
from app.domain.errors import Code
from app.domain.profile_changes import (
    ProfileBody,
    clean_note,
    last_answer,
    no_that_stands,
    projected,
    refuse_without_text,
)
from app.domain.values import Act
from app.usecases.acting import Acting
from app.usecases.kept_profiles import keep_profile, kept_profile
from app.usecases.orders import act_of, body_of
from app.usecases.ports import OutboxEntry, TerminalTx
from app.usecases.station import Operator, Station, load_config

PATIENCE_S = 6.0
OTHERS = "customer.unnote_other"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class ShownProfile:
    """A customer with this terminal's commands on top; `waiting`: the ids of those central has not taken yet."""

    customer: Customer
    waiting: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class WriteProfile:
    """What one station writes about customers; lives on the loop. Every method returns the command's id."""

    acting: Acting
    station: Station

    async def answer(
        self, shown: Customer, purpose: ConsentPurpose, operator: Operator, *, is_given: bool, text: str = ""
    ) -> str:
        """The customer says yes to the text the shop shows, or no. Problem(CONSENT_TEXT_MISSING).

        `text` is the version of another text: that of the yes which is given again when its withdrawal was a slip.
        """
        operator.need("customer.consent")
        seen, at = last_answer(shown.consents, purpose), self.acting.clock.now_at()

        def make(tx: TerminalTx) -> ChangeConsent:
            version = text or ("" if seen is None else seen.text_version)
            if is_given:
                version = text or load_config(tx, self.station.store).consent_text
                refuse_without_text(version)
            return ChangeConsent(shown.id, purpose, is_given, version, at, None if seen is None else seen.at)

        return await self.acting.write(make, operator.id)

    async def note(self, customer_id: str, text: str, operator: Operator) -> str:
        """A note under the operator's name; empty when there is nothing to write. Problem(NOTE_TOO_LONG)."""
        operator.need("customer.note")
        cleaned = clean_note(text)
        if not cleaned:
            return ""
        body = NoteCustomer(customer_id, cleaned, self.acting.clock.now_at())
        return await self.acting.write(lambda tx: body, operator.id)

    async def unnote(self, customer_id: str, note: Note, operator: Operator) -> str:
        """Take a note off. Problem(PERMISSION_DENIED) for another person's, unless a supervisor does it."""
        operator.need("customer.unnote" if note.by == operator.id else OTHERS)
        body = WithdrawNote(customer_id, note.id, self.acting.clock.now_at())
        return await self.acting.write(lambda tx: body, operator.id)

    async def heard(self, command_id: str) -> OutboxEntry:
        """The command with central's word, if that comes in a little while; without one it stays queued."""
        return await self.acting.final(command_id, PATIENCE_S)

    async def shown(self, opened: Customer) -> ShownProfile:
        """The copy this terminal keeps of it, else the profile as it was opened, with what waits on top."""
        return await self.acting.door.read(lambda tx: self._shown(tx, opened))

    def _shown(self, tx: TerminalTx, opened: Customer) -> ShownProfile:
        kept = kept_profile(tx, opened.id, self.acting.clock.now_at())
        entries = tx.outbox_of(f"customer:{opened.id}")
        base = opened if kept is None else kept.customer
        shown = projected(base, _bodies(entries, self.station))
        return ShownProfile(shown, frozenset(entry.command.id for entry in entries))


def amend_profile(tx: TerminalTx, entry: OutboxEntry, station: Station, now_at: datetime) -> None:
    """What central took goes into the copy kept here: it was opened before. On the writer's thread."""
    for act, body in _bodies([entry], station):
        kept = kept_profile(tx, body.customer, now_at)
        if kept is not None:
            keep_profile(tx, projected(kept.customer, [(act, body)]), kept.opened_at)


def learn_no(tx: TerminalTx, entry: OutboxEntry, now_at: datetime) -> None:
    """The no over which a yes was refused goes into the copy kept here. On the writer's thread."""
    body, result = body_of(entry), entry.result
    if not isinstance(body, ChangeConsent) or result is None or result.code != Code.CONSENT_CHANGED:
        return
    kept, stands = kept_profile(tx, body.customer, now_at), no_that_stands(result.details)
    if kept is not None and stands is not None and stands not in kept.customer.consents:
        known = replace(kept.customer, consents=(*kept.customer.consents, stands))
        keep_profile(tx, known, kept.opened_at)


def _bodies(entries: Sequence[OutboxEntry], station: Station) -> list[tuple[Act, ProfileBody]]:
    """What those commands say, with the time the first authority took them at, as far as it is known."""
    found: list[tuple[Act, ProfileBody]] = []
    for entry in entries:
        body = body_of(entry)
        if isinstance(body, ProfileBody):
            us = 0 if entry.result is None else entry.result.at_us
            at = _EPOCH + timedelta(microseconds=us) if us else body.at
            found.append((replace(act_of(entry, station.store), at=at), body))
    return found
