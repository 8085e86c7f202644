"""Identifiers and numbers that travel, and how each is written."""

import re
from typing import NamedTuple

DEVICE_ID = re.compile(r"[A-Z0-9]{4}")
COMMAND_ID = re.compile(r"([A-Z0-9]{4})\.([1-9][0-9]{0,8}):([1-9][0-9]{0,17})")


class CommandId(NamedTuple):
    """`device.generation:seq`: seq is gapless from 1 within (device, generation) and never used twice."""

    device: str
    generation: int
    seq: int

    def __str__(self) -> str:
        return f"{self.device}.{self.generation}:{self.seq}"

    @property
    def stream(self) -> str:
        """The FIFO this command belongs to: `device.generation`."""
        return f"{self.device}.{self.generation}"


def parse_command_id(text: str) -> CommandId:
    """Read `device.generation:seq`; ValueError when it is anything else."""
    match = COMMAND_ID.fullmatch(text)
    if match is None:
        raise ValueError("not a command id")
    return CommandId(match[1], int(match[2]), int(match[3]))
