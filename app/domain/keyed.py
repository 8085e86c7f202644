"""Keyed hashes by which terminals find what they must not hold in clear: typed codes, e-mails, cards, badges.

HMAC-SHA256 (RFC 2104) cut to 128 bits, hex. The key travels in the store's configuration; whoever has only a copy
of the hashes can neither read nor try them.
"""

import hashlib
import hmac

from app.domain.folding import card_key, email_key
from app.domain.pickup_code import read_typed

HASH_BYTES = 16


def typed_code_hash(secret: str, code: str) -> str:
    """Of a typed pickup code in any writing; empty when it cannot be one. `secret` is hex."""
    typed = read_typed(code)
    return _hash(secret, "code", typed) if typed else ""


def email_hash(secret: str, email: str) -> str:
    """Of an e-mail address as compared; empty for none."""
    return _hash(secret, "email", email_key(email))


def card_hash(secret: str, card: str) -> str:
    """Of a loyalty card number as compared; empty for none."""
    return _hash(secret, "card", card_key(card))


def badge_hash(secret: str, badge: str) -> str:
    """Of a staff badge as scanned; empty for none."""
    return _hash(secret, "badge", badge.strip().upper())


def _hash(secret: str, kind: str, text: str) -> str:
    if not text:
        return ""
    # The kind is inside, so that equal texts of two kinds do not show as equal.
    message = f"bancone-{kind}\0{text}".encode()
    return hmac.new(bytes.fromhex(secret), message, hashlib.sha256).digest()[:HASH_BYTES].hex()
