"""What a person does about something that waits for one: the two ways out, and why it is let go."""

from enum import StrEnum


class Remedy(StrEnum):
    """AGAIN: the machine tries once more. DISMISS: nothing more is tried, for a reason that is kept."""

    AGAIN = "again"
    DISMISS = "dismiss"


class Dismissal(StrEnum):
    """Why nothing more is tried; a closed list, because free text ends in records that must name nobody."""

    DONE_OTHERWISE = "done_otherwise"
    DUPLICATE = "duplicate"
    MISTAKE = "mistake"
    NOT_NEEDED = "not_needed"


PARKED = "parked:"
"""Begins the id of an item about a command that was put aside; the command's id follows."""

CARRIED = "carried:"
"""Begins the id of an item about goods that left under a grant that had ended, or with who was struck off; the
command's id follows."""

COMMAND = "command:"
"""Begins the id of an item about a command that was refused; the command's id follows."""
