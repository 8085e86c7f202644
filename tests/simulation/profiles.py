"""Notes and consents in the simulation: what clerks write about a customer, and what must be there in the end."""

import random
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

import msgspec

from app.domain.commands import Body, ChangeConsent, NoteCustomer, WithdrawNote
from app.domain.customers import ConsentPurpose, Customer
from app.domain.profile_changes import ProfileBody, last_answer, projected
from app.domain.values import Act, CustomerId, StoreId
from app.node.documents import find_customer
from app.node.ports import NodeTx
from app.usecases.orders import act_of
from app.usecases.ports import OutboxEntry, TerminalTx

if TYPE_CHECKING:
    from tests.simulation.sim import Sim

STORE = StoreId("s1")
CUSTOMERS = ("c1", "c2")
TEXT = "2026-1"
BODIES: dict[str, type[ProfileBody]] = {
    "customer.note": NoteCustomer,
    "customer.unnote": WithdrawNote,
    "customer.consent": ChangeConsent,
}
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def sample_customer(name: str) -> Customer:
    """Somebody of whom nothing is written yet."""
    return Customer(
        id=CustomerId(name),
        given_name="Prova",
        family_name=name,
        phone="",
        email="",
        card="",
        home_store=STORE,
        loyalty_level="",
        loyalty_points=0,
        since_at=_EPOCH,
    )


@dataclass(slots=True)
class Written:
    """What clerks wrote and believe to be kept: commands that were acknowledged, and notes taken off by one."""

    notes: set[str] = field(default_factory=set)
    taken_off: set[str] = field(default_factory=set)
    asked: dict[str, ChangeConsent] = field(default_factory=dict)

    def acknowledged(self, command_id: str, body: ProfileBody) -> None:
        """The screen said that it is saved."""
        match body:
            case NoteCustomer():
                self.notes.add(command_id)
            case WithdrawNote():
                self.taken_off.add(body.note)
            case ChangeConsent():
                self.asked[command_id] = body


def wish(chance: random.Random, opened: Customer, tx: TerminalTx, now_at: datetime) -> Body:
    """What a clerk writes of the customer as their terminal shows it."""
    shown = projected(opened, [_pending(entry) for entry in tx.outbox_of(f"customer:{opened.id}")])
    dice = chance.random()
    if dice < 0.35:
        return NoteCustomer(opened.id, f"nota {chance.randrange(1000)}", now_at)
    if dice < 0.5 and shown.notes:
        return WithdrawNote(opened.id, chance.choice(shown.notes).id, now_at)
    purpose = chance.choice(tuple(ConsentPurpose))
    seen = last_answer(shown.consents, purpose)
    return ChangeConsent(
        opened.id, purpose, chance.random() < 0.5, TEXT, now_at, None if seen is None else seen.at
    )


def body_of(entry: OutboxEntry) -> ProfileBody:
    """What was written."""
    return msgspec.json.decode(bytes(entry.command.body), type=BODIES[entry.command.kind])


def _pending(entry: OutboxEntry) -> tuple[Act, ProfileBody]:
    us = 0 if entry.result is None else entry.result.at_us
    body, act = body_of(entry), act_of(entry, STORE)
    return (replace(act, at=_EPOCH + timedelta(microseconds=us)) if us else replace(act, at=body.at)), body


def judge_profiles(sim: "Sim", tx: NodeTx) -> list[str]:
    """I1 and I2 of what was written; and no yes stands over a no that its clerk had not seen."""
    found: list[str] = []
    written, kept = sim.world.written, set[str]()
    for name in CUSTOMERS:
        customer = find_customer(tx, name)
        assert customer is not None
        notes = Counter(note.id for note in customer.notes)
        answers = Counter(consent.id for consent in customer.consents)
        kept |= set(notes)
        if any(n > 1 for n in (*notes.values(), *answers.values())):
            found.append("I2 written twice about a customer")
        for purpose in ConsentPurpose:
            told = [consent for consent in customer.consents if consent.purpose == purpose]
            for before, after in pairwise(told):
                asked = written.asked.get(after.id)
                is_yes_over_no = after.is_given and not before.is_given
                if is_yes_over_no and asked is not None and asked.seen_at != before.at:
                    found.append("I5 a yes over a no that nobody had seen")
    if written.taken_off & kept:
        found.append("I1 a note that was taken off is still there")
    if written.notes - kept - written.taken_off:
        found.append("I1 a note is lost")
    return found
