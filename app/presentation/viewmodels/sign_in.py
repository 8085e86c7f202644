"""Signing in: one tap on a tile, six digits; nothing personal is on a locked screen."""

from dataclasses import dataclass

from app.contract.rows import RosterStaff
from app.domain.errors import Code, Problem
from app.presentation.desk import Desk
from app.presentation.language import LANGUAGES
from app.presentation.operators import PIN_DIGITS, Begun, LockedFace, OperatorTile, locked_face
from app.presentation.pin_refusals import still
from app.presentation.view_model import Button, Foot, ViewModel
from hardware.api import ScanRead

ENTER = "enter"
OF_BADGES = (Code.BADGE_UNKNOWN, Code.BADGE_LEFT)


@dataclass(frozen=True, slots=True)
class SignInState:
    """The locked screen."""

    question: str
    group: str
    tiles: tuple[OperatorTile, ...]
    pin_title: str
    filled: int
    is_wrong: bool
    error: str
    hint: str
    pad: tuple[str, str]
    language_title: str
    languages: tuple[tuple[str, str], ...]
    language: str
    foot: Foot


class SignInModel(ViewModel[SignInState]):
    """Who works here now. The PIN lives here only, until it was checked; while the terminal opens, in its first
    window."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._staff: list[RosterStaff] = []
        self._chosen = ""
        self._pin = ""
        self._problem: Problem | None = None
        self._refused_s = 0.0

    async def open(self) -> None:
        """Read the roster; nothing typed before stays."""
        self._pin = ""
        await self.reload()

    async def reload(self) -> None:
        """The roster may have changed; whoever is typing goes on."""
        try:
            self._staff = await self._desk.jobs.sign_in.operators()
        except Problem as problem:
            self._problem = problem
        self.refresh()

    @property
    def face(self) -> LockedFace:
        """The locked screen as nobody touched it."""
        return locked_face(self._staff, self._desk.words)

    def go_on(self, begun: Begun) -> None:
        """As if it had been begun here; somebody who is not on the roster any more was not chosen."""
        if any(staff.number == begun.number for staff in self._staff):
            self.choose(begun.number)
            for digit in begun.pin:
                self.take_digit(digit)

    def choose(self, number: str) -> None:
        """That colleague."""
        self._chosen, self._pin, self._problem = number, "", None
        self.refresh()

    async def take_scan(self, read: ScanRead) -> bool:
        """A badge chooses whose it is; the PIN is asked as ever."""
        try:
            number = await self._desk.jobs.scans.staff(read)
        except Problem as problem:
            self._problem = problem
            self.refresh()
            raise
        if number is not None:
            self.choose(number)
        return number is not None

    @property
    def takes_digits(self) -> bool:
        """The PIN is typed on any keyboard, but never by a scanner."""
        return True

    def take_digit(self, digit: str) -> bool:
        """A digit of the PIN, from keys or the pad; the sixth one signs in."""
        if self._chosen and len(self._pin) < PIN_DIGITS and not self._is_busy:
            self._pin += digit
            self._problem = None
            self.refresh()
            if len(self._pin) == PIN_DIGITS:
                self._desk.flights.once(ENTER, self._enter)
        return True

    def delete(self) -> None:
        """The last digit away."""
        self._pin = self._pin[:-1]
        self.refresh()

    def clear(self) -> None:
        """All of them."""
        self._pin = ""
        self.refresh()

    def choose_language(self, language: str) -> None:
        """Another language, for who cannot read this one."""
        self._desk.flights.latest("language", lambda: self._desk.preferences.choose_language(language))

    async def press(self, button: str) -> None:
        """Enter."""
        if len(self._pin) == PIN_DIGITS and not self._is_busy:
            self._desk.flights.once(ENTER, self._enter)

    @property
    def _is_busy(self) -> bool:
        return self._desk.flights.is_flying(ENTER)

    async def _enter(self) -> None:
        pin, self._pin = self._pin, ""
        try:
            operator = await self._desk.jobs.sign_in.sign_in(self._chosen, pin)
        except Problem as problem:
            self._problem, self._refused_s = problem, self._desk.jobs.clock.monotonic_s()
        else:
            self._chosen = ""
            self._desk.session.begin(operator)
        self.refresh()

    @property
    def foot(self) -> Foot:
        """`Entra`."""
        words = self._desk.words
        return Foot(Button(ENTER, words.text("signin.enter"), is_enabled=len(self._pin) == PIN_DIGITS))

    def render(self) -> SignInState:
        """The facts in words."""
        words, face = self._desk.words, self.face
        refusal = still(self._problem, self._desk.jobs.clock.monotonic_s() - self._refused_s)
        explained = None if refusal is None else self._desk.explain(refusal)
        return SignInState(
            question=face.question,
            group=face.group,
            tiles=face.tiles(self._chosen),
            pin_title=face.asks(self._chosen),
            filled=len(self._pin),
            is_wrong=refusal is not None and refusal.code not in OF_BADGES,
            error="" if explained is None else f"{explained.what} {explained.next}".strip(),
            hint=words.text("signin.hint"),
            pad=face.pad,
            language_title=words.text("settings.language"),
            languages=tuple((name, words.text(f"language.{name}")) for name in LANGUAGES),
            language=self._desk.language.name,
            foot=self.foot,
        )
