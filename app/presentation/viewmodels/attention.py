"""What was refused, put aside or in conflict: what and why in a sentence, and the ways out."""

from dataclasses import dataclass

from app.domain.attention import Dismissal
from app.domain.customers import Purpose
from app.domain.errors import Code, Problem
from app.presentation.desk import Desk
from app.presentation.events import Choice, EventLine
from app.presentation.marks import Glyph, Mark, Tone
from app.presentation.queue_words import span
from app.presentation.routes import CustomerRoute, OrderRoute
from app.presentation.view_model import Button, Foot, ViewModel
from app.usecases.attention_cases import AttentionCase, open_cases, settled_cases
from app.usecases.settle_attention import settle_ask

OPEN, SETTLED = "open", "settled"
AGAIN, ACT, GO_ORDER, GO_CUSTOMER = "again", "act", "order", "customer"
_DISMISSALS = (Dismissal.DONE_OTHERWISE, Dismissal.DUPLICATE, Dismissal.MISTAKE, Dismissal.NOT_NEEDED)
_GLYPHS: dict[str, Glyph] = {
    "order.hand_over": Glyph.PACKAGE_X,
    "order.reverse_handover": Glyph.UNDO_2,
    "return.receive": Glyph.BANKNOTE,
    "return.start": Glyph.UNDO_2,
    "call.move": Glyph.HAND,
    "visit.move": Glyph.USER_CHECK,
    "customer.note": Glyph.NOTEBOOK_PEN,
    "customer.unnote": Glyph.NOTEBOOK_PEN,
    "customer.consent": Glyph.USER_CHECK,
    "cart.reserve": Glyph.SHOPPING_CART,
    "cart.sell": Glyph.SHOPPING_CART,
    "cart.hold": Glyph.HOURGLASS,
    "cart.release": Glyph.HOURGLASS,
}


@dataclass(frozen=True, slots=True)
class AttentionState:
    """The whole screen."""

    title: str
    subtitle: str
    views: tuple[tuple[str, str], ...]
    view: str
    rows: tuple[EventLine, ...]
    selected: str
    settled_title: str
    settled: tuple[EventLine, ...]
    empty: tuple[str, str]
    panel_title: str
    mark: Mark | None
    about: str
    steps: tuple[tuple[Tone, str, str], ...]
    choices_title: str
    choices: tuple[Choice, ...]
    choice: str
    note: tuple[Tone, str, str] | None
    foot: Foot


class AttentionModel(ViewModel[AttentionState]):
    """The desk where a person settles what the machine cannot."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._open: list[AttentionCase] = []
        self._settled: list[AttentionCase] = []
        self._names: dict[str, str] = {}
        self._view, self._selected, self._choice = OPEN, "", ""
        self._is_read = self._is_busy = False
        self._problem: Problem | None = None

    async def open(self) -> None:
        """Read both lists. What was chosen stays while its item is there."""
        who, jobs = self._desk.session.operator, self._desk.jobs
        if who is None:
            return
        try:
            who.need("attention.list")
            self._open = await jobs.door.read(lambda tx: open_cases(tx, jobs.station))
            self._settled = await jobs.door.read(lambda tx: settled_cases(tx, jobs.station))
            self._names = await self._read_names({case.customer for case in (*self._open, *self._settled)})
            self._is_read = True
        except Problem as problem:
            self._problem = problem
        self.refresh()

    async def _read_names(self, customers: set[str]) -> dict[str, str]:
        """What this terminal calls those customers; nothing for one it does not know."""
        rows = [await self._desk.jobs.find.glance(customer) for customer in customers if customer]
        return {row.id: row.name for row in rows if row is not None}

    async def reload(self) -> None:
        """The store changed."""
        await self.open()

    def choose_view(self, view: str) -> None:
        """What is open, or what was settled."""
        self._view, self._selected, self._problem = view, "", None
        self.refresh()

    def choose(self, item: str) -> None:
        """Look at one."""
        if item != self._selected:
            self._selected, self._choice, self._problem = item, "", None
            self.refresh()

    def choose_way(self, value: str) -> None:
        """What to do about it."""
        self._choice, self._problem = value, None
        self.refresh()

    @property
    def takes_digits(self) -> bool:
        """The caps on the screen."""
        return True

    def take_digit(self, digit: str) -> bool:
        """The way out with that digit."""
        found = next((way for way in self._ways if way.digit == digit), None)
        if found is not None:
            self.choose_way(found.value)
        return found is not None

    async def press(self, button: str) -> None:
        """Do what was chosen, or go and look."""
        case = self._chosen
        if case is None:
            return
        if button == GO_ORDER and case.order is not None:
            self._desk.navigator.go(OrderRoute(case.order.id))
        elif button == GO_CUSTOMER and case.customer:
            self._desk.navigator.go(CustomerRoute(case.customer, Purpose.ASSISTANCE))
        elif button == ACT:
            self._desk.flights.once(f"attention:{case.item.id}", lambda: self._act(case, self._way))

    async def _act(self, case: AttentionCase, way: str) -> None:
        attention, who, words = self._desk.jobs.attention, self._desk.session.who, self._desk.words
        self._is_busy, self._problem = True, None
        self.refresh()
        try:
            approval = await self._desk.approval_for(settle_ask(case.item.id, who))
            if way == AGAIN:
                await attention.try_again(case.item.id, who, approval)
            else:
                await attention.dismiss(case.item.id, Dismissal(way), who, approval)
        except Problem as problem:
            self._problem = problem
        else:
            self._choice = ""
            said = words.text(f"attention.done.{AGAIN if way == AGAIN else 'settled'}")
            self._desk.done(who, said, self._title(case))
        finally:
            self._is_busy = False
        await self.open()

    @property
    def _shown(self) -> list[AttentionCase]:
        return self._open if self._view == OPEN else self._settled

    @property
    def _chosen(self) -> AttentionCase | None:
        shown = self._shown
        found = next((case for case in shown if case.item.id == self._selected), None)
        return found or (shown[0] if shown else None)

    @property
    def _ways(self) -> tuple[Choice, ...]:
        case, words = self._chosen, self._desk.words
        if case is None or case.item.settled_at is not None:
            return ()
        if case.is_harmless:
            values = [Dismissal.NOT_NEEDED.value]
        else:
            values = [*([AGAIN] if case.can_try_again else []), *(why.value for why in _DISMISSALS)]
        return tuple(
            Choice(v, str(n), words.text(f"attention.way.{v}"), words.text(f"attention.way.{v}.line"))
            for n, v in enumerate(values, 1)
        )

    @property
    def _way(self) -> str:
        """What is chosen; at the beginning the way that loses nothing: to try again, or the only one there is."""
        values = [way.value for way in self._ways]
        if self._choice in values:
            return self._choice
        return values[0] if AGAIN in values or len(values) == 1 else ""

    @property
    def _denied(self) -> Problem | None:
        try:
            self._desk.session.who.need("attention.settle")
        except Problem as problem:
            return problem
        return None

    @property
    def _is_denied(self) -> bool:
        return self._denied is not None and self._denied.code is not Code.APPROVAL_REQUIRED

    @property
    def is_hint_due(self) -> bool:
        """There is a case that this person can end."""
        return bool(self._ways) and not self._is_denied

    @property
    def is_begun(self) -> bool:
        """A way out that was chosen, not taken yet."""
        return bool(self._choice)

    @property
    def foot(self) -> Foot:
        """The button says what was chosen."""
        words, way, case = self._desk.words, self._way, self._chosen
        if case is None:
            return Foot(Button(ACT, words.text("attention.act"), is_enabled=False))
        if case.item.settled_at is not None:
            return Foot(secondary=self._go_order(case))
        can = bool(way) and not self._is_busy and not self._is_denied
        name = f"attention.act.{way}" if way else "attention.act"
        return Foot(Button(ACT, words.text(name), is_enabled=can), self._go_order(case))

    def _go_order(self, case: AttentionCase) -> tuple[Button, ...]:
        if case.customer in self._names:
            return (Button(GO_CUSTOMER, self._desk.words.text("attention.customer"), Glyph.USER_CHECK),)
        if case.order is None:
            return ()
        return (Button(GO_ORDER, self._desk.words.text("attention.order"), Glyph.PACKAGE),)

    def render(self) -> AttentionState:
        """The facts in words."""
        words, case = self._desk.words, self._chosen
        counts = ((OPEN, len(self._open)), (SETTLED, len(self._settled)))
        rows = tuple(self._row(case) for case in self._shown)
        return AttentionState(
            title=words.text("attention.title"),
            subtitle=words.text("attention.subtitle"),
            views=tuple((name, words.text(f"attention.view.{name}", n=n)) for name, n in counts),
            view=self._view,
            rows=rows,
            selected="" if case is None else case.item.id,
            settled_title=words.text("attention.settled"),
            settled=tuple(self._row(case) for case in self._settled) if self._view == OPEN else (),
            empty=self._empty() if self._is_read and not rows else ("", ""),
            panel_title="" if case is None else self._title(case),
            mark=None if case is None else self._mark(case),
            about="" if case is None else self._about(case),
            steps=() if case is None else self._steps(case),
            choices_title=words.text("attention.ways") if self._ways else "",
            choices=self._ways,
            choice=self._way,
            note=self._note(),
            foot=self.foot,
        )

    def _empty(self) -> tuple[str, str]:
        words = self._desk.words
        return words.text(f"attention.empty.{self._view}"), words.text(f"attention.empty.{self._view}.line")

    def _note(self) -> tuple[Tone, str, str] | None:
        problem = self._problem or (self._denied if self._ways else None)
        if problem is None:
            return None
        explained = self._desk.explain(problem)
        tone = Tone.NEUTRAL if problem.code is Code.APPROVAL_REQUIRED else Tone.WARNING
        return tone, explained.what, explained.next

    def _title(self, case: AttentionCase) -> str:
        words = self._desk.words
        if case.kind or case.is_parked:
            state = "parked" if case.is_parked else "rejected"
            return words.find(f"attention.{state}.{case.kind}") or words.text(f"attention.{state}")
        return words.find(f"attention.code.{case.item.code}") or words.text("attention.code")

    def _mark(self, case: AttentionCase) -> Mark:
        words = self._desk.words
        if case.item.settled_at is not None:
            return Mark(words.text("attention.mark.settled"), Glyph.CHECK)
        if case.is_parked:
            return Mark(words.text("attention.mark.parked"), Glyph.CLOCK, Tone.WARNING)
        if case.is_harmless:
            return Mark(words.text("attention.mark.harmless"), Glyph.INFO, Tone.INFO)
        if case.kind:
            return Mark(words.text("attention.mark.rejected"), Glyph.CIRCLE_X, Tone.DANGER)
        return Mark(words.text("attention.mark.look"), Glyph.TRIANGLE_ALERT, Tone.WARNING)

    def _why(self, case: AttentionCase) -> str:
        """The reason itself: of a command put aside, why it could not be sent."""
        item = case.item
        why = item.details.get("why")
        code = str(why) if case.is_parked and why else item.code
        return self._desk.words.explain(code, item.details, now_at=self._desk.now_at).what

    def _harmless(self, case: AttentionCase) -> str:
        """Why nothing is to be done, empty when something is."""
        words = self._desk.words
        if not case.is_harmless:
            return ""
        return words.find(f"attention.harmless.{case.kind}") or words.text("attention.harmless")

    def _about(self, case: AttentionCase) -> str:
        words = self._desk.words
        number = words.text("attention.case", case=case.case) if case.case else ""
        order = "" if case.order is None else words.text("attention.about", number=case.order.number)
        name = self._names.get(case.customer, "") if case.order is None else case.order.customer_name
        return " · ".join(part for part in (number, order, name) if part)

    def _row(self, case: AttentionCase) -> EventLine:
        words, now_at, item = self._desk.words, self._desk.now_at, case.item
        mark = self._mark(case)
        is_settled = item.settled_at is not None
        why = (
            words.text("attention.by", name=case.settled_by)
            if is_settled and case.settled_by
            else self._harmless(case) or self._why(case)
        )
        title, about = self._title(case), self._about(case)
        age = "" if is_settled else words.text("attention.since", time=span(item.at, now_at, words))
        shown_at = item.settled_at or item.at
        is_today = words.formats.local_date(shown_at) == words.formats.local_date(now_at)
        time = words.formats.time(shown_at) if is_today else words.formats.day(shown_at)
        return EventLine(
            id=item.id,
            glyph=_GLYPHS.get(case.kind, Glyph.TRIANGLE_ALERT),
            tone=mark.tone,
            title=title,
            why=why,
            about=about,
            time=time,
            age=age,
            mark=mark if is_settled else None,
            spoken=", ".join(part for part in (title, why, about, time, age) if part),
        )

    def _steps(self, case: AttentionCase) -> tuple[tuple[Tone, str, str], ...]:
        """What happened, in order, each with its time."""
        words, item, now_at = self._desk.words, case.item, self._desk.now_at
        steps = []
        if case.made_at is not None:
            made = ", ".join(part for part in (words.moment(case.made_at, now_at), case.made_by) if part)
            steps.append((Tone.SUCCESS, words.text("attention.step.made"), made))
        explained = words.explain(item.code, item.details, now_at=now_at)
        why = self._why(case)
        line = f"{words.moment(item.at, now_at)}. {why}"
        name = "parked" if case.is_parked else "rejected" if case.kind else "found"
        tone = Tone.DANGER if name == "rejected" else Tone.WARNING
        steps.append((tone, words.text(f"attention.step.{name}"), line))
        if item.settled_at is not None:
            by = ", ".join(part for part in (words.moment(item.settled_at, now_at), case.settled_by) if part)
            steps.append((Tone.SUCCESS, words.text("attention.mark.settled"), by))
        elif not case.is_parked:
            steps.append((Tone.INFO, words.text("attention.step.next"), self._harmless(case) or explained.next))
        return tuple(steps)
