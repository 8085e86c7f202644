"""Which GS1 data needs which other, and which cannot be together (GS1 General Specifications 4.13)."""

from collections.abc import Collection

_GOODS = "01 02 8006 8026"
_MEASURES = "30 31nn 32nn 35nn 36nn"
# Identifiers, then what must be there too: one of each group. `n` is any digit.
_NEEDS = (
    ("02", "37"),
    ("10 11 13 15 16 20 240 241 242 422", _GOODS),
    ("12", "8020"),
    ("17", f"{_GOODS} 255"),
    ("21 251", "01 8006"),
    ("22 235 243", "01"),
    ("250", "01 8006", "21"),
    ("254", "414"),
    ("30 310n 311n 312n 313n 314n 315n 316n 32nn 350n 351n 352n 356n 357n 360n 361n 364n 365n 366n", "01 02"),
    ("330n 331n 332n 333n 334n 335n 336n 34nn 353n 354n 355n 362n 363n 367n 368n 369n", "00 01"),
    ("337n", "01"),
    ("37", "00", "02 8026"),
    ("390n", "255 8020"),
    ("391n 415", "8020"),
    ("392n", "01", _MEASURES),
    ("393n 395n", "01", _MEASURES),
    ("394n 8111", "255"),
    ("403", "00"),
    ("423 424 425 426", "01 02"),
    ("427", "01 02", "422"),
    ("430n 4320 4321 4322 4323 4324 4325 4326", "00"),
    ("7001 7002 7003 7004 7005 7006 7007 7008 7009 7010 7011", _GOODS),
    ("7020", "01 8006", "416"),
    ("7021 7022 710 711 712 713 714 715 716 717", "01 8006"),
    ("7023", "8004"),
    ("8005", "01 02"),
    ("8007", "8020"),
    ("8008", "01 02"),
    ("8009", "00 01"),
    ("8011", "8010"),
    ("8012 8200", "01"),
    ("8019", "8017 8018"),
    ("8020", "415"),
)
_CANNOT = (
    ("01", "02 255 37"),
    ("21", "235"),
    ("255", "02 415 8006 8020 8026"),
    ("390n", "391n 394n 8111"),
    ("392n", "393n 395n"),
    ("393n", "395n"),
    ("394n", "8111"),
    ("395n", "8005"),
    ("420", "421"),
    ("421", "4307"),
    ("426", "422 423 424 425"),
)


def _numbers(words: str) -> frozenset[str]:
    """The identifiers that words stand for."""
    found: list[str] = []
    for word in words.split():
        prefix = word.rstrip("n")
        digits = len(word) - len(prefix)
        found += [f"{prefix}{number:0{digits}}" for number in range(10**digits)] if digits else [word]
    return frozenset(found)


def _needs_by_number() -> dict[str, tuple[frozenset[str], ...]]:
    found: dict[str, tuple[frozenset[str], ...]] = {}
    for words, *groups in _NEEDS:
        wanted = tuple(_numbers(group) for group in groups)
        found |= {number: (*found.get(number, ()), *wanted) for number in _numbers(words)}
    return found


NEEDS = _needs_by_number()
CANNOT = tuple((_numbers(one), _numbers(others)) for one, others in _CANNOT)


def missing(numbers: Collection[str]) -> tuple[str, ...]:
    """Those of the identifiers that need one which is not among them. What another symbol on the same piece
    says counts too: ask with the identifiers of all of them."""
    return tuple(number for number in numbers if any(group.isdisjoint(numbers) for group in NEEDS.get(number, ())))


def contradicting(numbers: Collection[str]) -> tuple[str, ...]:
    """Those of the identifiers that cannot be on one piece together, both of each pair; the same measure with
    another decimal point too."""
    found: list[str] = []
    for one, others in CANNOT:
        ours = [number for number in numbers if number in one]
        theirs = [number for number in numbers if number in others]
        if ours and theirs:
            found += [*ours, *theirs]
    measures: dict[str, list[str]] = {}
    for number in numbers:
        if len(number) == 4 and number[0] == "3":
            measures.setdefault(number[:3], []).append(number)
    found += [number for same in measures.values() if len(same) > 1 for number in same]
    return tuple(dict.fromkeys(found))
