"""What a card without contacts says of itself: its number, where it has one of its own; pure.

Sources: PC/SC part 3, 3.2.2.1.3 (the question); ISO/IEC 14443-3, 6.5.4 (lengths, numbers made up); 15693-3 (eight
bytes).
"""

PREFIX = "NFC-"
"""Before the number in what is read, so that it is taken for nothing else."""
QUESTION = bytes.fromhex("FFCA000000")
"""To the reader, which knows the number since the card was laid on it."""
LENGTHS = (4, 7, 8, 10)
_DONE = b"\x90\x00"
_MADE_UP = 0x08


def number_of(answer: bytes) -> bytes:
    """The number in an answer; empty where it holds none."""
    number, end = answer[:-2], answer[-2:]
    return number if end == _DONE and len(number) in LENGTHS else b""


def is_made_up(number: bytes) -> bool:
    """Whether it is another one each time the card is laid down, as telephones and identity cards do."""
    return len(number) == LENGTHS[0] and number[0] == _MADE_UP


def text_of(number: bytes) -> str:
    """As it is read: `NFC-04A1B2C3D4E580`."""
    return PREFIX + number.hex().upper()
