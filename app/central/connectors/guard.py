"""Decides, from what is known of an intent, what may be done next: pure, so that every crash can be played.

The rule that carries all others: a call that may have had an effect is never repeated before the platform was
read and the time is over in which it might still commit.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import assert_never

from app.central.connectors.guard_compare import Seen, baseline, has_room, seen
from app.central.connectors.intents import (
    END_STATES,
    NOT_YET,
    OPEN_STATES,
    Effect,
    IntentState,
    OutwardIntent,
)
from app.central.connectors.port import PlatformOrder, PlatformTraits

MAX_TRIES = 5
MAX_MISSES = 20
MAX_WAIT_S = 120.0
LOOK_AGAIN_S = 1.0
SOON_S = 0.01
BLOCKED_S = 30.0


@dataclass(frozen=True, slots=True)
class Next:
    """What an order waits for: `head` may be acted on, `blocked` waits for a parked one, `moot` asks for something
    that cannot be: of an order that was never made, or the reversal of what never was."""

    head: OutwardIntent | None = None
    blocked: OutwardIntent | None = None
    moot: OutwardIntent | None = None


def next_of(intents: Iterable[OutwardIntent]) -> Next:
    """The one intent of an order that may be acted on: calls in doubt first, then in order of `n`; pure.

    A parked intent holds up nothing but the reversal of itself, and with it whatever comes behind that. An order
    that is not made yet holds up everything. A restock holds up nothing, once it is known not to be under way: it
    comes after all else, and before what is blocked. What is put off comes last of all.
    """
    by_id = {intent.id: intent for intent in intents}
    open_ones = sorted((i for i in by_id.values() if i.state in OPEN_STATES), key=lambda i: i.n)
    calling = next((i for i in open_ones if i.state is IntentState.CALLING), None)
    if calling is not None:
        return _next(calling, by_id)
    others = [i for i in open_ones if i.effect is not Effect.RESTOCK]
    restocks = [i for i in open_ones if i.effect is Effect.RESTOCK]
    put_off = sorted((i for i in by_id.values() if i.is_put_off), key=lambda i: i.n)
    found = [_next(_head(queue), by_id) for queue in (others, restocks, put_off)]
    movable = (next_ for next_ in found if next_.head is not None or next_.moot is not None)
    return next(movable, next((next_ for next_ in found if next_ != Next()), Next()))


def _head(intents: Sequence[OutwardIntent]) -> OutwardIntent | None:
    """Of intents by `n` the first in doubt, or the first."""
    doubtful = [i for i in intents if i.state is IntentState.UNKNOWN]
    return next(iter(doubtful or intents), None)


def _next(head: OutwardIntent | None, by_id: Mapping[str, OutwardIntent]) -> Next:
    """What may be done about one intent."""
    if head is None:
        return Next()
    made = next((i.state for i in by_id.values() if i.effect is Effect.CREATE), IntentState.CONFIRMED)
    if head.effect is not Effect.CREATE and made is not IntentState.CONFIRMED:
        return Next(moot=head) if made is IntentState.DROPPED else Next(blocked=head)
    target = by_id.get(head.undoes)
    if head.effect is not Effect.REVERSED or target is None:
        return Next(head=head)
    if target.is_put_off and not target.tries:
        return Next(moot=target)
    if target.state not in END_STATES:
        return Next(blocked=head)
    return Next(moot=head) if target.state is IntentState.DROPPED else Next(head=head)


def is_due(intent: OutwardIntent, now_at: datetime) -> bool:
    """Whether to look at it now; a due time further off than any wait of ours comes from a clock that jumped."""
    ahead_s = (intent.due_at - now_at).total_seconds()
    return ahead_s <= 0 or ahead_s > MAX_WAIT_S


def backoff_s(failures: int, longest_s: float = 60.0) -> float:
    """Seconds to wait after so many failures in a row (1, 2, 4 … `longest_s`)."""
    return min(longest_s, float(2 ** min(max(failures, 1) - 1, 16)))


def after_read(
    intent: OutwardIntent,
    found: Sequence[PlatformOrder],
    traits: PlatformTraits,
    *,
    doubt_s: float,
    owner: str,
    now_at: datetime,
) -> OutwardIntent:
    """The intent after the platform was read: CONFIRMED, PARKED, UNKNOWN (look again), or CALLING (now call).

    `found`: the order, or for one to be made all that carry its reference. `doubt_s`: seconds for which an earlier
    call may still commit, 0 when that time is over. The baseline is taken from the first read, before anything was
    sent, and kept.
    """
    match seen(intent, found, keeps_reference=traits.keeps_reference):
        case Seen.DONE:
            return replace(after_yes(intent, found[0].ref), misses=0)
        case Seen.TWICE:
            return replace(after_yes(intent, found[0].ref), reason="twice")
        case Seen.UNCLEAR:
            return parked(intent, "unclear")
        case Seen.PENDING:
            return parked(intent, "pending")
        case Seen.NOT_DONE if doubt_s > 0 and intent.state is not IntentState.WAITING:
            wait_s = max(SOON_S, min(doubt_s, max(LOOK_AGAIN_S, doubt_s / 4)))
            due_at = now_at + timedelta(seconds=wait_s)
            return replace(intent, state=IntentState.UNKNOWN, due_at=due_at)
        case Seen.NOT_DONE:
            return _before_call(intent, found, owner)


def _before_call(intent: OutwardIntent, found: Sequence[PlatformOrder], owner: str) -> OutwardIntent:
    if intent.is_refused:
        return parked(intent, intent.reason)
    if intent.tries >= MAX_TRIES:
        return parked(intent, "tries")
    if not has_room(intent, found):
        return parked(intent, "no_room")
    before = baseline(intent, found) if intent.baseline is None else intent.baseline
    return replace(
        intent, state=IntentState.CALLING, tries=intent.tries + 1, misses=0, baseline=before, owner=owner
    )


def parked(intent: OutwardIntent, reason: str) -> OutwardIntent:
    """The intent waiting for a person, with the reason."""
    return replace(intent, state=IntentState.PARKED, reason=reason)


def after_yes(intent: OutwardIntent, ref: str) -> OutwardIntent:
    """The platform did it, with the order it knows by `ref`."""
    return replace(intent, state=IntentState.CONFIRMED, platform_ref=ref)


def after_done(intent: OutwardIntent, ref: str, now_at: datetime) -> OutwardIntent:
    """The platform answered that it did it. A repeat that made an order is looked at once more: should the first
    call have come through as well after all, somebody would pick and pack both."""
    if intent.effect is Effect.CREATE and intent.tries > 1:
        return replace(intent, state=IntentState.UNKNOWN, due_at=now_at)
    return after_yes(intent, ref)


def after_moot(intent: OutwardIntent) -> OutwardIntent:
    """There is nothing to call for, or no more. Money of an order the platform never had is for a person."""
    if intent.effect is Effect.REVERSED:
        return replace(intent, state=IntentState.CONFIRMED, reason="nothing_to_reverse")
    if intent.effect is Effect.REFUND:
        return parked(intent, "no_order")
    return replace(intent, state=IntentState.DROPPED, reason="undone" if intent.is_put_off else "no_order")


def is_offered(intent: OutwardIntent, traits: PlatformTraits) -> bool:
    """Whether the platform can do this at all."""
    match intent.effect:
        case Effect.CREATE:
            return traits.creates_orders
        case Effect.READY:
            return traits.sets_ready
        case Effect.MESSAGE:
            return intent.message in traits.messages
        case Effect.REVERSED:
            return traits.reverses
        case Effect.PAID:
            return traits.settles
        case Effect.COLLECTED | Effect.RETURN_RECORD | Effect.REFUND | Effect.RESTOCK:
            return True
        case _:
            assert_never(intent.effect)


def after_not_offered(intent: OutwardIntent) -> OutwardIntent:
    """The platform cannot do it and is not asked. A hand-over it still believes in is a matter for a person."""
    if intent.effect is Effect.REVERSED:
        return parked(intent, "not_offered")
    return replace(intent, state=IntentState.DROPPED, reason="not_offered")


def after_refusal(intent: OutwardIntent, reason: str, now_at: datetime) -> OutwardIntent:
    """The platform said no. A no to the first call is final; after calls in doubt, it may say no to the repeat."""
    reason = f"refused:{reason}"
    if intent.tries <= 1:
        return parked(intent, reason)
    return replace(intent, state=IntentState.UNKNOWN, is_refused=True, reason=reason, due_at=now_at)


def after_nothing(intent: OutwardIntent, wait_s: float, now_at: datetime) -> OutwardIntent:
    """The call surely had no effect, so it does not count as a try."""
    due_at = now_at + timedelta(seconds=min(wait_s, MAX_WAIT_S))
    return replace(intent, state=IntentState.WAITING, tries=max(0, intent.tries - 1), due_at=due_at)


def after_not_yet(intent: OutwardIntent, reason: str, now_at: datetime) -> OutwardIntent:
    """Nothing was done, and will be once something else happened: a person is told, and it is tried on."""
    waiting = after_nothing(intent, MAX_WAIT_S, now_at)
    return parked(waiting, f"{NOT_YET}{reason}")


def after_denied(intent: OutwardIntent, wait_s: float, now_at: datetime, *, is_try: bool) -> OutwardIntent:
    """The platform does not let us do this, so nothing happened. `is_try`: it let us do other things meanwhile, so
    the fault is not our key's as a whole, and this is parked in the end."""
    if is_try and intent.tries >= MAX_TRIES:
        return parked(intent, "denied")
    waiting = after_nothing(intent, wait_s, now_at)
    return replace(waiting, tries=intent.tries) if is_try else waiting


def after_no_answer(intent: OutwardIntent, now_at: datetime) -> OutwardIntent:
    """The call may have had its effect: look soon, repeat only when it is settled that it did not."""
    return replace(intent, state=IntentState.UNKNOWN, due_at=now_at + timedelta(seconds=LOOK_AGAIN_S))


def after_failed_read(intent: OutwardIntent, *, is_miss: bool, wait_s: float, now_at: datetime) -> OutwardIntent:
    """The order could not be read. `is_miss`: others could, so the fault is this order's; parked in the end."""
    misses = intent.misses + int(is_miss)
    if misses >= MAX_MISSES:
        return parked(intent, "unreadable")
    wait_s = max(wait_s, backoff_s(misses)) if is_miss else wait_s
    return replace(intent, misses=misses, due_at=now_at + timedelta(seconds=min(wait_s, MAX_WAIT_S)))


def after_blocked(intent: OutwardIntent, now_at: datetime) -> OutwardIntent:
    """A reversal whose hand-over is parked waits for the person who settles that."""
    return replace(intent, due_at=now_at + timedelta(seconds=BLOCKED_S))
