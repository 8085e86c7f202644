"""The machine's clocks, for everything that is given one."""

import time
from datetime import UTC, datetime
from pathlib import Path


class SystemClock:
    """Wall time for display and paper, monotonic time for waiting. Any thread."""

    def now_at(self) -> datetime:
        """Aware UTC."""
        return datetime.now(UTC)

    def monotonic_s(self) -> float:
        """Seconds that never go back."""
        return time.monotonic()


def boot_id() -> str:
    """A name for this start of the machine: monotonic readings of another one cannot be compared."""
    try:
        return Path("/proc/sys/kernel/random/boot_id").read_text().strip()
    except OSError:
        return f"process-{time.time_ns()}"
