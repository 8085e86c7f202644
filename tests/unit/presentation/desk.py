"""A command line as its tests use it: a line in, an answer out, and what any answer must be like."""

from dataclasses import dataclass

import msgspec

from app.presentation.console import Console
from app.presentation.console_answer import Answer
from app.presentation.console_text import as_text
from app.presentation.console_views import Data
from tests.unit.domain.samples import NOW_AT
from tests.unit.usecases.counter import PIN, Counter
from tests.unit.wording.catalogues import LANGUAGES, wording


def check_answer(answer: Answer) -> None:
    """Plain JSON, and words in every language."""
    assert answer.event
    msgspec.json.encode(answer.data)
    for language in LANGUAGES:
        said = as_text(answer, wording(language), NOW_AT)
        assert said or answer.event == "nothing"
        assert not any(ord(char) < 32 and char != "\n" for char in said), repr(said)


@dataclass
class Desk:
    """A console and the counter behind it."""

    counter: Counter
    console: Console

    async def say(self, line: str) -> Answer:
        """The answer to a line."""
        answer = await self.console.line(line)
        check_answer(answer)
        return answer

    async def event(self, line: str) -> str:
        """What an answer is."""
        return (await self.say(line)).event

    async def code(self, line: str) -> str:
        """Why a line was refused."""
        answer = await self.say(line)
        assert answer.event == "refused", answer
        return str(answer.data["code"])

    async def data(self, line: str, event: str) -> Data:
        """The facts of an answer of that name."""
        answer = await self.say(line)
        assert answer.event == event, answer
        return answer.data

    async def sign_in(self, number: str = "07") -> None:
        """Somebody begins to work."""
        assert await self.event(f"signin {number} {PIN}") == "signed_in"
