"""What is said between a reader of tags and whoever uses it, the few messages of it that are needed; pure.

Source: EPCglobal Low Level Reader Protocol 1.1, chapters 16 and 17. Numbers in brackets are types of it.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum

PORT = 5084
KEEPALIVE_MS = 5_000
MAX_BYTES = 65_536
"""A report is far shorter; what says to be longer is no message."""
_HEAD, _PARAMETER = struct.Struct(">HII"), struct.Struct(">HH")
_VERSIONS = (1, 2)
_SPEC_ID = 1
EVERY = bytes(4)
"""The number of no task, which stands for all of them."""
_EPC_96 = 0x80 | 13
"""A parameter of a type under 128 has one byte before it and no length."""


class Kind(IntEnum):
    """Types of messages; an answer to one that is asked has ten more."""

    SET_READER_CONFIG = 3
    CLOSE_CONNECTION = 14
    ADD_ROSPEC = 20
    DELETE_ROSPEC = 21
    START_ROSPEC = 22
    ENABLE_ROSPEC = 24
    RO_ACCESS_REPORT = 61
    KEEPALIVE = 62
    READER_EVENT_NOTIFICATION = 63
    KEEPALIVE_ACK = 72


ANSWER = 10


class Parameter(IntEnum):
    """Types of parameters."""

    ROSPEC = 177
    RO_BOUNDARY_SPEC = 178
    ROSPEC_START_TRIGGER = 179
    ROSPEC_STOP_TRIGGER = 182
    AISPEC = 183
    AISPEC_STOP_TRIGGER = 184
    INVENTORY_PARAMETER_SPEC = 186
    KEEPALIVE_SPEC = 220
    RO_REPORT_SPEC = 237
    TAG_REPORT_CONTENT_SELECTOR = 238
    TAG_REPORT_DATA = 240
    EPC_DATA = 241
    READER_EVENT_NOTIFICATION_DATA = 246
    CONNECTION_ATTEMPT_EVENT = 256
    LLRP_STATUS = 287


@dataclass(frozen=True, slots=True)
class Message:
    """One message; `kind` may be one nobody here knows. An answer has the `number` of its question."""

    kind: int
    number: int
    body: bytes = b""

    def packed(self) -> bytes:
        """As it is on the line."""
        return _HEAD.pack(_VERSIONS[0] << 10 | self.kind, _HEAD.size + len(self.body), self.number) + self.body


class Stream:
    """Owns what came and is not a whole message yet."""

    def __init__(self) -> None:
        self._data = b""

    def forget(self) -> None:
        """What was begun is not ended any more."""
        self._data = b""

    def hear(self, data: bytes) -> list[Message]:
        """The messages that are whole now; what cannot be one is dropped, with all that came behind it."""
        self._data += data
        found: list[Message] = []
        while len(self._data) >= _HEAD.size:
            head, length, number = _HEAD.unpack_from(self._data)
            if head >> 10 not in _VERSIONS or not _HEAD.size <= length <= MAX_BYTES:
                self.forget()
            if len(self._data) < length:
                break
            found.append(Message(head & 0x3FF, number, self._data[_HEAD.size : length]))
            self._data = self._data[length:]
        return found


def parameter(kind: int, *parts: bytes) -> bytes:
    """A parameter, those within it behind its own values."""
    body = b"".join(parts)
    return _PARAMETER.pack(kind, _PARAMETER.size + len(body)) + body


def parameters(body: bytes) -> Iterator[tuple[int, bytes]]:
    """Types and bodies, as far as they are well made."""
    while len(body) >= _PARAMETER.size:
        kind, length = _PARAMETER.unpack_from(body)
        if not _PARAMETER.size <= length <= len(body):
            return
        yield kind & 0x3FF, body[_PARAMETER.size : length]
        body = body[length:]


def questions() -> Iterator[tuple[Kind, bytes]]:
    """What makes a reader tell each tag that any of its antennas sees, and a word every so often when there is
    none. What others had it do is over: a reader has one user."""
    spec_id = struct.pack(">I", _SPEC_ID)
    keepalive = parameter(Parameter.KEEPALIVE_SPEC, struct.pack(">BI", 1, KEEPALIVE_MS))
    yield Kind.SET_READER_CONFIG, b"\0" + keepalive
    yield Kind.DELETE_ROSPEC, EVERY
    yield Kind.ADD_ROSPEC, _reading(spec_id)
    yield Kind.ENABLE_ROSPEC, spec_id
    yield Kind.START_ROSPEC, spec_id


def _reading(spec_id: bytes) -> bytes:
    """From its start until it is deleted (triggers 0), on all antennas (0), each tag at once (every 1), with its
    code alone (no flag)."""
    boundary = parameter(
        Parameter.RO_BOUNDARY_SPEC,
        parameter(Parameter.ROSPEC_START_TRIGGER, b"\0"),
        parameter(Parameter.ROSPEC_STOP_TRIGGER, bytes(5)),
    )
    antennas = parameter(
        Parameter.AISPEC,
        struct.pack(">HH", 1, 0),
        parameter(Parameter.AISPEC_STOP_TRIGGER, bytes(5)),
        parameter(Parameter.INVENTORY_PARAMETER_SPEC, struct.pack(">HB", 1, 1)),
    )
    contents = parameter(Parameter.TAG_REPORT_CONTENT_SELECTOR, bytes(2))
    report = parameter(Parameter.RO_REPORT_SPEC, struct.pack(">BH", 1, 1), contents)
    return parameter(Parameter.ROSPEC, spec_id, bytes(2), boundary, antennas, report)


def status_of(body: bytes) -> int | None:
    """What an answer says of its question, 0 for done; None when it does not say."""
    return next((_number(status) for kind, status in parameters(body) if kind == Parameter.LLRP_STATUS), None)


def attempt_of(body: bytes) -> int | None:
    """What an event says of the connection: 0 there is one, 1 and 2 there was one already; None for others."""
    for kind, data in parameters(body):
        if kind == Parameter.READER_EVENT_NOTIFICATION_DATA:
            for event, told in parameters(data):
                if event == Parameter.CONNECTION_ATTEMPT_EVENT:
                    return _number(told)
    return None


def codes_in(body: bytes) -> list[bytes]:
    """The codes of the tags in a report, as they are on the tags. A tag's code is the first thing told of it."""
    told = (data for kind, data in parameters(body) if kind == Parameter.TAG_REPORT_DATA)
    return [code for code in map(_code, told) if code]


def _code(told: bytes) -> bytes:
    if told[:1] == bytes([_EPC_96]):
        return told[1:13] if len(told) > 12 else b""
    kind, data = next(parameters(told), (0, b""))
    if kind != Parameter.EPC_DATA or len(data) < 2:
        return b""
    length = -(-_number(data) // 8)
    return data[2 : 2 + length] if len(data) >= 2 + length else b""


def _number(data: bytes) -> int:
    return int.from_bytes(data[:2], "big")
