"""What GS1 data may say: check digits, dates, times and counts (GS1 General Specifications 3 and 7.12)."""

import calendar
from collections.abc import Callable
from datetime import date

from hardware.symbology.gtin import has_check_digit

# How many digits from the left end in a check digit; 0 is all of them.
_CHECKED = {"00": 0, "01": 0, "02": 0, "03": 0, "402": 0, "8017": 0, "8018": 0}
_CHECKED |= {f"41{number}": 0 for number in range(8)}
_CHECKED |= {"253": 13, "255": 13, "8003": 14, "8006": 14, "8026": 14}


def full_year(two_digits: str, this_year: int) -> int:
    """The year that two digits stand for: at most 49 years back and 50 ahead of this one (7.12)."""
    year = int(two_digits)
    distance = year - this_year % 100
    century = this_year - this_year % 100
    if distance >= 51:
        return century - 100 + year
    return century + 100 + year if distance <= -50 else century + year


def day_of(value: str, this_year: int) -> date | None:
    """The day of YYMMDD, None when there is no such day; day 00 is the last of the month (3.4)."""
    year, month, day = full_year(value[:2], this_year), int(value[2:4]), int(value[4:6])
    try:
        return date(year, month, day or calendar.monthrange(year, month)[1])
    except ValueError:
        return None


def _is_day(value: str) -> bool:
    return day_of(value, 2000) is not None


def _is_whole_day(value: str) -> bool:
    """A date whose day is told."""
    return value[4:6] != "00" and _is_day(value)


def _is_harvest(value: str) -> bool:
    """One day, or the first and the last."""
    days = [value[:6], value[6:]] if len(value) > 6 else [value]
    return all(_is_whole_day(day) for day in days) and days == sorted(days)


def _is_moment(value: str) -> bool:
    """YYMMDD with hours, minutes and seconds as far as they are told."""
    clock = [int(value[at : at + 2]) for at in range(6, len(value), 2)]
    return _is_whole_day(value) and all(part < most for part, most in zip(clock, (24, 60, 60), strict=False))


def _is_delivery(value: str) -> bool:
    """A moment; 9999 for the time is no time."""
    return _is_whole_day(value) and (value[6:] == "9999" or _is_moment(value))


def _is_birth(value: str) -> bool:
    """YYYYMMDD, with hours and minutes or without."""
    try:
        day = date(int(value[:4]), int(value[4:6]), int(value[6:8]))
    except ValueError:
        return False
    return _is_moment(f"{day:%y%m%d}{value[8:]}")


def _is_piece(value: str) -> bool:
    """A number of a total, behind 14 digits."""
    return 1 <= int(value[14:16]) <= int(value[16:18])


def _is_yes_or_no(value: str) -> bool:
    return value in ("0", "1")


_CHECKS: dict[str, Callable[[str], bool]] = {
    **dict.fromkeys(("11", "12", "13", "15", "16", "17"), _is_day),
    **dict.fromkeys(("4326", "7006"), _is_whole_day),
    **dict.fromkeys(("4324", "4325"), _is_delivery),
    **dict.fromkeys(("7003", "7011", "8008"), _is_moment),
    **dict.fromkeys(("7250", "7251"), _is_birth),
    **dict.fromkeys(("8006", "8026"), _is_piece),
    **dict.fromkeys(("4321", "4322", "4323"), _is_yes_or_no),
    "7007": _is_harvest,
}


def has_right_check_digit(identifier: str, value: str) -> bool:
    """Whether data of the right form ends in its check digit, if it is of a kind that has one."""
    length = _CHECKED.get(identifier)
    return length is None or has_check_digit(value[:length] if length else value)


def is_possible(identifier: str, value: str) -> bool:
    """Whether data of the right form says something that can be: days that exist, a piece out of a total."""
    check = _CHECKS.get(identifier)
    return check is None or check(value)
