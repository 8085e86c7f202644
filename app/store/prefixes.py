"""What starts with a text, as a range of an index: no LIKE, so no wildcard of a hostile text has a meaning."""

_LAST = 0x10FFFF
_SURROGATES = range(0xD800, 0xE000)


def end_of_prefix(prefix: str) -> str | None:
    """The first text after all that start with `prefix`, by code point; None when there is no end."""
    while prefix:
        code = ord(prefix[-1]) + 1
        if code in _SURROGATES:
            code = _SURROGATES.stop
        if code <= _LAST:
            return prefix[:-1] + chr(code)
        prefix = prefix[:-1]
    return None
