"""A round of collecting waits for whoever acts, and not for ever."""

import gc
from weakref import ref

from app.ui.garbage import MOST_PAUSES, Rounds, put_off
from app.ui.theme.look import Look


class Knot:
    """Garbage that only a round can end."""

    def __init__(self) -> None:
        self.me = self


def knotted() -> "ref[Knot]":
    """One that nobody holds, among enough of them that a round is due."""
    for _ in range(2 * gc.get_threshold()[0]):
        Knot()
    return ref(Knot())


def test_a_round_waits_while_somebody_acts_and_comes_in_the_end(look: Look) -> None:
    rounds = Rounds()
    try:
        rounds.due()
        knot = knotted()
        for _ in range(MOST_PAUSES):
            put_off()
            rounds.due()
        assert knot() is not None
        put_off()
        rounds.due()
        assert knot() is None
    finally:
        rounds.end()
        gc.unfreeze()
