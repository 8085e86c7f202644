"""How many wrong PINs are too many, and how long one waits; no wall clock, so setting it helps nobody."""

from dataclasses import dataclass, replace

from app.domain.errors import Code, Problem

# Failures from which on one waits, and how long; from the last number on only a supervisor helps.
SHORT_FROM, SHORT_S = 5, 30.0
LONG_FROM, LONG_S = 8, 300.0
LOCKED_FROM = 10


@dataclass(frozen=True, slots=True)
class Moment:
    """A reading of the monotonic clock; readings of different `boot`s cannot be compared."""

    boot: str
    monotonic_s: float


@dataclass(frozen=True, slots=True)
class Attempts:
    """Wrong PINs in a row, of one operator or at one device; to be stored with every change.

    `wait_s` seconds were left at `since`.
    """

    failures: int = 0
    wait_s: float = 0.0
    since: Moment = Moment("", 0.0)

    @property
    def is_locked(self) -> bool:
        """Whether waiting does not help any more."""
        return self.failures >= LOCKED_FROM


def failed(attempts: Attempts, now: Moment) -> Attempts:
    """After one more wrong PIN."""
    failures = attempts.failures + 1
    if failures >= LONG_FROM:
        wait_s = LONG_S
    elif failures >= SHORT_FROM:
        wait_s = SHORT_S
    else:
        wait_s = 0.0
    return Attempts(failures, wait_s, now)


def remaining_s(attempts: Attempts, now: Moment) -> float:
    """Seconds to wait. Of another boot nothing is known to have passed: what was left then is left now."""
    if attempts.since.boot != now.boot:
        return attempts.wait_s
    passed = max(0.0, now.monotonic_s - attempts.since.monotonic_s)
    return max(0.0, attempts.wait_s - passed)


def seen(attempts: Attempts, now: Moment) -> Attempts:
    """The same, counted on from `now`; to be stored at the start of the program and now and then while waiting."""
    return replace(attempts, wait_s=remaining_s(attempts, now), since=now)


def refuse_locked(operator: Attempts, device: Attempts, now: Moment) -> None:
    """Problem(PIN_LOCKED) while the operator has to wait: `wait_s` whole seconds, 0 when only a supervisor helps.

    What was typed wrong at the device counts for whoever typed wrong too, so that trying one PIN on many people is
    slow; who did not is never locked out by a colleague's wrong PINs.
    """
    if not operator.failures:
        return
    if operator.is_locked or device.is_locked:
        raise Problem(Code.PIN_LOCKED, wait_s=0)
    wait = max(remaining_s(operator, now), remaining_s(device, now))
    if wait > 0:
        raise Problem(Code.PIN_LOCKED, wait_s=int(-(-wait // 1)))
