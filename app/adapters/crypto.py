"""Signatures, sealing and randomness: the one place that calls the cryptography library for them."""

import os
import secrets

import uuid_utils
from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from app.domain import crockford
from app.domain.errors import Code, Problem
from app.domain.ids import ENROLMENT_CHARS
from app.domain.pickup_code import typed_code

KEY_BYTES = 32
NONCE_BYTES = 12
TAG_BYTES = 16
# The device id an enrolment is signed under is never given away.
_RESERVED_DEVICE = "0000"


class SigningKey:
    """An Ed25519 key pair (RFC 8032) made of a seed of 32 bytes; immutable, any thread."""

    def __init__(self, seed: bytes) -> None:
        self._key = Ed25519PrivateKey.from_private_bytes(seed)

    @property
    def public_hex(self) -> str:
        """The public half, as rosters and pickup keys carry it."""
        return self._key.public_key().public_bytes_raw().hex()

    def sign(self, message: bytes) -> bytes:
        """The 64 bytes of the signature."""
        return self._key.sign(message)


def verify(public_key: bytes, signature: bytes, message: bytes) -> bool:
    """Whether the signature is good; False for a key or a signature that is none."""
    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def new_key() -> bytes:
    """32 random bytes: a seed or a secret key."""
    return secrets.token_bytes(KEY_BYTES)


def derive(secret: bytes, purpose: str) -> bytes:
    """A key of 32 bytes for one purpose (HKDF-SHA256, RFC 5869); two purposes' keys say nothing of each other."""
    return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=f"bancone {purpose}".encode()).derive(secret)


class Sealer:
    """Encrypts and authenticates records under one key (ChaCha20-Poly1305, RFC 8439); immutable, any thread.

    A nonce is drawn per record, so one key serves at most 2^32 of them: use a key per file. `place` is not stored
    but authenticated: a record moved to another place does not open there.
    """

    def __init__(self, key: bytes) -> None:
        self._cipher = ChaCha20Poly1305(key)

    def seal(self, plain: bytes, place: bytes = b"") -> bytes:
        """Nonce, ciphertext and tag: 28 bytes more than `plain`."""
        nonce = os.urandom(NONCE_BYTES)
        return nonce + self._cipher.encrypt(nonce, plain, place)

    def open(self, sealed: bytes, place: bytes = b"") -> bytes:
        """The plain bytes; Problem(STORE_DAMAGED) when they were changed, moved, cut, or sealed by another key."""
        if len(sealed) < NONCE_BYTES + TAG_BYTES:
            raise Problem(Code.STORE_DAMAGED)
        try:
            return self._cipher.decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], place)
        except InvalidTag as exc:
            raise Problem(Code.STORE_DAMAGED) from exc


class RandomIds:
    """The `Ids` of a running program; any thread."""

    def new_id(self) -> str:
        """A UUIDv7."""
        return str(uuid_utils.uuid7())

    def new_device(self) -> str:
        """Four characters of Crockford's alphabet."""
        while (drawn := _draw(4)) == _RESERVED_DEVICE:
            continue
        return drawn

    def new_enrolment_code(self) -> str:
        """`AB12-CD34-EF56-GH78`, 80 bits."""
        return crockford.in_fours(_draw(ENROLMENT_CHARS))

    def new_typed_code(self) -> str:
        """`AB12-CD34`, 40 bits."""
        return typed_code(secrets.token_bytes(5))


def _draw(count: int) -> str:
    return "".join(secrets.choice(crockford.ALPHABET) for _ in range(count))
