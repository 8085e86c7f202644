"""The sheet on which another person says yes: who, why, six digits."""

from dataclasses import dataclass

from app.contract.rows import RosterStaff
from app.domain.errors import Code, Problem
from app.domain.staff import ApprovalReason, Ask
from app.presentation.desk import Desk
from app.presentation.operators import PIN_DIGITS, OperatorTile, tile_of
from app.presentation.pin_refusals import still
from app.presentation.view_model import ViewModel
from hardware.api import ScanRead

GRANT = "approval:grant"
MAX_TILES = 6


@dataclass(frozen=True, slots=True)
class ApprovalState:
    """The sheet; closed until something is asked for. `reasons` are digit, value, words.

    A choice has its digit only while that is what a digit answers.
    """

    is_open: bool
    title: str
    act: str
    people_title: str
    tiles: tuple[OperatorTile, ...]
    none: str
    reason_title: str
    reasons: tuple[tuple[str, str, str], ...]
    reason: str
    pin_title: str
    filled: int
    error: str
    cancel: str
    pad: tuple[str, str]


class ApprovalModel(ViewModel[ApprovalState]):
    """Asks in that order; a digit answers what is asked. The PIN lives here only, until it was checked."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._ask: Ask | None = None
        self._staff: list[RosterStaff] = []
        self._is_read = False
        self._chosen = self._pin = ""
        self._reason: ApprovalReason | None = None
        self._problem: Problem | None = None
        self._refused_s = 0.0
        desk.approvals.listen(self._asked)

    def _asked(self) -> None:
        """Begin from nothing: no digit and no name is left from an earlier question."""
        self._ask = self._desk.approvals.pending
        self._staff, self._is_read, self._chosen, self._pin = [], False, "", ""
        self._reason = self._problem = None
        if (ask := self._ask) is not None:
            self._desk.flights.latest("approval:people", lambda: self._read(ask))
        self.refresh()

    async def _read(self, ask: Ask) -> None:
        try:
            self._staff = await self._desk.jobs.approve.approvers(ask)
            self._is_read = True
        except Problem as problem:
            self._problem = problem
        if len(self._staff) == 1:
            self._chosen = self._staff[0].number
        self.refresh()

    def choose(self, number: str) -> None:
        """That colleague."""
        self._chosen, self._pin, self._problem = number, "", None
        self.refresh()

    async def take_scan(self, read: ScanRead) -> bool:
        """A badge chooses whose it is, among those who may say yes; the PIN is asked as ever."""
        ask = self._ask
        try:
            number = await self._desk.jobs.scans.staff(read)
            if number is not None and all(staff.number != number for staff in self._staff):
                raise Problem(Code.BADGE_CANNOT_APPROVE)
        except Problem as problem:
            number, self._problem = None, problem
            self.refresh()
        if number is not None and ask is self._ask:
            self.choose(number)
        return number is not None

    def choose_reason(self, value: str) -> None:
        """Why they say yes."""
        self._reason = ApprovalReason(value)
        self.refresh()
        self._try()

    def take_digit(self, digit: str) -> bool:
        """Who, then why, then the PIN; its sixth digit is the yes."""
        place = int(digit) - 1
        if not self._chosen:
            if 0 <= place < len(self._staff[:MAX_TILES]):
                self.choose(self._staff[place].number)
        elif self._reason is None:
            if 0 <= place < len(ApprovalReason):
                self.choose_reason(list(ApprovalReason)[place].value)
        else:
            self.take_pin(digit)
        return True

    def take_pin(self, digit: str) -> None:
        """A digit of the PIN, from the pad."""
        if self._chosen and len(self._pin) < PIN_DIGITS and not self._desk.flights.is_flying(GRANT):
            self._pin += digit
            self._problem = None
            self.refresh()
            self._try()

    def delete(self) -> None:
        """The last digit away."""
        self._pin = self._pin[:-1]
        self.refresh()

    def clear(self) -> None:
        """All of them."""
        self._pin = ""
        self.refresh()

    def cancel(self) -> None:
        """Nobody says yes."""
        self._desk.approvals.answer(self._ask, None)

    def _try(self) -> None:
        if self._reason is not None and len(self._pin) == PIN_DIGITS:
            self._desk.flights.once(GRANT, self._grant)

    async def _grant(self) -> None:
        ask, reason = self._ask, self._reason
        pin, self._pin = self._pin, ""
        if ask is None or reason is None:
            return
        try:
            approval = await self._desk.jobs.approve.grant(ask, self._chosen, pin, reason)
        except Problem as problem:
            if ask is self._ask:
                self._problem, self._refused_s = problem, self._desk.jobs.clock.monotonic_s()
        else:
            self._desk.approvals.answer(ask, approval)
        self.refresh()

    def render(self) -> ApprovalState:
        """The facts in words."""
        words, ask = self._desk.words, self._ask
        chosen = next((staff for staff in self._staff if staff.number == self._chosen), None)
        refusal = still(self._problem, self._desk.jobs.clock.monotonic_s() - self._refused_s)
        explained = None if refusal is None else self._desk.explain(refusal)
        asks_why = bool(self._chosen) and self._reason is None
        return ApprovalState(
            is_open=ask is not None,
            title=words.text("approval.title"),
            act="" if ask is None else self._act(ask),
            people_title=words.text("approval.people"),
            tiles=tuple(
                tile_of(staff, self._chosen, words, "" if self._chosen else str(place))
                for place, staff in enumerate(self._staff[:MAX_TILES], 1)
            ),
            none=words.text("approval.none") if self._is_read and not self._staff else "",
            reason_title=words.text("approval.reason"),
            reasons=tuple(
                (str(place) if asks_why else "", reason.value, words.text(f"approval.reason.{reason}"))
                for place, reason in enumerate(ApprovalReason, 1)
            ),
            reason="" if self._reason is None else self._reason.value,
            pin_title=words.text("signin.pin", name=chosen.name) if chosen else words.text("approval.choose"),
            filled=len(self._pin),
            error="" if explained is None else f"{explained.what} {explained.next}".strip(),
            cancel=words.text("approval.cancel"),
            pad=(words.text("pad.delete"), words.text("pad.clear")),
        )

    def _act(self, ask: Ask) -> str:
        """The act itself; of a refund, how much."""
        words = self._desk.words
        amount = words.formats.money(ask.amount, "EUR") if ask.amount else ""
        return words.text(f"approval.act.{ask.action}", amount=amount)
