"""Where new names and random numbers come from; injected, so that rules and tests never draw their own."""

from typing import Protocol

from app.domain import crockford

ENROLMENT_CHARS = 16


class Ids(Protocol):
    """A source of ids nobody can guess or draw twice; any thread."""

    def new_id(self) -> str:
        """A UUIDv7 (RFC 9562) in its usual writing: in the order of time, 74 random bits."""

    def new_device(self) -> str:
        """A candidate for a device id, 4 characters; who enrols makes sure it is free in the chain."""

    def new_enrolment_code(self) -> str:
        """A one-time code to enrol with, 80 bits, `AB12-CD34-EF56-GH78`."""

    def new_typed_code(self) -> str:
        """A pickup code to type, 40 bits, `AB12-CD34`."""


def read_enrolment_code(text: str) -> str | None:
    """The enrolment code a person meant, as `AB12-CD34-EF56-GH78`; None when it cannot be one."""
    return crockford.read(text, ENROLMENT_CHARS)
