"""Colleagues as tiles, and how long a PIN is."""

from dataclasses import dataclass

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


def initials(name: str) -> str:
    """`GF` for Giulia Ferri."""
    words = name.split()
    return "".join(word[:1] for word in (words[:1] + words[1:][-1:])).upper()


def tile_of(staff: RosterStaff, chosen: str, words: Wording, digit: str = "") -> OperatorTile:
    """A colleague in words."""
    role = words.find(f"role.{staff.role}") or ""
    return OperatorTile(staff.number, staff.name, role, initials(staff.name), staff.number == chosen, digit)
