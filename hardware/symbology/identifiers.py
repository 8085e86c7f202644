"""GS1 application identifiers: how long their data is and of which characters (GS1 General Specifications 3.2)."""

from dataclasses import dataclass

# One or a range of them, `*` where the length is predefined and no separator need follow (7.8.5), then the parts
# of the data: N digits, X any character of set 82, Y of set 39, Z of set 64, `-` the sign; `/` and `-` between
# lengths. All parts but the last have one length.
_TABLE = """
00 * N18
01-03 * N14
10 X1-20
11-13 15-17 * N6
20 * N2
21-22 X1-20
235 X1-28
240-241 X1-30
242 N1-6
243 X1-20
250-251 X1-30
253 N13 X0-17
254 X1-20
255 N13 N0-12
30 N1-8
3100-3105 3110-3115 3120-3125 3130-3135 3140-3145 3150-3155 3160-3165 * N6
3200-3205 3210-3215 3220-3225 3230-3235 3240-3245 3250-3255 3260-3265 3270-3275 3280-3285 3290-3295 * N6
3300-3305 3310-3315 3320-3325 3330-3335 3340-3345 3350-3355 3360-3365 3370-3375 * N6
3400-3405 3410-3415 3420-3425 3430-3435 3440-3445 3450-3455 3460-3465 3470-3475 3480-3485 3490-3495 * N6
3500-3505 3510-3515 3520-3525 3530-3535 3540-3545 3550-3555 3560-3565 3570-3575 * N6
3600-3605 3610-3615 3620-3625 3630-3635 3640-3645 3650-3655 3660-3665 3670-3675 3680-3685 3690-3695 * N6
37 N1-8
3900-3909 3920-3929 N1-15
3910-3919 3930-3939 N3 N1-15
3940-3943 N4
3950-3955 N6
400-401 403 X1-30
402 N17
410-417 * N13
420 X1-20
421 N3 X1-9
422 424 426 N3
423 425 N3/6/9/12/15
427 X1-3
4300-4301 4310-4311 4320 X1-35
4302-4306 4312-4316 X1-70
4307 4317 X2
4308 4319 X1-30
4309 N20
4318 X1-20
4321-4323 N1
4324-4325 N10
4326 N6
4330-4333 N6 -0-1
7001 N13
7002 X1-30
7003 N10
7004 N1-4
7005 X1-12
7006 N6
7007 N6 N0/6
7008 X1-3
7009 X1-10
7010 X1-2
7011 N6 N0/4
7020-7022 X1-20
7023 X1-30
7030-7039 N3 X1-27
7040 N1 X3
7041 X1-4
710-717 X1-20
7230-7239 X2 X1-28
7240 X1-20
7241 N2
7242 X1-25
7250 N8
7251 N12
7252 N1
7253-7254 7259 X1-40
7255 X1-10
7256 X1-90
7257 X1-70
7258 N1 X1 N1
8001 N14
8002 X1-20
8003 N14 X0-16
8004 X1-30
8005 N6
8006 8026 N18
8007 X1-34
8008 N8 N0/2/4
8009 X1-50
8010 Y1-30
8011 N1-12
8012 X1-20
8013-8014 X1-25
8017-8018 N18
8019 N1-10
8020 X1-25
8030 Z1-90
8040-8041 N15
8042 N32
8043 N18 N0-2
8110 8112 8200 X1-70
8111 N4
90 X1-30
91-99 X1-90
"""
_DIGITS = frozenset("0123456789")
_LETTERS = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
_SMALL = frozenset("abcdefghijklmnopqrstuvwxyz")
CHARACTERS = {
    "N": _DIGITS,
    "X": _DIGITS | _LETTERS | _SMALL | frozenset("!\"%&'()*+,-./:;<=>?_"),
    "Y": _DIGITS | _LETTERS | frozenset("#-/"),
    "Z": _DIGITS | _LETTERS | _SMALL | frozenset("-_="),
    "-": frozenset("-"),
}


@dataclass(frozen=True, slots=True)
class Part:
    """Characters of one kind, in one of these numbers."""

    kind: str
    lengths: frozenset[int]


@dataclass(frozen=True, slots=True)
class Identifier:
    """One application identifier; `is_predefined`: its data ends without a separator."""

    number: str
    is_predefined: bool
    parts: tuple[Part, ...]

    @property
    def longest(self) -> int:
        """Characters its data may have at most."""
        return sum(max(part.lengths) for part in self.parts)

    def has_form(self, value: str) -> bool:
        """Whether data is as long as it should be and of the right characters."""
        for part in self.parts[:-1]:
            length = min(part.lengths)
            if len(value) < length or not CHARACTERS[part.kind].issuperset(value[:length]):
                return False
            value = value[length:]
        last = self.parts[-1]
        return len(value) in last.lengths and CHARACTERS[last.kind].issuperset(value)


def _part(word: str) -> Part:
    kind, lengths = word[0], word[1:]
    if "-" in lengths:
        least, most = lengths.split("-")
        return Part(kind, frozenset(range(int(least), int(most) + 1)))
    return Part(kind, frozenset(int(length) for length in lengths.split("/")))


def _row(line: str) -> list[Identifier]:
    words = line.split()
    numbers = [word for word in words if word[0].isdigit()]
    parts = tuple(_part(word) for word in words if word[0] in CHARACTERS)
    found = []
    for number in numbers:
        first, _, last = number.partition("-")
        for value in range(int(first), int(last or first) + 1):
            found.append(Identifier(str(value).zfill(len(first)), "*" in words, parts))
    return found


IDENTIFIERS = {known.number: known for line in _TABLE.split("\n") if line for known in _row(line)}


def identifier_at(text: str, start: int) -> Identifier | None:
    """The identifier that begins there; None is one nobody knows. No number begins another."""
    for length in (2, 3, 4):
        if (found := IDENTIFIERS.get(text[start : start + length])) is not None:
            return found
    return None
