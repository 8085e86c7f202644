"""What WooCommerce calls us with when something changed: believed when signed, and never more than a wake-up.

The body is the state when it was sent and not when it happened, several changes may come as one, and some never
come. So nothing is taken from it.
"""

import base64
import hashlib
import hmac
from collections import OrderedDict
from collections.abc import Mapping

import msgspec

_REMEMBERED = 2_000


class _Body(msgspec.Struct, frozen=True):
    """What a body is known again by; one of something deleted has no time."""

    id: int
    date_modified_gmt: str | None = None


class WooHooks:
    """Owns what was heard lately; lives on the host's loop. `secret` is the one the shop signs with.

    Whatever comes is to be answered with 200: a new webhook begins with an unsigned ping and is not made when that
    is answered otherwise, and after five other answers WooCommerce stops calling.
    """

    def __init__(self, secret: str) -> None:
        self._secret = secret.encode()
        self._heard: OrderedDict[tuple[str, int, str | None], None] = OrderedDict()

    def is_poke(self, headers: Mapping[str, str], body: bytes) -> bool:
        """Whether the shop says that something changed: no for its ping, for a repeat, and for a stranger.

        Two things once came with one delivery id, so a repeat is told by topic, id and time of change.
        `headers` by lower-case names.
        """
        wanted = base64.b64encode(hmac.digest(self._secret, body, hashlib.sha256))
        signature = headers.get("x-wc-webhook-signature", "").encode("utf-8", "replace")
        if not self._secret or not hmac.compare_digest(wanted, signature):
            return False
        try:
            told = msgspec.json.decode(body, type=_Body)
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
            return False
        return self._is_new((headers.get("x-wc-webhook-topic", ""), told.id, told.date_modified_gmt))

    def _is_new(self, key: tuple[str, int, str | None]) -> bool:
        if key in self._heard:
            return False
        self._heard[key] = None
        if len(self._heard) > _REMEMBERED:
            self._heard.popitem(last=False)
        return True
