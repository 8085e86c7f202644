"""Both codes of one pack are one piece, two packs are two."""

from datetime import UTC, datetime, timedelta

from hardware.devices import ScanRead
from hardware.symbology.pairing import WINDOW_S, Pairing
from hardware.symbology.reading import scan_read

EAN, OTHER = "8001234567897", "8001234567880"
MATRIX = "]d20108001234567897{}"
NOON_AT = datetime(2026, 3, 5, 12, 0, tzinfo=UTC)


def read(code: str, after_s: float, device: str = "scanner") -> ScanRead:
    """A read so long after noon."""
    return scan_read(code.encode(), device, NOON_AT + timedelta(seconds=after_s))


def taken(*reads: ScanRead) -> list[ScanRead | None]:
    """What becomes of them, one after the other."""
    pairing = Pairing()
    return [pairing.take(one) for one in reads]


def pieces(*reads: ScanRead) -> int:
    """How many pieces they are."""
    return sum(one is not None and not one.is_same_pack for one in taken(*reads))


def test_both_codes_of_a_pack_are_one_piece() -> None:
    matrix = MATRIX.format("10LOT7")
    first, second = taken(read(f"]E0{EAN}", 0), read(matrix, 0.3))
    assert first is not None and not first.is_same_pack
    assert second is not None and second.is_same_pack
    assert (second.pack.gtin, second.pack.batch) == ("0" + EAN, "LOT7")


def test_the_other_code_is_not_heard_when_it_says_nothing_new() -> None:
    assert taken(read(MATRIX.format("10LOT7"), 0), read(f"]E0{EAN}", 0.3))[1] is None


def test_scanners_without_identifiers_pair_too() -> None:
    link = f"https://id.gs1.org/01/0{EAN}?17=261231"
    assert pieces(read(EAN, 0), read(link, 0.3)) == 1


def test_a_code_that_only_adds_joins_what_the_other_said() -> None:
    codes = [read(MATRIX.format("10LOT7"), 0), read(f"https://id.gs1.org/01/0{EAN}?17=261231", 0.2)]
    joined = taken(*codes)[1]
    assert joined is not None and (joined.pack.batch, str(joined.pack.use_by)) == ("LOT7", "2026-12-31")


def test_the_time_runs_from_the_first_code() -> None:
    link = f"https://id.gs1.org/01/0{EAN}?17=261231"
    assert pieces(read(f"]E0{EAN}", 0), read(MATRIX.format("10LOT7"), 0.5), read(link, 1.0)) == 2


def test_the_same_code_again_is_another_pack() -> None:
    assert pieces(read(f"]E0{EAN}", 0), read(f"]E0{EAN}", 0.3)) == 2
    assert pieces(read(MATRIX.format("10LOT7"), 0), read(MATRIX.format("10LOT7"), 0.3)) == 2


def test_the_same_serial_number_is_the_same_pack() -> None:
    assert taken(read(MATRIX.format("21S9"), 0), read(MATRIX.format("21S9"), 0.3))[1] is None
    assert pieces(read(MATRIX.format("21S9"), 0), read(MATRIX.format("21S8"), 0.3)) == 2


def test_a_third_read_is_the_next_pack() -> None:
    matrix = MATRIX.format("10LOT7")
    codes = [(f"]E0{EAN}", 0.0), (matrix, 0.2), (f"]E0{EAN}", 0.4), (matrix, 0.6)]
    assert pieces(*(read(code, after_s) for code, after_s in codes)) == 2


def test_what_differs_is_another_pack() -> None:
    matrix = MATRIX.format("10LOT7")
    assert pieces(read(f"]E0{OTHER}", 0), read(matrix, 0.3)) == 2
    assert pieces(read(f"]E0{EAN}", 0), read(matrix, WINDOW_S + 0.01)) == 2
    assert pieces(read(f"]E0{EAN}", 0.3), read(matrix, 0)) == 2, "the clock was set back"
    assert pieces(read(f"]E0{EAN}", 0), read(matrix, 0.3, "another")) == 2
    assert pieces(read(matrix, 0), read(f"https://id.gs1.org/01/0{EAN}/10/LOT8", 0.3)) == 2


def test_after_a_person_went_elsewhere_nothing_is_the_other_code() -> None:
    pairing = Pairing()
    pairing.take(read(f"]E0{EAN}", 0))
    pairing.forget()
    again = pairing.take(read(MATRIX.format("10LOT7"), 0.1))
    assert again is not None and not again.is_same_pack


def test_what_is_no_article_is_never_a_pack() -> None:
    assert pieces(read("4821", 0), read("4821", 0.1), read("]Q1PU1.ABC", 0.2), read("", 0.3)) == 4
