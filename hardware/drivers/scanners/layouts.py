"""A scanner set to the American keyboard at a computer set to the Italian one: the signs it meant.

Letters, digits, `.` and `,` are in the same places on both; of the rest, what no code holds gives it away.
"""

_AMERICAN = "-=[];'`/\\_+{}:\"~?|<>@#^&*()"
_ITALIAN = "'ìè+òà\\-ù?^é*ç°|_§;:\"£&/()="
_MEANT = str.maketrans("".join(_ITALIAN), "".join(_AMERICAN))
# No code of a shop holds these, and every sign that codes do hold turns into one of them, or follows one; but `_`.
_TELLTALE = frozenset("'ìèòàùéç°§£")


def as_scanned(text: str) -> str:
    """The text the scanner sent, whichever of the two layouts the computer has."""
    is_turned = any(char in _TELLTALE for char in text) or _has_turned_aim(text) or _has_turned_line(text)
    return text.translate(_MEANT) if is_turned else text


def _has_turned_line(text: str) -> bool:
    """`?` was `_`: a question mark belongs to a link, and no link is without a slash."""
    return "?" in text and "/" not in text


def _has_turned_aim(text: str) -> bool:
    """`+C1…` was `]C1…`: the identifier a scanner puts before the code."""
    return len(text) > 3 and text[0] == "+" and text[1].isascii() and text[1].isalpha() and text[2].isalnum()
