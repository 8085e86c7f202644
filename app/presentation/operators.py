"""Colleagues as tiles, how long a PIN is, and the locked screen as it is kept for the next start."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # a first window shows people before the rest of the program is read
    from app.contract.rows import RosterStaff
    from app.presentation.wording import Wording

PIN_DIGITS = 6


@dataclass(frozen=True, slots=True)
class OperatorTile:
    """A colleague to choose: staff number, name, initials; `digit` chooses too, where there is one."""

    number: str
    name: str
    role: str
    initials: str
    is_chosen: bool
    digit: str = ""


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody to choose, and what asks for their PIN once they are."""

    tile: OperatorTile
    asks_pin: str


@dataclass(frozen=True, slots=True)
class LockedFace:
    """What a locked screen says before anybody touched it: its question, its people, its pad, in one language."""

    question: str
    group: str
    asks_who: str
    people: tuple[Colleague, ...]
    pad: tuple[str, str]

    def tiles(self, chosen: str) -> tuple[OperatorTile, ...]:
        """Everybody, one of them chosen or nobody."""
        return tuple(replace(one.tile, is_chosen=one.tile.number == chosen) for one in self.people)

    def asks(self, chosen: str) -> str:
        """For whose PIN it asks; for a choice, while nobody it knows is chosen."""
        return next((one.asks_pin for one in self.people if one.tile.number == chosen), self.asks_who)


@dataclass(frozen=True, slots=True)
class Begun:
    """How far somebody came on a locked screen before the terminal was open: a number, digits of a PIN."""

    number: str = ""
    pin: str = ""

    def __repr__(self) -> str:
        return f"Begun({self.number!r}, {len(self.pin)} digits)"


def initials(name: str) -> str:
    """`GF` for Giulia Ferri."""
    words = name.split()
    return "".join(word[:1] for word in (words[:1] + words[1:][-1:])).upper()


def tile_of(staff: "RosterStaff", chosen: str, words: "Wording", digit: str = "") -> OperatorTile:
    """A colleague in words."""
    role = words.find(f"role.{staff.role}") or ""
    return OperatorTile(staff.number, staff.name, role, initials(staff.name), staff.number == chosen, digit)


def locked_face(staff: "Iterable[RosterStaff]", words: "Wording") -> LockedFace:
    """The locked screen of those people."""
    return LockedFace(
        question=words.text("signin.question"),
        group=words.text("signin.group"),
        asks_who=words.text("signin.choose"),
        people=tuple(Colleague(tile_of(one, "", words), words.text("signin.pin", name=one.name)) for one in staff),
        pad=(words.text("pad.delete"), words.text("pad.clear")),
    )
