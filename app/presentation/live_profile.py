"""A customer's profile while it is on screen: opened once for its purpose, written to with or without a line."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from app.contract.rows import StoreConfig
from app.domain.customers import ConsentPurpose, Customer
from app.domain.errors import Problem
from app.domain.profile_changes import last_answer
from app.presentation.desk import Desk, Seen
from app.presentation.routes import CustomerRoute
from app.usecases.find import Opened, reveal_ask
from app.usecases.station import Operator, load_config
from app.usecases.write_profile import ShownProfile


@dataclass(slots=True)
class LiveProfile:
    """What is known of a customer, and what was written about them here since; lives on the loop.

    `drawn` is called when it is to be shown anew, `refused` when something was not to be. `revealed` are the
    masked contacts the operator has seen, `draft` is a note that was typed and is not written yet.
    """

    desk: Desk
    route: CustomerRoute
    drawn: Callable[[], None]
    refused: Callable[[Problem], None]
    name: str = ""
    opened: Opened | None = None
    opened_at: datetime | None = None
    problem: Problem | None = None
    config: StoreConfig | None = None
    revealed: set[str] = field(default_factory=set)
    draft: str = ""
    _shown: ShownProfile | None = None
    _opener: str = ""

    @property
    def customer(self) -> Customer | None:
        """The customer as shown, None before the profile is here."""
        return None if self._shown is None else self._shown.customer

    @property
    def waiting(self) -> frozenset[str]:
        """Commands about this customer that central has not taken yet."""
        return frozenset() if self._shown is None else self._shown.waiting

    async def open(self) -> Customer | None:
        """Open it, once for each operator; the customer when it was opened just now."""
        who = self.desk.session.who.id
        if self.opened is not None and self._opener == who:
            await self.read()
            return None
        self.close()
        self._opener = who
        glance = await self.desk.jobs.find.glance(self.route.customer)
        self.name = "" if glance is None else glance.name
        self.drawn()
        await self._ask()
        return self.customer

    def close(self) -> None:
        """Nothing of it is shown any more; the next to look opens it anew."""
        self.opened, self._shown = None, None
        self.revealed.clear()

    async def _ask(self) -> None:
        """Ask for it; whoever did is recorded with the purpose."""
        jobs, who = self.desk.jobs, self.desk.session.who
        try:
            self.config = await jobs.door.read(lambda tx: load_config(tx, jobs.station.store))
            self.opened = await jobs.find.open_customer(self.route.customer, self.route.purpose, who)
        except Problem as problem:
            self.problem = problem
            return
        self.problem, self.opened_at, self.name = None, self.desk.now_at, self.opened.customer.display_name
        why = self.desk.words.text(f"purpose.{self.route.purpose}")
        self.desk.session.saw(Seen(self.route, self.name, why))
        await self.read()

    async def read(self) -> None:
        """With what was written here on top."""
        if self.opened is not None:
            self._shown = await self.desk.jobs.profiles.shown(self.opened.customer)

    async def reveal(self, fact: str) -> None:
        """Show a masked contact, if the operator may; who saw it is recorded."""
        who = self.desk.session.who
        try:
            approval = await self.desk.approval_for(reveal_ask(self.route.customer, who))
            await self.desk.jobs.find.reveal(self.route.customer, fact, who, approval)
        except Problem as problem:
            self.refused(problem)
        else:
            self.revealed.add(fact)
        self.drawn()

    def answer(self, purpose: str, *, is_given: bool) -> None:
        """That answer; one that is shown already changes nothing."""
        customer = self.customer
        last = None if customer is None else last_answer(customer.consents, purpose)
        if last is None or last.is_given is not is_given:
            self._say(ConsentPurpose(purpose), is_given=is_given)

    def _say(self, purpose: ConsentPurpose, *, is_given: bool, text: str = "") -> None:
        self.desk.flights.once(
            f"consent:{self.route.customer}:{purpose}", lambda: self._said(purpose, is_given=is_given, text=text)
        )

    async def _said(self, purpose: ConsentPurpose, *, is_given: bool, text: str) -> None:
        customer, who, words = self.customer, self.desk.session.who, self.desk.words
        if customer is None:
            return
        last = last_answer(customer.consents, purpose)
        try:
            command = await self.desk.jobs.profiles.answer(customer, purpose, who, is_given=is_given, text=text)
        except Problem as problem:
            self.refused(problem)
            return
        # What is taken back is the act: a yes is then again to the text it was given to.
        before = "" if last is None else last.text_version
        title = words.text(f"consent.done.{'yes' if is_given else 'no'}", purpose=words.text(f"consent.{purpose}"))
        if last is None and not is_given:
            # Taking back a first no would record a yes that nobody said.
            await self._written(who, command, title)
            return
        await self._written(
            who,
            command,
            title,
            undo=lambda: self._say(purpose, is_given=not is_given, text="" if is_given else before),
        )

    def note(self, text: str) -> None:
        """Write a note."""
        self.desk.flights.once(f"note:{self.route.customer}", lambda: self._note(text))

    async def _note(self, text: str) -> None:
        who, jobs = self.desk.session.who, self.desk.jobs
        try:
            command = await jobs.profiles.note(self.route.customer, text, who)
        except Problem as problem:
            self.refused(problem)
            return
        if command:
            if self.draft == text:
                self.draft = ""
            title = self.desk.words.text("note.done")
            await self._written(who, command, title, undo=lambda: self.unnote(command))

    def unnote(self, note: str) -> None:
        """Take a note off."""
        self.desk.flights.once(f"unnote:{note}", lambda: self._unnote(note))

    async def _unnote(self, note: str) -> None:
        found = None if self.customer is None else next((n for n in self.customer.notes if n.id == note), None)
        if found is None:
            return
        who, jobs = self.desk.session.who, self.desk.jobs
        try:
            command = await jobs.profiles.unnote(self.route.customer, found, who)
        except Problem as problem:
            self.refused(problem)
            return
        title = self.desk.words.text("note.removed")
        if found.by == who.id:
            await self._written(who, command, title, undo=lambda: self.note(found.text))
        else:
            # A note is written under the name of whoever writes it: it would come back as the remover's.
            await self._written(who, command, title, self.desk.words.text("note.removed.other"))

    async def _written(
        self, who: Operator, command: str, title: str, line: str = "", undo: Callable[[], None] | None = None
    ) -> None:
        """Show it, say it, and hear what central says while the clerk goes on."""
        await self.read()
        self.desk.done(who, title, line, undo)
        self.desk.flights.once(f"heard:{command}", lambda: self._heard(who, command))
        self.drawn()

    async def _heard(self, who: Operator, command: str) -> None:
        """A no is said here while whoever asked still looks; else it waits for a person at the attention desk."""
        desk = self.desk
        entry = await desk.jobs.profiles.heard(command)
        if desk.session.operator == who and desk.navigator.at == self.route:
            try:
                await desk.jobs.acting.refuse(entry)
            except Problem as problem:
                self.refused(problem)
        await self.read()
        self.drawn()
