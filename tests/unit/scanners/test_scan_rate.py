"""A scanner that does not stop is told from a quick hand, each by itself, and believed again once it is calm."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hardware.api import Rate, ScanRate
from hardware.scan_rate import MOST, TAG
from hardware.symbology.reading import scan_read

NOON_AT = datetime(2026, 3, 5, 12, 0, tzinfo=UTC)
READ = scan_read(b"8001234567897", "scanner-1", NOON_AT)


def rates(rate: ScanRate, moments_s: Iterable[float], device: str = "scanner-1") -> list[Rate]:
    """What becomes of reads at those moments after noon."""
    reads = (replace(READ, device=device, at=NOON_AT + timedelta(seconds=at_s)) for at_s in moments_s)
    return [rate.take(read) for read in reads]


def every(pause_s: float, count: int, begin_s: float = 0.0) -> list[float]:
    """So many moments, one as long after the other."""
    return [begin_s + number * pause_s for number in range(count)]


def test_a_quick_hand_is_never_held_up() -> None:
    assert set(rates(ScanRate(), every(0.15, 200))) == {Rate.FINE}


def test_ten_in_a_second_begin_it_once() -> None:
    found = rates(ScanRate(), every(0.05, 100))
    assert found == [Rate.FINE] * MOST + [Rate.BEGAN] + [Rate.RAVING] * (100 - MOST - 1)


def test_it_is_over_once_few_come_and_may_begin_again() -> None:
    rate = ScanRate()
    rates(rate, every(0.05, 40))
    assert rates(rate, every(0.4, 4, 2.9)) == [Rate.FINE] * 4
    assert Rate.BEGAN in rates(rate, every(0.05, 20, 10.0))


def test_it_does_not_end_while_it_goes_on_at_a_lower_pace() -> None:
    rate = ScanRate()
    rates(rate, every(0.05, 20))
    assert set(rates(rate, every(0.2, 50, 1.1))) == {Rate.RAVING}


def test_each_scanner_counts_for_itself() -> None:
    rate = ScanRate()
    rates(rate, every(0.05, 20))
    assert rates(rate, every(0.05, MOST), "scanner-2") == [Rate.FINE] * MOST


def test_a_clock_that_is_set_back_makes_nobody_rave() -> None:
    rate = ScanRate()
    rates(rate, every(0.3, 9, 60.0))
    assert rates(rate, every(0.3, 9)) == [Rate.FINE] * 9


def test_tags_come_all_at_once() -> None:
    rate, tag = ScanRate(), replace(READ, symbology=TAG)
    assert {rate.take(tag) for _ in range(50)} == {Rate.FINE}
