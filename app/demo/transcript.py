"""What the tour writes down: words a shop manager understands, and beside each what was looked up to be sure."""

from collections.abc import Callable
from pathlib import Path

from app.presentation.wording import Wording


class Transcript:
    """Owns the transcript's file; each line is shown at once and written as it comes."""

    def __init__(self, path: Path, wording: Wording, show: Callable[[str], None]) -> None:
        self._path = path
        self._show = show
        self.wording = wording
        self.checks = 0
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("", encoding="utf-8")

    def _write(self, line: str) -> None:
        with self._path.open("a", encoding="utf-8") as file:
            file.write(f"{line}\n")
        self._show(line)

    def heading(self, text_id: str, **values: str | int) -> None:
        """A new step."""
        self._write("")
        self._write(f"■ {self.wording.text(text_id, **values)}")

    def say(self, text_id: str, **values: str | int) -> None:
        """What happened."""
        self._write(f"  {self._words(text_id, values)}")

    def tell(self, line: str) -> None:
        """What happened, in words already found."""
        self._write(f"  {line}")

    def _words(self, text_id: str, values: dict[str, str | int]) -> str:
        n = values.get("n")
        if not isinstance(n, int):
            return self.wording.text(text_id, **values)
        others = {name: value for name, value in values.items() if name != "n"}
        return self.wording.plural(text_id, n, **others)

    def refusal(self, said: str) -> None:
        """What the terminal answered instead, and the next step."""
        self._write(f"  ✋ {said}")

    def checked(self, text_id: str, **values: str | int) -> None:
        """Something that was looked up outside the terminal and is so."""
        self.checks += 1
        self._write(f"  ✓ {self._words(text_id, values)}")
