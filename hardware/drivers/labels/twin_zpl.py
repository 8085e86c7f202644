"""What a simulated label printer understands: the ZPL of plain labels, and nothing it would have to guess."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace

MAX_FORMAT = 65_536


class NotUnderstood(ValueError):
    """The format holds something else; nothing of it is printed."""


@dataclass(frozen=True, slots=True)
class TwinField:
    """One field in dots: `kind` is text, code128, ean13 or qr; `width` is that of a text's block, `size` the
    height of letters or bars, or the dots of a module of a QR code."""

    kind: str
    x: int
    y: int
    size: int
    width: int = 0
    module: int = 0
    align: str = "L"
    data: str = ""


@dataclass(frozen=True, slots=True)
class TwinLabel:
    """One label as it is printed, in dots."""

    width: int
    height: int
    copies: int
    fields: tuple[TwinField, ...]


@dataclass
class _Draft:
    """What the commands of a format have set so far."""

    width: int = 0
    height: int = 0
    copies: int = 1
    is_utf8: bool = False
    open: TwinField | None = None
    module: int = 2
    is_hex: bool = False
    fields: list[TwinField] = field(default_factory=list)

    def change(self, **values: int | str) -> None:
        if self.open is None:
            raise NotUnderstood("outside a field")
        self.open = replace(self.open, **values)  # type: ignore[arg-type]  # kinds are as the commands say

    def size(self, **values: int) -> None:
        for name, value in values.items():
            setattr(self, name, value)

    def begin(self, x: int, y: int) -> None:
        if self.open is not None:
            raise NotUnderstood("a field within a field")
        self.open, self.is_hex = TwinField("", x, y, 0), False

    def data(self, data: bytes) -> None:
        plain = re.sub(rb"_([0-9A-F]{2})", lambda m: bytes([int(m[1], 16)]), data) if self.is_hex else data
        self.change(data=plain.decode("utf-8" if self.is_utf8 else "cp850"))

    def end(self) -> None:
        if self.open is None or not self.open.kind:
            raise NotUnderstood("no field ends here")
        self.fields.append(self.open)
        self.open = None


def _is_utf8(draft: _Draft) -> None:
    draft.is_utf8 = True


def _is_hex(draft: _Draft) -> None:
    draft.is_hex = True


_N = rb"(\d{1,5})"
_COMMANDS: tuple[tuple[re.Pattern[bytes], Callable[..., None]], ...] = tuple(
    (re.compile(pattern, re.DOTALL), does)
    for pattern, does in (
        (rb"CI28", _is_utf8),
        (rb"PW" + _N, lambda draft, dots: draft.size(width=int(dots))),
        (rb"LL" + _N, lambda draft, dots: draft.size(height=int(dots))),
        (rb"LH0,0", lambda _: None),
        (rb"PQ" + _N, lambda draft, count: draft.size(copies=int(count))),
        (rb"BY" + _N, lambda draft, dots: draft.size(module=int(dots))),
        (rb"FO" + _N + b"," + _N, lambda draft, x, y: draft.begin(int(x), int(y))),
        (rb"A0N," + _N + rb",\d+", lambda draft, dots: draft.change(kind="text", size=int(dots))),
        (
            rb"FB" + _N + rb",1,0,([LCR])",
            lambda draft, dots, align: draft.change(width=int(dots), align=align.decode()),
        ),
        (
            rb"BCN," + _N + rb",N,N,N,N",
            lambda draft, dots: draft.change(kind="code128", size=int(dots), module=draft.module),
        ),
        (
            rb"BEN," + _N + rb",N,N",
            lambda draft, dots: draft.change(kind="ean13", size=int(dots), module=draft.module),
        ),
        (rb"BQN,2," + _N, lambda draft, dots: draft.change(kind="qr", size=int(dots), module=int(dots))),
        (rb"FH", _is_hex),
        (rb"FD([^^~]*)", lambda draft, data: draft.data(data)),
        (rb"FS", lambda draft: draft.end()),
    )
)


def read_format(body: bytes) -> TwinLabel:
    """The label between ^XA and ^XZ. Raises NotUnderstood."""
    draft = _Draft()
    first, *commands = body.split(b"^")
    if first.strip():
        raise NotUnderstood("text outside a field")
    for command in commands:
        _obey(draft, command)
    if draft.open is not None or not (draft.width and draft.height):
        raise NotUnderstood("not finished")
    return TwinLabel(draft.width, draft.height, draft.copies, tuple(draft.fields))


def _obey(draft: _Draft, command: bytes) -> None:
    for pattern, does in _COMMANDS:
        found = pattern.fullmatch(command.rstrip(b"\r\n"))
        if found is not None:
            try:
                does(draft, *found.groups())
            except UnicodeDecodeError as error:
                raise NotUnderstood("not text") from error
            return
    raise NotUnderstood("no such command")
