"""Wrong codes at a kiosk: so many in an hour, whatever is done to its clock."""

from datetime import timedelta

import pytest

from app.domain.errors import Code, Problem
from app.domain.guesses import HOUR, PER_HOUR, Guesses
from tests.unit.domain.samples import NOW_AT


def wrong(times: int) -> Guesses:
    """So many wrong codes, one a minute, the last one now."""
    guesses = Guesses()
    for ago in range(times - 1, -1, -1):
        guesses = guesses.with_wrong(NOW_AT - timedelta(minutes=ago))
    return guesses


def test_one_fewer_is_no_reason_to_refuse() -> None:
    wrong(PER_HOUR - 1).refuse_over(NOW_AT)


@pytest.mark.parametrize("later", [timedelta(0), timedelta(days=-3), timedelta(minutes=40)])
def test_too_many_are_refused_until_an_hour_has_passed(later: timedelta) -> None:
    with pytest.raises(Problem) as caught:
        wrong(PER_HOUR).refuse_over(NOW_AT + later)
    assert caught.value.code is Code.CODE_TRIES_OVER


def test_after_an_hour_one_may_try_again() -> None:
    wrong(PER_HOUR).refuse_over(NOW_AT + HOUR)
