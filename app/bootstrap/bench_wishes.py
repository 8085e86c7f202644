"""What a clerk's window in another process is asked to do, or to wait for; known to both processes."""

from typing import TypeAlias

import msgspec


class SignIn(msgspec.Struct, tag=True):
    """A tap on the name, then the PIN, until the queue is there."""

    name: str
    pin: str


class OpenCustomer(msgspec.Struct, tag=True):
    """The end of a phone number typed, that customer opened, until the cart is there."""

    digits: str
    name: str


class SeePieces(msgspec.Struct, tag=True):
    """So many pieces of an article in the cart on screen, 0 for none."""

    sku: str
    pieces: int


class OneMore(msgspec.Struct, tag=True):
    """The line of an article tapped, then plus."""

    sku: str


class GoHome(msgspec.Struct, tag=True):
    """The key of the queue."""


class SeeOrder(msgspec.Struct, tag=True):
    """An order in the queue on screen."""

    number: str


class Moment(msgspec.Struct):
    """When it was so."""

    at_s: float


Wish: TypeAlias = SignIn | OpenCustomer | SeePieces | OneMore | GoHome | SeeOrder
