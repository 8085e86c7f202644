"""The language of the screens, changed at run time."""

from collections.abc import Callable
from dataclasses import dataclass, field

from app.presentation.wording import Wording

LANGUAGES = ("it", "en")


@dataclass(slots=True)
class Language:
    """Holds the wording in use; lives on the loop. `make` gives the wording of a language. `home` is the one the
    terminal was started in: its customers', whatever its operators choose for themselves."""

    make: Callable[[str], Wording]
    name: str = "it"
    home: str = "it"
    _wording: Wording | None = None
    _of_store: Wording | None = None
    _english: Wording | None = None
    _listeners: list[Callable[[], None]] = field(default_factory=list)

    @property
    def wording(self) -> Wording:
        """The texts and formats in use."""
        if self._wording is None:
            self._wording = self.make(self.name)
        return self._wording

    @property
    def of_store(self) -> Wording:
        """What customers read."""
        if self._of_store is None:
            self._of_store = self.make(self.home)
        return self._of_store

    @property
    def english(self) -> Wording:
        """English texts, whatever is spoken: commands are known by both names."""
        if self._english is None:
            self._english = self.make("en")
        return self._english

    def speak(self, name: str) -> None:
        """Change the language; everybody who shows words hears of it."""
        if name in LANGUAGES and name != self.name:
            self.name, self._wording = name, None
            self.tell()

    def forget(self) -> None:
        """Names that words refer to changed (stores, operators): make them anew."""
        self._wording = self._of_store = None

    def listen(self, listener: Callable[[], None]) -> None:
        """Be told when words change."""
        self._listeners.append(listener)

    def tell(self) -> None:
        """Words changed."""
        for listener in list(self._listeners):
            listener()
