"""The system's own service of card readers, by its own interface (PC/SC): the few calls of it that are needed.

Linux: the library of pcsc-lite, which the service brings with it. Its calls and records have been the same since
2003, which is why nothing has to be compiled here. They are made on one thread and may block as long as they
please: who must not wait makes none of them.
"""

import ctypes
from ctypes import POINTER, Structure, byref, c_char_p, c_long, c_ubyte, c_ulong, c_void_p
from enum import IntEnum, IntFlag
from functools import cache
from typing import Any

LIBRARY = "libpcsclite.so.1"
_SYSTEM, _SHARED, _T0_OR_T1, _LEAVE_CARD = 2, 2, 3, 0  # pcsclite.h
_NAMES_BYTES = 16 * 128  # as many readers as the service has, names as long as it knows
_ANSWER_BYTES = 258
_COUNT_SHIFT = 16
_UNSIGNED = 0xFFFFFFFF  # codes are written so, and the library's are longs


class Fault(IntEnum):
    """What a call fails with, as far as it makes a difference (SCARD_E_*, SCARD_W_*, SCARD_F_*)."""

    TIMEOUT = 0x8010000A
    FORBIDDEN = 0x8010006A
    NO_SERVICE = 0x8010001D
    NO_READERS = 0x8010002E
    OTHER = 0x80100014


class State(IntFlag):
    """How a reader is (SCARD_STATE_*). Above these bits it counts the cards that came and went."""

    UNAWARE = 0
    UNKNOWN = 0x0004
    UNAVAILABLE = 0x0008
    PRESENT = 0x0020


class CardFault(Exception):
    """A call failed."""

    def __init__(self, fault: Fault) -> None:
        """Keeps why."""
        super().__init__(fault.name)
        self.fault = fault


class _ReaderState(Structure):
    _fields_ = (
        ("reader", c_char_p),
        ("user_data", c_void_p),
        ("current", c_ulong),
        ("event", c_ulong),
        ("atr_bytes", c_ulong),
        ("atr", c_ubyte * 33),
    )


class _Protocol(Structure):
    _fields_ = (("protocol", c_ulong), ("size", c_ulong))


@cache
def _library() -> Any:
    """CardFault(NO_SERVICE) where it is not installed; looked for again the next time."""
    try:
        library = ctypes.CDLL(LIBRARY)
    except OSError as exc:
        raise CardFault(Fault.NO_SERVICE) from exc
    library.SCardEstablishContext.argtypes = (c_ulong, c_void_p, c_void_p, POINTER(c_long))
    library.SCardReleaseContext.argtypes = (c_long,)
    library.SCardListReaders.argtypes = (c_long, c_char_p, c_char_p, POINTER(c_ulong))
    library.SCardGetStatusChange.argtypes = (c_long, c_ulong, POINTER(_ReaderState), c_ulong)
    library.SCardConnect.argtypes = (c_long, c_char_p, c_ulong, c_ulong, POINTER(c_long), POINTER(c_ulong))
    library.SCardTransmit.argtypes = (
        *(c_long, POINTER(_Protocol), c_char_p, c_ulong),
        *(c_void_p, c_char_p, POINTER(c_ulong)),
    )
    library.SCardDisconnect.argtypes = (c_long, c_ulong)
    for name in ("EstablishContext", "ReleaseContext", "ListReaders", "GetStatusChange"):
        getattr(library, f"SCard{name}").restype = c_long
    for name in ("Connect", "Transmit", "Disconnect"):
        getattr(library, f"SCard{name}").restype = c_long
    return library


class CardService:
    """Owns one talk with the service; one thread."""

    def __init__(self) -> None:
        """CardFault: NO_SERVICE it does not run or is not installed, FORBIDDEN this user may not."""
        self._library = _library()
        self._context = c_long()
        _check(self._library.SCardEstablishContext(_SYSTEM, None, None, byref(self._context)))

    def close(self) -> None:
        """Lets go of it; what it answers makes no difference any more."""
        self._library.SCardReleaseContext(self._context)

    def readers(self) -> tuple[bytes, ...]:
        """Their names, in the order they were found. CardFault(NO_READERS)."""
        names, size = ctypes.create_string_buffer(_NAMES_BYTES), c_ulong(_NAMES_BYTES)
        _check(self._library.SCardListReaders(self._context, None, names, byref(size)))
        return tuple(name for name in names.raw[: size.value].split(b"\0") if name)

    def changed(self, reader: bytes, known: int, limit_s: float) -> int:
        """How it is, at once where that is not as `known`, else after so long. Count it with `count_of`."""
        state = _ReaderState(reader=reader, current=known)
        code = self._library.SCardGetStatusChange(self._context, int(limit_s * 1000), byref(state), 1)
        if code & _UNSIGNED == Fault.TIMEOUT:
            return known
        _check(code)
        return int(state.event)

    def answer(self, reader: bytes, question: bytes) -> bytes:
        """What the card on it answers. CardFault when it was taken away, or is another program's alone."""
        card, spoken = c_long(), c_ulong()
        _check(self._library.SCardConnect(self._context, reader, _SHARED, _T0_OR_T1, byref(card), byref(spoken)))
        try:
            protocol = _Protocol(spoken.value, ctypes.sizeof(_Protocol))
            answer, size = ctypes.create_string_buffer(_ANSWER_BYTES), c_ulong(_ANSWER_BYTES)
            _check(
                self._library.SCardTransmit(
                    card, byref(protocol), question, len(question), None, answer, byref(size)
                )
            )
            return answer.raw[: size.value]
        finally:
            self._library.SCardDisconnect(card, _LEAVE_CARD)


def count_of(state: int) -> int:
    """How many cards came and went, as far as it counts."""
    return state >> _COUNT_SHIFT


def _check(code: int) -> None:
    code &= _UNSIGNED
    if code:
        raise CardFault(Fault(code) if code in set(Fault) else Fault.OTHER)
