"""How long a read of a scanner is looked at: codes of every kind, and hostile ones as long as any is taken."""

import time
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import cycle

from app.bootstrap.bench_report import Figure, latency
from hardware.symbology.reading import MAX_PARSED, scan_read

LIMIT_MS = 5.0
ROUNDS = 40
_AT = datetime(2026, 1, 1, tzinfo=UTC)
_GTIN = "08001234567897"
_CODES = (
    "]E08001234567897",
    "]E001234565",
    "]I110614141000415",
    "2123456004992",
    f"]d201{_GTIN}172612311521063010LOT7\x1d21S9",
    f"]C101{_GTIN}3103001250\x1d3922499",
    f"]Q1HTTPS://ID.GS1.ORG/01/{_GTIN}/10/LOT7/21/S9?17=261231",
    f"<FNC1>01{_GTIN}10LOT7<GS>21S9",
    "4821",
)
_BEGINNINGS = ("]d2", "]C1", "]E0|]e0", "https://a/01/", f"https://a/01/{_GTIN}?", "(01)", "")
_PIECES = ("10A\x1d", "99", "3103001250", "17=261231&", "%2F", "/01", "(10)A", "<GS>", "~", "\xe9", "\x1d")


def measure_symbology() -> list[Figure]:
    """Every code one after the other, timed singly: processor time, there is nothing in it to wait for."""
    seconds = []
    for raw in _reads():
        started_s = time.thread_time()
        scan_read(raw, "bench", _AT)
        seconds.append(time.thread_time() - started_s)
    return [latency("symbology parse", seconds, LIMIT_MS, note="half of the reads are hostile and of full length")]


def _reads() -> Iterator[bytes]:
    hostile = [(start + piece * MAX_PARSED)[:MAX_PARSED] for start in _BEGINNINGS for piece in _PIECES]
    for _ in range(ROUNDS):
        for text, code in zip(hostile, cycle(_CODES), strict=False):
            yield text.encode()
            yield code.encode()
