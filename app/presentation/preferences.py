"""How one terminal looks and which language it speaks: kept on the machine, changed at run time."""

from collections.abc import Callable
from dataclasses import dataclass, field

from app.presentation.language import LANGUAGES
from app.usecases.ports import StoreDoor, TerminalTx

LOOKS = ("light", "dark", "hc", "sun")
_LOOK, _LANGUAGE = "preference.look", "preference.language"


@dataclass(slots=True)
class Preferences:
    """Owns the choices of one terminal; lives on the loop. Values it does not know are left out."""

    door: StoreDoor
    look: str = "light"
    language: str = ""
    _listeners: list[Callable[[], None]] = field(default_factory=list)

    async def read(self) -> None:
        """As they were left."""

        def both(tx: TerminalTx) -> tuple[str, str]:
            return tx.meta(_LOOK), tx.meta(_LANGUAGE)

        look, language = await self.door.read(both)
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

    def listen(self, listener: Callable[[], None]) -> None:
        """Be told of every change."""
        self._listeners.append(listener)

    def _tell(self) -> None:
        for listener in list(self._listeners):
            listener()
