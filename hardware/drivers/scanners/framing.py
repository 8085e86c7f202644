"""Where one code ends and the next begins in the bytes of a serial line; pure."""

from dataclasses import dataclass

STX, ETX = 0x02, 0x03
ENDS = frozenset((ETX, *b"\r\n\t"))
MAX_BYTES = 4_096


@dataclass(slots=True)
class Framer:
    """One rule for every framing in use: CR, LF, CR LF, TAB or ETX ends a code, STX begins one anew.

    What is longer than any code is dropped up to its end. One thread at a time.
    """

    _bytes: bytearray
    _is_dropping: bool

    def __init__(self) -> None:
        self.forget()

    def feed(self, data: bytes) -> list[bytes]:
        """The codes that are complete now."""
        found = []
        for byte in data:
            if byte == STX:
                self.forget()
            elif byte in ENDS:
                if self._bytes and not self._is_dropping:
                    found.append(bytes(self._bytes))
                self.forget()
            elif len(self._bytes) >= MAX_BYTES:
                self._is_dropping = True
            else:
                self._bytes.append(byte)
        return found

    def forget(self) -> None:
        """What was begun belongs to nothing that follows."""
        self._bytes, self._is_dropping = bytearray(), False
