"""A kiosk or a tablet from the command line: the page in front as facts, and every press, key and scan of it."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

from app.domain.errors import Code, Problem
from app.presentation import console_words as typed
from app.presentation.console_answer import Answer
from app.presentation.console_facts import Facts, rows, text
from app.presentation.console_views import Data
from app.presentation.wording import Wording
from app.usecases.ports import Clock
from hardware.api import ScanRead
from hardware.symbology.reading import scan_read

MAX_LINE_CHARS = 2_000
MAX_PRESSES = 64


@dataclass(frozen=True, slots=True)
class Offered:
    """Something on a page that can be pressed; `why_not` says what is missing."""

    id: str
    words: str
    why_not: str = ""


class Face(Protocol):
    """A machine whose pages are data; lives on the loop."""

    def look(self) -> Data:
        """What is read on the page in front."""

    def offered(self) -> tuple[Offered, ...]:
        """What can be pressed on it."""

    def press(self, button: str) -> None:
        """As a finger would."""

    def scan(self, read: ScanRead) -> None:
        """As a reader would."""

    async def settled(self) -> None:
        """When what was set off has ended."""


@dataclass(slots=True)
class PageConsole:
    """One kiosk or tablet without a window; lives on the loop. Every line gets exactly one answer: the page that
    stands there when all it set off has ended."""

    face: Face
    clock: Clock
    device: str
    is_over: bool = False

    async def line(self, text: str) -> Answer:
        """Do what the line asks; what the machine refuses is said on its page."""
        try:
            words = _words(text)
            return await self._command(words)(words[1:]) if words else Answer("nothing")
        except Problem as problem:
            return _refused(problem)
        except typed.Misread as misread:
            details = {"word": misread.word, "choices": ", ".join(misread.choices)}
            return _refused(Problem(Code.BAD_REQUEST, command=words[0], **details))
        except IndexError:
            return _refused(Problem(Code.BAD_REQUEST, command=words[0]))

    def _command(self, words: list[str]) -> Callable[[list[str]], Awaitable[Answer]]:
        """The one that is asked for. Problem(BAD_REQUEST)."""
        found = self._commands().get(words[0])
        if found is None:
            raise Problem(Code.BAD_REQUEST, unknown=words[0])
        return found

    def _commands(self) -> dict[str, Callable[[list[str]], Awaitable[Answer]]]:
        return {
            "help": self._help,
            "look": self._look,
            "press": self._press,
            "type": self._type,
            "scan": self._scan,
            "quit": self._quit,
        }

    async def _help(self, words: list[str]) -> Answer:
        return Answer("help", {"commands": list(self._commands())})

    async def _look(self, words: list[str]) -> Answer:
        await self.face.settled()
        buttons: list[Data] = [
            {"id": button.id, "words": button.words, "why_not": button.why_not} for button in self.face.offered()
        ]
        return Answer("page", {**self.face.look(), "buttons": buttons})

    async def _press(self, words: list[str]) -> Answer:
        """What cannot be pressed just now says why on the page, and nothing happens."""
        await self.face.settled()
        offered = {button.id: button for button in self.face.offered()}
        if words[0] not in offered:
            raise typed.Misread(words[0], sorted(offered))
        if not offered[words[0]].why_not:
            self.face.press(words[0])
        return await self._look([])

    async def _type(self, words: list[str]) -> Answer:
        for sign in words[0][:MAX_PRESSES]:
            self.face.press(f"key:{sign.upper()}")
        return await self._look([])

    async def _scan(self, words: list[str]) -> Answer:
        if not words:
            raise IndexError
        self.face.scan(scan_read(" ".join(words).encode(), self.device, self.clock.now_at()))
        return await self._look([])

    async def _quit(self, words: list[str]) -> Answer:
        self.is_over = True
        return Answer("bye", {"device": self.device})


def _words(text: str) -> list[str]:
    """Problem(TOO_LARGE | BAD_REQUEST)."""
    if len(text) > MAX_LINE_CHARS:
        raise Problem(Code.TOO_LARGE, chars=MAX_LINE_CHARS)
    try:
        return typed.words(text)
    except ValueError as exc:
        raise Problem(Code.BAD_REQUEST, unknown=text) from exc


def _refused(problem: Problem) -> Answer:
    details: Data = dict(problem.details)
    return Answer("refused", {"code": problem.code.value, "details": details})


def page(data: Facts, wording: Wording) -> list[str]:
    """The page as somebody reads it: its title, what stands there, then what can be pressed and by which word."""
    said = [text(data, "title") or wording.text("page.untitled")]
    for row in rows(data, "reads"):
        lines = row.get("lines")
        words = [text({"line": line}, "line") for line in lines] if isinstance(lines, list | tuple) else []
        said.append("  " + " · ".join(word for word in words if word))
    return [*said, *(_button(row, wording) for row in rows(data, "buttons"))]


def _button(row: Mapping[str, object], wording: Wording) -> str:
    said = wording.text("page.button", id=text(row, "id"), words=text(row, "words"))
    why = text(row, "why_not")
    return wording.text("page.button.not", button=said, why=why) if why else said
