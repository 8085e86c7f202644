"""Loyalty at the counter: what level and points mean, and how many may be redeemed, offline too within limits."""

from dataclasses import dataclass

from app.domain.errors import Code, Problem


@dataclass(frozen=True, slots=True)
class LoyaltyRules:
    """The chain's scheme. Points are redeemed in steps of `step` worth `step_value` minor units each.

    `levels`: name and points from which it counts, lowest first. Without an answer from central at most
    `offline_points` in one act, on a balance that is at most `offline_age_s` seconds old.
    """

    step: int = 100
    step_value: int = 500
    levels: tuple[tuple[str, int], ...] = (("base", 0), ("argento", 500), ("oro", 2000))
    offline_points: int = 200
    offline_age_s: int = 4 * 3600


@dataclass(frozen=True, slots=True)
class LoyaltyView:
    """What is shown: level, points, what they are worth now (minor units), points to the next level (0: none)."""

    level: str
    points: int
    worth: int
    to_next: int


def worth(points: int, rules: LoyaltyRules) -> int:
    """Minor units that whole steps of these points are worth."""
    return max(0, points) // rules.step * rules.step_value


def show(points: int, rules: LoyaltyRules) -> LoyaltyView:
    """Level and points as a person reads them."""
    reached = [name for name, needed in rules.levels if points >= needed]
    missing = [needed - points for _, needed in rules.levels if points < needed]
    level = reached[-1] if reached else ""
    return LoyaltyView(level, points, worth(points, rules), min(missing, default=0))


def most_points(balance: int, amount: int, rules: LoyaltyRules) -> int:
    """The points, in whole steps, that may be redeemed at most of a balance for `amount` minor units."""
    return rules.step * max(0, min(balance // rules.step, amount // rules.step_value))


def refuse_redeem(
    wanted: int, balance: int, amount: int, rules: LoyaltyRules, *, balance_age_s: float | None = None
) -> int:
    """The minor units that `wanted` points take off `amount`; `balance_age_s` is None when central answered.

    Problem: WRONG_QUANTITY (no whole steps, or worth more than is to pay), POINTS_NOT_ENOUGH, REDEEM_LIMIT
    (offline: too many points, or too old a balance).
    """
    if wanted <= 0 or wanted % rules.step or worth(wanted, rules) > amount:
        raise Problem(Code.WRONG_QUANTITY, asked=wanted, step=rules.step)
    if wanted > balance:
        raise Problem(Code.POINTS_NOT_ENOUGH, asked=wanted, available=balance)
    if balance_age_s is not None and (wanted > rules.offline_points or balance_age_s > rules.offline_age_s):
        raise Problem(Code.REDEEM_LIMIT, asked=wanted, available=rules.offline_points)
    return worth(wanted, rules)
