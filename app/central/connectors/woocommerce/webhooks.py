"""What WooCommerce calls us with when something changed: believed when signed, and never more than a wake-up.

The body is the state when it was sent and not when it happened, several changes may come as one, and some never
come. So nothing is taken from it but what to look at.
"""

import base64
import hashlib
import hmac
import re
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass

import msgspec

from app.domain.errors import Code, Problem

MAX_BODY_BYTES = 2 * 1024 * 1024
_REMEMBERED = 2_000
_PING = re.compile(rb"webhook_id=[0-9]{1,12}")
_TOPIC = re.compile(r"[a-z_]{1,40}\.[a-z_]{1,40}")


class _Body(msgspec.Struct, frozen=True):
    """What a body is known again by; one of something deleted has no time."""

    id: int
    date_modified_gmt: str | None = None


@dataclass(frozen=True, slots=True)
class Heard:
    """What to look at: the kind (`order`, `customer`, `product`) and its id, as `PlatformOrder.ref`."""

    kind: str
    ref: str


class WooHooks:
    """Owns what was heard lately; lives on the host's loop. `secret` is the one the shop signs with.

    Every call that does not raise is answered with 200: after five other answers WooCommerce stops calling.
    """

    def __init__(self, secret: str) -> None:
        self._secret = secret.encode()
        self._heard: OrderedDict[tuple[str, int, str | None], None] = OrderedDict()

    def heard(self, headers: Mapping[str, str], body: bytes) -> Heard | None:
        """What changed, or None when there is nothing to do: the ping a new webhook begins with, or a repeat.

        Two things once came with one delivery id, so a repeat is told by topic, id and time of change.
        `headers` by lower-case names. Problem(TOO_LARGE | SIGNATURE_INVALID | BAD_REQUEST).
        """
        if len(body) > MAX_BODY_BYTES:
            raise Problem(Code.TOO_LARGE)
        signature = headers.get("x-wc-webhook-signature", "")
        if not signature and _PING.fullmatch(body):
            return None
        wanted = base64.b64encode(hmac.digest(self._secret, body, hashlib.sha256))
        if not self._secret or not hmac.compare_digest(wanted, signature.encode("utf-8", "replace")):
            raise Problem(Code.SIGNATURE_INVALID)
        topic = headers.get("x-wc-webhook-topic", "")
        try:
            told = msgspec.json.decode(body, type=_Body)
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as exc:
            raise Problem(Code.BAD_REQUEST) from exc
        if not _TOPIC.fullmatch(topic):
            raise Problem(Code.BAD_REQUEST)
        return self._new(topic, told)

    def _new(self, topic: str, told: _Body) -> Heard | None:
        key = (topic, told.id, told.date_modified_gmt)
        if key in self._heard:
            return None
        self._heard[key] = None
        if len(self._heard) > _REMEMBERED:
            self._heard.popitem(last=False)
        return Heard(topic.partition(".")[0], str(told.id))
