"""What was said to a refused PIN, as long as it is true."""

import math

from app.domain.errors import Code, Problem


def still(refusal: Problem | None, passed_s: float) -> Problem | None:
    """The refusal so many seconds later: of a wait what is left of it, none when it is over. Others stay."""
    wait_s = 0 if refusal is None or refusal.code is not Code.PIN_LOCKED else refusal.details.get("wait_s")
    if refusal is None or not isinstance(wait_s, int) or not wait_s:
        return refusal
    left_s = math.ceil(wait_s - passed_s)
    return Problem(refusal.code, **(refusal.details | {"wait_s": left_s})) if left_s > 0 else None
