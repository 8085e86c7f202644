"""How one terminal looks and which language it speaks: kept on the machine, changed at run time."""

from collections.abc import Callable
from dataclasses import dataclass, field

from app.presentation.language import LANGUAGES
from app.usecases.ports import StoreDoor, TerminalTx

LOOKS = ("light", "dark", "hc", "sun")
_LOOK, _LANGUAGE = "preference.look", "preference.language"
_BEEPS, _HINTS = "preference.beeps", "preference.hints"
_CUSTOMER_SCREEN = "preference.customer_screen"
QUIET = "off"


@dataclass(slots=True)
class Preferences:
    """Owns the choices of one terminal; lives on the loop. Values it does not know are left out."""

    door: StoreDoor
    look: str = "light"
    language: str = ""
    has_beeps: bool = True
    has_hints: bool = True
    has_customer_screen: bool = False
    _listeners: list[Callable[[], None]] = field(default_factory=list)

    async def read(self) -> None:
        """As they were left."""

        def all_of_them(tx: TerminalTx) -> list[str]:
            return [tx.meta(name) for name in (_LOOK, _LANGUAGE, _BEEPS, _HINTS, _CUSTOMER_SCREEN)]

        look, language, beeps, hints, customer_screen = await self.door.read(all_of_them)
        self.has_beeps, self.has_hints = beeps != QUIET, hints != QUIET
        self.has_customer_screen = customer_screen == "on"
        self.look = look if look in LOOKS else self.look
        self.language = language if language in LANGUAGES else self.language
        self._tell()

    async def choose_look(self, look: str) -> None:
        """Another theme, from now on and after a restart. Problem(DISK_FULL | DISK_READ_ONLY)."""
        self.look = look if look in LOOKS else self.look
        self._tell()
        await self.door.write(lambda tx: tx.set_meta(_LOOK, self.look))

    async def choose_language(self, language: str) -> None:
        """Another language, likewise."""
        self.language = language if language in LANGUAGES else self.language
        self._tell()
        await self.door.write(lambda tx: tx.set_meta(_LANGUAGE, self.language))

    async def choose_beeps(self, *, has_beeps: bool) -> None:
        """Whether scans are answered by sound, likewise."""
        self.has_beeps = has_beeps
        self._tell()
        await self.door.write(lambda tx: tx.set_meta(_BEEPS, "on" if self.has_beeps else QUIET))

    async def choose_hints(self, *, has_hints: bool) -> None:
        """Whether who is new is told a line at a place, likewise."""
        self.has_hints = has_hints
        self._tell()
        await self.door.write(lambda tx: tx.set_meta(_HINTS, "on" if self.has_hints else QUIET))

    async def choose_customer_screen(self, *, is_on: bool) -> None:
        """Whether a second screen is the customers', likewise."""
        self.has_customer_screen = is_on
        self._tell()
        await self.door.write(lambda tx: tx.set_meta(_CUSTOMER_SCREEN, "on" if is_on else QUIET))

    def listen(self, listener: Callable[[], None]) -> None:
        """Be told of every change."""
        self._listeners.append(listener)

    def _tell(self) -> None:
        for listener in list(self._listeners):
            listener()
