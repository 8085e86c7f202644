"""Issues pickup codes where the chain's signing key is, and tells genuine ones apart where it is not."""

import secrets
from collections.abc import Iterable, Sequence
from datetime import datetime

from app.adapters.crypto import SigningKey, verify
from app.contract.rows import PickupKey
from app.domain.errors import Code, Problem
from app.domain.pickup_code import PickupBody, hour_after, pack, parse, signed_message, write


class PickupSigner:
    """Owns the key that signs codes under one key id; central only. Immutable, any thread."""

    def __init__(self, key_id: int, seed: bytes) -> None:
        self._key_id = key_id
        self._key = SigningKey(seed)

    @property
    def public_key(self) -> PickupKey:
        """What terminals need to know of it."""
        return PickupKey(self._key_id, self._key.public_hex)

    def issue(self, *, order_no: int, store_no: int, generation: int, expires_at: datetime) -> str:
        """A code; the expiry is rounded up to a whole hour. ValueError when a number does not fit."""
        nonce = secrets.token_bytes(4)
        packed = pack(PickupBody(self._key_id, order_no, store_no, generation, hour_after(expires_at), nonce))
        return write(packed, self._key.sign(signed_message(packed)))


class PickupVerifier:
    """Owns the public keys of the store's configuration; a new configuration makes a new one. Any thread."""

    def __init__(self, keys: Iterable[PickupKey]) -> None:
        self._keys = {key.key_id: bytes.fromhex(key.public_key) for key in keys}

    def read(self, text: str) -> PickupBody:
        """What a genuine code says. Problem: CODE_KEY_UNKNOWN, CODE_SIGNATURE, and what `parse` raises.

        Genuine means issued by the chain, not: still good. The expiry is for `refuse_expired`, with whatever clock
        the caller trusts; whether it was used or re-issued is the authority's answer.
        """
        code = parse(text)
        key = self._keys.get(code.body.key_id)
        if key is None:
            raise Problem(Code.CODE_KEY_UNKNOWN, key=code.body.key_id)
        if not verify(key, code.signature, code.message):
            raise Problem(Code.CODE_SIGNATURE)
        return code.body


class RosterCodes:
    """Verifies by the keys of whatever configuration is newest at the moment of the scan. Any thread."""

    def read(self, text: str, keys: Sequence[PickupKey]) -> PickupBody:
        """See PickupVerifier."""
        return PickupVerifier(keys).read(text)
