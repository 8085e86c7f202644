"""The code a customer shows to hand the online cart over: `CT1.` and the shop platform's token of that cart.

The token opens the cart until it expires, so it is a secret: it goes to central and nowhere else.
"""

import re

from app.domain.errors import Code, Problem

PREFIX = "CT1."
MAX_TOKEN_CHARS = 508
_TOKEN = re.compile(rf"[A-Za-z0-9_.-]{{16,{MAX_TOKEN_CHARS}}}")


def is_cart_code(text: str) -> bool:
    """Whether it is meant to be a cart's code: by its prefix, in whatever case it arrived."""
    return text[: len(PREFIX)].upper() == PREFIX


def is_token(text: str) -> bool:
    """Whether it may be a platform's token at all; only the platform knows whether it is one."""
    return _TOKEN.fullmatch(text) is not None


def read_token(text: str) -> str:
    """The token in a cart's code. Problem(CART_CODE_DAMAGED): cut off, or not as the shop wrote it."""
    token = text.removeprefix(PREFIX)
    if token == text or not is_token(token):
        raise Problem(Code.CART_CODE_DAMAGED)
    return token
