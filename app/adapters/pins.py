"""PIN verifiers: made by central, wrapped by the device that keeps them, checked without giving anything away."""

import base64
import binascii

from argon2 import PasswordHasher, Type, extract_parameters
from argon2.exceptions import Argon2Error, InvalidHashError

from app.adapters.crypto import Sealer
from app.domain.errors import Code, Problem
from app.domain.pin_rules import is_pin

# OWASP's and RFC 9106's second recommendation: 64 MiB, 3 passes, 1 lane.
MEMORY_KIB = 64 * 1024
PASSES = 3
LANES = 1
# What somebody else's verifier may cost us at most.
MAX_MEMORY_KIB = 256 * 1024
MAX_PASSES = 10
MAX_CHARS = 512

_hasher = PasswordHasher(time_cost=PASSES, memory_cost=MEMORY_KIB, parallelism=LANES, type=Type.ID)


def make_verifier(pin: str) -> str:
    """The Argon2id verifier of a PIN in its standard writing; ValueError for what is no PIN. Takes 0.2 s."""
    if not is_pin(pin):
        raise ValueError("not a PIN")
    return _hasher.hash(pin)


class PinVault:
    """Keeps verifiers so that they are worth nothing off this device; immutable, any thread.

    The key is derived from the device's own: a copied file cannot be tried out on another machine.
    """

    def __init__(self, key: bytes) -> None:
        self._sealer = Sealer(key)

    def wrap(self, operator: str, verifier: str) -> str:
        """What is stored of a verifier that arrived; Problem(BAD_REQUEST) for one weaker than agreed."""
        if not _is_strong(verifier):
            raise Problem(Code.BAD_REQUEST, what="verifier")
        return base64.b64encode(self._sealer.seal(verifier.encode(), operator.encode())).decode()

    def is_right(self, operator: str, wrapped: str, pin: str) -> bool:
        """Whether this is the operator's PIN; takes the same 0.2 s whatever is wrong. Blocking.

        Problem(STORE_DAMAGED) when what was stored is not what `wrap` made for this operator.
        """
        try:
            sealed = base64.b64decode(wrapped, validate=True)
        except binascii.Error as exc:
            raise Problem(Code.STORE_DAMAGED) from exc
        verifier = self._sealer.open(sealed, operator.encode()).decode()
        try:
            return _hasher.verify(verifier, pin[:MAX_CHARS])
        except (Argon2Error, InvalidHashError):
            return False


def _is_strong(verifier: str) -> bool:
    if len(verifier) > MAX_CHARS:
        return False
    try:
        cost = extract_parameters(verifier)
    except InvalidHashError:
        return False
    is_dear_enough = cost.memory_cost >= MEMORY_KIB and cost.time_cost >= PASSES
    is_bearable = cost.memory_cost <= MAX_MEMORY_KIB and cost.time_cost <= MAX_PASSES and cost.parallelism <= 4
    return cost.type is Type.ID and is_dear_enough and is_bearable
