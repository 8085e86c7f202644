"""A keyboard at a screen of X: presses the keys at which the layout in force has the signs of a text."""

from types import TracebackType
from typing import Self

from Xlib import XK, X
from Xlib.display import Display
from Xlib.ext import xtest

GS = "\x1d"
_NAMED = {"\r": "Return", GS: "bracketright"}
# What is held for the columns of the keyboard's map; two and three are a second layout.
_HELD: dict[int, tuple[str, ...]] = {
    0: (),
    1: ("Shift_L",),
    4: ("ISO_Level3_Shift",),
    5: ("ISO_Level3_Shift", "Shift_L"),
}


class Typist:
    """Owns a connection to the screen; any thread, one at a time. Knows the layout it had when this was made."""

    def __init__(self, screen: str) -> None:
        self._display = Display(screen)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, raised: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._display.close()

    def type(self, text: str, key_ms: int) -> None:
        """One key after the other at that pace, kept by the screen's own clock; ends when the last one is up."""
        for char in text:
            self._press(char, key_ms)
        self._display.sync()

    def _press(self, char: str, key_ms: int) -> None:
        """As a scanner or a hand does: what is held first and last. The separator of GS1 data is Ctrl and `]`."""
        key, held = self._key(char)
        down_ms = key_ms // 2
        for holding in held:
            self._send(X.KeyPress, holding, 0)
        self._send(X.KeyPress, key, key_ms - down_ms)
        self._send(X.KeyRelease, key, down_ms)
        for holding in reversed(held):
            self._send(X.KeyRelease, holding, 0)

    def _key(self, char: str) -> tuple[int, list[int]]:
        """The key and what is held for it. LookupError for a sign the layout does not have."""
        keysym = XK.string_to_keysym(_NAMED[char]) if char in _NAMED else ord(char)
        found = self._display.keysym_to_keycodes(keysym)
        # The map has some signs twice; they are printed on the one further down.
        ways = sorted((column, -key) for key, column in found if column in _HELD)
        if not ways:
            raise LookupError(char)
        column, key = ways[0][0], -ways[0][1]
        names = ("Control_L", *_HELD[column]) if char == GS else _HELD[column]
        return key, [self._code_of(name) for name in names]

    def _code_of(self, name: str) -> int:
        return int(self._display.keysym_to_keycode(self._keysym(name)))

    def _keysym(self, name: str) -> int:
        # The library knows this one only when asked for the group of names it is in.
        XK.load_keysym_group("xkb")
        return int(XK.string_to_keysym(name))

    def _send(self, kind: int, key: int, after_ms: int) -> None:
        xtest.fake_input(self._display, kind, key, time=after_ms)
