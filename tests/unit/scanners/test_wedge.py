"""Telling a scanner's keys from a person's."""

from hypothesis import given
from hypothesis import strategies as st

from hardware.drivers.scanners.wedge import Heard, WedgeDecoder

FAST_S, SLOW_S = 0.004, 0.12
CHARS = st.characters(codec="ascii", exclude_characters="\r\n\t", min_codepoint=33)
CODES = st.text(CHARS, min_size=6, max_size=200)


def press(decoder: WedgeDecoder, text: str, gap_s: float, begin_s: float = 100.0) -> list[Heard]:
    """Keys at even gaps."""
    return [decoder.key(char, begin_s + number * gap_s) for number, char in enumerate(text)]


@given(CODES)
def test_every_code_typed_fast_comes_out_whole(code: str) -> None:
    decoder = WedgeDecoder()
    heard = press(decoder, f"{code}\r", FAST_S)
    assert heard[:5] == [Heard.MAYBE] * 5
    assert heard[5] is Heard.BURST
    assert heard[-1] is Heard.SCAN
    assert decoder.take() == code


@given(CODES)
def test_a_person_is_never_taken_for_a_scanner(text: str) -> None:
    assert set(press(WedgeDecoder(), f"{text}\r", SLOW_S)) == {Heard.MAYBE}


def test_a_code_without_an_end_is_there_when_the_keys_pause() -> None:
    decoder = WedgeDecoder()
    press(decoder, "8001234567890", FAST_S)
    assert decoder.is_burst
    assert decoder.take() == "8001234567890"
    assert decoder.key("a", 200.0) is Heard.MAYBE


def test_a_prefix_makes_a_burst_of_the_first_key() -> None:
    decoder = WedgeDecoder(prefix="\x02")
    assert press(decoder, "\x02AB\r", FAST_S) == [Heard.BURST, Heard.MORE, Heard.MORE, Heard.SCAN]
    assert decoder.take() == "AB"


def test_the_label_of_a_place_is_a_code_though_it_is_short() -> None:
    decoder = WedgeDecoder()
    assert press(decoder, "R08\r", FAST_S) == [*[Heard.MAYBE] * 3, Heard.SCAN]
    assert decoder.take() == "R08"


def test_a_halt_inside_a_code_does_not_split_it() -> None:
    decoder = WedgeDecoder()
    press(decoder, "800123", FAST_S, 10.0)
    press(decoder, "4567", FAST_S, 10.11)
    assert press(decoder, "\r", FAST_S, 10.2) == [Heard.SCAN]
    assert decoder.take() == "8001234567"


def test_a_halt_among_the_first_keys_is_a_persons() -> None:
    decoder = WedgeDecoder()
    press(decoder, "80012", FAST_S, 10.0)
    assert press(decoder, "34567", FAST_S, 10.1) == [Heard.MAYBE] * 5


def test_what_comes_long_after_an_unended_code_is_not_part_of_it() -> None:
    decoder = WedgeDecoder()
    press(decoder, "8001234567890", FAST_S, 10.0)
    assert press(decoder, "a", FAST_S, 10.2) == [Heard.MAYBE]


def test_what_a_person_typed_just_before_is_not_part_of_the_code() -> None:
    decoder = WedgeDecoder()
    press(decoder, "ros", SLOW_S, 10.0)
    press(decoder, "AB12-CD34\r", FAST_S, 11.0)
    assert decoder.take() == "AB12-CD34"


def test_an_endless_burst_is_cut() -> None:
    decoder = WedgeDecoder()
    heard = press(decoder, "7" * 10_000, 0.0001)
    assert heard[-1] is Heard.DROPPED
    assert len(decoder.take()) == 4_096


def test_a_short_number_with_its_end_is_a_scan_too() -> None:
    decoder = WedgeDecoder()
    assert press(decoder, "4821\r", FAST_S)[-1] is Heard.SCAN
    assert decoder.take() == "4821"
    assert press(decoder, "482\r", FAST_S, 101.0)[-1] is Heard.MAYBE


def test_a_clock_that_went_back_begins_anew() -> None:
    decoder = WedgeDecoder()
    press(decoder, "48210", FAST_S, 100.0)
    assert press(decoder, "9", FAST_S, 50.0) == [Heard.MAYBE]
