"""A cart on a screen is read again and again, and recorded as one opening."""

from datetime import UTC, datetime, timedelta

from app.central.reads import SAME_OPENING, CartOpenings
from app.contract.rows import RosterDevice
from app.hosting.ports import Reader

AT = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
READER = Reader(RosterDevice("T1AA", "00", "clerk", []), "op-01", "T1AA")


def test_the_same_person_at_the_same_screen_is_recorded_once_for_a_while() -> None:
    openings = CartOpenings()
    assert not openings.is_open(READER, "c-1", AT)
    openings.recorded(READER, "c-1", AT)
    assert openings.is_open(READER, "c-1", AT + SAME_OPENING - timedelta(seconds=1))
    assert not openings.is_open(READER, "c-1", AT + SAME_OPENING)
    assert not openings.is_open(READER, "c-1", AT - timedelta(seconds=1)), "a clock set back records once more"


def test_another_person_customer_or_screen_is_an_opening_of_its_own() -> None:
    openings = CartOpenings()
    openings.recorded(READER, "c-1", AT)
    others = (
        (READER, "c-2"),
        (Reader(READER.device, "op-02", "T1AA"), "c-1"),
        (Reader(READER.device, "op-01", "T1AB"), "c-1"),
    )
    assert not any(openings.is_open(reader, customer, AT) for reader, customer in others)


def test_what_was_long_ago_is_forgotten() -> None:
    openings = CartOpenings()
    openings.recorded(READER, "c-1", AT)
    openings.recorded(READER, "c-2", AT + SAME_OPENING)
    assert not openings.is_open(READER, "c-1", AT)
