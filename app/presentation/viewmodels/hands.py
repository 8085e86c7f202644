"""Hands for the sample chain: codes to scan by name, and what may go wrong with printer, line and servers."""

from collections.abc import Awaitable
from dataclasses import dataclass
from typing import Protocol

from app.presentation.flights import Flights
from app.presentation.language import Language
from app.presentation.view_model import ViewModel
from app.presentation.wording import Wording

LINES = ("whole", "slow", "broken", "cut")
PAPER_OUT, COVER_OPEN, SHOP_DOWN = "paper_out", "cover_open", "shop_down"
FAULTS = (PAPER_OUT, COVER_OPEN, SHOP_DOWN)
LONGEST_SHOWN = 24


class World(Protocol):
    """The chain these hands reach into. Every call ends when it is done."""

    def scan(self, code: str) -> Awaitable[None]:
        """The terminal's scanner reads that."""

    def fault(self, name: str, *, is_on: bool) -> Awaitable[None]:
        """One of FAULTS begins or ends."""

    def power_cycle(self) -> Awaitable[None]:
        """The printer off and on."""

    def line(self, name: str) -> Awaitable[None]:
        """The line to head office becomes one of LINES."""


@dataclass(frozen=True, slots=True)
class ScanSample:
    """A code to scan; `id` names what it is for, `about` the order, person or article, if it has one."""

    id: str
    code: str
    about: str = ""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who may sign in."""

    name: str
    role: str
    pin: str


@dataclass(frozen=True, slots=True)
class CodeRow:
    """A code by its name, and under it what it is."""

    id: str
    title: str
    line: str

    @property
    def spoken(self) -> str:
        """Both."""
        return f"{self.title}. {self.line}"


@dataclass(frozen=True, slots=True)
class FaultSwitch:
    """Something that is well or not."""

    id: str
    words: str
    is_on: bool


@dataclass(frozen=True, slots=True)
class HandsState:
    """The whole window."""

    title: str
    people_title: str
    people: tuple[str, ...]
    codes_title: str
    codes: tuple[CodeRow, ...]
    hint: str
    scan: str
    faults_title: str
    faults: tuple[FaultSwitch, ...]
    power: str
    line_title: str
    lines: tuple[tuple[str, str], ...]
    line: str


class HandsModel(ViewModel[HandsState]):
    """Knows what is broken just now; lives on the loop."""

    def __init__(
        self,
        world: World,
        language: Language,
        flights: Flights,
        samples: tuple[ScanSample, ...],
        people: tuple[Person, ...],
    ) -> None:
        super().__init__()
        self._world, self._language, self._flights = world, language, flights
        self._samples, self._people = samples, people
        self._on: frozenset[str] = frozenset()
        self._line = LINES[0]
        language.listen(self.refresh)

    def scan(self, sample: str) -> None:
        """A code of the list."""
        code = next(known.code for known in self._samples if known.id == sample)
        self.scan_text(code)

    def scan_text(self, code: str) -> None:
        """Any code; nothing for an empty one."""
        if code:
            self._flights.once("scan", lambda: self._scan(code))

    def switch(self, fault: str) -> None:
        """Break it, or mend it."""
        self._flights.once(fault, lambda: self._switch(fault))

    def power_cycle(self) -> None:
        """The printer off and on."""
        self._flights.once("power", self._power)

    def choose_line(self, name: str) -> None:
        """The line to head office."""
        self._flights.latest("line", lambda: self._choose_line(name))

    async def _scan(self, code: str) -> None:
        await self._world.scan(code)

    async def _switch(self, fault: str) -> None:
        await self._world.fault(fault, is_on=fault not in self._on)
        self._on ^= {fault}
        self.refresh()

    async def _power(self) -> None:
        await self._world.power_cycle()

    async def _choose_line(self, name: str) -> None:
        await self._world.line(name)
        self._line = name
        self.refresh()

    def render(self) -> HandsState:
        """Everything in words."""
        words = self._language.wording
        return HandsState(
            title=words.text("hands.title"),
            people_title=words.text("hands.people"),
            people=tuple(_person(words, person) for person in self._people),
            codes_title=words.text("hands.codes"),
            codes=tuple(_row(words, sample) for sample in self._samples),
            hint=words.text("hands.any"),
            scan=words.text("hands.scan"),
            faults_title=words.text("hands.faults"),
            faults=tuple(FaultSwitch(f, words.text(f"hands.fault.{f}"), f in self._on) for f in FAULTS),
            power=words.text("hands.power"),
            line_title=words.text("hands.line"),
            lines=tuple((name, words.text(f"hands.line.{name}")) for name in LINES),
            line=self._line,
        )


def _person(words: Wording, person: Person) -> str:
    role = words.text(f"role.{person.role}")
    return words.text("hands.person", name=person.name, role=role.lower(), pin=person.pin)


def _row(words: Wording, sample: ScanSample) -> CodeRow:
    code = sample.code
    shown = code if len(code) <= LONGEST_SHOWN else f"{code[:LONGEST_SHOWN]}…"
    line = " · ".join(part for part in (sample.about, shown) if part)
    return CodeRow(sample.id, words.text(f"hands.code.{sample.id}"), line)
