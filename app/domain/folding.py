"""Text as people type it, made comparable: accents, case and apostrophes off, digits apart, lengths bounded."""

import unicodedata

MAX_TEXT = 200
MAX_TERMS = 32
MIN_CUSTOMER_CHARS = 3

_APOSTROPHES = "'’‘`´ʼ"
# Letters that Unicode does not take apart into a base letter and an accent.
_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i"}
)


_ASCII = {code: " " for code in range(128) if not chr(code).isalnum() and chr(code) not in _APOSTROPHES} | {
    ord("`"): "'"
}


def writable(text: str) -> str:
    """What was typed without halves of a character: no file and no line can carry one."""
    return text.encode("utf-8", "ignore").decode()


def _plain(text: str) -> str:
    """Lower case without accents; apostrophes become `'`, whatever is neither letter nor digit a blank."""
    if text.isascii():
        # Most text, and a hundred thousand names of a first load: a tenth of the time.
        return text[:MAX_TEXT].lower().translate(_ASCII)
    marked = "".join("'" if c in _APOSTROPHES else c for c in text[:MAX_TEXT])
    spread = unicodedata.normalize("NFKD", marked.lower()).lower().translate(_LETTERS)
    kept = "".join(c for c in spread if not unicodedata.combining(c))
    return "".join(c if c.isalnum() or c == "'" else " " for c in kept)


def fold(text: str) -> str:
    """The words of a text, comparable: `D'Amico  Nicolò` → `d amico nicolo`. Idempotent."""
    return " ".join(_plain(text).replace("'", " ").split())


def terms(text: str) -> tuple[str, ...]:
    """The words a text is found by, each once: `D'Amico` → `d`, `amico`, `damico`. 32 words at most."""
    found: dict[str, None] = {}
    for word in _plain(text).split():
        parts = [part for part in word.split("'") if part]
        for part in parts:
            found[part] = None
        if len(parts) > 1:
            found["".join(parts)] = None
    return tuple(found)[:MAX_TERMS]


def digits(text: str) -> str:
    """The decimal digits 0-9 in a text, in order."""
    return "".join(c for c in text[:MAX_TEXT] if c in "0123456789")


def phone_key(phone: str) -> str:
    """A phone number's digits from the last one on: whoever types its end types a prefix of this."""
    return digits(phone)[::-1]


def email_key(email: str) -> str:
    """An e-mail address as compared: blanks off, lower case."""
    return "".join(email[:MAX_TEXT].split()).lower()


def card_key(card: str) -> str:
    """A card number as compared: letters and digits only, upper case."""
    return "".join(c for c in card[:MAX_TEXT] if c.isascii() and c.isalnum()).upper()


def is_searchable(text: str) -> bool:
    """Whether enough is typed to search customers: 3 letters or digits (no browsing of the list)."""
    return len(fold(text).replace(" ", "")) >= MIN_CUSTOMER_CHARS
